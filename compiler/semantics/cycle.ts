/** The one message about things that lead to each other in a circle. */
import { type Context, report } from "./context.ts";
import { type Entry, isBefore } from "./entry.ts";
import { declared } from "./resolve.ts";

/** Reports the circle at its member that comes first in file order. `rule` says what is not possible. */
export function cycle(context: Context, members: readonly Entry[], rule: string): void {
  for (const member of members) context.used.add(member);
  const sorted = [...members].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const [first, ...others] = sorted;
  if (first === undefined) return;
  const shown = sorted.slice(0, 5).map(({ name }) => `'${name}'`);
  const rest = sorted.length - shown.length;
  const list = rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
  const message = `${rule}: ${list} ${sorted.length === 1 ? "leads to itself" : "lead to each other"}.`;
  report(context, first, first.at, "cycle", message, { related: others.slice(0, 10).map(declared) });
}
