/** Targets that would make the same object of one account or organisation, where the later would undo the earlier. */
import type { Problem } from "../problem.ts";
import { problem } from "../problems.ts";
import type { Claim, Compiled } from "./emission.ts";
import { targetName } from "./enforcement.ts";
import { oneLine } from "./escape.ts";

/** Names that a message shows. */
const SHOWN = 3;

/** One problem for each two targets that meet, at the one that comes later in file order. */
export function collisions(compiled: readonly Compiled[]): readonly Problem[] {
  const holders = new Map<string, Compiled>();
  const met = new Map<Compiled, Map<Compiled, Claim[]>>();
  for (const one of [...compiled].sort(byPlace))
    for (const claim of one.emission.claims ?? []) {
      const holder = holders.get(claim.key);
      if (holder === undefined) holders.set(claim.key, one);
      else if (!sameTarget(holder, one)) {
        const pairs = met.get(one) ?? new Map<Compiled, Claim[]>();
        met.set(one, pairs.set(holder, [...(pairs.get(holder) ?? []), claim]));
      }
    }
  return [...met].flatMap(([later, pairs]) =>
    [...pairs].map(([earlier, claims]) => {
      const labels = claims.slice(0, SHOWN).map(({ label }) => oneLine(label));
      const more = claims.length > SHOWN ? ` and ${claims.length - SHOWN} more` : "";
      return problem(
        "duplicate-name",
        later.target.origin.span,
        `The targets '${targetName(earlier.target)}' and '${targetName(later.target)}' would both make ${labels.join(", ")}${more}, and each would undo the other's. Keep these agents out of one of them ('except' or 'only'), or compile it for another place.`,
        { related: [{ message: "the other target", span: earlier.target.origin.span }] },
      );
    }),
  );
}

/** A target that is compiled for each of several environments meets itself. */
function sameTarget({ target: { origin: one } }: Compiled, { target: { origin: other } }: Compiled): boolean {
  return one.span.file === other.span.file && one.span.start === other.span.start;
}

function byPlace({ target: { origin: one } }: Compiled, { target: { origin: other } }: Compiled): number {
  if (one.span.file !== other.span.file) return one.span.file < other.span.file ? -1 : 1;
  return one.span.start - other.span.start;
}
