/** Resources of infrastructure code that rules look at as a whole: identities, keys, sessions, agent runtimes. */
import type { Extent } from "../../code.ts";
import type { Proof } from "../fact.ts";
import type { Value } from "../value.ts";

export interface InfraResource {
  readonly kind: "infra-resource";
  readonly extent: Extent;
  /** As the tool calls it: `aws_iam_role`, `AWS::IAM::Role`, `iam.Role`, `gcloud iam service-accounts keys create`. */
  readonly type: string;
  readonly name: string;
  /** The variable, key or block that it is assigned to; "" where it is to none. */
  readonly key: string;
  /** What it is given: a dict whose texts stand for what names in the file stand for. */
  readonly body: Value;
  readonly proof: Proof;
}

/** A credential that is written out. The value is masked to its prefix. */
export interface InlineCredential {
  readonly kind: "inline-credential";
  readonly extent: Extent;
  readonly prefix: string;
  /** The key or variable that holds it. */
  readonly key: string;
  readonly proof: Proof;
}

export type ResourceGrant = InfraResource | InlineCredential;
