/** The one list of rules on the policy. Its order is that of findings at one place. */
import type { PolicyRule } from "../rule.ts";
import { adminRisk } from "./admin-risk.ts";
import { broadAction } from "./broad-action.ts";
import { broadResource } from "./broad-resource.ts";
import { escalation } from "./escalation.ts";
import { expired } from "./expired.ts";
import { expiresSoon } from "./expires-soon.ts";
import { guardrail } from "./guardrail.ts";
import { neverInForce } from "./never-in-force.ts";
import { noAccountableOwner } from "./no-accountable-owner.ts";
import { outlivesAgent } from "./outlives-agent.ts";
import { redundant } from "./redundant.ts";
import { reviewOverdue } from "./review-overdue.ts";
import { selfApproval } from "./self-approval.ts";
import { sessionTooLong } from "./session-too-long.ts";
import { sessionTooShort } from "./session-too-short.ts";
import { standingWrite } from "./standing-write.ts";
import { swallowed } from "./swallowed.ts";
import { toxicLabels } from "./toxic-labels.ts";
import { waived } from "./waived.ts";
import { widerThanParent } from "./wider-than-parent.ts";

export const policyRules: readonly PolicyRule[] = [
  neverInForce,
  expired,
  expiresSoon,
  outlivesAgent,
  noAccountableOwner,
  reviewOverdue,
  widerThanParent,
  selfApproval,
  swallowed,
  redundant,
  escalation,
  guardrail,
  toxicLabels,
  broadAction,
  broadResource,
  adminRisk,
  standingWrite,
  sessionTooLong,
  sessionTooShort,
  waived,
];
