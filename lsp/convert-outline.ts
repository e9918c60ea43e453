/** Outlines, folds, selections and colours as the protocol's; the other half of `convert.ts`. */
import type {
  DocumentSymbol,
  FoldingRange,
  SelectionRange,
  SymbolInformation,
  SymbolKind,
} from "vscode-languageserver/node";
import type { Client } from "./client.ts";
import type { Converter, Placing } from "./convert.ts";
import type { Fold } from "./features/folding.ts";
import { TOKEN_TYPES, type Token } from "./features/semantic-tokens.ts";
import type { OutlineEntry } from "./features/symbols.ts";
import { uriOf } from "./uris.ts";

const symbolKinds: Readonly<Record<string, SymbolKind>> = {
  agent: 5,
  profile: 11,
  scope: 12,
  service: 2,
  action: 6,
  owner: 13,
  team: 18,
  group: 18,
  let: 14,
  fact: 7,
  window: 24,
  environment: 22,
  target: 4,
  guardrail: 19,
  test: 17,
  grant: 20,
  never: 20,
  include: 20,
};

export const symbolKind = (kind: string): SymbolKind => symbolKinds[kind] ?? 13;

/** A tree where the client takes one, else a list. */
export function documentSymbolResult(
  { client, root }: Placing,
  to: Converter,
  path: string,
  symbols: readonly OutlineEntry[],
): DocumentSymbol[] | SymbolInformation[] {
  const tree = (one: OutlineEntry): DocumentSymbol => ({
    name: one.name,
    ...(one.detail === undefined ? {} : { detail: one.detail }),
    kind: symbolKind(one.kind),
    range: to.range(path, one.start, one.end),
    selectionRange: to.range(path, one.nameStart, one.nameEnd),
    children: one.children.map(tree),
  });
  if (client.hierarchicalSymbols) return symbols.map(tree);
  const flat = (one: OutlineEntry, containerName?: string): SymbolInformation[] => [
    {
      name: one.name,
      kind: symbolKind(one.kind),
      location: { uri: uriOf(root, path), range: to.range(path, one.start, one.end) },
      ...(containerName === undefined ? {} : { containerName }),
    },
    ...one.children.flatMap((child) => flat(child, one.name)),
  ];
  return symbols.flatMap((one) => flat(one));
}

export function foldingRange(
  client: Client,
  to: Converter,
  path: string,
  { start, end, kind }: Fold,
): FoldingRange[] {
  const range = to.range(path, start, end);
  if (range.start.line >= range.end.line) return [];
  const columns = client.lineFoldingOnly
    ? {}
    : { startCharacter: range.start.character, endCharacter: range.end.character };
  return [
    {
      startLine: range.start.line,
      endLine: range.end.line,
      ...columns,
      ...(kind === undefined ? {} : { kind }),
    },
  ];
}

export function selectionRange(
  to: Converter,
  path: string,
  chain: readonly { readonly start: number; readonly end: number }[],
): SelectionRange {
  let parent: SelectionRange | undefined;
  for (const { start, end } of [...chain].reverse())
    parent = { range: to.range(path, start, end), ...(parent === undefined ? {} : { parent }) };
  return parent ?? { range: to.range(path, 0, 0) };
}

/** The protocol's five numbers for each token, relative to the one before. */
export function tokenData(to: Converter, path: string, tokens: readonly Token[]): number[] {
  const data: number[] = [];
  let [line, character] = [0, 0];
  for (const { start, end, type, declaration } of tokens) {
    const range = to.range(path, start, end);
    if (range.start.line !== range.end.line) continue;
    const sameLine = range.start.line === line;
    data.push(
      range.start.line - line,
      range.start.character - (sameLine ? character : 0),
      range.end.character - range.start.character,
      TOKEN_TYPES.indexOf(type),
      declaration ? 1 : 0,
    );
    ({ line, character } = range.start);
  }
  return data;
}
