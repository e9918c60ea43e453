import type { ProblemCode } from "./problems.ts";
import type { Span } from "./source.ts";

export type Severity = "error" | "warning" | "info";

/** A second place that helps to understand a problem. */
export interface Related {
  readonly message: string;
  readonly span: Span;
}

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** A repair. `safe` ones are what `check --fix` applies: they never widen access and leave no question open. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
}

/** A diagnostic of the language: a value, never an exception. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** One line that names the thing and says what to do. */
  readonly message: string;
  readonly span: Span;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}
