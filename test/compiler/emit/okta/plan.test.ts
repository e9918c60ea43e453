import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addKey, emptyState, nameOf, type Organisation, startOrganisation } from "./double.ts";
import { compileOkta, manifestIn, Operator, PEOPLE, TARGET } from "./run.ts";

const AGENT = `
agent triage {
  owner jane  deputy omar  expires 2027-03-31  session 30m  purpose "Sorts invoices."
  may invoices:read
  may invoices:draft on behalf of group finance
  may invoices:read on behalf of group finance, group ops
}
`;
const OTHER = `agent helper { owner omar  expires 2027-06-30  may invoices:read }`;
const POLICY = `${PEOPLE}${AGENT}${TARGET}`;

let okta: Organisation;
let operator: Operator;

beforeEach(async () => {
  okta = await startOrganisation();
  operator = await Operator.at(okta.url);
});
afterEach(async () => {
  await okta.close();
  await operator.close();
});

/** Applies, registers the keys that are asked for, and applies again. */
async function applyAll(...names: readonly string[]): Promise<void> {
  const first = await operator.run();
  expect(first.err).toBe("");
  for (const name of names) addKey(okta.state, name);
  const second = await operator.run();
  expect([second.code, second.err]).toEqual([0, ""]);
}

const agentNamed = (name: string) => okta.state.agents.find((one) => nameOf(one) === name);
const snapshot = () =>
  JSON.parse(
    JSON.stringify({
      ...okta.state,
      rules: [...okta.state.rules],
      connections: [...okta.state.connections],
      owners: [...okta.state.owners],
      keys: [],
    }),
  );

