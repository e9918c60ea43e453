/** Small random policies, and requests near their edges, in a world so small that they meet. */
import fc from "fast-check";
import type {
  Agent,
  Approval,
  Atom,
  Deny,
  Dnf,
  Grant,
  Policy,
  Subject,
  Window,
} from "../../../compiler/model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../../../compiler/model/policy.ts";
import { formatInstant } from "../../../compiler/model/time.ts";
import { action, agent, byName, deny, grant, instant, origin, owner, policy } from "./policies.ts";

export const START = instant("2026-03-27T00:00:00Z");
const HOUR = 3600;
/** The instants at which things begin and end: few, so that they coincide. */
const edges = [0, 10, 24, 30, 48, 72, 100, 24 * 14].map((hours) => START + hours * HOUR);
const edge = fc.constantFrom(...edges);
const optional = <T>(items: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: items });

const range = fc
  .tuple(optional(edge), optional(edge))
  .map(([from = MIN_INSTANT, until = MAX_INSTANT]) => ({ from, until }));

const globs = ["a", "b", "a*", "*b", "a?", "*", "a/*", "a/b", "..*"];
const resources = ["a", "b", "ab", "aab", "a/", "a/b", "a/c", "..b", "..", "c", "ax"];
const listOf = <T>(items: fc.Arbitrary<T>, max = 2) => fc.array(items, { minLength: 1, maxLength: max });

const berlin = [
  { at: MIN_INSTANT, offset: 3600 },
  { at: instant("2026-03-29T01:00:00Z"), offset: 7200 },
];
const window = fc
  .constantFrom<Window["minutes"]>(
    [
      { from: 480, until: 1080 },
      { from: 1920, until: 2520 },
    ],
    [{ from: 8640, until: 10_080 }],
    [{ from: 0, until: 7200 }],
  )
  .chain((minutes) =>
    fc
      .constantFrom(berlin, [{ at: MIN_INSTANT, offset: 0 }])
      .map((offsets): Window => ({ name: "w", zone: "z", minutes, offsets, origin: origin(1) })),
  );

const PEOPLE = ["jane", "omar", "lin"];
const LEFT: Readonly<Record<string, number | undefined>> = { omar: START + 48 * HOUR };
const emailOf = (name: string) => `${name}@acme.example`;

const approvals: fc.Arbitrary<Approval> = fc.record({
  from: fc.constant("team"),
  approvers: fc
    .uniqueArray(fc.constantFrom(...PEOPLE), { minLength: 1, maxLength: 3 })
    .map((names) => names.map((name) => ({ owner: name, email: emailOf(name), left: LEFT[name] }))),
  within: fc.constantFrom(0, 60, 900),
});

const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.constantFrom("g", "h").map((name): Subject => ({ kind: "group", name, claim: name })),
  fc.constantFrom(...PEOPLE, "eve").map((name): Subject => ({ kind: "user", email: emailOf(name) })),
  fc
    .constantFrom(...PEOPLE)
    .map((name): Subject => ({ kind: "owner", owner: name, email: emailOf(name), left: LEFT[name] })),
);

const of = (kind: "input" | "fact", name: string) => ({ kind, name }) as const;
const decimals = ["0", "5000000", "5000001", "-1"];
export const atoms: fc.Arbitrary<Atom> = fc.oneof(
  fc.record({
    variable: fc.constant(of("input", "n")),
    type: fc.constant("decimal" as const),
    op: fc.constantFrom("==", "!=", "<", "<=", ">", ">="),
    value: fc.constantFrom(...decimals),
  }),
  fc.record({
    variable: fc.constant(of("input", "n")),
    type: fc.constant("decimal" as const),
    op: fc.constantFrom("one-of", "none-of"),
    values: listOf(fc.constantFrom(...decimals)),
  }),
  fc.record({
    variable: fc.constant(of("input", "s")),
    type: fc.constant("string" as const),
    op: fc.constantFrom("like", "not-like"),
    value: fc.constantFrom("a*", "*b", "", "?"),
  }),
  fc.record({
    variable: fc.constant(of("input", "s")),
    type: fc.constant("string" as const),
    op: fc.constantFrom("==", "!="),
    value: fc.constantFrom("a", "a*", ""),
  }),
  fc.record({
    variable: fc.constant(of("fact", "freeze")),
    type: fc.constant("bool" as const),
    op: fc.constant("==" as const),
    value: fc.boolean(),
  }),
  fc.record({
    variable: fc.constant({ kind: "context", name: "ip" } as const),
    type: fc.constant("ip" as const),
    op: fc.constantFrom("in", "not-in"),
    value: fc.constantFrom("10.0.0.0/8", "10.1.0.0/16", "::/0"),
  }),
);
const dnf: fc.Arbitrary<Dnf> = fc.array(fc.array(atoms, { maxLength: 2 }), { maxLength: 2 });

