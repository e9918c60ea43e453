/** What an emitter gives back: files, and for every permission what the target does with it. */
import type { Constraint, Instant, Policy } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import type { Problem } from "../problem.ts";

export interface EmittedFile {
  /** Relative to the target's folder, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What becomes of one permission at one target (language reference, Soundness). */
export type Enforcement =
  | { readonly kind: "native" }
  /** Right until `next`, when the output must be compiled and applied again. */
  | { readonly kind: "scheduled"; readonly next: Instant; readonly why: string }
  | { readonly kind: "left-out"; readonly constraint: string; readonly why: string }
  | { readonly kind: "waived"; readonly constraints: readonly Constraint[]; readonly until: Instant }
  /** The target has no notion of the permission's action. */
  | { readonly kind: "not-applicable" };

export interface Enforced {
  readonly agent: string;
  /** The grant's id in its agent. */
  readonly grant: string;
  readonly enforcement: Enforcement;
}

export interface Emission {
  readonly target: Target;
  readonly files: readonly EmittedFile[];
  readonly enforcement: readonly Enforced[];
  /** What a suspension cannot recall, and for how long at most. */
  readonly tail: { readonly seconds: number; readonly text: string };
  readonly problems: readonly Problem[];
}

export interface EmitInput {
  readonly policy: Policy;
  readonly target: Target;
  /** The compile's clock (`--at`), epoch seconds. */
  readonly at: Instant;
}

/** An emitter is a pure function. `data` reads what ships with the compiler (`Host.data`). */
export type Emitter = (input: EmitInput, data: (name: string) => Promise<unknown>) => Promise<Emission>;
