/** Runs the rules over the grants of a scan. */
import type { Grant, GrantKind, Located } from "../../scan/grants/fact.ts";
import type { FindingSeverity, Grants, Knowledge, Offence, ScanRule } from "./rule.ts";
import { severityOf } from "./rule.ts";

export interface GrantFinding extends Offence {
  readonly rule: string;
  readonly severity: FindingSeverity;
}

/** The grants by kind, each in the given order. */
export function indexGrants(located: readonly Located<Grant>[]): Grants {
  const byKind = new Map<GrantKind, Located<Grant>[]>();
  for (const grant of located) {
    const list = byKind.get(grant.kind);
    if (list) list.push(grant);
    else byKind.set(grant.kind, [grant]);
  }
  return {
    of<K extends GrantKind>(kind: K) {
      const isOfKind = (grant: Located<Grant>): grant is Located<Extract<Grant, { readonly kind: K }>> =>
        grant.kind === kind;
      return (byKind.get(kind) ?? []).filter(isOfKind);
    },
  };
}

/** What the rules find, by file, place and rule; the same finding of one rule at one place is reported once. */
export function checkGrants(
  rules: readonly ScanRule[],
  grants: readonly Located<Grant>[],
  knowledge: Knowledge,
): readonly GrantFinding[] {
  const index = indexGrants(grants);
  const found = new Map<string, GrantFinding>();
  for (const rule of rules)
    for (const offence of rule.check(index, knowledge)) {
      const severity = severityOf(offence.tier ?? rule.tier, offence.proof ?? "proven");
      const key = `${offence.file}\n${offence.extent.at}\n${offence.extent.end}\n${rule.id}`;
      if (!found.has(key)) found.set(key, { ...offence, rule: rule.id, severity });
    }
  return [...found.values()].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.extent.at - b.extent.at ||
      (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
}

/** The patterns of AWS actions that grants name, for loading the catalog: at least one, so that prefixes are known. */
export function namedActions(grants: readonly Grant[]): readonly string[] {
  const patterns = grants.flatMap((grant) =>
    grant.kind === "aws-statement" ? [...grant.actions, ...grant.notActions] : [],
  );
  const known = patterns.filter((word) => !word.open);
  const named = known.filter((word) => /^[\w-]+:/.test(word.value));
  // What reaches every service is told by one action that says how far.
  const whole =
    known.some((word) => word.value.startsWith("*")) ||
    grants.some((grant) => grant.kind === "aws-managed-policy");
  return [
    ...new Set([
      "s3:GetObject",
      ...(whole ? ["iam:CreateUser"] : []),
      ...named.map((word) => word.value.toLowerCase()),
    ]),
  ];
}
