/** What a rule is that compares the agents in the code with those of the policy. */
import type { Agent, Instant, Policy, Service } from "../../compiler/model/policy.ts";
import type { Extent } from "../../scan/code.ts";
import type { Grant, Located } from "../../scan/grants/fact.ts";
import type { FoundAgent } from "../../scan/identity.ts";
import type { LinkedServer } from "../../scan/link/mcp.ts";
import type { Matching } from "../../scan/match.ts";
import type { FindingSeverity, Knowledge } from "../scan/rule.ts";

/** What a scan found and, where there is a policy, what that declares. */
export interface Comparison {
  /** Epoch seconds. */
  readonly at: Instant;
  readonly agents: readonly FoundAgent[];
  readonly servers: readonly LinkedServer[];
  /** Absent: no policy is compared. */
  readonly policy?: ComparedPolicy;
  /** What documents and code grant, and what the catalogs say of it; absent: it is not compared. */
  readonly granted?: { readonly grants: readonly Located<Grant>[]; readonly knowledge: Knowledge };
}

export interface ComparedPolicy {
  /** Of all environments, each once. */
  readonly agents: readonly Agent[];
  readonly services: readonly Service[];
  readonly matching: Matching;
  /** One for each environment; absent: what agents may do is not compared with what they are granted. */
  readonly environments?: readonly Policy[];
}

export interface Difference {
  readonly file: string;
  readonly extent: Extent;
  /** One line: what differs, and what to do. */
  readonly message: string;
  /** What it is about, without places: part of its fingerprint. */
  readonly subject: string;
  /** Where it differs from the rule's. */
  readonly severity?: FindingSeverity;
  /** The id of the agent in the code. */
  readonly agent?: string;
  /** What would declare it: a title and a text for a policy file. */
  readonly stanza?: { readonly title: string; readonly text: string };
  /** The places that lead to it, in order: the declaration, the agent's construct, another claimant. */
  readonly steps?: readonly Step[];
}

/** A place on the way to a difference, and what stands there. */
export interface Step {
  readonly file: string;
  readonly extent: Extent;
  readonly message: string;
}

export interface CompareRule {
  readonly id: string;
  readonly title: string;
  readonly severity: FindingSeverity;
  readonly check: (comparison: Comparison) => Iterable<Difference>;
}

/** Checks at compile time that a rule is whole. The page beside the rule says why it matters and what to do. */
export function defineCompareRule(rule: CompareRule): CompareRule {
  return rule;
}
