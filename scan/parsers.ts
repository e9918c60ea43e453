/** Parsers that are loaded when the first file needs them. Loading compiles wasm, once; a parser is a singleton. */
import type { Language, Parser, Tree } from "web-tree-sitter";
import type { Runtime } from "./host.ts";
import { parseLimit } from "./limits.ts";
import type { ReaderTools } from "./reader.ts";

/** A grammar with a parser that is set to it. */
export interface Loaded {
  readonly parser: Parser;
  readonly language: Language;
  /** What the parser was loaded into: the compiled functions by their names. */
  readonly runtime: object;
}

/** The tree of a text. Throws `TooHard`. Trees are of the parser's memory: whoever takes one deletes it. */
export type Parse = (text: string) => Tree;

/** The parser was stopped, because a text kept it busy for longer than any that a person writes. */
export class TooHard extends Error {}

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

/**
 * Parses with an end. The parsers' recovery from errors takes time that grows with the square of the text, so neither
 * the length of a text nor the steps of the parser bound it: what it has spent does.
 */
export function boundedParse(tools: ReaderTools, { parser }: Loaded): Parse {
  return (text) => {
    const begun = tools.spent();
    const tree = parser.parse(text, null, { progressCallback: () => tools.spent() - begun > parseLimit });
    if (tree !== null) return tree;
    // It would go on with this text otherwise, whatever it is given next.
    parser.reset();
    throw new TooHard();
  };
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
