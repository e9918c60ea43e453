/**
 * Policies as data, also such as no source text would give: for whoever must agree with `evaluate` on any of them.
 * Small alphabets, so that things meet: the same people, actions and resources come up again and again.
 */
import fc from "fast-check";
import {
  type ActionPattern,
  type Agent,
  type Approval,
  type Deny,
  type Grant,
  MAX_INSTANT,
  MIN_INSTANT,
  type Owner,
  type Policy,
  type Service,
  type Subject,
} from "../../compiler/model/policy.ts";
import { DAY } from "../../compiler/model/time.ts";
import { agent, grant } from "../compiler/model/policies.ts";
import { condition, conditions, globs } from "./condition-data.ts";
import { instants, origin, rarely, windows, YEAR_2026 } from "./time-data.ts";

const emails = fc.constantFrom(
  "jane@acme.example",
  "omar@acme.example",
  "ada@acme.example",
  "li'n@acme.example",
);
const names = fc.constantFrom(
  "triage",
  "acme.finance.triage",
  "reader",
  "constructor",
  "__proto__",
  "a-b",
  "a_b",
  "toString",
);
const ownerNames = ["jane", "omar", "ada", "constructor"] as const;

const owners: fc.Arbitrary<Policy["owners"]> = fc
  .tuple(
    ...ownerNames.map((name) =>
      fc.record({
        name: fc.constant(name),
        email: emails,
        manager: rarely(fc.constantFrom(...ownerNames), 2),
        left: rarely(instants, 2),
      }),
    ),
  )
  .map((list) => Object.fromEntries(list.map((one): [string, Owner] => [one.name, { ...one, origin }])));

const literalActions = fc.constantFrom(
  "acme.invoices:pay",
  "acme.invoices:read",
  "aws:s3:GetObject",
  "tool:send",
  "tool:send_mail",
  "tool:s*d",
  "constructor:x",
  "slack:chat:write",
);
const wildActions = fc.constantFrom(
  "tool:*",
  "tool:send*",
  "tool:?end",
  "tool:*_*",
  "tool:s?n*",
  "tool:send.*",
  "*",
);

const actionPatterns: fc.Arbitrary<readonly ActionPattern[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: literalActions.map((text) => ({ text, wildcard: false })) },
    { weight: 2, arbitrary: wildActions.map((text) => ({ text, wildcard: true })) },
  ),
  { minLength: 1, maxLength: 3 },
);

const globList = fc.array(globs, { minLength: 1, maxLength: 3 });

const left = rarely(instants, 3);
const subjects: fc.Arbitrary<Subject> = fc.oneof(
  fc
    .constantFrom("finance", "Finance", "hr")
    .map((claim): Subject => ({ kind: "group", name: claim, claim })),
  emails.map((email): Subject => ({ kind: "user", email })),
  fc.record({ email: emails, left }).map((one): Subject => ({ kind: "owner", owner: "jane", ...one })),
);
const approvals: fc.Arbitrary<Approval> = fc.record({
  from: fc.constant("jane"),
  approvers: fc.array(fc.record({ owner: fc.constantFrom(...ownerNames), email: emails, left }), {
    minLength: 1,
    maxLength: 3,
  }),
  within: fc.constantFrom(0, 1, 900, 3600, 86_400),
});

const grants: fc.Arbitrary<Grant> = fc
  .record({
    actions: actionPatterns,
    resources: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(globList, { maxLength: 2 }) },
    ),
    subjects: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      {
        weight: 2,
        arbitrary: fc.array(fc.array(subjects, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
      },
    ),
    condition,
    approvals: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(approvals, { maxLength: 2 }) },
    ),
    windows: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(windows, { maxLength: 2 }) },
    ),
    range: fc.tuple(rarely(instants, 2, MIN_INSTANT), rarely(instants, 3, MAX_INSTANT)),
  })
  .map(({ range: [one, other], ...parts }) => ({
    ...grant([], parts),
    range: { from: Math.min(one, other), until: Math.max(one, other) },
  }));

const denies: fc.Arbitrary<Deny> = fc
  .record({
    actions: actionPatterns,
    resources: rarely(globList, 2),
    unless: rarely(conditions, 2),
  })
  .map((parts) => ({ id: "never", origin, ...parts }));

const agents: fc.Arbitrary<Agent> = fc
  .record({
    name: names,
    parent: rarely(names, 3),
    owner: fc.constantFrom(...ownerNames),
    deputy: rarely(fc.constantFrom(...ownerNames), 3),
    environments: rarely(fc.constantFrom(["prod"], ["staging"], ["prod", "staging"]), 4),
    starts: rarely(instants, 2),
    expires: fc.oneof(
      { weight: 2, arbitrary: instants },
      { weight: 3, arbitrary: fc.constantFrom(MAX_INSTANT, YEAR_2026 + 800 * DAY + 1) },
    ),
    retired: rarely(instants, 5),
    suspended: rarely(
      instants.map((since) => ({ since, because: "test", origin })),
      5,
    ),
    review: rarely(
      fc
        .record({ every: fc.constantFrom(DAY, 90 * DAY, 1), suspend: fc.boolean() })
        .map((one) => ({ ...one, origin })),
      3,
    ),
    reviewed: fc
      .array(instants, { maxLength: 3 })
      .map((list) => [...list].sort((one, other) => one - other).map((at) => ({ at, by: "jane", origin }))),
    grants: fc
      .array(grants, { maxLength: 4 })
      .map((list) => list.map((one, index) => ({ ...one, id: `g${index}` }))),
    denies: fc.array(denies, { maxLength: 2 }),
  })
  .map(({ name, grants: list, ...parts }) => agent(name, { ...parts, grants: list }));

const service = (name: string): Service => ({ name, actions: {}, origin });

/** Any policy; whether it makes sense is not asked. */
export const policies: fc.Arbitrary<Policy> = fc
  .record({
    owners,
    agents: fc.uniqueArray(agents, { selector: ({ name }) => name, minLength: 1, maxLength: 4 }),
    environment: fc.constantFrom(undefined, "prod"),
  })
  .map(({ owners: people, agents: list, environment }) => ({
    workspace: "acme",
    environment,
    owners: people,
    teams: {},
    services: { "acme.invoices": service("acme.invoices"), constructor: service("constructor") },
    facts: Object.fromEntries(
      ["incident", "freeze"].map((name) => [
        name,
        { name, type: "string" as const, fresh: name === "freeze" ? 0 : 3600, origin },
      ]),
    ),
    agents: Object.fromEntries(list.map((one) => [one.name, underSomebody(one, list)])),
    classifications: [],
    guardrails: [],
    tests: [],
    targets: [],
  }));

/** Most parents exist; one that does not makes the agent useless, which is tried often enough. */
function underSomebody(one: Agent, all: readonly Agent[]): Agent {
  const strange = all.every(({ name }) => name !== one.parent);
  return strange && one.expires % 4 !== 0 ? { ...one, parent: undefined } : one;
}
