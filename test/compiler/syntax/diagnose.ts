/** Problems as a test writes them: `line:column code: message`. */
import { lineTable, positionAt } from "../../../compiler/source.ts";
import { parse } from "../../../compiler/syntax/parser.ts";

/** What parsing a text reports, in file order. */
export function diagnose(text: string): readonly string[] {
  const lines = lineTable(text);
  return parse("a.remit", text).problems.map((problem) => {
    const { line, column } = positionAt(lines, problem.span.start);
    return `${line}:${column} ${problem.code}: ${problem.message}`;
  });
}

/** The text after applying the first fix of each problem, from the end so that offsets hold. */
export function repaired(text: string): string {
  const edits = parse("a.remit", text)
    .problems.flatMap((problem) => problem.fixes[0]?.edits ?? [])
    .sort((a, b) => b.span.start - a.span.start);
  let result = text;
  for (const edit of edits)
    result = result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end);
  return result;
}
