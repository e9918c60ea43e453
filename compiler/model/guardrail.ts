/** Guardrails as plain data (language reference, Guardrails). */
import type { ActionPattern, Origin, Risk } from "./policy.ts";

export interface Guardrail {
  readonly name: string;
  readonly title?: string;
  readonly severity: "error" | "warning";
  readonly quantifier: "every" | "no";
  readonly subject: "agent" | "grant" | "owner" | "team" | "service";
  readonly selectors: readonly GuardrailSelector[];
  readonly rule:
    | { readonly kind: "has"; readonly predicates: readonly GuardrailPredicate[] }
    | { readonly kind: "holds"; readonly terms: GuardrailTerm };
  readonly exceptions: readonly {
    readonly name: string;
    readonly because: string;
    readonly until: number;
    readonly origin: Origin;
  }[];
  readonly origin: Origin;
}

export type GuardrailSelector =
  | { readonly kind: "label"; readonly label: string }
  | { readonly kind: "risk"; readonly risk: Risk }
  | { readonly kind: "actions"; readonly actions: readonly ActionPattern[] }
  | { readonly kind: "namespace"; readonly namespace: string };

export type GuardrailPredicate =
  | { readonly kind: "expires" | "review" | "session"; readonly within: number }
  | {
      readonly kind: "approval" | "until" | "because" | "team" | "deputy" | "purpose" | "source" | "identity";
    }
  | { readonly kind: "email"; readonly like: string };

export type GuardrailTerm =
  | { readonly kind: "and" | "or"; readonly operands: readonly GuardrailTerm[] }
  | { readonly kind: "label"; readonly label: string }
  | { readonly kind: "risk"; readonly risk: Risk }
  | { readonly kind: "actions"; readonly actions: readonly ActionPattern[] };
