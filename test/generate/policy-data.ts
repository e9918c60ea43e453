/**
 * Policies as data, also such as no source text would give: for whoever must agree with `evaluate` on any of them.
 * Small alphabets, so that things meet: the same people, actions and resources come up again and again.
 */
import fc from "fast-check";
import { formatDecimal } from "../../compiler/literals.ts";
import { wellFormed } from "../../compiler/model/json.ts";
import {
  type ActionPattern,
  type Agent,
  type Approval,
  type Atom,
  type Deny,
  type Grant,
  MAX_INSTANT,
  MIN_INSTANT,
  type Owner,
  type Policy,
  type Service,
  type Subject,
  type Variable,
  type Window,
} from "../../compiler/model/policy.ts";
import { DAY, daysFromCivil } from "../../compiler/model/time.ts";
import { agent, grant, origin as originAt } from "../compiler/model/policies.ts";

const origin = originAt(1, "…");
const YEAR_2026 = daysFromCivil(2026, 1, 1) * DAY;

/** Absent (or `nothing`) `times` as often as there. */
function rarely<T>(there: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined>;
function rarely<T>(there: fc.Arbitrary<T>, times: number, nothing: T): fc.Arbitrary<T>;
function rarely<T>(there: fc.Arbitrary<T>, times: number, nothing?: T): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times, arbitrary: fc.constant(nothing) }, { weight: 1, arbitrary: there });
}

/** Around 2026 to 2028 mostly, and now and then anywhere. */
const instants = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 900 }).map((days) => YEAR_2026 + days * DAY) },
  { weight: 3, arbitrary: fc.integer({ min: YEAR_2026, max: YEAR_2026 + 900 * DAY }) },
  { weight: 1, arbitrary: fc.integer({ min: MIN_INSTANT + 1, max: MAX_INSTANT - 1 }) },
);

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

const globs = fc.oneof(
  fc.constantFrom(
    "invoice/*",
    "invoice/?",
    "*",
    "invoice/2026/1",
    "arn:aws:s3:::b/*.pdf",
    "*/secret/*",
    "a?b*c",
    "(x|y)+[^z]$",
    "\\d*",
    "é*",
    "😀?",
    "\n*",
    "${x}*",
    "*.*",
    "%2e*",
  ),
  fc
    .array(fc.constantFrom("a", "b", "/", "*", "?", ".", "é", "\\", "^", "😀", "\u0000"), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.join("")),
);
const globList = fc.array(globs, { minLength: 1, maxLength: 3 });

const variables: fc.Arbitrary<Variable> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom("amount", "vendor", "count", "ok", "ip", "__proto__")
      .map((name): Variable => ({ kind: "input", name })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("ip", "mfa")
      .map((name): Variable => ({ kind: "context", name: name === "ip" ? "ip" : "mfa" })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("incident", "freeze", "constructor")
      .map((name): Variable => ({ kind: "fact", name })),
  },
);

const integers = fc
  .oneof(
    fc.bigInt({ min: -5n, max: 5n }),
    fc.constantFrom(
      -(2n ** 63n),
      2n ** 63n - 1n,
      2n ** 53n,
      2n ** 53n - 1n,
      -(2n ** 53n),
      2n ** 31n,
      -(2n ** 31n) - 1n,
    ),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  )
  .map(String);
const decimals = fc
  .oneof(
    fc.bigInt({ min: -20_000n, max: 20_000n }),
    fc.constantFrom(-(2n ** 63n) + 1n, 2n ** 63n - 1n, 2n ** 53n, 2n ** 53n - 1n, 5_000_000n),
    fc.bigInt({ min: -(2n ** 55n), max: 2n ** 55n }),
  )
  .filter((scaled) => formatDecimal(scaled) !== "")
  .map(String);
const strings = fc.oneof(
  fc.constantFrom("Initech", "initech", "", "SEV1", "a*b", "\u0000", "é"),
  fc.string({ maxLength: 4, unit: "binary" }).map((text) => wellFormed(text)),
);
const addresses = fc.constantFrom(
  "10.1.2.3",
  "0.0.0.0",
  "255.255.255.255",
  "::",
  "2001:db8::1",
  "::1",
  "fe80:0:0:1::",
);
const networks = fc.constantFrom(
  "10.0.0.0/8",
  "10.1.2.3/32",
  "0.0.0.0/0",
  "192.168.1.77/25",
  "::/0",
  "2001:db8::/33",
  "::/96",
  "2001:db8::1",
);

