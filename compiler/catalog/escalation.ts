/**
 * Sets of actions that let their holder raise its own access, as published research and the vendors' own documents
 * describe them, in our words. Resources are not looked at: which role can be passed or assumed is the platform's to
 * know, so a narrow `on` is a reason to accept the finding, not for silence.
 */
import type { Escalation } from "./catalog.ts";
import { awsEscalations } from "./escalation-aws.ts";
import { otherEscalations } from "./escalation-others.ts";
import { passRoleEscalations } from "./escalation-pass-role.ts";

/** All combinations. */
export const escalations: readonly Escalation[] = [
  ...passRoleEscalations,
  ...awsEscalations,
  ...otherEscalations,
];
