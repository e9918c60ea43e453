/** What the rules about Azure share. */
import type { Located } from "../../scan/grants/fact.ts";
import type { AzureAssignment } from "../../scan/grants/microsoft/fact.ts";
import type { Offence, Tier } from "./rule.ts";

export type Assignment = Located<AzureAssignment>;

const names = {
  "management-group": "a management group",
  subscription: "the subscription",
  "resource-group": "the resource group",
  resource: "the resource",
  unknown: "a scope that the file does not say",
};
export const scopeName = (assignment: Assignment) => names[assignment.scope];

export function assigned(assignment: Assignment, message: string, tier: Tier): Offence {
  const { file, extent, holder, role } = assignment;
  const proof = assignment.scope === "unknown" ? "inferred" : assignment.proof;
  return { file, extent, subject: `${holder} ${role} ${assignment.scope}`, message, tier, proof };
}
