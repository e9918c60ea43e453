/** What a rule about grants is. Each rule is one file with its knowledge and one page with examples that the tests run. */
import type { Extent } from "../../scan/code.ts";
import type { Grant, GrantKind, Located, Proof } from "../../scan/grants/fact.ts";
import type { AwsActions } from "./aws-actions.ts";

export type Tier = "critical" | "high" | "medium" | "low";
export type FindingSeverity = "error" | "warning" | "note";

/** Where a rule's subject stands in other catalogs of weaknesses. */
export interface Mappings {
  /** OWASP Top 10 for Agentic Applications 2026: `ASI03`. */
  readonly owaspAgentic: readonly string[];
  /** OWASP Top 10 for LLM Applications: `LLM06:2025`. */
  readonly owaspLlm: readonly string[];
  readonly cwe: readonly string[];
  /** NIST SP 800-53 controls. */
  readonly nist: readonly string[];
}

/** All grants of a scan, by kind, in the order of their files and places. */
export interface Grants {
  of<K extends GrantKind>(kind: K): readonly Located<Extract<Grant, { readonly kind: K }>>[];
}

/** What the catalogs say of the actions that the grants name. */
export interface Knowledge {
  readonly aws: AwsActions;
}

export interface Offence {
  readonly file: string;
  readonly extent: Extent;
  /** One line: what is granted to whom, and what to do instead. */
  readonly message: string;
  /** What the finding is about, without places: part of its fingerprint. */
  readonly subject: string;
  /** Where it differs from the rule's. */
  readonly tier?: Tier;
  readonly proof?: Proof;
}

export interface ScanRule {
  readonly id: string;
  readonly title: string;
  readonly tier: Tier;
  readonly maps: Mappings;
  readonly check: (grants: Grants, knowledge: Knowledge) => Iterable<Offence>;
}

/** Checks at compile time that a rule is whole. The page beside the rule says why it matters and what to do. */
export function defineScanRule(rule: ScanRule): ScanRule {
  return rule;
}

/** The mappings of a rule; `AC-6` (least privilege) is the control of nearly all of them. */
export function maps(owaspAgentic: string, owaspLlm: string, cwe: string, nist = "AC-6"): Mappings {
  const split = (list: string) => list.split(" ").filter((item) => item !== "");
  const weaknesses = split(cwe).map((number) => `CWE-${number}`);
  return { owaspAgentic: split(owaspAgentic), owaspLlm: split(owaspLlm), cwe: weaknesses, nist: split(nist) };
}

/** Critical and high are errors where the text proves them; what is inferred is a warning at most. */
export function severityOf(tier: Tier, proof: Proof): FindingSeverity {
  if (tier === "low") return "note";
  return tier === "medium" || proof === "inferred" ? "warning" : "error";
}
