/** Which statements and attachments are those of a role. */

import type { AwsManagedPolicy, AwsStatement } from "../../../scan/grants/aws/fact.ts";
import type { Located, Proof } from "../../../scan/grants/fact.ts";
import type { InfraResource } from "../../../scan/grants/resources/fact.ts";
import { get, str, type Value } from "../../../scan/grants/value.ts";
import { folderOf } from "../../../scan/link/folders.ts";
import type { Grants } from "../../scan/rule.ts";

type Held = Located<AwsStatement> | Located<AwsManagedPolicy>;

/** The name at the end of a role's ARN, its path left out. */
export function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

const roleType = /^aws_iam_role$|^AWS::IAM::Role$|(?:^|\.)Role$/;

export const isRole = ({ type }: InfraResource): boolean => roleType.test(type);

/** What the role is called in AWS, where that is written. */
export function roleNamed({ body }: InfraResource): string | undefined {
  return str(get(body, "name", "RoleName", "roleName", "role_name"));
}

/** A role of AWS: by its name there (`""`: not known), by its resource in the code, or both. */
export interface Role {
  readonly name: string;
  readonly shown: string;
  readonly resource?: Located<InfraResource>;
}

export interface HeldBy {
  /** Whether a grant is the role's. */
  readonly proofOf: (held: Held) => Proof | undefined;
  /** A permission boundary takes some of it away, and which is not looked at. */
  readonly isBounded: boolean;
  /** What the code calls the role, as other findings do: its block, where all that are it are called alike. */
  readonly label?: string;
}

/**
 * Tells of a grant whether it is the role's, and how sure that is: the text names the role, the grant stands in the
 * role's block or refers to it, or (a guess) the document's file is called like the role.
 */
export function heldBy({ name: role, resource: own }: Role, grants: Grants): HeldBy {
  const resources = grants.of("infra-resource");
  const roles = resources.filter(
    (each) => each === own || (isRole(each) && role !== "" && roleNamed(each) === role),
  );
  const attached = resources.flatMap((resource) => attachedPolicy(resource, role, roles));
  const isBounded = roles.some(
    ({ body }) =>
      get(body, "permissions_boundary", "PermissionsBoundary", "permissionsBoundary") !== undefined,
  );
  const proofOf = (held: Held): Proof | undefined => {
    for (const each of roles) {
      const near =
        each.type === "aws_iam_role" ? folderOf(each.file) === folderOf(held.file) : each.file === held.file;
      const isNamed = held.holder === each.name || (each.key !== "" && held.holder === each.key);
      if (near && (isNamed || (each.file === held.file && isInside(held, each.body)))) return "proven";
    }
    const { holder, file } = held;
    if (held.kind === "aws-statement" && held.attachedType === "aws_iam_policy")
      return attached.some((policy) => policy.label === holder && policy.folder === folderOf(file))
        ? "proven"
        : undefined;
    if (role === "" || holder !== role) return undefined;
    return held.kind === "aws-statement" && held.attachedType === "" ? "inferred" : "proven";
  };
  const [label, ...others] = new Set(roles.map((each) => each.name));
  return { proofOf, isBounded, ...(label === undefined || others.length > 0 ? {} : { label }) };
}

function isInside(held: Held, { at, end }: Value): boolean {
  return held.extent.at >= at && held.extent.end <= end;
}

/** The `aws_iam_policy` that an attachment of Terraform gives the role. */
function attachedPolicy(
  { type, file, body }: Located<InfraResource>,
  role: string,
  roles: readonly Located<InfraResource>[],
): readonly { readonly label: string; readonly folder: string }[] {
  if (type !== "aws_iam_role_policy_attachment") return [];
  const [to, policy] = [get(body, "role"), get(body, "policy_arn")];
  const folder = folderOf(file);
  const block = reference(to, "aws_iam_role");
  const isOurs =
    (role !== "" && str(to) === role) ||
    roles.some((each) => each.name === block && folderOf(each.file) === folder);
  const label = reference(policy, "aws_iam_policy");
  return isOurs && label !== undefined ? [{ label, folder }] : [];
}

function reference(value: Value | undefined, type: string): string | undefined {
  const path = value?.kind === "name" ? value.path : "";
  const [head, label] = path.split(".");
  return head === type ? label : undefined;
}
