import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCedar } from "../../../../cli/engines/cedar.ts";
import { emitAgentcore, type GatewayPolicy, longest } from "../../../../compiler/emit/cedar/agentcore.ts";
import { evaluate } from "../../../../compiler/model/evaluate.ts";
import type { Agent, Identity, Policy, Service } from "../../../../compiler/model/policy.ts";
import type { Target } from "../../../../compiler/model/test-and-target.ts";
import { agent, approval, byName, deny, grant, instant, origin, policy } from "../../model/policies.ts";
import { target as plain, policies, requests } from "./arbitrary.ts";

const at = instant("2026-05-01");
const data = async (): Promise<unknown> => undefined;
const gateway = "arn:aws:bedrock-agentcore:eu-west-1:123456789012:gateway/tools-abc123";
const byTag: Target = {
  ...plain,
  settings: { profile: "agentcore", gateway, "principal tag": "client_id" },
};
const byRole: Target = { ...plain, settings: { profile: "agentcore", gateway, "principal role": true } };

const oidc = (subject: string): Identity => ({
  kind: "oidc",
  issuer: "https://id.acme.example",
  subject,
  origin: origin(1),
});
const role = (name: string): Identity => ({ kind: "aws", role: name, adopt: false, origin: origin(1) });

async function emitted(of: Policy, target: Target = { ...byTag, agents: Object.keys(of.agents) }) {
  const emission = await emitAgentcore({ policy: of, target, at }, data);
  const text = emission.files.find(({ path }) => path === "policies.json")?.content ?? "{}";
  const bodies: Readonly<
    Record<string, { definition: { cedar: { statement: string } }; description: string }>
  > = JSON.parse(String(text));
  const statements = Object.entries(bodies).map(
    ([name, { definition, description }]): GatewayPolicy => ({
      name,
      description,
      statement: definition.cedar.statement,
    }),
  );
  return { emission, statements, codes: emission.problems.map(({ code }) => code) };
}

const mcp = (name: string, actions: readonly string[]): Service => ({
  name,
  protocol: "mcp",
  origin: origin(1),
  actions: byName(
    actions.map((one) => ({
      name: one,
      risk: "write" as const,
      labels: [],
      inputs: { amount: "decimal", note: "string" } as const,
      origin: origin(1),
    })),
  ),
});
const bot = (parts: Partial<Agent>): Agent => agent("acme.bot", { identities: [oidc("bot")], ...parts });

/** The generated policies, their service offered as tools, each agent with an identity of its own. */
const ofGateway = policies.map((one): Policy => {
  const services = Object.fromEntries(
    Object.entries(one.services).map(([name, service]) => [name, { ...service, protocol: "mcp" as const }]),
  );
  const agents = Object.values(one.agents).map((each, index) => ({
    ...each,
    identities: [oidc(`client ${index}"\\*`), role(`role${index}`)],
    grants: each.grants.map((each) => ({ ...each, resources: [], subjects: [] })),
  }));
  return { ...one, services, agents: byName(agents) };
});
const calls = requests.map(({ resource, on_behalf_of, via, ...rest }) =>
  resource === "invoice/22" ? { ...rest, resource, on_behalf_of, via } : rest,
);

