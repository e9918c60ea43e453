/** Generated policies whose permissions are AWS's, and calls at and around their edges. */
import fc from "fast-check";
import type { Agent, Atom, Deny, Dnf, Grant, Policy, Window } from "../../../../compiler/model/policy.ts";
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

const objects = [
  "arn:aws:s3:::acme/in/1.pdf",
  "arn:aws:s3:::acme/in/12.pdf",
  "arn:aws:s3:::acme/out",
  "arn:aws:s3:::acme-b/secret",
];
/** What a call of each action names, as AWS has it; the last three take no resource. */
const resources: Readonly<Record<string, readonly string[]>> = {
  "s3:GetObject": objects,
  "s3:PutObject": objects,
  "s3:DeleteObject": objects,
  "s3:ListBucket": ["arn:aws:s3:::acme", "arn:aws:s3:::acme-b"],
  "sqs:SendMessage": [
    "arn:aws:sqs:eu-west-1:123456789012:jobs",
    "arn:aws:sqs:eu-west-1:123456789012:jobs2",
    "arn:aws:sqs:eu-west-1:123456789012:secrets",
  ],
  "dynamodb:GetItem": [
    "arn:aws:dynamodb:eu-west-1:123456789012:table/x1",
    "arn:aws:dynamodb:eu-west-1:123456789012:table/y1",
  ],
  "s3:ListAllMyBuckets": [],
  "sqs:ListQueues": [],
  "ec2:DescribeInstances": [],
};

const globs = [
  "*",
  "arn:aws:s3:::acme/*",
  "arn:aws:s3:::acme/in/*",
  "arn:aws:s3:::acme/in/?.pdf",
  "arn:aws:s3:::acme-b/*",
  "arn:aws:sqs:eu-west-1:123456789012:jobs",
  "arn:aws:dynamodb:*:123456789012:table/x*",
  "arn:aws:s3:::acme",
  "*secret*",
];
const edges = ["2026-06-01", "2026-12-01", "2027-01-01", "2027-03-31", "2027-06-01"].map(instant);

const ip = { kind: "context", name: "ip" } as const;
const mfa = { kind: "context", name: "mfa" } as const;
const networks = ["10.0.0.0/8", "10.1.0.0/16", "192.0.2.0/24", "2001:db8::/32"];
const atom: fc.Arbitrary<Atom> = fc.oneof(
  fc.record({
    variable: fc.constant(ip),
    type: fc.constant("ip" as const),
    op: fc.constantFrom("in" as const, "not-in" as const),
    value: fc.constantFrom(...networks),
  }),
  fc.record({
    variable: fc.constant(ip),
    type: fc.constant("ip" as const),
    op: fc.constantFrom("==" as const, "!=" as const),
    value: fc.constantFrom("10.1.2.3", "2001:db8::1"),
  }),
  fc.record({
    variable: fc.constant(ip),
    type: fc.constant("ip" as const),
    op: fc.constantFrom("one-of" as const, "none-of" as const),
    values: fc.constantFrom(["10.1.2.3", "192.0.2.7"], ["2001:db8::1"]),
  }),
  fc.record({
    variable: fc.constant(mfa),
    type: fc.constant("bool" as const),
    op: fc.constant("==" as const),
    value: fc.boolean(),
  }),
  fc.constant({ variable: { kind: "input", name: "amount" }, type: "int", op: "<", value: "5" } as const),
);
const dnf: fc.Arbitrary<Dnf> = fc.array(fc.array(atom, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 3,
});
/** Absent as often as there. */
const often = <T>(value: fc.Arbitrary<T>, weight = 1) => fc.option(value, { nil: undefined, freq: weight });

const range = fc
  .tuple(often(fc.constantFrom(...edges)), often(fc.constantFrom(...edges)))
  .map(([from, until]) => ({ from: from ?? MIN_INSTANT, until: until ?? MAX_INSTANT }));
const anyAction = fc.constantFrom(...Object.keys(resources));
const globList = fc.uniqueArray(fc.constantFrom(...globs), { minLength: 1, maxLength: 3 });

const window: Window = {
  name: "w",
  zone: "UTC",
  minutes: [{ from: 0, until: 600 }],
  offsets: [{ at: MIN_INSTANT, offset: 0 }],
  origin: origin(2),
};

