/** What a rule on the checked policy is. Each is one file of `rules/policy`, and one code of the compiler's registry. */
import type { Catalogs } from "../compiler/catalog/catalogs.ts";
import type {
  ActionPattern,
  Agent,
  Grant,
  Instant,
  IntervalSet,
  Origin,
  Policy,
} from "../compiler/model/policy.ts";
import type { Fix, Related, Severity } from "../compiler/problem.ts";
import type { ProblemCode } from "../compiler/problems.ts";
import type { Span } from "../compiler/source.ts";
import type { ActionFacts, Actions } from "./policy/facts.ts";
import type { Held } from "./policy/held.ts";
import type { Wildcard } from "./policy/wildcards.ts";

/** What a rule sees of one policy: the policy, the clock, and what several rules need to know of it. */
export interface PolicyView {
  readonly policy: Policy;
  /** Epoch seconds. */
  readonly at: Instant;
  readonly catalogs: Catalogs;
  readonly actions: Actions;
  /** In the order of the policy. */
  readonly agents: readonly AgentView[];
  readonly byName: ReadonlyMap<string, AgentView>;
  /** The wildcards of a grant that take in more than reading; computed when first asked. */
  wildcards(grant: Grant): readonly Wildcard[];
  /** The whole declaration of which the origin is the head; absent where the sources are not at hand. */
  declaration(origin: Origin): Span | undefined;
  /** What a statement's removal takes with it: the span, widened to whole lines where nothing else stands on them. */
  removal(span: Span): Span;
}

export interface AgentView {
  readonly agent: Agent;
  /** When it may act at all, from the clock on. */
  readonly life: IntervalSet;
  readonly children: readonly AgentView[];
  /** What it may do at some instant of `life`, after `never`; computed when first asked. */
  held(): readonly Held[];
  /** Each permission that it holds itself. */
  permissions(): readonly Permission[];
}

/** One action that a grant gives. */
export interface Permission {
  readonly action: ActionPattern;
  readonly facts: ActionFacts;
  readonly grant: Grant;
}

/** A problem before its code is known, with the agent whose `accept` can cover it. */
export interface Finding {
  readonly span: Span;
  readonly message: string;
  readonly agent?: Agent;
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

export interface PolicyRule {
  readonly code: ProblemCode;
  check(view: PolicyView): Iterable<Finding>;
}

/** Checks at compile time that a rule is whole and that its code is registered. */
export function definePolicyRule(rule: PolicyRule): PolicyRule {
  return rule;
}