describe("policies for an AgentCore gateway", () => {
  it("are valid in strict mode, within the limits, never wider, and exact where native", async () => {
    let [compared, allowed] = [0, 0];
    const seen = fc.array(calls, { minLength: 300, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(ofGateway, fc.constantFrom(byTag, byRole), seen, async (of, target, list) => {
        const { emission, statements } = await emitted(of, target);
        expect(emission.problems).toEqual([]);
        const engine = openCedar(of, emission, "gateway");
        expect(engine.validate()).toEqual([]);
        expectLimits(statements);
        const inexact = new Set(
          emission.enforcement.flatMap((one) =>
            one.enforcement.kind === "native" || one.enforcement.kind === "not-applicable" ? [] : [one.agent],
          ),
        );
        for (const request of list) {
          const answer = engine.decide(request, at);
          expect(answer.errors).toEqual([]);
          if (!answer.asked) continue;
          const reference = evaluate(of, request, at).decision === "allow";
          if (answer.allow && !reference) expect.fail(`wider: ${JSON.stringify(request)}`);
          if (reference && !inexact.has(String(request.agent)))
            expect(answer.allow, JSON.stringify(request)).toBe(true);
          compared++;
          if (answer.allow) allowed++;
        }
      }),
      { numRuns: 250, seed: 20_261_124, endOnFailure: true },
    );
    expect(compared).toBeGreaterThanOrEqual(20_000);
    expect(allowed).toBeGreaterThan(300);
  });

  it("name the tool with three underscores, and the gateway, the caller and the time", async () => {
    const { statements } = await emitted(
      policy([bot({ grants: [grant("acme.chat:post", { id: "g" })] })], {
        services: { "acme.chat": mcp("acme.chat", ["post"]) },
      }),
    );
    expect(statements.map(({ statement }) => statement)).toEqual([
      [
        "permit (",
        "  principal is AgentCore::OAuthUser,",
        '  action == AgentCore::Action::"chat___post",',
        `  resource == AgentCore::Gateway::"${gateway}"`,
        ")",
        'when { principal.hasTag("client_id") && principal.getTag("client_id") == "bot" }',
        'when { context has system && context.system has now && context.system.now < datetime("2027-03-31T00:00:00Z") };',
      ].join("\n"),
    ]);
    expect(statements[0]?.description).toBe(
      "remit workspace w; agent acme.bot; owner jane@acme.example; p.remit:10",
    );
  });

  it("know a role by its sessions in the gateway's account", async () => {
    const of = policy([bot({ identities: [role("bot-role")], grants: [grant("chat:post")] })], {
      services: { chat: mcp("chat", ["post"]) },
    });
    const { statements } = await emitted(of, { ...byRole, agents: ["acme.bot"] });
    expect(statements[0]?.statement).toContain(
      'principal.id like "arn:aws:sts::123456789012:assumed-role/bot-role/*"',
    );
  });

  it("take Keycloak's client before Okta's agent before the subject", async () => {
    const keycloak = { kind: "keycloak", client: "kc", origin: origin(1) } as const;
    const okta = { kind: "okta", agent: "ok", origin: origin(1) } as const;
    const value = async (identities: readonly Identity[]) => {
      const of = policy([bot({ identities, grants: [grant("chat:post")] })], {
        services: { chat: mcp("chat", ["post"]) },
      });
      return /getTag\("client_id"\) == "(\w+)"/.exec((await emitted(of)).statements[0]?.statement ?? "")?.[1];
    };
    expect(await value([oidc("sub"), okta, keycloak])).toBe("kc");
    expect(await value([oidc("sub"), okta])).toBe("ok");
    expect(await value([oidc("sub")])).toBe("sub");
  });
});

describe("what a gateway cannot do", () => {
  const services = {
    "a.chat": mcp("a.chat", ["post", "read"]),
    "b.chat": mcp("b.chat", ["post"]),
    http: { ...mcp("http", ["get"]), protocol: "http" as const },
  };
  const fate = async (of: Agent) =>
    (await emitted(policy([of], { services }))).emission.enforcement.map(({ enforcement }) => enforcement);

  it("two tools of one name are left out, and named", async () => {
    expect(
      await fate(
        bot({ grants: [grant("a.chat:post"), grant("a.chat:read"), grant("http:get"), grant("tool:x")] }),
      ),
    ).toMatchObject([
      {
        kind: "left-out",
        constraint: "action",
        why: "'a.chat:post' and 'b.chat:post' would both be 'chat___post' at the gateway",
      },
      { kind: "native" },
      { kind: "not-applicable" },
      { kind: "not-applicable" },
    ]);
  });

  it("approvals, subjects, resources, and conditions on anything but inputs are left out", async () => {
    const read = (parts: Parameters<typeof grant>[1]) =>
      grant("a.chat:read", { id: JSON.stringify(parts), ...parts });
    const atom = { variable: { kind: "context", name: "mfa" }, type: "bool", op: "==", value: true } as const;
    const fates = await fate(
      bot({
        grants: [
          read({ approvals: [approval(["omar"], 60)] }),
          read({ subjects: [[{ kind: "user", email: "a@b.example" }]] }),
          read({ resources: [["x"]] }),
          read({ condition: [[atom]] }),
        ],
      }),
    );
    expect(fates.map((one) => (one.kind === "left-out" ? one.constraint : one.kind))).toEqual([
      "approval",
      "subject",
      "resource",
      "condition",
    ]);
  });

  it("a never with resources covers every call, since none names a resource", async () => {
    const { statements } = await emitted(
      policy([bot({ grants: [grant("a.chat:read")], denies: [deny("a.chat:read", { resources: ["x"] })] })], {
        services,
      }),
    );
    expect(statements.map(({ statement }) => statement.slice(0, 6))).toEqual(["forbid", "permit"]);
    expect(statements[0]?.statement).not.toContain("context");
  });
});

describe("what is refused", () => {
  const services = { chat: mcp("chat", ["post"]) };
  const may = { grants: [grant("chat:post")] };
  const codes = async (agents: readonly Agent[], settings = byTag.settings) =>
    (
      await emitted(policy(agents, { services }), {
        ...byTag,
        settings,
        agents: agents.map(({ name }) => name),
      })
    ).codes;

  it("an agent that the gateway could not know", async () => {
    expect(await codes([agent("a", may)])).toEqual(["missing-member"]);
    expect(await codes([agent("a", { ...may, identities: [oidc("x")] })], byRole.settings)).toEqual([
      "missing-member",
    ]);
  });

  it("two agents that would be one caller, though in identities of different kinds or in case", async () => {
    const kc = { kind: "keycloak", client: "same", origin: origin(1) } as const;
    const pair = (one: Identity, other: Identity) => [
      agent("a", { ...may, identities: [one] }),
      agent("b", { ...may, identities: [other] }),
    ];
    expect(await codes(pair(kc, oidc("same")))).toEqual(["shared-identity"]);
    expect(await codes(pair(role("Bot"), role("bot")), byRole.settings)).toEqual(["shared-identity"]);
  });

  it("a gateway that is none, and callers' names that Cedar's validation objects to", async () => {
    const whole = [agent("a", { ...may, identities: [oidc("x")] })];
    expect(await codes(whole, { ...byTag.settings, gateway: "arn:aws:s3:::b" })).toEqual(["bad-literal"]);
    expect(await codes(whole, { ...byTag.settings, "principal tag": "cl\u202eient" })).toEqual([
      "bad-literal",
    ]);
    expect(await codes([agent("a", { ...may, identities: [oidc("раypal")] })])).toEqual(["bad-literal"]);
  });
});

describe("limits", () => {
  it("a grant of 600 tools becomes several policies, and nothing is lost", async () => {
    const names = Array.from({ length: 600 }, (_, index) => `tool-with-a-long-name-${index}`);
    const of = policy(
      [
        bot({
          grants: [
            grant(
              names.map((name) => `chat:${name}`),
              { id: "g" },
            ),
          ],
        }),
      ],
      {
        services: { chat: mcp("chat", names) },
      },
    );
    const { emission, statements } = await emitted(of);
    expectLimits(statements);
    expect(statements.length).toBeGreaterThan(2);
    const listed = statements.flatMap(({ statement }) => statement.match(/chat___[\w-]+/g) ?? []);
    expect(listed.sort()).toEqual(names.map((name) => `chat___${name}`).sort());
    expect(openCedar(of, emission, "many").validate()).toEqual([]);
  });

  it("a statement that is too long for one tool is refused", async () => {
    const condition = Array.from({ length: 200 }, (_, index) => [
      {
        variable: { kind: "input", name: "note" },
        type: "string",
        op: "==",
        value: `${index}${"x".repeat(60)}`,
      } as const,
    ]);
    const of = policy([bot({ grants: [grant("chat:post", { condition })] })], {
      services: { chat: mcp("chat", ["post"]) },
    });
    expect(await emitted(of)).toMatchObject({ statements: [], codes: ["over-size-limit"] });
  });

  it("names of agents, grants and workspaces that look alike stay apart", async () => {
    const names = ["a-b", "a_b", "A_b", "a.b", "x".repeat(200), `${"x".repeat(200)}y`];
    const agents = names.map((name, index) =>
      agent(name, {
        identities: [oidc(`c${index}`)],
        grants: ["g", "G", "g/1", "g_1"].map((id) => grant("chat:post", { id })),
      }),
    );
    const services = { chat: mcp("chat", ["post"]) };
    const all = new Set<string>();
    for (const workspace of ["w", "W", "w\n"])
      for (const { name } of (await emitted(policy(agents, { services, workspace }))).statements)
        all.add(name);
    expect(all.size).toBe(3 * names.length * 4);
  });
});

function expectLimits(statements: readonly GatewayPolicy[]): void {
  for (const { name, statement } of statements) {
    expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{0,47}$/);
    expect(statement.length).toBeGreaterThanOrEqual(35);
    expect(statement.length).toBeLessThanOrEqual(longest);
    expect(statement.match(/^(permit|forbid) \(/gm)).toHaveLength(1);
  }
}