describe("the plan", () => {
  test("makes scopes, groups, agent, owners, policy, rules and connection, and waits for a key", async () => {
    await operator.take(await compileOkta(POLICY));
    const { code, out, err } = await operator.run();
    expect(err).toBe("");
    expect(code).toBe(1);
    expect(out).toContain("not yet: triage has no active public key.");
    const { state } = okta;
    expect(state.scopes.map(nameOf)).toEqual(["openid", "invoices.draft", "invoices:read"]);
    expect(state.groups.map(nameOf)).toEqual(["Everyone", "Operations, EU", "finance"]);
    expect(agentNamed("triage")).toMatchObject({ status: "STAGED" });
    const id = String(agentNamed("triage")?.id);
    expect([...state.owners.values()]).toEqual([
      ["orn:okta:directory:00o1:users:00u1", "orn:okta:directory:00o1:users:00u2"],
    ]);
    expect(state.policies).toMatchObject([
      { name: "remit triage", conditions: { clients: { include: [id] } } },
    ]);
    const finance = state.groups.find((one) => nameOf(one) === "finance")?.id;
    const ops = state.groups.find((one) => nameOf(one) === "Operations, EU")?.id;
    const jwt = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    const rule = (grant: string, scopes: readonly string[], groups?: readonly unknown[]) => ({
      status: "ACTIVE",
      conditions: {
        grantTypes: { include: [grant] },
        scopes: { include: scopes },
        ...(groups && { people: { groups: { include: groups } } }),
      },
      actions: { token: { accessTokenLifetimeMinutes: 30 } },
    });
    expect([...state.rules.values()].flat()).toMatchObject([
      rule(jwt, ["invoices:read"], [ops, finance]),
      rule(jwt, ["invoices.draft"], [finance]),
      rule("client_credentials", ["invoices:read"]),
    ]);
    expect(state.connections.get(id)).toMatchObject([
      { scopeCondition: "INCLUDE_ONLY", scopes: ["invoices.draft", "invoices:read"] },
    ]);
  });

  test("activates once there is a key, and a further run changes nothing", async () => {
    await operator.take(await compileOkta(POLICY));
    await applyAll("triage");
    expect(agentNamed("triage")).toMatchObject({ status: "ACTIVE" });
    const before = snapshot();
    okta.changes.length = 0;
    const third = await operator.run();
    expect([third.code, third.out.trim(), third.err]).toEqual([0, "Nothing was changed.", ""]);
    expect(okta.changes).toEqual([]);
    expect(snapshot()).toEqual(before);
  });

  test("a dry run changes nothing", async () => {
    await operator.take(await compileOkta(POLICY));
    const before = snapshot();
    const { out, err } = await operator.run("--dry-run");
    expect(err).toBe("");
    expect(out).toContain("would create: The AI agent triage is registered.");
    expect(okta.changes).toEqual([]);
    expect(snapshot()).toEqual(before);
  });

  test("is taken back whole: nothing of it is left", async () => {
    const before = snapshot();
    await operator.take(await compileOkta(`${PEOPLE}${AGENT}${OTHER}${TARGET}`));
    await applyAll("triage", "helper");
    await operator.undoAll();
    expect(snapshot()).toEqual({ ...before, owners: [], connections: [], rules: [] });
  });

  test("stops at its first reads where a policy of the server is for all clients", async () => {
    for (const conditions of [{ clients: { include: ["ALL_CLIENTS"] } }, {}]) {
      okta.state.policies.length = 0;
      okta.state.policies.push({
        id: "pol0",
        name: "Default Policy",
        status: "ACTIVE",
        system: true,
        conditions,
      });
      await operator.take(await compileOkta(POLICY));
      const { code, err } = await operator.run();
      expect(code).toBe(1);
      expect(err).toContain("has an active access policy for all clients");
      expect(okta.changes).toEqual([]);
    }
  });

  test("goes on where the policy for all clients is inactive", async () => {
    okta.state.policies.push({
      id: "pol0",
      name: "Default Policy",
      status: "INACTIVE",
      conditions: { clients: { include: ["ALL_CLIENTS"] } },
    });
    await operator.take(await compileOkta(POLICY));
    expect((await operator.run()).err).toBe("");
  });

  test("stops where the server is not there, and never takes the built-in one instead", async () => {
    okta.state.servers.pop();
    await operator.take(await compileOkta(POLICY));
    const { err } = await operator.run();
    expect(err).toContain("There has to be one active authorization server named 'agents'.");
    expect(okta.changes).toEqual([]);
  });

  test("removes an agent that the policy has no more, and its scopes and groups", async () => {
    const both = await compileOkta(`${PEOPLE}${AGENT}${OTHER}${TARGET}`);
    await operator.take(both);
    await applyAll("triage", "helper");
    const previous = manifestIn(both);
    const next = await compileOkta(`${PEOPLE}${OTHER}${TARGET}`, previous === undefined ? {} : { previous });
    expect(next.gone.map(({ kind, name }) => `${kind} ${name}`)).toContain("ai-agent triage");
    await operator.take(next);
    const { code, err } = await operator.run();
    expect([code, err]).toEqual([0, ""]);
    expect(okta.state.agents.map(nameOf)).toEqual(["helper"]);
    expect(okta.state.policies.map(nameOf)).toEqual(["remit helper"]);
    expect(okta.state.scopes.map(nameOf)).toEqual(["openid", "invoices:read"]);
    expect(okta.state.groups.map(nameOf)).toEqual(["Everyone"]);
    const again = await operator.run();
    expect(again.out.trim()).toBe("Nothing was changed.");
  });

  test("a narrower policy takes the rule and the connection's scope away", async () => {
    await operator.take(await compileOkta(POLICY));
    await applyAll("triage");
    const narrower = POLICY.replace("may invoices:draft on behalf of group finance\n", "");
    await operator.take(await compileOkta(narrower));
    expect((await operator.run()).err).toBe("");
    const scopes = [...okta.state.rules.values()].flat().map((rule) => JSON.stringify(rule.conditions));
    expect(scopes.join()).not.toContain("invoices.draft");
    expect([...okta.state.connections.values()].flat()).toMatchObject([{ scopes: ["invoices:read"] }]);
    await operator.take(await compileOkta(POLICY.replace(/ +may invoices:\w+ on behalf.*\n/g, "")));
    expect((await operator.run()).err).toBe("");
    expect([...okta.state.connections.values()].flat()).toEqual([]);
  });

  test("a rule that somebody added to our policy goes", async () => {
    await operator.take(await compileOkta(POLICY));
    await applyAll("triage");
    const [rules] = okta.state.rules.values();
    rules?.push({ id: "rulX", name: "more", status: "ACTIVE", conditions: {}, actions: {} });
    expect((await operator.run()).err).toBe("");
    expect(rules?.map(nameOf)).not.toContain("more");
  });

  test("deactivates who is suspended, retired, before its start or one token's life before its end", async () => {
    await operator.take(await compileOkta(POLICY));
    await applyAll("triage");
    const active = POLICY.replace("expires 2027-03-31", "expires 2026-11-15T12:31");
    const stopped = [
      POLICY.replace("owner jane  deputy", 'owner jane  suspended since 2026-11-01 because "misuse"  deputy'),
      POLICY.replace("owner jane  deputy", "owner jane  retired 2026-11-01  deputy"),
      POLICY.replace("owner jane  deputy", "owner jane  starts 2026-12-01  deputy"),
      POLICY.replace("expires 2027-03-31", "expires 2026-11-15T12:30"),
    ];
    for (const text of stopped) {
      await operator.take(await compileOkta(text));
      expect((await operator.run()).err).toBe("");
      expect(agentNamed("triage")).toMatchObject({ status: "INACTIVE" });
      expect(okta.state.policies).toMatchObject([{ status: "INACTIVE" }]);
      await operator.take(await compileOkta(active));
      expect((await operator.run()).err).toBe("");
      expect(agentNamed("triage")).toMatchObject({ status: "ACTIVE" });
      expect(okta.state.policies).toMatchObject([{ status: "ACTIVE" }]);
    }
  });

  test("with only suspensions it stops agents whatever stands at the server", async () => {
    await operator.take(await compileOkta(POLICY));
    await applyAll("triage");
    okta.state.policies.push({
      id: "pol0",
      name: "Default Policy",
      status: "ACTIVE",
      conditions: { clients: { include: ["ALL_CLIENTS"] } },
    });
    const text = POLICY.replace(
      "owner jane  deputy",
      'owner jane  suspended since 2026-11-01 because "misuse"  deputy',
    );
    await operator.take(await compileOkta(text, { onlySuspensions: true }));
    expect((await operator.run()).err).toBe("");
    expect(agentNamed("triage")).toMatchObject({ status: "INACTIVE" });
  });

  test("with only suspensions it stops an agent that the policy names otherwise by now, and says where there is none", async () => {
    await operator.take(await compileOkta(POLICY));
    await applyAll("triage");
    const text = POLICY.replace(
      "owner jane  deputy",
      'owner jane  identity { okta agent "fresh" }  suspended since 2026-11-01 because "misuse"  deputy',
    );
    expect(text).toContain("fresh");
    await operator.take(await compileOkta(text, { onlySuspensions: true }));
    const first = await operator.run();
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(first.out).not.toContain("nothing to stop");
    expect(agentNamed("triage")).toMatchObject({ status: "INACTIVE" });
    const again = await operator.run();
    expect(again.out).toContain("nothing to stop here: no active AI agent of triage is there");
  });

  test("stops before it writes at an agent or a policy of somebody else, and leaves them alone when it takes away", async () => {
    const foreign = {
      id: "wlp0",
      status: "ACTIVE",
      profile: { name: "triage", description: "remit:acme2 agent triage" },
    };
    okta.state.agents.push(foreign);
    await operator.take(await compileOkta(POLICY));
    const { code, err } = await operator.run();
    expect(code).toBe(1);
    expect(err).toContain("It is not this workspace's");
    expect(okta.changes).toEqual([]);
    await operator.take(
      await compileOkta(POLICY.replace("owner jane  deputy", "owner jane  retired 2026-11-01  deputy")),
    );
    const stop = await operator.run();
    expect([stop.err, stop.out]).toEqual(["", expect.stringContaining("left alone")]);
    expect(okta.state.agents).toEqual([foreign]);
  });

  test("groups and scopes that are there are used and left as they are", async () => {
    okta.state.groups.push({
      id: "00gF",
      type: "OKTA_GROUP",
      profile: { name: "finance", description: "People." },
    });
    okta.state.scopes.push({ id: "scpR", name: "invoices:read", description: "Reads.", default: false });
    const before = snapshot();
    await operator.take(await compileOkta(POLICY));
    await applyAll("triage");
    expect(okta.state.groups).toContainEqual(before.groups.at(-1));
    expect(okta.state.scopes).toContainEqual(before.scopes.at(-1));
    await operator.undoAll();
    expect(snapshot().groups).toEqual(before.groups);
    expect(snapshot().scopes).toEqual(before.scopes);
  });

  test("makes a campaign for the groups of an agent under review, once, and takes it away with the review", async () => {
    const reviewed = POLICY.replace(
      "purpose",
      "review every 90d  reviewed 2026-11-02 by jane  purpose",
    ).replace('server "agents"', 'server "agents"  review-start 2026-01-01');
    const output = await compileOkta(reviewed);
    await operator.take(output);
    await applyAll("triage");
    expect(okta.state.campaigns).toMatchObject([
      {
        scheduleSettings: {
          type: "RECURRING",
          recurrence: { interval: "P90D" },
          startDate: "2026-12-27T00:00:00Z",
        },
        reviewerSettings: { reviewerId: "00u1" },
      },
    ]);
    const [campaign] = okta.state.campaigns;
    okta.state.campaigns.push({
      ...campaign,
      id: "icrRound",
      status: "ACTIVE",
      recurringCampaignId: campaign?.id,
    });
    expect((await operator.run()).out.trim()).toBe("Nothing was changed.");
    const previous = manifestIn(output);
    await operator.take(await compileOkta(POLICY, previous === undefined ? {} : { previous }));
    expect((await operator.run()).err).toBe("");
    expect(okta.state.campaigns.map(({ id }) => id)).toEqual(["icrRound"]);
  });

  test("an owner whom Okta does not know stops the plan with a way out", async () => {
    okta.state.users.shift();
    await operator.take(await compileOkta(POLICY));
    const { err } = await operator.run();
    expect(err).toContain("There has to be one active user with the address jane@acme.example");
    expect(okta.changes).toEqual([]);
    expect(emptyState().users).toHaveLength(2);
  });
});
