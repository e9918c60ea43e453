/** Generated policies over declared actions, tools, inputs of every type, facts and subjects; requests at their edges. */
import fc from "fast-check";
import { formatInstant } from "../../../../compiler/literals.ts";
import type {
  Agent,
  Atom,
  Deny,
  Dnf,
  Fact,
  Grant,
  Policy,
  Service,
  Subject,
} from "../../../../compiler/model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../../../../compiler/model/policy.ts";
import type { Target } from "../../../../compiler/model/test-and-target.ts";
import {
  agent,
  approval,
  byName,
  deny,
  grant,
  instant,
  origin,
  owner,
  policy,
} from "../../model/policies.ts";

/** Names that a careless mapping would make one of. */
const agents = ["a-b", "a_b", "A_b", `long.${"x".repeat(190)}`];
const payActions = ["pay", "Pay", "pay_1", "pay1"];
const tools = ["send_1", "send1", "send-1", "Send1"];
const service: Service = {
  name: "inv",
  origin: origin(1),
  actions: byName(
    payActions.map((name) => ({
      name,
      risk: "write" as const,
      labels: [],
      inputs: { amount: "decimal", count: "int", vendor: "string", urgent: "bool", from: "ip" } as const,
      origin: origin(1),
    })),
  ),
};
const facts: Readonly<Record<string, Fact>> = byName([
  { name: "incident", type: "string", fresh: 600, origin: origin(1) },
  { name: "load", type: "int", fresh: 60, origin: origin(1) },
]);
const edges = ["2026-06-01", "2026-12-01", "2027-03-31"].map(instant);
const strings = [
  "Initech",
  "initech",
  'In"i\\t*ech',
  "a\u0000b",
  "${x}",
  "ı",
  "",
  "line\nbreak",
  "</script>",
  "%{x}",
  "::error::",
  "\u001b[31m",
  "*/",
  "раypal",
  "\u202eabc",
];
const globs = ["Ini*", "*", "*ech", "a?c", 'In"i\\t*', "*\n*", "раy*"];
const decimals = ["0", "1000000", "5000000", "9223372036854775807", "-9223372036854775807", "1"];
const ints = ["0", "5", "-5", "9007199254740991"];

const input = (name: string) => ({ kind: "input", name }) as const;
const fact = (name: string) => ({ kind: "fact", name }) as const;
const compare = fc.constantFrom(
  "==" as const,
  "!=" as const,
  "<" as const,
  "<=" as const,
  ">" as const,
  ">=" as const,
);
const equality = fc.constantFrom("==" as const, "!=" as const);
const likeness = fc.constantFrom("like" as const, "not-like" as const);
const membership = fc.constantFrom("one-of" as const, "none-of" as const);
const inside = fc.constantFrom("in" as const, "not-in" as const);
const fixed = <T>(value: T) => fc.constant(value);

const anywhere: fc.Arbitrary<Atom> = fc.oneof(
  fc.record({
    variable: fixed(fact("incident")),
    type: fixed("string" as const),
    op: equality,
    value: fc.constantFrom("SEV1", "SEV2"),
  }),
  fc.record({
    variable: fixed(fact("load")),
    type: fixed("int" as const),
    op: compare,
    value: fc.constantFrom(...ints),
  }),
  fc.record({
    variable: fixed({ kind: "context", name: "ip" } as const),
    type: fixed("ip" as const),
    op: inside,
    value: fc.constantFrom("10.0.0.0/8", "2001:db8::/32"),
  }),
  fc.record({
    variable: fixed({ kind: "context", name: "mfa" } as const),
    type: fixed("bool" as const),
    op: fixed("==" as const),
    value: fc.boolean(),
  }),
);
const ofPay: fc.Arbitrary<Atom> = fc.oneof(
  anywhere,
  fc.record({
    variable: fixed(input("amount")),
    type: fixed("decimal" as const),
    op: compare,
    value: fc.constantFrom(...decimals),
  }),
  fc.record({
    variable: fixed(input("amount")),
    type: fixed("decimal" as const),
    op: membership,
    values: fixed(["0", "5000000"]),
  }),
  fc.record({
    variable: fixed(input("count")),
    type: fixed("int" as const),
    op: compare,
    value: fc.constantFrom(...ints),
  }),
  fc.record({
    variable: fixed(input("vendor")),
    type: fixed("string" as const),
    op: equality,
    value: fc.constantFrom(...strings),
  }),
  fc.record({
    variable: fixed(input("vendor")),
    type: fixed("string" as const),
    op: likeness,
    value: fc.constantFrom(...globs),
  }),
  fc.record({
    variable: fixed(input("vendor")),
    type: fixed("string" as const),
    op: membership,
    values: fixed(["Initech", "a\u0000b"]),
  }),
  fc.record({
    variable: fixed(input("urgent")),
    type: fixed("bool" as const),
    op: fixed("==" as const),
    value: fc.boolean(),
  }),
  fc.record({
    variable: fixed(input("from")),
    type: fixed("ip" as const),
    op: equality,
    value: fc.constantFrom("10.1.2.3", "2001:db8::1"),
  }),
);
const dnf = (atom: fc.Arbitrary<Atom>): fc.Arbitrary<Dnf> =>
  fc.array(fc.array(atom, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 });