const actions = ["tool:x", "tool:y", "tool:*", "tool:x*", "aws:s3:GetObject", "s:read"];

export const grants: fc.Arbitrary<Grant> = fc
  .record({
    actions: listOf(fc.constantFrom(...actions)),
    resources: fc.array(listOf(fc.constantFrom(...globs)), { maxLength: 2 }),
    subjects: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      fc.array(listOf(subject), { maxLength: 2 }),
    ),
    condition: optional(dnf),
    approvals: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(approvals, { maxLength: 2 })),
    windows: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(window, { maxLength: 2 })),
    range,
  })
  .map(({ actions: names, ...parts }) => grant(names, parts));

export const denies: fc.Arbitrary<Deny> = fc
  .record({
    actions: listOf(fc.constantFrom(...actions, "*:*", "aws:*")),
    resources: optional(listOf(fc.constantFrom(...globs))),
    unless: optional(dnf),
  })
  .map(({ actions: names, ...parts }) => deny(names, parts));

const life: fc.Arbitrary<Partial<Agent>> = fc.record({
  starts: optional(edge),
  expires: fc.constantFrom(...edges.slice(4)).map((at) => at + HOUR),
  retired: optional(edge),
  deputy: optional(fc.constantFrom(...PEOPLE)),
  owner: fc.constantFrom(...PEOPLE),
});

export const agents = (name: string, parent?: string): fc.Arbitrary<Agent> =>
  fc
    .record({
      life,
      grants: fc.array(grants, { minLength: 1, maxLength: 4 }),
      denies: fc.array(denies, { maxLength: 2 }),
    })
    .map(({ life: parts, ...statements }) => agent(name, { ...parts, ...statements, parent }));

export const policies: fc.Arbitrary<Policy> = fc.tuple(agents("p"), agents("a", "p")).map((list) =>
  policy(list, {
    owners: byName(PEOPLE.map((name) => owner(name, { left: LEFT[name] }))),
    services: byName([{ name: "s", actions: {}, origin: origin(1) }]),
    facts: byName([{ name: "freeze", type: "bool" as const, fresh: 60, origin: origin(1) }]),
  }),
);

const time = fc
  .tuple(edge, fc.constantFrom(-1, 0, 1, 7 * HOUR, 12 * HOUR))
  .map(([at, by]) => formatInstant(at + by));
const timeLess = (text: string, seconds: number) => formatInstant(Date.parse(text) / 1000 - seconds);

export const requests = (names: readonly string[]) =>
  fc
    .record({
      agent: fc.constantFrom(...names),
      action: fc.constantFrom("tool:x", "tool:y", "tool:xy", "tool:z", "aws:s3:GetObject", "s:read"),
      resource: optional(fc.constantFrom(...resources)),
      time,
      on_behalf_of: fc.option(
        fc.record({
          user: fc.constantFrom(...PEOPLE, "eve").map(emailOf),
          groups: fc.subarray(["g", "h", "i"]),
        }),
        { nil: undefined },
      ),
      approvers: fc.array(fc.tuple(fc.constantFrom(...PEOPLE), fc.constantFrom(0, 60, 61, 900, 901, -1)), {
        maxLength: 3,
      }),
      inputs: fc.record(
        {
          n: fc.constantFrom<unknown>(0, "500", "500.0001", -0.0001, 7, "x", null),
          s: fc.constantFrom<unknown>("a", "ab", "b", "", "a*", 3),
        },
        { requiredKeys: [] },
      ),
      context: fc.record(
        { ip: fc.constantFrom("10.0.0.1", "10.1.2.3", "::1", "11.0.0.1") },
        { requiredKeys: [] },
      ),
      freeze: optional(fc.tuple(fc.boolean(), fc.constantFrom(0, 60, 61))),
    })
    .map(({ approvers, freeze, ...request }) => ({
      ...request,
      approvals: approvers.map(([by, age]) => ({
        by: emailOf(by),
        at: timeLess(request.time, age),
        agent: request.agent,
        action: request.action,
        resource: request.resource,
        inputs: request.inputs,
      })),
      facts: freeze ? { freeze: { value: freeze[0], at: timeLess(request.time, freeze[1]) } } : {},
    }));

export { action };
