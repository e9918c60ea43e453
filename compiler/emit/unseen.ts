/**
 * Rules of the language for every request (language reference, Requests and Meaning) that a target does not see, so that
 * its output keeps to the policy only for calls that keep to them.
 */
import type { Target } from "../model/test-and-target.ts";

export interface Unseen {
  /** `via`: every agent in the chain must be allowed. `as-itself`: without `on behalf of` a grant is for the agent alone. */
  readonly rule: "via" | "as-itself";
  /** What the target sees instead, without a full stop. */
  readonly why: string;
}

/** None where the target decides on whole requests, as it is told them. */
export function unseenBy({ kind, settings }: Pick<Target, "kind" | "settings">): readonly Unseen[] {
  if (kind === "cedar" && settings.profile !== "agentcore") return [];
  return table[kind];
}

const unseen = (via: string, asItself: string): readonly Unseen[] => [
  { rule: "via", why: via },
  { rule: "as-itself", why: asItself },
];

const ofTokens = unseen(
  "a token names who asked for it and a user, not the agents through which a call comes",
  "what is granted without `on behalf of` is in tokens that name no user, but whom the agent serves with one is not seen",
);

/** That of Cedar is for a gateway of AgentCore. */
const table: Readonly<Record<Target["kind"], readonly Unseen[]>> = {
  opa: [],
  cedar: unseen(
    "the gateway sees who calls it, not the agents through which the call came",
    "the gateway does not see whether a caller acts for itself or for a person",
  ),
  aws: unseen(
    "IAM sees the role that calls, not the agents through which the call came",
    "IAM does not see whether a role acts for itself or for a person",
  ),
  keycloak: ofTokens,
  okta: ofTokens,
};
