/** Decisions in words. */
import { conditionInWords } from "./condition-words.ts";
import type { Lack, Verdict } from "./evaluate.ts";
import { accountableUntil } from "./life.ts";
import type { Agent, Approval, Grant, Origin, Policy } from "./policy.ts";
import type { Decision } from "./request.ts";
import { durationInWords, instantInWords } from "./time.ts";
import type { Unmet } from "./unmet.ts";

/** The verdict as a decision: one sentence, and the statements that decided. */
export function explained(policy: Policy, verdict: Verdict): Decision {
  if ("malformed" in verdict) return denied(verdict.malformed);
  switch (verdict.kind) {
    case "allow": {
      const [first, ...rest] = verdict.by;
      const through = rest.map(({ agent }) => agent.name).join(", ");
      return {
        decision: "allow",
        reason: `A 'may' of ${first?.agent.name ?? "the agent"} allows it${through && `, and so does one of ${through}`}.`,
        statements: verdict.by.flatMap(({ grant }) => statementsOf(grant)),
      };
    }
    case "unknown-agent":
      return verdict.child
        ? denied(`${verdict.child.name} is under an agent that does not exist here, ${verdict.name}.`, [
            verdict.child.origin,
          ])
        : denied(`There is no agent named ${JSON.stringify(verdict.name)}.`);
    case "not-in-force":
      return notInForce(policy, verdict);
    case "never":
      return denied(
        `A 'never' of ${verdict.agent.name} takes it away${whileUnknown(verdict.unknown)}${because(verdict.deny)}.`,
        [verdict.deny.origin],
      );
    case "no-grant":
      return noGrant(verdict);
  }
}

function denied(reason: string, origins: readonly Origin[] = []): Decision {
  return { decision: "deny", reason, statements: origins.map(statement) };
}

function statement({ span, line, text }: Origin) {
  return { file: span.file, line, text };
}

/** The `may`, and the `allow` of the scope where it says it. */
export function statementsOf(grant: Grant): Decision["statements"] {
  return [grant.origin, ...(grant.scope ? [grant.scope.origin] : [])].map(statement);
}

function because(said: { readonly because?: string }): string {
  return said.because === undefined ? "" : `: ${said.because}`;
}

function notInForce(policy: Policy, verdict: Extract<Verdict, { readonly kind: "not-in-force" }>): Decision {
  const { agent, holder, bound } = verdict;
  const who = holder === agent ? agent.name : `${agent.name} is under ${holder.name}, which`;
  switch (bound) {
    case "environment":
      return denied(`${who} is not an agent of the environment '${policy.environment ?? ""}'.`, [
        holder.origin,
      ]);
    case "suspended":
      return denied(
        `${who} is suspended since ${instant(holder.suspended?.since)}${because(holder.suspended ?? {})}.`,
        [holder.suspended?.origin ?? holder.origin],
      );
    case "retired":
      return denied(`${who} is retired since ${instant(holder.retired)}.`, [holder.origin]);
    case "life":
      return denied(`${who} is in force ${lifeInWords(holder)} only.`, [holder.expiresOrigin]);
    case "review":
      return denied(`${who} is suspended for want of a review, due ${reviewInWords(holder)}.`, [
        holder.review?.origin ?? holder.origin,
      ]);
    case "owner":
      return denied(
        `${who} has nobody left who answers for it since ${instant(accountableUntil(policy, holder))}${leaver(policy, holder)}.`,
        [holder.origin],
      );
  }
}

function instant(at: number | undefined): string {
  return at === undefined ? "then" : instantInWords(at);
}

function lifeInWords({ starts, expires }: Agent): string {
  const until = `until ${instantInWords(expires)}`;
  return starts === undefined ? until : `from ${instantInWords(starts)} ${until}`;
}

function reviewInWords({ review }: Agent): string {
  return `every ${durationInWords(review?.every ?? 0)}`;
}

function noGrant({ agent, nearest }: Extract<Verdict, { readonly kind: "no-grant" }>): Decision {
  if (!nearest) return denied(`No 'may' of ${agent.name} names this action.`);
  const { grant, lacks, unmet } = nearest;
  return {
    decision: "deny",
    reason: `The nearest 'may' of ${agent.name} ${lackInWords(grant, lacks, unmet)}.`,
    statements: statementsOf(grant),
  };
}

/** `, as long as amount is not known`: the condition of a `never` may be false. */
function whileUnknown(names: readonly string[]): string {
  return names.length === 0 ? "" : `, as long as ${areNotKnown(names)}`;
}

/** `has a condition that is not known to be true: amount <= 500.00 and request.mfa; request.mfa is not known`. */
function conditionLack(grant: Grant, { unknown, untrue }: Unmet): string {
  const condition = conditionInWords(grant.condition ?? []);
  const parts = untrue.join(" and ");
  const isFalse = unknown.length === 0 && parts !== "";
  const said = [
    `has a condition that ${isFalse ? "does not hold" : "is not known to be true"}: ${shortened(condition)}`,
    ...(unknown.length === 0 ? [] : [areNotKnown(unknown)]),
    ...(parts === "" || parts === condition ? [] : [`${shortened(parts)} ${holdsNot(untrue)}`]),
  ];
  const [first, second, ...rest] = said;
  return [
    first,
    ...(second === undefined ? [] : [`; ${second}`]),
    ...rest.map((part) => `, and ${part}`),
  ].join("");
}

const holdsNot = (atoms: readonly string[]): string => (atoms.length === 1 ? "does not hold" : "do not hold");

const areNotKnown = (names: readonly string[]): string =>
  `${shortened(names.join(" and "))} ${names.length === 1 ? "is" : "are"} not known`;

function lackInWords(grant: Grant, lacks: Lack, unmet: Unmet = { unknown: [], untrue: [] }): string {
  switch (lacks) {
    case "resource":
      return `covers other resources only: ${grant.resources.map((any) => any.join(", ")).join(" and ")}`;
    case "range":
      return `holds from ${instantInWords(grant.range.from)} until ${instantInWords(grant.range.until)} only`;
    case "window":
      return `holds during ${grant.windows.map(({ name }) => name).join(" and ")} only`;
    case "condition":
      return conditionLack(grant, unmet);
    case "subject":
      return grant.subjects.length === 0
        ? "is for the agent as itself only, not on behalf of somebody"
        : `is on behalf of ${grant.subjects.map(subjectsInWords).join(" and of ")} only`;
    case "approval":
      return `needs an approval ${grant.approvals.map(approvalInWords).join(" and one ")}`;
  }
}

/** Normal forms may have hundreds of alternatives. */
const LONGEST = 200;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** `group finance or user lin@acme.example`. */
export function subjectsInWords(any: Grant["subjects"][number]): string {
  return any
    .map((one) =>
      one.kind === "group"
        ? `group ${one.name}`
        : one.kind === "user"
          ? `user ${one.email}`
          : `owner ${one.owner}`,
    )
    .join(" or ");
}

/** Who of those that an agent names has left, and when. */
function leaver(policy: Policy, { owner, deputy }: Agent): string {
  const gone = [owner, deputy].flatMap((name) => {
    const left = name === undefined ? undefined : policy.owners[name]?.left;
    return left === undefined ? [] : [`${name} left on ${instant(left)}`];
  });
  return gone.length === 0 ? "" : `: ${gone.join(", ")}`;
}

/** `from omar for exactly this request, given at most 15m before`. */
export function approvalInWords({ from, within }: Approval): string {
  return `from ${from} for exactly this request, given at most ${durationInWords(within)} before`;
}
