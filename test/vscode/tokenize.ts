/** Text as the editor's own engine reads it with the extension's grammar. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const resolve = createRequire(import.meta.url).resolve;
const GRAMMAR = new URL("../../editors/vscode/syntaxes/remit.tmLanguage.json", import.meta.url);

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Outermost first, the grammar's own left out; without `.remit`. */
  readonly scopes: readonly string[];
}

async function load(): Promise<textmate.IGrammar> {
  await oniguruma.loadWASM(readFileSync(resolve("vscode-oniguruma/release/onig.wasm")));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources: string[]) => new oniguruma.OnigScanner(sources),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(GRAMMAR, "utf8"), "remit.tmLanguage.json"),
  });
  const grammar = await registry.loadGrammar("source.remit");
  if (grammar === null) throw new Error("the grammar could not be read");
  return grammar;
}

let loaded: Promise<textmate.IGrammar> | undefined;

/** The pieces of a text, line after line, blanks left out; offsets are the text's. */
export async function tokenize(text: string): Promise<readonly Piece[]> {
  loaded ??= load();
  const grammar = await loaded;
  const pieces: Piece[] = [];
  let stack = textmate.INITIAL;
  let at = 0;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const piece = line.slice(startIndex, endIndex);
      if (piece.trim() === "") continue;
      pieces.push({
        start: at + startIndex,
        end: at + Math.min(endIndex, line.length),
        text: piece,
        scopes: scopes.slice(1).map((one) => one.replace(/\.remit$/, "")),
      });
    }
    at += line.length + 1;
  }
  return pieces;
}