const often = <T>(value: fc.Arbitrary<T>, weight = 2) => fc.option(value, { nil: undefined, freq: weight });

const subject: fc.Arbitrary<Subject> = fc.constantFrom<Subject>(
  { kind: "group", name: "finance", claim: 'fin ance"' },
  { kind: "user", email: "lin@acme.example" },
  { kind: "owner", owner: "omar", email: "omar@acme.example", left: edges[1] },
);
const resource = fc.uniqueArray(fc.constantFrom("invoice/*", "invoice/1", "*", "invoice/?", 'x"y*'), {
  minLength: 1,
  maxLength: 2,
});
const range = fc
  .tuple(often(fixed(edges[0]), 1), often(fc.constantFrom(...edges.slice(1)), 1))
  .map(([from, until]) => ({ from: from ?? MIN_INSTANT, until: until ?? MAX_INSTANT }));

const modifiers = {
  resources: fc.oneof(fixed([]), fixed([]), fc.array(resource, { maxLength: 2 })),
  subjects: fc.oneof(
    fixed([]),
    fixed([]),
    fc.array(fc.array(subject, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
  ),
  range,
  approved: fc.boolean(),
};
const payGrant = fc.record({
  ...modifiers,
  actions: fc.uniqueArray(fc.constantFrom(...payActions.map((name) => `inv:${name}`)), {
    minLength: 1,
    maxLength: 3,
  }),
  condition: often(dnf(ofPay), 1),
});
const toolGrant = fc.record({
  ...modifiers,
  actions: fc.uniqueArray(
    fc.constantFrom("tool:send_1", "tool:send1", "tool:send*", "tool:*", "tool:s?nd1"),
    { minLength: 1, maxLength: 2 },
  ),
  condition: often(dnf(anywhere), 1),
});

const grants: fc.Arbitrary<readonly Grant[]> = fc
  .array(fc.oneof(payGrant, toolGrant), { minLength: 1, maxLength: 3 })
  .map((list) =>
    list.map(({ actions, approved, ...rest }, index) =>
      grant(actions, {
        ...rest,
        id: `g${index}`,
        approvals: approved && index > 1 ? [approval(["omar"], 60)] : [],
      }),
    ),
  );

const denies: fc.Arbitrary<readonly Deny[]> = fc
  .array(
    fc.oneof(
      fc.record({
        actions: fc.uniqueArray(fc.constantFrom("inv:pay", "inv:*", "inv:pay?1"), {
          minLength: 1,
          maxLength: 2,
        }),
        resources: often(resource),
        unless: often(dnf(ofPay)),
      }),
      fc.record({
        actions: fc.uniqueArray(fc.constantFrom("tool:send_1", "tool:*", "tool:send*"), {
          minLength: 1,
          maxLength: 2,
        }),
        resources: often(resource),
        unless: often(dnf(anywhere)),
      }),
    ),
    { maxLength: 2 },
  )
  .map((list) => list.map(({ actions, ...rest }, index) => deny(actions, { ...rest, id: `d${index}` })));

export const target: Target = { kind: "cedar", settings: { namespace: "Remit" }, agents, origin: origin(1) };

const bot = (name: string): fc.Arbitrary<Agent> =>
  fc
    .record({
      grants,
      denies,
      starts: often(fixed(edges[0]), 1),
      suspended: fc.oneof(fixed(undefined), fixed(undefined), fixed(undefined), fc.constantFrom(...edges)),
    })
    .map(({ suspended, ...rest }) =>
      agent(name, {
        ...rest,
        suspended:
          suspended === undefined ? undefined : { since: suspended, because: "x", origin: origin(1) },
      }),
    );

export const policies: fc.Arbitrary<Policy> = fc.tuple(...agents.map(bot)).map((list) =>
  policy(list, {
    services: { inv: service },
    facts,
    owners: byName([owner("jane"), owner("omar", { left: edges[1] })]),
    targets: [target],
  }),
);

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 });
const wrong = fc.constantFrom<unknown>(null, [], {}, "x", 1.5, -0, "1e3", "01", 2 ** 53, true);
const at = fc
  .tuple(fc.constantFrom(...edges), fc.constantFrom(-601, -1, 0, 1))
  .map(([edge, step]) => edge + step);
