/** Generated policies whose permissions are those of declared services, with names made to collide. */
import fc from "fast-check";
import type { Agent, Grant, Policy, Service, Subject } from "../../../../compiler/model/policy.ts";
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

export const edges = ["2026-06-01", "2026-12-01", "2027-01-01", "2027-03-31", "2027-06-01"].map(instant);
const groups = ["finance", "Finance", "ops", 'a "b" ${x}'];
const names = ["a.b", "a-b", "a_b", "a.B", "long-".repeat(40), "gr\u00f6\u00dfe", "r\u0435ad", "read"];
/** Natives that two actions may share, that OAuth cannot have, and that Okta has for itself. */
const natives = ["read", "invoices.read", "offline_access", "with blank", "s:a.b"];

const often = <T>(value: fc.Arbitrary<T>, weight = 1) => fc.option(value, { nil: undefined, freq: weight });

const service = (name: string): fc.Arbitrary<Service> =>
  fc
    .record({
      actions: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
      oauth: fc.array(often(fc.constantFrom(...natives)), { minLength: 4, maxLength: 4 }),
      audience: often(fc.constant("https://api.acme.example"), 4),
    })
    .map(({ actions, oauth, audience }) => ({
      name,
      ...(audience === undefined ? {} : { audience }),
      actions: byName(
        actions.map((action, index) => ({
          name: action,
          risk: "read" as const,
          labels: [],
          inputs: {},
          ...(oauth[index] === undefined ? {} : { oauth: oauth[index] }),
          origin: origin(50),
        })),
      ),
      origin: origin(49),
    }));

const subject: fc.Arbitrary<Subject> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...groups).map((claim) => ({ kind: "group" as const, name: claim, claim })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "user" as const, email: "lin@acme.example" }) },
);

const range = fc
  .tuple(often(fc.constantFrom(...edges)), often(fc.constantFrom(...edges)))
  .map(([from, until]) => ({ from: from ?? MIN_INSTANT, until: until ?? MAX_INSTANT }));

/** Mostly what Okta can enforce; each of the other modifiers now and then. */
const modifiers = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Partial<Grant>>(
      { resources: [["invoice/*"]] },
      { approvals: [approval(["omar"], 60)] },
      { condition: [[{ variable: { kind: "context", name: "mfa" }, type: "bool", op: "==", value: true }]] },
      {
        windows: [
          {
            name: "w",
            zone: "UTC",
            minutes: [{ from: 0, until: 600 }],
            offsets: [{ at: MIN_INSTANT, offset: 0 }],
            origin: origin(2),
          },
        ],
      },
    ),
  },
);

const one = (name: string, actions: readonly string[]): fc.Arbitrary<Agent> =>
  fc
    .record({
      grants: fc.array(
        fc.record({
          actions: fc.uniqueArray(fc.constantFrom(...actions), { minLength: 1, maxLength: 3 }),
          subjects: fc.oneof(
            fc.constant([]),
            fc.array(fc.uniqueArray(subject, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
          ),
          range,
          modifiers,
        }),
        { minLength: 1, maxLength: 4 },
      ),
      denied: fc.oneof(fc.constant(undefined), fc.constant(undefined), fc.constantFrom(...actions, "s:*")),
      deniedOn: often(fc.constant(["invoice/1"])),
      starts: often(fc.constantFrom(...edges.slice(0, 2))),
      expires: fc.constantFrom(...edges.slice(2)),
      suspended: fc.oneof(fc.constant(undefined), fc.constant(undefined), fc.constantFrom(...edges)),
      review: often(fc.constantFrom(86_400 * 30, 86_400 * 200)),
      session: fc.constantFrom(60, 299, 300, 330, 3600, 86_400, 100_000),
    })
    .map(({ grants, denied, deniedOn, starts, expires, suspended, review, session }) =>
      agent(name, {
        grants: grants.map((drawn, index) =>
          grant(drawn.actions, {
            id: `g${index}`,
            subjects: drawn.subjects,
            range: drawn.range,
            ...drawn.modifiers,
          }),
        ),
        denies: denied === undefined ? [] : [deny(denied, { ...(deniedOn && { resources: deniedOn }) })],
        ...(starts === undefined ? {} : { starts }),
        expires,
        session,
        ...(suspended === undefined
          ? {}
          : { suspended: { since: suspended, because: "x", origin: origin(7) } }),
        ...(review === undefined ? {} : { review: { every: review, suspend: true, origin: origin(8) } }),
        reviewed: [{ at: edges[0] ?? 0, by: "jane", origin: origin(9) }],
      }),
    );

export const agentNames = ["bot", "Bot", "b.o_t"] as const;

export const policies: fc.Arbitrary<Policy> = fc.tuple(service("s"), service("S-s")).chain((services) => {
  const actions = services.flatMap(({ name, actions: all }) =>
    Object.keys(all).map((action) => `${name}:${action}`),
  );
  return fc
    .record({
      agents: fc.tuple(...agentNames.map((name) => one(name, actions))),
      left: often(fc.constantFrom(...edges)),
    })
    .map(({ agents, left }) =>
      policy(agents, {
        services: byName(services),
        owners: byName([owner("jane", left === undefined ? {} : { left }), owner("omar")]),
      }),
    );
});

export const target: Target = {
  kind: "okta",
  settings: { org: "https://acme.example.com", server: "agents" },
  agents: agentNames,
  origin: origin(1),
};
