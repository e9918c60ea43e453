/** Parsers that are loaded when the first file needs them. Loading compiles wasm, once; a parser is a singleton. */
import type { Language, Parser } from "web-tree-sitter";
import type { Runtime } from "./host.ts";
import type { ReaderTools } from "./reader.ts";

/** A grammar with a parser that is set to it. */
export interface Loaded {
  readonly parser: Parser;
  readonly language: Language;
  /** What the parser was loaded into: the compiled functions by their names. */
  readonly runtime: object;
}

const loading = new Map<string, Promise<Loaded>>();

/** Parsers of runtimes that were given up. They are kept, because their collection would call into the runtime. */
const givenUp: Promise<Loaded>[] = [];

/** How often a runtime was given up. */
let traps = 0;

/**
 * Forgets the loaded parsers: a runtime that trapped (its stack is small, and some texts are deep) holds damaged
 * memory, and every parse after that would fail. The next file that needs one loads them anew.
 */
export function giveUpParsers(): void {
  givenUp.push(...loading.values());
  loading.clear();
  runtime = undefined;
  traps++;
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

let runtime: Promise<Started> | undefined;

interface Started {
  readonly module: Runtime;
  readonly functions: object;
}

async function load(tools: ReaderTools, name: "tree-sitter-python" | "tree-sitter-hcl"): Promise<Loaded> {
  runtime ??= loadRuntime(tools);
  const { module, functions } = await runtime;
  const language = await module.Language.load(await tools.grammar(name));
  const parser = new module.Parser();
  parser.setLanguage(language);
  return { parser, language, runtime: functions };
}

/** A module of the runtime can be started once only, so each after the first is a module of its own. */
async function loadRuntime(tools: ReaderTools): Promise<Started> {
  const module = traps === 0 ? await import("web-tree-sitter") : await tools.freshRuntime(traps);
  // The object that a module is started with is the one that it fills with its functions.
  const functions = { wasmBinary: await tools.grammar("web-tree-sitter") };
  await module.Parser.init(functions);
  return { module, functions };
}
