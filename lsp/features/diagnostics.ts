/** The problems of a file, as the editor shows them. */
import type { Problem } from "../../compiler/problem.ts";
import type { Project } from "../project.ts";
import { WIDE } from "../project.ts";

/** Codes of what has no effect: editors fade it. */
const FADED: ReadonlySet<string> = new Set(["unused", "redundant", "swallowed", "never-in-force"]);

export const isFaded = ({ code }: Problem): boolean => FADED.has(code);

/**
 * The problems of one file soon after a keystroke: its own, and of those that depend on the whole workspace the ones
 * that the last whole check found outside of what changed since.
 */
export async function nearDiagnostics(project: Project, path: string): Promise<readonly Problem[]> {
  const { problems, files } = await project.near(path);
  const last = project.last();
  const before = last?.files.find((file) => file.path === path)?.text;
  const now = files.find((file) => file.path === path)?.text;
  if (last === undefined || before === undefined || now === undefined) return problems;
  const kept = last.problems.flatMap((one) => {
    if (one.span.file !== path || !WIDE.has(one.code) || one.code === "duplicate-name") return [];
    const moved = moveSpan(before, now, one.span.start, one.span.end);
    return moved === undefined ? [] : [{ ...one, fixes: [], span: { ...one.span, ...moved } }];
  });
  return [...problems, ...kept];
}

/** Where a piece of the old text stands in the new one; `undefined` where the change touches it. */
function moveSpan(
  before: string,
  now: string,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } | undefined {
  const shortest = Math.min(before.length, now.length);
  let head = 0;
  while (head < shortest && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < shortest - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  if (end <= head) return { start, end };
  const shift = now.length - before.length;
  return start >= before.length - tail ? { start: start + shift, end: end + shift } : undefined;
}

/** The problems of every file, by path. */
export async function allDiagnostics(project: Project): Promise<ReadonlyMap<string, readonly Problem[]>> {
  const { problems, files } = await project.whole();
  const found = new Map<string, Problem[]>(files.map(({ path }) => [path, []]));
  for (const one of problems) found.set(one.span.file, [...(found.get(one.span.file) ?? []), one]);
  return found;
}
