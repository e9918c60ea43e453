/** What the rules about AWS share: how far a resource pattern reaches, which conditions narrow, who holds what. */
import type { Extent } from "../../scan/code.ts";
import type { AwsCondition, AwsStatement } from "../../scan/grants/aws/fact.ts";
import type { Located } from "../../scan/grants/fact.ts";
import type { Text } from "../../scan/grants/value.ts";
import type { Grants, Offence } from "./rule.ts";

export type Statement = Located<AwsStatement>;

/** Statements that give a principal rights: not trust, not a resource's own policy, not a ceiling, not a refusal. */
export function given(grants: Grants): readonly Statement[] {
  return grants
    .of("aws-statement")
    .filter((statement) => statement.effect === "Allow" && statement.role === "identity");
}

/** `all`: everything. `account`: all of a service in an account. `type`: all of one type. */
export type Reach = "all" | "account" | "type" | "narrow";

const nameFirst = new Set(["s3", "execute-api", "sqs", "sns", "s3express"]);

/** How much a resource pattern takes in; a part that is not known counts as a name. */
export function reach(resource: Text): Reach {
  const pattern = resource.value.replace(/\$\{[^}]*\}/g, "§").trim();
  if (pattern === "*" || pattern === "**" || pattern === "*:*") return "all";
  const parts = pattern.split(":");
  if (parts[0] !== "arn") return "narrow";
  if (parts.length < 6) return parts.at(-1) === "*" ? "all" : "narrow";
  const [, , service = "", , , ...rest] = parts;
  const name = rest.join(":");
  if (/^\*+(?:[/:]\*+)*$/.test(name)) return service === "*" || service === "s3" ? "all" : "account";
  // In these services the name comes first, and no type before it: `bucket/*` is one bucket.
  if (nameFirst.has(service)) return "narrow";
  return /^[A-Za-z][\w-]*[/:]\*+(?:[/:]\*+)*$/.test(name) ? "type" : "narrow";
}

/** The widest reach among a statement's resources. A statement without resources (broken) reaches nothing. */
export function widest(statement: Statement): Reach {
  const reaches = statement.resources.map(reach);
  const order: readonly Reach[] = ["all", "account", "type"];
  return order.find((candidate) => reaches.includes(candidate)) ?? "narrow";
}

/** Condition keys that tie a statement to some resources or to one use of them. */
const narrowing =
  /ResourceTag|ResourceAccount|ResourceOrgID|RequestTag|TagKeys|ViaService|ViaAWSService|CalledVia|EncryptionContext|cloudwatch:namespace|PassedToService|AWSServiceName|SourceArn|SourceAccount|s3:prefix|LeadingKeys|PermissionsBoundary|FromAddress|DataAccessPointArn|InstanceProfile|GrantIsForAWSResource|CreateAction|ProtectedResource|authorized.?service|Vpc\b|Subnet/i;

/** Whether a condition limits what the statement reaches. `IfExists` and a value `*` do not. */
export function narrowed(statement: Statement): boolean {
  return statement.conditions.some(narrows);
}

function narrows(condition: AwsCondition): boolean {
  return narrowing.test(condition.key) && !condition.values.some((value) => value.value === "*");
}

/** Whether the name of what is tested is made elsewhere (`${url}:${claim}`), so that it may be the one that narrows. */
export const keyUnknown = (condition: AwsCondition) => /\$\{[^}]*\}$/.test(condition.key);

/** `Holder 'agent-role'`, or nothing where the file does not say who holds it. */
export function whose(statement: { readonly holder: string }): string {
  return statement.holder === "" ? "" : ` of '${statement.holder}'`;
}

/** An offence at one word of a statement. */
export function offence(
  statement: { readonly file: string; readonly holder: string; readonly proof: AwsStatement["proof"] },
  at: Extent,
  subject: string,
  message: string,
): Offence {
  const { file, holder, proof } = statement;
  return { file, extent: { at: at.at, end: at.end }, subject: `${holder} ${subject}`, message, proof };
}

/** Up to three names, and how many more. */
export function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

export const isEverything = (action: Text) => action.value === "*" || action.value === "*:*";

/** `s3:*` and not `s3:Get*`; the prefix in lower case. */
export function wholeService(action: Text): string | undefined {
  return /^([a-z0-9-]+):\*+$/i.exec(action.value)?.[1]?.toLowerCase();
}

/** Whether an IAM pattern takes in a literal action; both without regard to case. Patterns have few wildcards. */
export function covers(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const name = action.toLowerCase();
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return first === name;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  const end = rest.at(-1) ?? "";
  return name.length - end.length >= from && name.endsWith(end);
}
