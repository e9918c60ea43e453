/** Wildcards as they are written, and what they stand for. */
import type { ActionPattern, Grant } from "../../compiler/model/policy.ts";
import { type Actions, meets } from "./facts.ts";

/** A written wildcard that takes in actions of risk write or admin, and which. */
export interface Wildcard {
  readonly pattern: string;
  /** Every action that it stands for. */
  readonly members: ReadonlySet<ActionPattern>;
  readonly writes: number;
  readonly admins: number;
}

/** The wildcards of a grant that take in more than reading. */
export function wildcardsOf(actions: Actions, grant: Grant): readonly Wildcard[] {
  const patterns = grant.written.filter((pattern) => /[*?]/.test(pattern) && !isLiteral(grant, pattern));
  return patterns.flatMap((pattern): readonly Wildcard[] => {
    const members = new Set<ActionPattern>();
    let writes = 0;
    let admins = 0;
    for (const action of grant.actions) {
      if (action.wildcard ? action.text !== pattern : !meets(action, pattern)) continue;
      members.add(action);
      const { risk } = actions.of(action, grant.resources);
      if (risk === "write") writes++;
      else if (risk === "admin") admins++;
    }
    return writes + admins > 0 ? [{ pattern, members, writes, admins }] : [];
  });
}

/** A name in quotes may hold a `*` that is no wildcard. */
function isLiteral(grant: Grant, pattern: string): boolean {
  return grant.actions.some((action) => !action.wildcard && action.text === pattern);
}
