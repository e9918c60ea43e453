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

export function newFindings(): Findings {
  return { list: [], seen: new Set() };
}
