/** Grants, denies and conditions. */
import type { ActionRef, Name, Node, Path, Value } from "./ast-values.ts";

/** `may …` of an agent or profile, `allow …` of a scope. Exactly one of `scope` and `actions` unless broken. */
export interface Grant extends Node {
  readonly kind: "grant";
  /** `may` or `allow`. */
  readonly keyword: Name;
  readonly scope?: Path;
  readonly arguments?: readonly Value[];
  readonly actions: readonly ActionRef[];
  /** In the order written; repeated ones are kept (`duplicate-member` is the checker's). */
  readonly modifiers: readonly Modifier[];
}

export interface Never extends Node {
  readonly kind: "never";
  readonly keyword: Name;
  readonly actions: readonly ActionRef[];
  /** `on`, `where`, `because` only. */
  readonly modifiers: readonly Modifier[];
}

export type Modifier =
  | OnModifier
  | BehalfModifier
  | WhereModifier
  | ApprovalModifier
  | DuringModifier
  | InstantModifier
  | EnvironmentModifier
  | BecauseModifier;

/** `on RESOURCES`: strings or lets. */
export interface OnModifier extends Node {
  readonly kind: "on";
  readonly keyword: Name;
  readonly resources: readonly Value[];
}

/** `on behalf of SUBJECTS`. */
export interface BehalfModifier extends Node {
  readonly kind: "behalf";
  readonly keyword: Name;
  readonly subjects: readonly SubjectRef[];
}

/** `group G`, `user "mail"`, `owner O`. */
export interface SubjectRef extends Node {
  readonly kind: "subject";
  readonly keyword: Name;
  readonly value?: Value;
}

export interface WhereModifier extends Node {
  readonly kind: "where";
  readonly keyword: Name;
  readonly condition?: Condition;
}

/** `with approval from OWNER|TEAM for DURATION`. */
export interface ApprovalModifier extends Node {
  readonly kind: "approval";
  readonly keyword: Name;
  readonly from?: Path;
  readonly within?: Value;
}

export interface DuringModifier extends Node {
  readonly kind: "during";
  readonly keyword: Name;
  readonly window?: Path;
}

/** `from INSTANT`, `until INSTANT`, `through DATE`; which one is the keyword's text. */
export interface InstantModifier extends Node {
  readonly kind: "from" | "until" | "through";
  readonly keyword: Name;
  readonly instant?: Value;
}

export interface EnvironmentModifier extends Node {
  readonly kind: "environment";
  readonly keyword: Name;
  readonly environments: readonly Path[];
}

export interface BecauseModifier extends Node {
  readonly kind: "because";
  readonly keyword: Name;
  readonly reason?: Value;
}

/** `waive CONSTRAINT on TARGET because "…" until INSTANT`. */
export interface Waive extends Node {
  readonly kind: "waive";
  readonly keyword: Name;
  readonly constraint?: Name;
  /** A target's kind or `kind.name`. */
  readonly target?: Path;
  readonly because?: Value;
  readonly until?: Value;
}

/** `accept CODE because "…" until INSTANT`. */
export interface Accept extends Node {
  readonly kind: "accept";
  readonly keyword: Name;
  readonly code?: Name;
  readonly because?: Value;
  readonly until?: Value;
}

/** `enforced outside by "…" until INSTANT`. */
export interface EnforcedOutside extends Node {
  readonly kind: "enforced";
  readonly keyword: Name;
  readonly by?: Value;
  readonly until?: Value;
}

export type Condition =
  | (Node & { readonly kind: "and" | "or"; readonly operands: readonly Condition[] })
  | (Node & { readonly kind: "not"; readonly operand?: Condition })
  | (Node & { readonly kind: "parenthesis"; readonly operand?: Condition })
  | Comparison;

export type Operator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "like";

/** `NAME OP VALUE`, or a bare bool (`operator` absent). `variable` is an input, `request.ip`, `fact.x`. */
export interface Comparison extends Node {
  readonly kind: "comparison";
  readonly variable: Path;
  readonly operator?: Operator;
  /** For `in`: a `ListValue`, `NetworkValue`, string or let. */
  readonly value?: Value;
}
