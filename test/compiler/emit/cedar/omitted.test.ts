/** A `forbid` whose condition ends in an error is skipped, and what it forbids is allowed: so none may. */

import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { expect, it } from "vitest";
import { toAgentcore } from "../../../../compiler/emit/cedar/agentcore-request.ts";
import { emitCedar } from "../../../../compiler/emit/cedar/emit.ts";
import { type CedarRequest, toCedar } from "../../../../compiler/emit/cedar/request.ts";
import { isObject } from "../../../../compiler/model/json.ts";
import type { Atom, Policy, Service } from "../../../../compiler/model/policy.ts";
import type { Target } from "../../../../compiler/model/test-and-target.ts";
import { agent, byName, deny, grant, instant, origin, policy } from "../../model/policies.ts";

const at = instant("2026-12-01");
const inputs = { amount: "decimal", count: "int", note: "string", urgent: "bool", from: "ip" } as const;
const service: Service = {
  name: "inv",
  protocol: "mcp",
  origin: origin(1),
  actions: byName([{ name: "pay", risk: "write" as const, labels: [], inputs, origin: origin(1) }]),
};
const input = (name: string) => ({ kind: "input", name }) as const;
const ofInputs: readonly Atom[] = [
  { variable: input("amount"), type: "decimal", op: "<", value: "10000" },
  { variable: input("count"), type: "int", op: "!=", value: "7" },
  { variable: input("note"), type: "string", op: "not-like", value: "x*" },
  { variable: input("urgent"), type: "bool", op: "==", value: false },
];
const others: readonly Atom[] = [
  { variable: input("from"), type: "ip", op: "in", value: "10.0.0.0/8" },
  { variable: { kind: "context", name: "ip" }, type: "ip", op: "not-in", value: "11.0.0.0/8" },
  { variable: { kind: "context", name: "mfa" }, type: "bool", op: "==", value: true },
  { variable: { kind: "fact", name: "load" }, type: "int", op: "<=", value: "3" },
];
/** Each atom is true in the request, so the `never` does not apply as long as nothing is missing. */
const request = {
  agent: "bot",
  time: "2026-12-01T00:00:00Z",
  inputs: { amount: "0.5", count: 1, note: "y", urgent: false, from: "10.1.1.1" },
  context: { ip: "12.0.0.1", mfa: true },
  facts: { load: { value: 2, at: "2026-12-01T00:00:00Z" } },
};

function world(action: string, unless: readonly Atom[], target: Target): Policy {
  const identities = [
    { kind: "oidc", issuer: "https://id.acme.example", subject: "bot", origin: origin(1) },
    { kind: "aws", role: "bot", adopt: false, origin: origin(1) },
  ] as const;
  return policy(
    [agent("bot", { identities, grants: [grant(action)], denies: [deny(action, { unless: [unless] })] })],
    {
      services: { inv: service },
      facts: byName([{ name: "load", type: "int" as const, fresh: 60, origin: origin(1) }]),
      targets: [target],
    },
  );
}

/** A gateway's policies speak of no addresses. */
const withoutFrom = (action: string) => ({
  ...request,
  action,
  inputs: { ...request.inputs, from: undefined },
});

/** Every copy of the value with one key of one object left out, at any depth; extension values stay whole. */
function* lacking(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const less of lacking(item))
        yield value.map((one: unknown, place) => (place === index ? less : one));
  } else if (isObject(value) && !Object.hasOwn(value, "__extn") && !Object.hasOwn(value, "type")) {
    const entries = Object.entries(value);
    for (const [gone, held] of entries)
      if (JSON.stringify(held) !== "{}") yield Object.fromEntries(entries.filter(([key]) => key !== gone));
    for (const [key, item] of entries) for (const less of lacking(item)) yield { ...value, [key]: less };
  }
}

const gateway = {
  profile: "agentcore",
  gateway: "arn:aws:bedrock-agentcore:eu-west-1:123456789012:gateway/g-1",
};
const kinds: readonly (readonly [string, string, readonly Atom[], Target["settings"]])[] = [
  ["plain, a declared action", "inv:pay", [...ofInputs, ...others], { namespace: "Remit" }],
  ["plain, a tool", "tool:send", others.slice(1), { namespace: "Remit" }],
  ["agentcore, by tag", "inv:pay", ofInputs, { ...gateway, "principal tag": "client_id" }],
  ["agentcore, by role", "inv:pay", ofInputs, { ...gateway, "principal role": true }],
];

it.each(kinds)(
  "%s: whatever is missing, nothing that a never covers is allowed",
  async (_title, action, unless, settings) => {
    const target: Target = { kind: "cedar", settings, agents: ["bot"], origin: origin(1) };
    const of = world(action, unless, target);
    const { files } = await emitCedar({ policy: of, target, at }, async () => undefined);
    const text = String(files.find(({ path }) => path === "policies.cedar")?.content);
    const question =
      settings.profile === "agentcore"
        ? toAgentcore(of, target, withoutFrom(action), at)
        : toCedar(of, "Remit", new Set([action]), { ...request, action }, at);
    const whole = question.kind === "ask" ? question.requests[0] : undefined;
    expect(whole).toBeDefined();
    if (whole === undefined) return;
    expect(decide(text, whole).allow).toBe(true);
    const { context, entities } = whole;
    const changed: readonly object[] = [
      ...[...lacking(context)].map((one) => ({ ...whole, context: one })),
      ...entities.flatMap((entity, index) => {
        const put = (less: object) => ({
          ...whole,
          entities: entities.map((one, place) => (place === index ? { ...one, ...less } : one)),
        });
        return [
          ...[...lacking(used(entity))].map((attrs) => put({ attrs })),
          ...[...lacking(entity.tags ?? {})].map((tags) => put({ tags })),
        ];
      }),
    ];
    expect(changed.length).toBeGreaterThan(unless.length);
    for (const less of changed) {
      const answer = decide(text, less);
      expect(answer.allow, JSON.stringify(less)).toBe(false);
      // An error may switch off a permit, which denies; a forbid never.
      for (const id of answer.failed) expect(permits(text), id).toContain(id);
    }
  },
);

/** What the policies speak of: a caller known by a tag is not asked for its id. */
const used = ({ attrs, tags }: CedarRequest["entities"][number]): object => (tags === undefined ? attrs : {});

/** Cedar numbers the policies of a text. */
const permits = (text: string): readonly string[] =>
  (text.match(/^(permit|forbid) \(/gm) ?? []).flatMap((effect, index) =>
    effect.startsWith("permit") ? [`policy${index}`] : [],
  );

/** Without a schema, so that nothing but the policies themselves guards against what is missing. */
function decide(
  policies: string,
  request: object,
): { readonly allow: boolean; readonly failed: readonly string[] } {
  const call: cedar.AuthorizationCall = JSON.parse(
    JSON.stringify({ ...request, policies: { staticPolicies: policies }, validateRequest: false }),
  );
  const answer = cedar.isAuthorized(call);
  if (answer.type === "failure") return { allow: false, failed: [] };
  const { decision, diagnostics } = answer.response;
  return { allow: decision === "allow", failed: diagnostics.errors.map(({ policyId }) => policyId) };
}
