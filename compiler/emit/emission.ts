/** What an emitter gives back: files, and for every permission what the target does with it. */
import type { Constraint, Instant, Policy } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import type { Problem } from "../problem.ts";

export interface EmittedFile {
  /** Relative to the target's folder, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** A clause of a grant that a target cannot enforce. `why` completes "… because". */
export interface Lack {
  readonly constraint: string;
  readonly why: string;
}

/** What becomes of one permission at one target (language reference, Soundness). */
export type Enforcement =
  | { readonly kind: "native" }
  /** Right until `next`, when the output must be compiled and applied again. */
  | { readonly kind: "scheduled"; readonly next: Instant; readonly why: string }
  /** `constraint` is the first that cannot be enforced, `why` its reason; `lacks` are all that no waive lets go. */
  | {
      readonly kind: "left-out";
      readonly constraint: string;
      readonly why: string;
      readonly lacks: readonly Lack[];
      /** What waives in force let go, to no effect, since the rest is in the way. */
      readonly idle: readonly Constraint[];
    }
  /** Until the waive ends; with `next`, the output must be compiled and applied again then, as where it is scheduled. */
  | {
      readonly kind: "waived";
      readonly constraints: readonly Constraint[];
      readonly until: Instant;
      readonly next?: Instant;
      readonly why?: string;
    }
  /** The target has no notion of the permission's action. */
  | { readonly kind: "not-applicable" };

export interface Enforced {
  readonly agent: string;
  /** The grant's id in its agent. */
  readonly grant: string;
  readonly enforcement: Enforcement;
}

/** Something that exists on the platform once the output is applied: a role, a client, an agent. */
export interface EmittedObject {
  /** The platform's word for it: `role`, `client`. */
  readonly kind: string;
  /** Its name or id there. */
  readonly name: string;
  /**
   * The kind of the object that holds it, such as `stack`: while the target makes one of these, applying it takes away
   * what is not in it any more.
   */
  readonly within?: string;
}

/** An object that nobody else may make. */
export interface Claim {
  /** The same for two objects that the platform would take for one; it holds the account or organisation. */
  readonly key: string;
  /** For a message: `the role 'x' in account 1`. */
  readonly label: string;
}

/** What a suspension cannot recall, and for how long at most. */
export interface Tail {
  readonly text: string;
  /** For the agent with the longest. */
  readonly seconds: number;
  /** For each agent; absent: it is nothing for all. */
  readonly byAgent?: ReadonlyMap<string, number>;
}

export interface Emission {
  readonly target: Target;
  readonly files: readonly EmittedFile[];
  /**
   * What the manifest remembers, so that the next compile can say what is gone. Absent: nothing to remove by hand. With
   * `onlySuspensions` those of the stops, beside those that the last output made.
   */
  readonly objects?: readonly EmittedObject[];
  /** What another target of the policies must not make too, where the output itself cannot notice it. */
  readonly claims?: readonly Claim[];
  readonly enforcement: readonly Enforced[];
  readonly tail: Tail;
  readonly problems: readonly Problem[];
  /** What a person who compiles has to know of the files, in words, without a full stop. */
  readonly remarks?: readonly string[];
  /** With `onlySuspensions`: agents of the last output that are stopped in this one. */
  readonly stopped?: readonly string[];
}

/** What the last compile wrote for a target: its files by their path in the target's folder. */
export type LastOutput =
  | { readonly kind: "whole"; readonly files: ReadonlyMap<string, string> }
  | { readonly kind: "absent" }
  /** `file`, a path in the output folder, is missing or was changed since. */
  | { readonly kind: "changed"; readonly file: string };

/** A target with the policy that is compiled for it. */
export interface Compiled {
  readonly policy: Policy;
  readonly target: Target;
  readonly emission: Emission;
}

export interface EmitInput {
  readonly policy: Policy;
  readonly target: Target;
  /** The compile's clock (`--at`), epoch seconds. */
  readonly at: Instant;
  /** The objects of this target in the last manifest; those that are not made again need removal steps. */
  readonly previous?: readonly EmittedObject[];
  /** Emit only what stops agents that are suspended or retired by `at`. */
  readonly onlySuspensions?: boolean;
  /** With `onlySuspensions`: those agents' names, and the output that they are stopped in. */
  readonly stops?: Stops;
}

export interface Stops {
  /** Names of the agents that are suspended or retired by then, themselves or above. */
  readonly agents: readonly string[];
  readonly last: LastOutput;
  /** Files below `stop/` in the last output, as they are, by their path in the target's folder. */
  readonly before?: ReadonlyMap<string, string>;
  /** The objects of the last output, without those that it had made no more. */
  readonly made?: readonly EmittedObject[];
  /** Names of the agents that the last output has something of at the target. */
  readonly known?: readonly string[];
}

/** An emitter is a pure function. `data` reads what ships with the compiler (`Host.data`). */
export type Emitter = (input: EmitInput, data: (name: string) => Promise<unknown>) => Promise<Emission>;
