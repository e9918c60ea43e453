/** What stands in the way of compiling, found without making the output: for `check` and for editors. */
import type { Checked } from "../checked.ts";
import type { Problem } from "../problem.ts";
import { collisions } from "./collisions.ts";
import type { Compiled } from "./emission.ts";
import { emitters } from "./emitters.ts";

/**
 * The errors of every target in every environment that it is for. What a target leaves out is no error, and for which
 * environment a target is meant is the compile's question. Nothing is said of policies that have errors themselves.
 * `data` is `Host.data`.
 */
export async function targetProblems(
  { policies, problems, at }: Checked,
  data: (name: string) => Promise<unknown>,
): Promise<readonly Problem[]> {
  if (problems.some(({ severity }) => severity === "error")) return [];
  const compiled: Compiled[] = [];
  for (const policy of policies)
    for (const target of policy.targets) {
      const emitter = await emitters[target.kind]?.();
      // With the suspensions alone every check is made, and the fewest files are.
      const emission = await emitter?.({ policy, target, at, onlySuspensions: true }, data);
      if (emission !== undefined) compiled.push({ policy, target, emission });
    }
  const found = [...compiled.flatMap(({ emission }) => emission.problems), ...collisions(compiled)];
  return once(found.filter(({ severity }) => severity === "error"));
}

/** The checker's and the rules' problems with those of the targets, in file order. */
export const withTargetProblems = (
  found: readonly Problem[],
  ofTargets: readonly Problem[],
): readonly Problem[] => [...found, ...ofTargets].sort(byPlace);

/** By file and place; what stands at one place keeps its order. */
function byPlace({ span: one }: Problem, { span: other }: Problem): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.start - other.start;
}

/** Each once, whatever the number of environments. */
function once(found: readonly Problem[]): readonly Problem[] {
  const keyOf = ({ code, span, message }: Problem): string =>
    JSON.stringify([code, span.file, span.start, message]);
  return [...new Map(found.map((one) => [keyOf(one), one])).values()];
}
