import { intersect, interval } from "../../compiler/model/intervals.ts";
import {
  type Agent,
  type Grant,
  MAX_INSTANT,
  MIN_INSTANT,
  type Policy,
} from "../../compiler/model/policy.ts";
import { isEmpty, regionWithin } from "../../compiler/model/region.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
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
  const plain =
    grant.windows.length === 0 &&
    grant.condition === undefined &&
    grant.resources.length <= 1 &&
    grant.subjects.length === 0 &&
    grant.approvals.every(({ approvers }) => approvers.some(({ left }) => left === undefined));
  if (plain) return false;
  return isEmpty({ ...regionWithin(policy, agent.name, life), grants: [grant], denies: [] }) === true;
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
