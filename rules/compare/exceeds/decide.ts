/** Whether a claim is within the policy: decided by the algebra of regions, with a request as witness. */
import { newWork } from "../../../compiler/model/cube.ts";
import { evaluate } from "../../../compiler/model/evaluate.ts";
import { matches } from "../../../compiler/model/pattern.ts";
import {
  type Agent,
  type Constraint,
  type Deny,
  type Grant,
  type Instant,
  MAX_INSTANT,
  MIN_INSTANT,
  type Policy,
} from "../../../compiler/model/policy.ts";
import { difference, type Region, regionOf } from "../../../compiler/model/region.ts";
import type { Request } from "../../../compiler/model/request.ts";
import type { Claim, Part } from "./claim.ts";

export interface Excess {
  readonly part: Part;
  readonly witness: Request;
  /** `never`: the policy allows it under no circumstances. Otherwise what the policy says to the witness. */
  readonly answer: "never" | string;
}

/** The first part of the claim that goes beyond what the agent may do from now on; `undefined`: none, or undecided. */
export function excessOf(claim: Claim, policy: Policy, agent: Agent, now: Instant): Excess | undefined {
  const allowed = regionOf(policy, agent.name, now);
  const widest = reread(loosened(allowed, now), claim.lens);
  for (const part of claim.parts) {
    const witness = beyond(part, widest);
    if (witness) return { part, witness, answer: "never" };
  }
  if (!claim.unbounded || (agent.enforcedOutside && now < agent.enforcedOutside.until)) return undefined;
  const exact = reread(waived(allowed, agent, claim, now), claim.lens);
  for (const part of claim.parts) {
    const witness = beyond(part, exact);
    if (witness) return { part, witness, answer: evaluate(policy, witness, now).reason };
  }
  return undefined;
}

function beyond(part: Part, whole: Region): Request | undefined {
  const allowed = about(whole, part.action);
  const mine: Region = {
    ...allowed,
    grants: [grantOf(part)],
    denies: part.denies,
  };
  const theirs: Region =
    part.resources === undefined
      ? {
          ...allowed,
          grants: allowed.grants.map((grant) => ({ ...grant, resources: [] })),
          denies: allowed.denies.filter((deny) => deny.resources === undefined),
        }
      : allowed;
  const answer = difference(mine, theirs, newWork());
  return answer.kind === "witness" ? answer.request : undefined;
}

/** The statements that name the action, with that action alone: the algebra has less to look at. */
function about(region: Region, action: string): Region {
  const named = { text: action, wildcard: false };
  const names = ({ actions }: Grant | Deny) =>
    actions.some(({ text, wildcard }) => (wildcard ? matches(text, action) : text === action));
  return {
    ...region,
    grants: region.grants.filter(names).map((grant) => ({ ...grant, actions: [named] })),
    denies: region.denies.filter(names).map((deny) => ({ ...deny, actions: [named] })),
  };
}

function grantOf(part: Part): Grant {
  const span = { file: "", start: part.extent.at, end: part.extent.end };
  return {
    id: part.action,
    actions: [{ text: part.action, wildcard: false }],
    resources: part.resources ?? [],
    subjects: [],
    approvals: [],
    windows: [],
    range: { from: MIN_INSTANT, until: MAX_INSTANT },
    origin: { span, line: 1, text: part.said },
    spans: { actions: span },
    written: [part.said],
  };
}

/** What the grants reach in actions and resources alone; those that have ended are gone. */
function loosened(region: Region, now: Instant): Region {
  return {
    ...region,
    grants: region.grants
      .filter((grant) => grant.range.until > now)
      .map(({ condition: _, ...grant }) => ({
        ...grant,
        subjects: [],
        approvals: [],
        windows: [],
        range: { from: MIN_INSTANT, until: MAX_INSTANT },
      })),
    denies: region.denies.filter((deny) => deny.unless === undefined),
  };
}

/** Without the constraints that the agent's owner has given up for the claim's platform. */
function waived(region: Region, agent: Agent, { target }: Claim, now: Instant): Region {
  const isWaived = (constraint: Constraint) =>
    agent.waives.some(
      (waive) =>
        waive.constraint === constraint &&
        now < waive.until &&
        target !== undefined &&
        (waive.target === target || waive.target.startsWith(`${target}.`)),
    );
  return {
    ...region,
    grants: region.grants.map(({ condition, ...grant }) => ({
      ...grant,
      ...(condition && !isWaived("condition") ? { condition } : {}),
      windows: isWaived("window") ? [] : grant.windows,
      subjects: isWaived("subject") ? [] : grant.subjects,
      approvals: isWaived("approval") ? [] : grant.approvals,
    })),
    denies: isWaived("deny") ? [] : region.denies,
  };
}

function reread(region: Region, lens: Claim["lens"]): Region {
  if (!lens) return region;
  return {
    ...region,
    grants: region.grants.map((grant) => ({
      ...grant,
      resources: grant.resources.map((any) => any.map(lens)),
    })),
    denies: region.denies.map(
      (deny): Deny => (deny.resources ? { ...deny, resources: deny.resources.map(lens) } : deny),
    ),
  };
}
