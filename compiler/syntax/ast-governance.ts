/** Targets, guardrails and tests. */
import type { ActionRef, DeclarationBase, Name, Node, Path, Value } from "./ast-values.ts";

/** `target KIND NAME? { … }`; `targetKind` is the platform. */
export interface TargetDeclaration extends DeclarationBase {
  readonly kind: "target";
  readonly targetKind?: Name;
  readonly members: readonly TargetSetting[];
}

/** Words that belong to the setting (`principal tag`, `agents in`, `cross-app-access issuer`), then values. */
export interface TargetSetting extends Node {
  readonly kind: "target-setting";
  /** The first word. */
  readonly keyword: Name;
  /** Further words before the values, as in `principal tag "…"`. */
  readonly words: readonly Name[];
  readonly values: readonly Value[];
}

export interface GuardrailDeclaration extends DeclarationBase {
  readonly kind: "guardrail";
  readonly severity?: Name;
  readonly quantifier?: Name;
  /** `agent grant owner team service`. */
  readonly subject?: Name;
  readonly selectors: readonly GuardrailSelector[];
  readonly predicates: readonly GuardrailPredicate[];
  /** After `holds`. */
  readonly terms?: GuardrailTerm;
  readonly exceptions: readonly GuardrailException[];
}

export type GuardrailSelector =
  | (Node & { readonly kind: "label" | "risk"; readonly name?: Name })
  | (Node & { readonly kind: "actions"; readonly actions: readonly ActionRef[] })
  | (Node & { readonly kind: "namespace"; readonly path?: Path });

/** `expires within D`, `approval`, `email like "…"`. */
export interface GuardrailPredicate extends Node {
  readonly kind: "predicate";
  readonly keyword: Name;
  readonly value?: Value;
}

export type GuardrailTerm =
  | (Node & { readonly kind: "and" | "or"; readonly operands: readonly GuardrailTerm[] })
  | (Node & { readonly kind: "parenthesis"; readonly operand?: GuardrailTerm })
  | (Node & { readonly kind: "label" | "risk"; readonly name?: Name })
  | (Node & { readonly kind: "actions"; readonly actions: readonly ActionRef[] });

/** `except NAME because "…" until INSTANT`. */
export interface GuardrailException extends Node {
  readonly kind: "exception";
  readonly name?: Path;
  readonly because?: Value;
  readonly until?: Value;
}

export interface TestDeclaration extends DeclarationBase {
  readonly kind: "test";
  /** The test's title is `title`; `name` is never set. */
  readonly members: readonly (TestSetting | TestCase)[];
}

/** `as AGENT`, `at INSTANT`, `environment E`. */
export interface TestSetting extends Node {
  readonly kind: "test-setting";
  readonly keyword: Name;
  readonly value?: Value;
}

export interface TestCase extends Node {
  readonly kind: "case";
  /** `allow` or `deny`. */
  readonly keyword: Name;
  readonly action?: ActionRef;
  readonly clauses: readonly CaseClause[];
}

export type CaseClause =
  | (Node & { readonly kind: "on" | "user" | "at"; readonly keyword: Name; readonly value?: Value })
  | (Node & { readonly kind: "group" | "via"; readonly keyword: Name; readonly names: readonly Path[] })
  | (Node & { readonly kind: "with"; readonly keyword: Name; readonly bindings: readonly CaseBinding[] })
  | (Node & { readonly kind: "approved"; readonly keyword: Name; readonly by?: Path; readonly at?: Value });

/** `amount = 100.00`, `request.mfa = true`, `fact.incident = "SEV1"`. */
export interface CaseBinding extends Node {
  readonly kind: "binding";
  readonly variable: Path;
  readonly value?: Value;
}
