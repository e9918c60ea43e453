/** Small changes to a request, each of which may turn an allow into a deny, or must not. */
import { isObject } from "./json.ts";
import type { Atom, Instant } from "./policy.ts";
import { clamp, type Draft, timeText } from "./probe-draft.ts";
import type { Survey } from "./probe-survey.ts";
import { HOSTILE, misfits, near, sample, valueFor } from "./probe-values.ts";
import type { Random } from "./random.ts";
import { formatInstant } from "./time.ts";

type Change = (draft: Draft, known: Survey, at: Instant, random: Random) => Draft;

/** The request with one thing changed. */
export function disturb(draft: Draft, known: Survey, at: Instant, random: Random): Draft {
  return (random.pick(CHANGES) ?? dropKey)(draft, known, at, random);
}

const KEYS = [
  "agent",
  "action",
  "resource",
  "time",
  "on_behalf_of",
  "via",
  "approvals",
  "inputs",
  "context",
  "facts",
];
const JUNK: readonly unknown[] = [
  null,
  0,
  1.5,
  true,
  false,
  "",
  "x",
  [],
  [null],
  [""],
  {},
  { x: null },
  ["x"],
  { at: 1 },
];

const dropKey: Change = (draft, _known, _at, random) => {
  const gone = random.pick(Object.keys(draft));
  return Object.fromEntries(Object.entries(draft).filter(([key]) => key !== gone));
};

const junkKey: Change = (draft, _known, _at, random) => ({
  ...draft,
  [random.pick(KEYS) ?? "via"]: random.pick(JUNK),
});

const unknownKey: Change = (draft, _known, _at, random) => ({
  ...draft,
  [random.one("Agent", "extra", "on_behalf", "toString", random.pick(HOSTILE) ?? "x")]: random.pick(JUNK),
});

const otherAgent: Change = (draft, known, _at, random) => {
  const name = random.pick(known.agents)?.name ?? "x";
  return { ...draft, agent: random.one(name, near(name, random), random.pick(HOSTILE) ?? "") };
};

const otherAction: Change = (draft, known, _at, random) => {
  const agent = random.pick(known.agents);
  const patterns = [...(agent?.grants ?? []), ...(agent?.denies ?? [])].flatMap(({ actions }) => actions);
  const pattern = random.pick(patterns)?.text ?? "tool:x";
  const action = sample(pattern, random);
  return {
    ...draft,
    action: random.one(action, action, near(action, random), pattern, near(String(draft.action), random)),
  };
};

const ESCAPES = [
  "../",
  "/..",
  "/./",
  "%2e%2e/",
  "/%2E",
  "/.%2e/",
  "%2f..%2F",
  "%00",
  "%1F",
  "%7f",
  "%C2%85",
  "%c2%a0",
  "\u0085",
  "\u007f",
  "\t",
  "%252e%252e",
  "...",
  "...",
] as const;

const otherResource: Change = (draft, known, _at, random) => {
  const agent = random.pick(known.agents);
  const globs = [
    ...(agent?.grants.flatMap((grant) => grant.resources.flat()) ?? []),
    ...(agent?.denies.flatMap((deny) => deny.resources ?? []) ?? []),
  ];
  const resource =
    typeof draft.resource === "string" ? draft.resource : sample(random.pick(globs) ?? "invoice/*", random);
  const trick = random.pick(ESCAPES) ?? "";
  const middle = random.below(resource.length + 1);
  return {
    ...draft,
    resource: random.one(
      near(resource, random),
      `${resource}${trick}`,
      `${trick}${resource}`,
      `${resource.slice(0, middle)}${trick}${resource.slice(middle)}`,
      sample(random.pick(globs) ?? "*", random),
      random.pick(HOSTILE) ?? "",
    ),
  };
};

const TIMES = [
  "2027-03-31",
  "2027-03-31T00:00:00",
  "2027-02-30T00:00:00Z",
  "2027-03-31T24:00:00Z",
  "2016-12-31T23:59:60Z",
  "2027-03-31t00:00:00z",
  "2027-03-31T00:00Z",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59-00:01",
  "2028-02-29T12:00:00+23:59",
  "2100-02-29T00:00:00Z",
  "2027-03-31T00:00:00.Z",
  "2027-03-31T00:00:00+24:00",
  "+2027-03-31T00:00:00Z",
  " 2027-03-31T00:00:00Z",
  "2027-13-01T00:00:00Z",
  "2027-00-10T00:00:00Z",
];

const otherTime: Change = (draft, known, at, random) => {
  const edge = random.pick(known.edges) ?? at;
  const inside = clamp(edge + random.one(-1, 0, 1));
  return {
    ...draft,
    time: random.one<unknown>(
      random.pick(TIMES),
      timeText(inside, random),
      timeText(inside, random),
      random.pick(JUNK),
    ),
  };
};

