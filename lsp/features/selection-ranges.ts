/** What "expand selection" takes in, step by step. */
import type { SourceFile } from "../../compiler/syntax/ast.ts";
import { nodesAround } from "../nodes.ts";

/** The ranges around an offset, the innermost first, each larger than the one before. */
export function selectionRanges(
  file: SourceFile,
  offset: number,
): readonly { readonly start: number; readonly end: number }[] {
  const sizes = new Map<string, { readonly start: number; readonly end: number }>();
  for (const { start, end } of [...nodesAround(file, offset), { start: 0, end: file.text.length }])
    sizes.set(`${start} ${end}`, { start, end });
  const sorted = [...sizes.values()].sort((a, b) => a.end - a.start - (b.end - b.start));
  const chain: { readonly start: number; readonly end: number }[] = [];
  for (const range of sorted) {
    const inner = chain.at(-1);
    if (inner === undefined || (range.start <= inner.start && range.end >= inner.end)) chain.push(range);
  }
  return chain;
}
