/** Grants of Google Cloud. */
import type { Extent } from "../../code.ts";
import type { Proof } from "../fact.ts";
import type { Text } from "../value.ts";

/** On what a role is bound. */
export type GcpLevel = "project" | "folder" | "organization" | "resource" | "unknown";

export interface GcpBinding {
  readonly kind: "gcp-binding";
  readonly extent: Extent;
  readonly role: Text;
  readonly members: readonly Text[];
  readonly level: GcpLevel;
  /** `google_storage_bucket`, `run services`; what kind of thing it is bound on. */
  readonly on: string;
  /** The expression of an IAM condition, or `…` where there is one that is not known. */
  readonly condition: string | undefined;
  readonly holder: string;
  /** Where the role is an element of something: the expression that it is taken from. */
  readonly from?: string;
  readonly proof: Proof;
}

/** A list of roles that has a name in its folder: bindings in other files go through it. */
export interface GcpRoleList {
  readonly kind: "gcp-role-list";
  readonly extent: Extent;
  /** `var.agent_roles`, `local.agent_roles`. */
  readonly name: string;
  readonly roles: readonly Text[];
  readonly proof: Proof;
}