const otherSubject: Change = (draft, known, _at, random) => {
  const user = random.pick(known.people) ?? "lin@acme.example";
  const group = random.pick(known.groups) ?? "finance";
  return {
    ...draft,
    on_behalf_of: random.one<unknown>(
      { user },
      { user, groups: [group] },
      { user, groups: [near(group, random), group.toUpperCase()] },
      { user: user.toUpperCase(), groups: [group] },
      { user: near(user, random), groups: [group] },
      { user: random.pick(HOSTILE), groups: [group] },
      { groups: [group] },
      { user, groups: random.pick(JUNK) },
      { user, groups: [group, random.pick(HOSTILE)] },
      { user, extra: 1 },
    ),
  };
};

const atomsOf = (known: Survey): readonly Atom[] =>
  known.agents.flatMap(({ grants, denies }) => [
    ...grants.flatMap(({ condition }) => condition?.flat() ?? []),
    ...denies.flatMap(({ unless }) => unless?.flat() ?? []),
  ]);

/** Puts a value at the place of some atom's variable: one that fits it, one beside it, or none of its type. */
const otherValue: Change = (draft, known, at, random) => {
  const atom = random.pick(atomsOf(known));
  if (atom === undefined) return draft;
  const { kind, name } = atom.variable;
  const value = random.one<unknown>(
    valueFor([atom], true, random),
    valueFor([atom], false, random),
    random.pick(misfits(atom.type)),
  );
  if (kind !== "fact") {
    const part = kind === "input" ? "inputs" : "context";
    return { ...draft, [part]: { ...(isObject(draft[part]) ? draft[part] : {}), [name]: value } };
  }
  const fresh = known.policy.facts[name]?.fresh ?? 60;
  const attested = clamp(at - random.one(0, -1, fresh, fresh + 1, fresh - 1, 1));
  const fact = random.one<unknown>(
    { value, at: formatInstant(attested) },
    { value, at: formatInstant(attested) },
    { value },
    value,
    { at: formatInstant(attested) },
    { value, at: random.pick(TIMES) },
  );
  return { ...draft, facts: { ...(isObject(draft.facts) ? draft.facts : {}), [name]: fact } };
};

/** Approvals of something else, by somebody else, or at another time. */
const otherApproval: Change = (draft, known, at, random) => {
  const [first, ...rest] = Array.isArray(draft.approvals) ? draft.approvals : [];
  if (!isObject(first)) return { ...draft, approvals: random.pick(JUNK) };
  const { resource, inputs, ...bare } = first;
  const subject = isObject(draft.on_behalf_of) ? draft.on_behalf_of.user : "x";
  const changed = random.one<unknown>(
    { ...first, by: random.pick(known.people) },
    { ...first, by: subject },
    { ...first, by: String(first.by).toUpperCase() },
    { ...first, at: formatInstant(clamp(at + 1)) },
    {
      ...first,
      at: formatInstant(clamp(at - random.one(59, 60, 61, 899, 900, 901, 3600, 3601))),
    },
    { ...first, at: random.pick(TIMES) },
    { ...first, agent: random.pick(known.agents)?.name },
    { ...first, action: near(String(first.action), random) },
    { ...first, resource: random.one<unknown>(near(String(resource ?? "x"), random), null, "") },
    { ...first, inputs: random.one<unknown>({}, null, [], { ...(isObject(inputs) ? inputs : {}), more: 1 }) },
    { ...bare, inputs },
    { ...bare, resource },
    { ...first, inputs: respelt(inputs), extra: true },
    random.pick(JUNK),
  );
  return { ...draft, approvals: random.one([changed, ...rest], [changed, first, ...rest], rest) };
};

/** The same numbers as text, which is not the same. */
function respelt(inputs: unknown): unknown {
  if (!isObject(inputs)) return inputs;
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, typeof value === "number" ? String(value) : value]),
  );
}

const otherVia: Change = (draft, known, _at, random) => {
  const name = random.pick(known.agents)?.name ?? "x";
  return {
    ...draft,
    via: random.one<unknown>([], [name], [name, name], [near(name, random)], [name, null], [name, ""], name, [
      [name],
    ]),
  };
};

const CHANGES: readonly Change[] = [
  dropKey,
  junkKey,
  unknownKey,
  otherAgent,
  otherAction,
  otherAction,
  otherResource,
  otherResource,
  otherTime,
  otherSubject,
  otherSubject,
  otherValue,
  otherValue,
  otherValue,
  otherApproval,
  otherApproval,
  otherVia,
];
