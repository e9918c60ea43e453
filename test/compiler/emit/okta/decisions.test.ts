import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { RequestPlan, Template } from "../../../../compiler/emit/apply/plan-shape.ts";
import type { Emission } from "../../../../compiler/emit/emission.ts";
import { emitOkta } from "../../../../compiler/emit/okta/emit.ts";
import { formatInstant } from "../../../../compiler/literals.ts";
import { evaluate } from "../../../../compiler/model/evaluate.ts";
import type { Policy } from "../../../../compiler/model/policy.ts";
import { memoryHost } from "../../memory-host.ts";
import { agentNames, edges, policies, target } from "./arbitrary.ts";
import { compileOkta, PEOPLE, TARGET } from "./run.ts";

const host = memoryHost({});
const day = 86_400;

const emit = (policy: Policy, at: number): Promise<Emission> =>
  emitOkta({ policy, target, at }, (name) => host.data(name));

/** A token that can be had: for whom, with which scope, and for how long it lives. */
interface Token {
  readonly agent: string;
  readonly scope: string;
  /** The group of the person on whose behalf; none: the agent itself. */
  readonly group?: string;
  readonly seconds: number;
}

const part = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** What Okta hands out once the plan has run: rules of policies of activated agents, within their connections. */
function tokens({ files }: Emission): readonly Token[] {
  const plan: RequestPlan = JSON.parse(String(files.find(({ path }) => path === "plan.json")?.content));
  const ids = new Set(plan.steps.map(({ id }) => id));
  return plan.steps.flatMap((step) => {
    if (step.kind !== "links" || !step.id.startsWith("rules ")) return [];
    const agent = step.id.slice("rules ".length);
    expect(ids.has(`activate ${agent}`)).toBe(true);
    const connection = plan.steps.find(({ id }) => id === `connection ${agent}`);
    const connected: Template | undefined =
      connection?.kind === "ensure" ? connection.create?.body : undefined;
    if (connected !== undefined) expect(part(connected, "scopeCondition")).toBe("INCLUDE_ONLY");
    return step.items.flatMap((rule) => {
      const seconds = Number(part(rule, "actions", "token", "accessTokenLifetimeMinutes")) * 60;
      const kinds = texts(part(rule, "conditions", "grantTypes", "include"));
      return texts(part(rule, "conditions", "scopes", "include")).flatMap((scope): readonly Token[] => {
        if (kinds.includes("client_credentials")) return [{ agent, scope, seconds }];
        if (!texts(part(connected, "scopes")).includes(scope)) return [];
        const include = part(rule, "conditions", "people", "groups", "include");
        return (Array.isArray(include) ? include : []).map((hole) => ({
          agent,
          scope,
          seconds,
          group: String(part(hole, "$yield")).replace(/^group /, ""),
        }));
      });
    });
  });
}

describe("Okta hands out", () => {
  it("no token for what the reference denies, at its issue and in the second of an exp that is one over its life", async () => {
    let compared = 0;
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(
        policies,
        fc.constantFrom(...edges.flatMap((at) => [at, at + day, at - 1, at - 3600])),
        async (policy, at) => {
          const emission = await emit(policy, at);
          expect(emission.problems).toEqual([]);
          const next = Math.min(
            ...emission.enforcement.flatMap(({ enforcement }) =>
              enforcement.kind === "scheduled" ? [enforcement.next] : [],
            ),
          );
          const names = new Map(agentNames.map((name) => [oktaNameIn(emission, name), name]));
          for (const token of tokens(emission)) {
            const agent = names.get(token.agent) ?? expect.fail(`whose is ${token.agent}?`);
            const actions = Object.values(policy.services).flatMap((service) =>
              Object.values(service.actions)
                .filter(({ name, oauth }) => (oauth ?? `${service.name}:${name}`) === token.scope)
                .map(({ name }) => `${service.name}:${name}`),
            );
            expect(actions.length).toBeGreaterThan(0);
            for (const action of actions)
              for (const issued of [at, Math.min(next, at + 400 * day) - 1])
                for (const used of [issued, issued + token.seconds + 1])
                  for (const resource of [undefined, "invoice/1", "x"]) {
                    const request = {
                      agent,
                      action,
                      time: formatInstant(used),
                      ...(resource === undefined ? {} : { resource }),
                      ...(token.group === undefined
                        ? {}
                        : { on_behalf_of: { user: "kim@acme.example", groups: [token.group] } }),
                    };
                    const { decision, reason } = evaluate(policy, request, used);
                    if (decision !== "allow")
                      expect.fail(
                        `wider: ${JSON.stringify({ ...request, at: formatInstant(at), seconds: token.seconds, reason })}`,
                      );
                    compared++;
                  }
          }
          exact += expectGranted(policy, emission, names, at);
        },
      ),
      { numRuns: 1500, seed: 20_261_124, endOnFailure: true },
    );
    expect(compared).toBeGreaterThanOrEqual(20_000);
    expect(exact).toBeGreaterThan(500);
  }, 120_000);
});

