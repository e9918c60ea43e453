import { intersect, interval } from "../../compiler/model/intervals.ts";
import {
  type Agent,
  type Atom,
  type Grant,
  type IntervalSet,
  MAX_INSTANT,
  MIN_INSTANT,
  type Policy,
} from "../../compiler/model/policy.ts";
import { isEmpty, regionWithin } from "../../compiler/model/region.ts";
import { DAY, instantInWords } from "../../compiler/model/time.ts";
import { allOpen } from "../../compiler/model/window.ts";
import { definePolicyRule } from "../rule.ts";
import { isOrdinary } from "./held.ts";
import { lifeOf } from "./lifetime.ts";
import { isSelfApproved } from "./self-approval.ts";
import { scopeOf } from "./words.ts";

/**
 * A grant that no request can ever use: range, windows and the agent's life have no instant in common, or what the
 * `may` and its scope say together leaves no resource, subject, value or approver.
 */
export const neverInForce = definePolicyRule({
  code: "never-in-force",
  *check({ policy, agents }) {
    for (const { agent } of agents)
      for (const grant of agent.grants)
        if (isNeverInForce(policy, agent, grant) && !isSelfApproved(grant))
          yield {
            agent,
            span: grant.origin.span,
            message: `This grant is never in force: ${why(policy, agent, grant)}.`,
            related: scopeOf(grant),
          };
  },
});

/** Decided by the region algebra, `never`s aside; grants that are plainly not empty cost nothing. */
export function isNeverInForce(policy: Policy, agent: Agent, grant: Grant): boolean {
  const life = lifeOf(agent);
  const times = intersect(life, interval(grant.range.from, grant.range.until));
  if (times.length === 0) return true;
  if (isPlain(grant, times)) return false;
  return isEmpty({ ...regionWithin(policy, agent.name, life), grants: [grant], denies: [] }) === true;
}

/** Whether each part of the grant plainly leaves something whatever the others say. It may be that one does not show. */
function isPlain(grant: Grant, times: IntervalSet): boolean {
  const { resources, subjects, approvals, condition, windows } = grant;
  if (resources.length > 1 || subjects.length > 1 || !isOrdinary(grant)) return false;
  const stays = ({ left }: { readonly left?: number }): boolean => left === undefined;
  if (!approvals.every(({ approvers }) => approvers.some(stays))) return false;
  if (!subjects.every((any) => any.some(({ kind }) => kind === "group"))) return false;
  if (condition && !condition.some(isEasy)) return false;
  const last = times.at(-1);
  if (windows.length === 0 || !last) return true;
  // The last days of its time show nearly every window that opens at all.
  const days = interval(Math.max(last.from, last.until - 8 * DAY), last.until);
  return allOpen(windows, days).length > 0;
}

/** Whether the atoms speak of a variable each, with values that others lie beyond. */
function isEasy(conjunction: readonly Atom[]): boolean {
  const variables = new Set(conjunction.map(({ variable }) => `${variable.kind} ${variable.name}`));
  return (
    variables.size === conjunction.length &&
    conjunction.every((atom) => {
      if ("values" in atom) return atom.op === "none-of" || atom.values.length > 0;
      return atom.op !== "not-like" && (typeof atom.value === "boolean" || atom.value.length < 18);
    })
  );
}

/** The first thing whose absence would leave something. */
function why(policy: Policy, agent: Agent, grant: Grant): string {
  const { range } = grant;
  const life = lifeOf(agent);
  if (range.from >= range.until) return "the ranges of the 'may' and its scope do not meet";
  if (intersect(life, interval(range.from, range.until)).length === 0)
    return range.until <= (agent.starts ?? MIN_INSTANT)
      ? `it ends ${instantInWords(range.until)}, and '${agent.name}' starts ${instantInWords(agent.starts ?? 0)}`
      : `it begins ${instantInWords(range.from)}, and '${agent.name}' ends ${instantInWords(Math.min(agent.expires, agent.retired ?? MAX_INSTANT))}`;
  const without: readonly (readonly [string, Partial<Grant>])[] = [
    ["no window is open in its time", { windows: [] }],
    ["its resources have none in common", { resources: [] }],
    ["nobody is among all the subjects that it names", { subjects: [] }],
    ["its condition can never be true", { condition: undefined }],
    ["none of its approvers is there in its time", { approvals: [] }],
  ];
  const region = regionWithin(policy, agent.name, life);
  for (const [reason, change] of without)
    if (isEmpty({ ...region, grants: [{ ...grant, ...change }], denies: [] }) === false) return reason;
  return "its modifiers contradict each other";
}