const grants: fc.Arbitrary<readonly Grant[]> = fc
  .array(
    fc.record({
      actions: fc.uniqueArray(anyAction, { minLength: 1, maxLength: 4 }),
      resources: fc.array(globList, { maxLength: 2 }),
      range,
      condition: often(dnf),
      // What IAM cannot have, now and then.
      beyond: fc.oneof(
        { weight: 8, arbitrary: fc.constant<Partial<Grant>>({}) },
        {
          weight: 1,
          arbitrary: fc.constantFrom<Partial<Grant>>(
            { approvals: [approval(["omar"], 60)] },
            { subjects: [[{ kind: "user", email: "lin@acme.example" }]] },
            { windows: [window] },
          ),
        },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) =>
    list.map(({ actions, resources: on, range: when, condition, beyond }, index) =>
      grant(
        actions.map((name) => `aws:${name}`),
        {
          id: `g${index}`,
          resources: on,
          range: when,
          condition,
          ...beyond,
        },
      ),
    ),
  );

const denies: fc.Arbitrary<readonly Deny[]> = fc
  .array(
    fc.record({
      actions: fc.uniqueArray(
        fc.oneof(anyAction, fc.constantFrom("*", "s3:*", "s3:Delete*", "*:List*", "sqs:?endMessage")),
        { minLength: 1, maxLength: 2 },
      ),
      resources: often(globList),
      unless: often(dnf),
    }),
    { maxLength: 2 },
  )
  .map((list) =>
    list.map(({ actions, resources: on, unless }, index) =>
      deny(
        actions.map((name) => `aws:${name}`),
        { id: `d${index}`, resources: on, unless },
      ),
    ),
  );

/** Names that a careless mapping would make one of; the last does not fit into a role's name. */
export const agentNames = ["bot", "b-ot", "b_ot", "b_o-t", `long.${"x".repeat(190)}`] as const;

export const target: Target = {
  kind: "aws",
  settings: { account: "123456789012", partition: "aws", path: "/agents/", format: "json" },
  agents: agentNames,
  origin: origin(1),
};

const bot = (name: string): fc.Arbitrary<Agent> =>
  fc
    .record({
      grants,
      denies,
      starts: often(fc.constantFrom(...edges.slice(0, 2))),
      expires: fc.constantFrom(...edges.slice(2)),
      suspended: fc.oneof(fc.constant(undefined), fc.constant(undefined), fc.constantFrom(...edges)),
      review: often(fc.constantFrom(86_400 * 30, 86_400 * 200)),
      adopt: fc.boolean(),
    })
    .map(({ grants: may, denies: never, starts, expires, suspended, review, adopt }) =>
      agent(name, {
        grants: may,
        denies: never,
        starts,
        expires,
        suspended:
          suspended === undefined ? undefined : { since: suspended, because: "x", origin: origin(1) },
        review: review === undefined ? undefined : { every: review, suspend: true, origin: origin(1) },
        reviewed: [{ at: instant("2026-06-15"), by: "jane", origin: origin(1) }],
        identities: [
          { kind: "oidc", issuer: "https://id.acme.example/r", subject: name, origin: origin(1) },
          ...(name === "bot" || adopt
            ? [{ kind: "aws" as const, role: `role-${name}`.slice(0, 64), adopt, origin: origin(1) }]
            : []),
        ],
      }),
    );

export const policies: fc.Arbitrary<Policy> = fc
  .record({
    agents: fc.tuple(...agentNames.map(bot)),
    left: often(fc.constantFrom(...edges)),
  })
  .map(({ agents, left }) =>
    policy(agents, { owners: byName([owner("jane", { left }), owner("omar")]), targets: [target] }),
  );

export interface Call {
  readonly agent: string;
  readonly action: string;
  readonly resource?: string;
  readonly at: number;
  readonly ip?: string;
  readonly mfa?: boolean;
}

export const calls: fc.Arbitrary<Call> = anyAction.chain((action) =>
  fc.record({
    agent: fc.constantFrom(...agentNames),
    action: fc.constant(action),
    resource: fc.constantFrom(
      ...((resources[action] ?? []).length > 0 ? (resources[action] ?? []) : [undefined]),
    ),
    at: fc
      .tuple(fc.constantFrom(...edges), fc.constantFrom(-1, 0, 1, 40_000))
      .map(([edge, step]) => edge + step),
    ip: often(fc.constantFrom("10.1.2.3", "10.2.0.1", "192.0.2.7", "203.0.113.9", "2001:db8::1")),
    mfa: often(fc.boolean()),
  }),
);
