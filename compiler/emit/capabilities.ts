/** What a platform can enforce, as predicates on the constraint's value; the planner alone reads them. */
import type { ActionPattern, Approval, Deny, Dnf, Grant, Window } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";

export type Ability =
  /** The platform itself enforces it. */
  | { readonly kind: "native" }
  /** Right as long as the output is compiled and applied again when it changes. */
  | { readonly kind: "scheduled"; readonly why: string }
  /** Beyond the platform. `why` completes "… because". */
  | { readonly kind: "cannot"; readonly why: string };

export const native: Ability = { kind: "native" };
export const scheduled = (why: string): Ability => ({ kind: "scheduled", why });
export const cannot = (why: string): Ability => ({ kind: "cannot", why });

/**
 * One target's table. A predicate is asked only where the constraint is there; whatever it answers with `cannot` is
 * never emitted, unless a `waive` covers it.
 */
export interface Capabilities {
  readonly kind: Target["kind"];
  /** Whether the action has a meaning at the platform at all. */
  readonly action: (action: ActionPattern) => boolean;
  /** Whether those of a grant's actions that mean something there can be named there. */
  readonly actions: (actions: readonly ActionPattern[]) => Ability;
  /** A grant's own `from` and `until`, and the agent's life. */
  readonly range: Ability;
  readonly session: (seconds: number) => Ability;
  readonly approval: (approval: Approval) => Ability;
  readonly subject: (subjects: Grant["subjects"], actions: readonly ActionPattern[]) => Ability;
  readonly window: (window: Window) => Ability;
  readonly condition: (condition: Dnf, actions: readonly ActionPattern[]) => Ability;
  readonly resource: (resources: Grant["resources"], actions: readonly ActionPattern[]) => Ability;
  /** A deny that overlaps a grant and could not be subtracted. */
  readonly deny: (deny: Deny) => Ability;
  /**
   * Seconds for which what the platform has handed out may live on after issuing ends: issuing ends so long before the
   * permission does. 0 where each call is decided.
   */
  readonly lead: (session: number) => number;
}

/**
 * The lead where tokens live for `life` seconds. A second more, because a server may take a token's `iat` and its `exp`
 * from two readings of its clock (Keycloak 26.7.3 does), and then a token of the last second has an `exp` that is one
 * later; and because who checks it may take it in the second of its `exp` still (Keycloak's introspection does).
 */
export const tokenLead = (life: number): number => life + 1;