/** Every permission that is said to be enforced and holds for a token's life can be had; gives how many these are. */
function expectGranted(
  policy: Policy,
  emission: Emission,
  names: ReadonlyMap<string, string>,
  at: number,
): number {
  const had = tokens(emission);
  let count = 0;
  for (const { agent: name, grant: id, enforcement } of emission.enforcement) {
    const agent = policy.agents[name];
    const grant = agent?.grants.find((one) => one.id === id);
    if (enforcement.kind !== "scheduled" || agent === undefined || grant === undefined) continue;
    const end = at + Math.min(agent.session, day) + 1;
    if (grant.range.from > at || end >= grant.range.until) continue;
    const claims = grant.subjects.flat().flatMap((one) => (one.kind === "group" ? [one.claim] : []));
    for (const { text } of grant.actions)
      for (const group of claims.length === 0 ? [undefined] : claims) {
        const on_behalf_of =
          group === undefined ? {} : { on_behalf_of: { user: "kim@acme.example", groups: [group] } };
        const holds = [at, end].every(
          (time) =>
            evaluate(policy, { agent: name, action: text, time: formatInstant(time), ...on_behalf_of }, time)
              .decision === "allow",
        );
        if (!holds || !takesTokens(policy, text)) continue;
        count++;
        const scope = scopeOf(policy, text);
        const found = had.some(
          (one) => names.get(one.agent) === name && one.scope === scope && one.group === group,
        );
        expect(found, `${name} ${text} for ${group}`).toBe(true);
      }
  }
  return count;
}

function declared(policy: Policy, action: string) {
  const [service = "", name = ""] = action.split(":");
  return { service: policy.services[service], action: policy.services[service]?.actions[name] };
}

const scopeOf = (policy: Policy, action: string): string => declared(policy, action).action?.oauth ?? action;

const takesTokens = (policy: Policy, name: string): boolean => {
  const { service, action } = declared(policy, name);
  return service?.audience !== undefined || action?.oauth !== undefined;
};

/** The agent's name in Okta, as its description pairs them. */
function oktaNameIn({ files }: Emission, agent: string): string {
  const plan: RequestPlan = JSON.parse(String(files.find(({ path }) => path === "plan.json")?.content));
  for (const step of plan.steps)
    if (step.kind === "ensure" && step.id.startsWith("agent ")) {
      const description = part(step.create?.body, "profile", "description");
      if (String(description).includes(` agent ${agent};`)) return step.id.slice("agent ".length);
    }
  return `none of ${agent}`;
}

describe("what Okta cannot enforce is left out, with a reason", () => {
  const why = async (modifiers: string, more = ""): Promise<string> => {
    const text = `${PEOPLE}${more}window office { hours 08:00..18:00  zone "Europe/Berlin" }
agent triage { owner jane  expires 2027-03-31  may invoices:read ${modifiers} }${TARGET}`;
    const { targets } = await compileOkta(text);
    const enforcement = targets[0]?.emission.enforcement[0]?.enforcement;
    return enforcement?.kind === "left-out"
      ? `${enforcement.constraint}: ${enforcement.why}`
      : (enforcement?.kind ?? "");
  };

  test.each([
    ["", "scheduled"],
    ["on behalf of group finance", "scheduled"],
    ['on "invoice/*"', "resource: an OAuth scope names no resource"],
    [
      "where request.mfa",
      "condition: an authorization server sees neither inputs, facts nor the call's context",
    ],
    ["with approval from omar for 5m", "approval: an authorization server knows no approval"],
    ["during office", "window: an authorization server has no recurring windows"],
    [
      'on behalf of user "lin@acme.example"',
      "subject: Okta knows single people by ids, not by what a policy says of them, name a group",
    ],
    [
      "on behalf of owner omar",
      "subject: Okta knows single people by ids, not by what a policy says of them, name a group",
    ],
    [
      'never invoices:read on "invoice/1"',
      "deny: an authorization server cannot tell a part of a scope from the rest",
    ],
    ["never invoices:read", "deny: a never takes all of it away"],
    ["session 4m", "session: an access token lives at least five minutes"],
  ])("%s → %s", async (modifiers, expected) => {
    expect(await why(modifiers)).toBe(expected);
  });

  test("two actions of one scope, unless they are granted together", async () => {
    const twins =
      'service twins { audience "https://t.example"  action a { oauth "same" }  action b { oauth "same" } }';
    const of = async (may: string) => {
      const { targets } = await compileOkta(
        `${PEOPLE}${twins} agent triage { owner jane  expires 2027-03-31  ${may} }${TARGET}`,
      );
      return targets[0]?.emission.enforcement.map(({ enforcement }) => enforcement.kind);
    };
    expect(await of("may twins:a")).toEqual(["left-out"]);
    expect(await of("may twins:a, twins:b")).toEqual(["scheduled"]);
  });

  test("a refresh token's scope, and what OAuth does not take for one", async () => {
    for (const oauth of ["offline_access", "with blank", 'a\\"b', "okta.users.manage"]) {
      const { targets } = await compileOkta(
        `${PEOPLE}service odd { action a { oauth "${oauth}" } } agent triage { owner jane  expires 2027-03-31  may odd:a }${TARGET}`,
      );
      expect(targets[0]?.emission.enforcement[0]?.enforcement.kind).toBe("left-out");
    }
  });

  test("an action that takes no tokens means nothing there", async () => {
    const { targets } = await compileOkta(
      `${PEOPLE}service plain { action a {} } agent triage { owner jane  expires 2027-03-31  may plain:a }${TARGET}`,
    );
    expect(targets[0]?.emission.enforcement[0]?.enforcement.kind).toBe("not-applicable");
  });
});
