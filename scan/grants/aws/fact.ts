/** Grants of AWS identity and access management. */
import type { Extent } from "../../code.ts";
import type { Proof } from "../fact.ts";
import type { Text } from "../value.ts";

/**
 * What a policy document is to whom it is attached: `identity` gives rights to a principal, `trust` says who may become
 * a role, `resource` says who may use a resource (there `*` as resource is the resource itself), `ceiling` only limits
 * what others give (permission boundaries, service control policies, VPC endpoint policies).
 */
export type DocumentRole = "identity" | "trust" | "resource" | "ceiling";

export interface AwsCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly Text[];
}

export interface AwsPrincipal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` for everybody. */
  readonly type: string;
  readonly value: Text;
}

export interface AwsStatement {
  readonly kind: "aws-statement";
  readonly extent: Extent;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly Text[];
  readonly notActions: readonly Text[];
  readonly resources: readonly Text[];
  readonly notResources: readonly Text[];
  readonly principals: readonly AwsPrincipal[];
  readonly notPrincipal: boolean;
  readonly conditions: readonly AwsCondition[];
  readonly role: DocumentRole;
  /** The resource that the document belongs to: its type as written (`aws_iam_role_policy`, `AWS::IAM::Role`). */
  readonly attachedType: string;
  /** Who holds it, as far as the file says: statements of one holder add up. */
  readonly holder: string;
  readonly proof: Proof;
}

/** A policy that AWS manages, attached to something. */
export interface AwsManagedPolicy {
  readonly kind: "aws-managed-policy";
  readonly extent: Extent;
  /** Without path: `AdministratorAccess`. */
  readonly name: string;
  /** The path before the name: `service-role/`, `job-function/`, or empty. */
  readonly path: string;
  readonly holder: string;
  readonly proof: Proof;
}

export type AwsGrant = AwsStatement | AwsManagedPolicy;
