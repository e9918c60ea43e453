/** Text as the editor's own engine reads it with the extension's grammar. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const resolve = createRequire(import.meta.url).resolve;
const SYNTAXES = new URL("../../editors/vscode/syntaxes/", import.meta.url);
const FILES: Readonly<Record<string, string>> = {
  "source.remit": "remit.tmLanguage.json",
  "markdown.remit.codeblock": "markdown.tmLanguage.json",
};

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Outermost first, the grammar's own left out; without `.remit`. */
  readonly scopes: readonly string[];
}

async function load(): Promise<textmate.Registry> {
  await oniguruma.loadWASM(readFileSync(resolve("vscode-oniguruma/release/onig.wasm")));
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources: string[]) => new oniguruma.OnigScanner(sources),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => {
      const file = FILES[name];
      return file === undefined
        ? null
        : textmate.parseRawGrammar(readFileSync(new URL(file, SYNTAXES), "utf8"), file);
    },
  });
}

let loaded: Promise<textmate.Registry> | undefined;

/** The pieces of a text, line after line, blanks left out; offsets are the text's. */
export async function tokenize(text: string, name = "source.remit"): Promise<readonly Piece[]> {
  loaded ??= load();
  const grammar = await (await loaded).loadGrammar(name);
  if (grammar === null) throw new Error(`there is no grammar '${name}'`);
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
