/** Grants of Entra ID and Azure. */
import type { Extent } from "../../code.ts";
import type { Proof } from "../fact.ts";

/** A permission of Microsoft Graph that an application asks for or is assigned. */
export interface GraphPermission {
  readonly kind: "graph-permission";
  readonly extent: Extent;
  readonly name: string;
  /** `application`: without a user, tenant-wide. `delegated`: within what the signed-in user may do. */
  readonly type: "application" | "delegated";
  readonly holder: string;
  readonly proof: Proof;
}

/** How wide a role assignment reaches. */
export type AzureScope = "management-group" | "subscription" | "resource-group" | "resource" | "unknown";

export interface AzureAssignment {
  readonly kind: "azure-assignment";
  readonly extent: Extent;
  /** Display name of the role; of one that no table has, the identifier. */
  readonly role: string;
  readonly scope: AzureScope;
  /** An ABAC condition stands beside it. */
  readonly conditioned: boolean;
  /** An end is set, or it is only eligible through PIM. */
  readonly limited: boolean;
  readonly holder: string;
  readonly proof: Proof;
}

export interface AzureRoleDefinition {
  readonly kind: "azure-role-definition";
  readonly extent: Extent;
  readonly name: string;
  readonly actions: readonly { readonly value: string; readonly extent: Extent }[];
  readonly rootScope: boolean;
  readonly proof: Proof;
}

export type MicrosoftGrant = GraphPermission | AzureAssignment | AzureRoleDefinition;
