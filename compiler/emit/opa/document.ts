/**
 * The shape of `data.<package>.policy`, which the static module `remit.rego` reads. The module treats whatever is
 * absent from it as a deny: a grant without `when` never holds, a never without `unless` always does.
 */
import type { Matcher } from "./matcher.ts";

export interface PolicyDocument {
  /** Of this shape; the module denies everything under another one. */
  readonly format: 1;
  readonly workspace: string;
  readonly environment?: string;
  /** Epoch seconds from which the served decisions are all deny; MAX_INSTANT where that is never. */
  readonly stale_at: number;
  /** The services whose resources are paths: the declared ones and `tool`. */
  readonly services: Readonly<Record<string, true>>;
  /** By zone: from `starts[i]` on (epoch seconds), local time is UTC plus `offsets[i]` seconds. */
  readonly zones: Readonly<
    Record<string, { readonly starts: readonly number[]; readonly offsets: readonly number[] }>
  >;
  readonly agents: Readonly<Record<string, AgentDocument>>;
}

export interface AgentDocument {
  /** Who answers for it, and where it is declared: for people. */
  readonly owner: string;
  readonly source: string;
  /** Itself and its ancestors: stopping one of them stops it. */
  readonly line: readonly string[];
  /** Half-open, in epoch seconds, all bounds of its own and its ancestors' met. */
  readonly force: readonly (readonly [number, number])[];
  readonly nevers: readonly NeverDocument[];
  /** Action → keys of `grants`. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
  readonly patterns: readonly { readonly action: Matcher; readonly grants: readonly string[] }[];
  readonly grants: Readonly<Record<string, GrantDocument>>;
}

export interface NeverDocument {
  readonly says: string;
  readonly actions: readonly Matcher[];
  readonly resources?: readonly Matcher[];
  readonly unless?: ConditionDocument;
}

export interface GrantDocument {
  /** The statement and its place, for reasons. */
  readonly says: string;
  readonly from: number;
  readonly until: number;
  readonly resources: readonly (readonly Matcher[])[];
  readonly subjects: readonly (readonly SubjectDocument[])[];
  readonly windows: readonly {
    readonly zone: string;
    readonly minutes: readonly (readonly [number, number])[];
  }[];
  readonly when: ConditionDocument;
  readonly approvals: readonly {
    /** Approver's email → the instant from which it counts no more. */
    readonly by: Readonly<Record<string, number>>;
    readonly within: number;
  }[];
}

export type SubjectDocument = { readonly group: string } | { readonly user: string; readonly until: number };

/** Any of the conjunctions; `[[]]` is always true, `[]` never. */
export type ConditionDocument = readonly (readonly AtomDocument[])[];

export interface AtomDocument {
  readonly from: "inputs" | "context" | "facts";
  readonly name: string;
  readonly type: "string" | "int" | "decimal" | "bool" | "ip";
  readonly op: string;
  readonly value: unknown;
  /** Of a fact: the age in seconds up to which it is known. */
  readonly fresh?: number;
}
