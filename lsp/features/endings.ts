/** The agents whose access ends soon, the next one first. */
import { intersect, interval } from "../../compiler/model/intervals.ts";
import { inForce } from "../../compiler/model/life.ts";
import { MAX_INSTANT } from "../../compiler/model/policy.ts";
import type { Span } from "../../compiler/source.ts";
import type { Whole } from "../project.ts";

export interface Ending {
  readonly agent: string;
  readonly title?: string;
  /** Epoch seconds: the first instant at which it may do nothing any more. */
  readonly ends: number;
  /** Its declaration. */
  readonly span: Span;
}

/**
 * Of all agents that are in force now, those whose access ends within so many seconds; of one that ends at different
 * instants in different environments, the first. Those that have ended or are stopped need nobody's hand.
 */
export function endings({ policies, at }: Whole, within: number): readonly Ending[] {
  const found = new Map<string, Ending>();
  for (const policy of policies)
    for (const { name, title, origin } of Object.values(policy.agents)) {
      const [now] = intersect(inForce(policy, name), interval(at, MAX_INSTANT));
      if (now === undefined || now.from > at || now.until - at > within) continue;
      const known = found.get(name);
      if (known === undefined || now.until < known.ends)
        found.set(name, {
          agent: name,
          ...(title === undefined ? {} : { title }),
          ends: now.until,
          span: origin.span,
        });
    }
  return [...found.values()].sort((a, b) => a.ends - b.ends || (a.agent < b.agent ? -1 : 1));
}
