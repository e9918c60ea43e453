/** What would have to change in the policy for a denied request to be allowed, as a sentence. */
import type { Lack, Verdict } from "./evaluate.ts";
import type { Agent, Grant, Origin, Policy } from "./policy.ts";
import type { ReadRequest } from "./read-request.ts";
import { instantInWords } from "./time.ts";

export interface PolicyChange {
  readonly sentence: string;
  /** The statement to change; for an addition, the agent. */
  readonly origin: Origin;
}

type Denied = Exclude<Verdict, { readonly kind: "allow" | "unknown-agent" } | { readonly malformed: string }>;

/** The obstacle that was met first; behind it there may be more. */
export function policyChange(policy: Policy, verdict: Denied, read: ReadRequest): PolicyChange {
  switch (verdict.kind) {
    case "never":
      return { sentence: "The 'never' would have to leave this out.", origin: verdict.deny.origin };
    case "not-in-force":
      return inForceChange(policy, verdict, read);
    case "no-grant": {
      const { agent, nearest } = verdict;
      if (nearest)
        return { sentence: lackChange(nearest.grant, nearest.lacks, read), origin: nearest.grant.origin };
      return { sentence: `${agent.name} would need 'may ${read.action}'.`, origin: agent.origin };
    }
  }
}

function inForceChange(
  policy: Policy,
  { holder, bound }: Extract<Denied, { readonly kind: "not-in-force" }>,
  { at }: ReadRequest,
): PolicyChange {
  const { origin } = holder;
  switch (bound) {
    case "environment":
      return {
        sentence: `${holder.name} would have to be of the environment '${policy.environment}'.`,
        origin,
      };
    case "suspended":
      return {
        sentence: `${holder.name} would have to be resumed.`,
        origin: holder.suspended?.origin ?? origin,
      };
    case "retired":
      return { sentence: `${holder.name} would have to be in service again.`, origin };
    case "life":
      return lifeChange(holder, at);
    case "review":
      return {
        sentence: `${holder.name} would need a review before ${instantInWords(at + 1)}.`,
        origin: holder.review?.origin ?? origin,
      };
    case "owner":
      return { sentence: `${holder.name} would need an owner or a deputy who is there.`, origin };
  }
}

function lifeChange(holder: Agent, at: number): PolicyChange {
  return holder.starts !== undefined && at < holder.starts
    ? { sentence: `${holder.name} would have to start by ${instantInWords(at)}.`, origin: holder.origin }
    : {
        sentence: `${holder.name} would have to expire after ${instantInWords(at)}.`,
        origin: holder.expiresOrigin,
      };
}

function lackChange(grant: Grant, lacks: Lack, read: ReadRequest): string {
  switch (lacks) {
    case "resource":
      return `The 'may' would have to cover ${read.resource === undefined ? "requests without a resource" : read.resource}.`;
    case "range":
      return `The 'may' would have to hold at ${instantInWords(read.at)}.`;
    case "window":
      return `The window ${grant.windows.map(({ name }) => name).join(" or ")} would have to be open at ${instantInWords(read.at)}.`;
    case "condition":
      return "The condition of the 'may' would have to allow these values.";
    case "subject":
      return read.subject
        ? `The 'may' would have to be on behalf of ${read.subject.user}.`
        : "The 'may' would have to be for the agent as itself, too.";
    case "approval":
      return "The 'may' would have to do without this approval.";
  }
}
