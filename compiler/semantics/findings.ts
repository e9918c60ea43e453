/** Where problems are collected, each once. */
import type { Fix, Problem, Related, Severity } from "../problem.ts";
import { type ProblemCode, problem } from "../problems.ts";
import type { Span } from "../source.ts";

export interface Findings {
  readonly list: Problem[];
  readonly seen: Set<string>;
}

export interface More {
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

export function reportAt(
  findings: Findings,
  span: Span,
  code: ProblemCode,
  message: string,
  more: More = {},
): void {
  const key = `${code}\n${span.start}\n${span.end}\n${span.file}\n${message}`;
  if (findings.seen.has(key)) return;
  findings.seen.add(key);
  findings.list.push(problem(code, span, message, more));
}

/** Findings after which no more nearest names are looked for: in a file like that they are noise, and dear. */
const MOST_HINTS = 200;

/** What `find` gives, as long as there are not very many findings. */
export function hints({ list }: Findings, find: () => readonly string[]): readonly string[] {
  return list.length < MOST_HINTS ? find() : [];
}

export function newFindings(): Findings {
  return { list: [], seen: new Set() };
}
