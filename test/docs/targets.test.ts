/**
 * The table in docs/targets/README.md is what the emitters answer for one permission with one modifier each.
 * `UPDATE_DOCS=1` writes it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { emitters } from "../../compiler/emit/emitters.ts";
import type { Agent, Atom, Grant, Identity, Policy, Service } from "../../compiler/model/policy.ts";
import type { Target } from "../../compiler/model/test-and-target.ts";
import { memoryHost } from "../compiler/memory-host.ts";
import { agent, approval, byName, deny, grant, instant, origin, policy } from "../compiler/model/policies.ts";

const document = "docs/targets/README.md";
const at = instant("2026-12-01");

const service = (name: string, protocol?: "mcp"): Service => ({
  name,
  protocol,
  audience: "https://api.acme.example",
  actions: byName([
    {
      name: "use",
      risk: "write" as const,
      labels: [],
      inputs: { amount: "decimal" } as const,
      origin: origin(1),
    },
  ]),
  origin: origin(1),
});
const identities: readonly Identity[] = [
  { kind: "oidc", issuer: "https://id.acme.example", subject: "bot", origin: origin(1) },
  { kind: "aws", role: "bot", adopt: false, origin: origin(1) },
  { kind: "keycloak", client: "bot", origin: origin(1) },
  { kind: "okta", agent: "wlp1", origin: origin(1) },
];

interface Column {
  readonly title: string;
  readonly kind: Target["kind"];
  readonly settings: Target["settings"];
  readonly action: string;
  readonly resource: string;
}
const columns: readonly Column[] = [
  { title: "opa", kind: "opa", settings: {}, action: "api:use", resource: "a/*" },
  { title: "cedar", kind: "cedar", settings: { namespace: "Remit" }, action: "api:use", resource: "a/*" },
  {
    title: "cedar, agentcore",
    kind: "cedar",
    settings: {
      profile: "agentcore",
      gateway: "arn:aws:bedrock-agentcore:eu-west-1:123456789012:gateway/g-1",
      "principal tag": "client_id",
    },
    action: "chat:use",
    resource: "a/*",
  },
  {
    title: "aws",
    kind: "aws",
    settings: { account: "123456789012", partition: "aws", path: "/agents/", format: "json" },
    action: "aws:s3:GetObject",
    resource: "arn:aws:s3:::acme/*",
  },
  {
    title: "keycloak",
    kind: "keycloak",
    settings: { realm: "acme", authentication: "private_key_jwt" },
    action: "api:use",
    resource: "a/*",
  },
  {
    title: "okta",
    kind: "okta",
    settings: { org: "https://acme.okta.example", server: "agents" },
    action: "api:use",
    resource: "a/*",
  },
];

const atom = (variable: Atom["variable"], type: "bool" | "decimal"): Partial<Grant> => ({
  condition: [
    [
      type === "bool"
        ? { variable, type, op: "==", value: true }
        : { variable, type, op: "<", value: "10000" },
    ],
  ],
});
type Parts = { readonly grant?: Partial<Grant>; readonly agent?: Partial<Agent> };
const rows: readonly (readonly [string, (column: Column) => Parts])[] = [
  ["a permission, and the agent's life", () => ({})],
  ["`from`, `until`, `through`", () => ({ grant: { range: { from: at, until: at + 86_400 } } })],
  ["`on`", ({ resource }) => ({ grant: { resources: [[resource]] } })],
  ["`on` with `?`", ({ resource }) => ({ grant: { resources: [[`${resource}?`]] } })],
  ["`on behalf of`", () => ({ grant: { subjects: [[{ kind: "group", name: "staff", claim: "staff" }]] } })],
  ["`where` an input", () => ({ grant: atom({ kind: "input", name: "amount" }, "decimal") })],
  ["`where request.mfa`", () => ({ grant: atom({ kind: "context", name: "mfa" }, "bool") })],
  ["`where fact.…`", () => ({ grant: atom({ kind: "fact", name: "frozen" }, "bool") })],
  ["`with approval`", () => ({ grant: { approvals: [approval(["omar"], 60)] } })],
  [
    "`during`",
    () => ({
      grant: {
        windows: [
          {
            name: "day",
            zone: "UTC",
            minutes: [{ from: 0, until: 600 }],
            offsets: [{ at: -62_167_219_200, offset: 0 }],
            origin: origin(1),
          },
        ],
      },
    }),
  ],
  ["`session` of half an hour", () => ({ agent: { session: 1800 } })],
  [
    "`never` of a part",
    ({ action, resource }) => ({
      agent: { denies: [deny(action, { resources: [resource.replace("*", "b")] })] },
    }),
  ],
];

async function cell(column: Column, parts: Parts): Promise<string> {
  const bot = agent("bot", { identities, grants: [grant(column.action, parts.grant)], ...parts.agent });
  const target: Target = { kind: column.kind, settings: column.settings, agents: ["bot"], origin: origin(1) };
  const of: Policy = policy([bot], {
    services: { api: service("api"), chat: service("chat", "mcp") },
    facts: byName([{ name: "frozen", type: "bool" as const, fresh: 60, origin: origin(1) }]),
    targets: [target],
  });
  const host = memoryHost({});
  const emit = await emitters[column.kind]?.();
  if (emit === undefined) throw new Error(`no emitter for ${column.kind}`);
  const { enforcement } = await emit({ policy: of, target, at }, (name) => host.data(name));
  return enforcement[0]?.enforcement.kind.replace("-", " ") ?? "none";
}

test("the table of what each target enforces is what the emitters answer", async () => {
  const lines = [
    `| | ${columns.map(({ title }) => title).join(" | ")} |`,
    `| --- |${" --- |".repeat(columns.length)}`,
  ];
  for (const [title, parts] of rows) {
    const cells = await Promise.all(columns.map((column) => cell(column, parts(column))));
    lines.push(`| ${title} | ${cells.join(" | ")} |`);
  }
  const text = readFileSync(document, "utf8");
  const [before = "", , after = ""] = text.split(/(?<=<!-- table -->\n\n)([\s\S]*?)(?=\n\n<!-- end -->)/);
  const wanted = `${before}${lines.join("\n")}${after}`;
  if (process.env.UPDATE_DOCS === "1") writeFileSync(document, wanted);
  else expect(text).toBe(wanted);
});