const decimalText = fc.constantFrom<unknown>(
  "0",
  "100",
  "500.0000",
  "500.0001",
  500,
  99.5,
  "922337203685477.5807",
  "922337203685477.5808",
  "-0.0001",
);

/** A request as text would bring it: any key may be missing or wrong. */
export const requests: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .record({
    agent: fc.constantFrom(...agents, "a.b"),
    action: fc.constantFrom(
      ...payActions.map((name) => `inv:${name}`),
      ...tools.map((name) => `tool:${name}`),
      "inv:nope",
      "tool",
    ),
    resource: maybe(fc.constantFrom("invoice/1", "invoice/22", 'x"y/1', "invoice/../1", "")),
    at,
    on_behalf_of: often(
      fc.record({
        user: fc.constantFrom("lin@acme.example", "omar@acme.example", "LIN@acme.example"),
        groups: often(fixed(['fin ance"'])),
      }),
      1,
    ),
    via: fc.option(fc.uniqueArray(fc.constantFrom(...agents), { maxLength: 2 }), { nil: undefined, freq: 1 }),
    inputs: maybe(
      fc.record(
        {
          amount: fc.oneof(decimalText, decimalText, wrong),
          count: fc.oneof(fc.constantFrom<unknown>(...ints, 5, 9007199254740991), wrong),
          vendor: fc.oneof(fc.constantFrom(...strings), fc.constantFrom(...strings), wrong),
          urgent: fc.oneof(fc.boolean(), wrong),
          from: fc.oneof(
            fc.constantFrom<unknown>("10.1.2.3", "2001:db8::1", "::ffff:10.1.2.3", "10.0.0.0/8"),
            wrong,
          ),
        },
        { requiredKeys: [] },
      ),
    ),
    context: maybe(
      fc.record(
        {
          ip: fc.oneof(fc.constantFrom<unknown>("10.9.9.9", "2001:db8::7", "11.0.0.1"), wrong),
          mfa: fc.oneof(fc.boolean(), wrong),
        },
        { requiredKeys: [] },
      ),
    ),
    facts: maybe(
      fc.record(
        {
          incident: fc.record({
            value: fc.oneof(fc.constantFrom<unknown>("SEV1", "SEV2"), wrong),
            age: fc.constantFrom(-1, 0, 600, 601),
          }),
          load: fc.record({
            value: fc.oneof(fc.constantFrom<unknown>(...ints), wrong),
            age: fc.constantFrom(0, 60, 61),
          }),
        },
        { requiredKeys: [] },
      ),
    ),
  })
  .map(({ at: seconds, facts: given, ...rest }) => {
    const attested = Object.entries(given ?? {}).map(([name, one]) => [
      name,
      { value: one?.value, at: formatInstant(seconds - (one?.age ?? 0)) },
    ]);
    const all = {
      ...rest,
      time: formatInstant(seconds),
      facts: given === undefined ? undefined : Object.fromEntries(attested),
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  });
