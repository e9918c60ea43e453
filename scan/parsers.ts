/** Parsers that are loaded when the first file needs them. Loading compiles wasm, once; a parser is a singleton. */
import type { Language, Parser } from "web-tree-sitter";
import type { ReaderTools } from "./reader.ts";

/** A grammar with a parser that is set to it. */
export interface Loaded {
  readonly parser: Parser;
  readonly language: Language;
}

const loading = new Map<string, Promise<Loaded>>();

/** Parsers of runtimes that were given up. They are kept, because collecting them would call into the runtime. */
const givenUp: Promise<Loaded>[] = [];

/**
 * Forgets the loaded parsers: a runtime that trapped (its stack is small, and some texts are deep) holds damaged
 * memory, and every parse after that would fail. The next file that needs one loads them anew.
 */
export function giveUpParsers(): void {
  givenUp.push(...loading.values());
  loading.clear();
  runtime = undefined;
}

/** The parser of a grammar. */
export function treeSitter(
  tools: ReaderTools,
  name: "tree-sitter-python" | "tree-sitter-hcl",
): Promise<Loaded> {
  const known = loading.get(name);
  if (known !== undefined) return known;
  const started = load(tools, name);
  loading.set(name, started);
  return started;
}

let runtime: Promise<void> | undefined;

async function load(tools: ReaderTools, name: "tree-sitter-python" | "tree-sitter-hcl"): Promise<Loaded> {
  const treeSitterModule = await import("web-tree-sitter");
  runtime ??= tools
    .grammar("web-tree-sitter")
    .then((wasmBinary) => treeSitterModule.Parser.init({ wasmBinary }));
  await runtime;
  const language = await treeSitterModule.Language.load(await tools.grammar(name));
  const parser = new treeSitterModule.Parser();
  parser.setLanguage(language);
  return { parser, language };
}