const comparisons = fc.constantFrom("==", "!=", "<", "<=", ">", ">=") satisfies fc.Arbitrary<string>;
const membership = fc.constantFrom("one-of", "none-of") satisfies fc.Arbitrary<string>;

function numberAtoms(type: "int" | "decimal", values: fc.Arbitrary<string>): fc.Arbitrary<Atom> {
  return fc.oneof(
    fc.record({ variable: variables, type: fc.constant(type), op: comparisons, value: values }),
    fc.record({
      variable: variables,
      type: fc.constant(type),
      op: membership,
      values: fc.array(values, { maxLength: 3 }),
    }),
  );
}

const atoms: fc.Arbitrary<Atom> = fc.oneof(
  numberAtoms("int", integers),
  numberAtoms("decimal", decimals),
  fc.record({
    variable: variables,
    type: fc.constant("string" as const),
    op: fc.constantFrom("==" as const, "!=" as const),
    value: strings,
  }),
  fc.record({
    variable: variables,
    type: fc.constant("string" as const),
    op: fc.constantFrom("like" as const, "not-like" as const),
    value: globs,
  }),
  fc.record({
    variable: variables,
    type: fc.constant("string" as const),
    op: membership,
    values: fc.array(strings, { maxLength: 3 }),
  }),
  fc.record({
    variable: variables,
    type: fc.constant("bool" as const),
    op: fc.constant("==" as const),
    value: fc.boolean(),
  }),
  fc.record({
    variable: variables,
    type: fc.constant("ip" as const),
    op: fc.constantFrom("==" as const, "!=" as const),
    value: addresses,
  }),
  fc.record({
    variable: variables,
    type: fc.constant("ip" as const),
    op: fc.constantFrom("in" as const, "not-in" as const),
    value: networks,
  }),
  fc.record({
    variable: variables,
    type: fc.constant("ip" as const),
    op: membership,
    values: fc.array(addresses, { maxLength: 3 }),
  }),
);

const conditions = fc.array(fc.array(atoms, { maxLength: 3 }), { maxLength: 3 });
const condition = rarely(
  fc.oneof(
    { weight: 6, arbitrary: conditions.filter((dnf) => dnf.length > 0) },
    { weight: 1, arbitrary: conditions },
  ),
  2,
);

/** The last Sunday of the month at 01:00 UTC, as the European Union changes its clocks. */
function lastSunday(year: number, month: number): number {
  const day = daysFromCivil(year, month, 31);
  return (day - ((day + 4) % 7)) * DAY + 3600;
}

const YEARS = Array.from({ length: 60 }, (_, index) => 1990 + index);
const ZONES: readonly Pick<Window, "zone" | "offsets">[] = [
  {
    zone: "Europe/Berlin",
    offsets: [
      { at: MIN_INSTANT, offset: 3208 },
      ...YEARS.flatMap((year) => [
        { at: lastSunday(year, 3), offset: 7200 },
        { at: lastSunday(year, 10), offset: 3600 },
      ]),
    ],
  },
  { zone: "Etc/UTC", offsets: [{ at: MIN_INSTANT, offset: 0 }] },
  {
    zone: "Pacific/Apia",
    offsets: [
      { at: MIN_INSTANT, offset: 45_184 },
      { at: YEAR_2026 - 5000 * DAY, offset: -36_000 },
      { at: YEAR_2026 + 90 * DAY, offset: 50_400 },
    ],
  },
  { zone: "Asia/Kathmandu", offsets: [{ at: MIN_INSTANT, offset: 20_700 }] },
];

const windows: fc.Arbitrary<Window> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    minutes: fc.uniqueArray(
      fc.oneof(
        fc.integer({ min: 0, max: 10_080 }),
        fc.constantFrom(0, 10_080, 9 * 60, 2 * 60, 3 * 60, 6 * 1440 + 120, 6 * 1440 + 180),
      ),
      { minLength: 2, maxLength: 6 },
    ),
  })
  .map(({ zone, minutes }) => {
    const sorted = [...minutes].sort((one, other) => one - other);
    const spans = Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({
      from: sorted[index * 2] ?? 0,
      until: sorted[index * 2 + 1] ?? 0,
    }));
    return { name: "hours", ...zone, minutes: spans, origin };
  });

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
