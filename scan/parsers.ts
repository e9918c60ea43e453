/** Parsers that are loaded when the first file needs them. Loading compiles wasm, once; a parser is a singleton. */
import type { Language, Parser, Tree } from "web-tree-sitter";
import type { Runtime } from "./host.ts";
import { memoryLimit, parseLimit } from "./limits.ts";
import type { ReaderTools } from "./reader.ts";

/** A grammar with a parser that is set to it. */
export interface Loaded {
  readonly parser: Parser;
  readonly language: Language;
  /** What the parser was loaded into: the compiled functions by their names. */
  readonly runtime: Functions;
}

type Functions = Record<string, unknown>;

/** The tree of a text. Throws `TooHard`. Trees are of the parser's memory: whoever takes one deletes it. */
export type Parse = (text: string) => Tree;

/** The parser was stopped, because a text kept it busy for longer than any that a person writes in good faith. */
export class TooHard extends Error {}

const loading = new Map<string, Promise<Loaded>>();

/** Bytes of a page of wasm, and those that the runtime asks for when it is started. */
const page = 64 * 1024;
const beginning = 32 * 1024 * 1024;

/** How often a runtime was given up. */
let traps = 0;

/**
 * Forgets the loaded parsers: a runtime that trapped (its stack is small, and some texts are deep) holds damaged
 * memory, and every parse after that would fail. The next file that needs one loads them anew.
 */
export function giveUpParsers(): void {
  for (const loaded of loading.values())
    void loaded.then(
      ({ runtime: functions }) => silence(functions),
      () => undefined,
    );
  loading.clear();
  runtime = undefined;
  traps++;
}

/**
 * The module of a runtime stays loaded, and would hold the runtime's memory for ever; and when its trees and parsers
 * are collected, it would call into what is damaged. So its functions are taken from it.
 */
function silence(functions: Functions): void {
  for (const [name, value] of Object.entries(functions))
    functions[name] = typeof value === "function" ? () => 0 : undefined;
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
    let steps = 0;
    // To ask for the time at each step would cost a twentieth of it.
    const isLong = (): boolean => ++steps % 16 === 0 && tools.spent() - begun > parseLimit;
    const tree = parser.parse(text, null, { progressCallback: isLong });
    if (tree !== null) return tree;
    // It would go on with this text otherwise, whatever it is given next.
    parser.reset();
    throw new TooHard();
  };
}

let runtime: Promise<Started> | undefined;

interface Started {
  readonly module: Runtime;
  readonly functions: Functions;
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
  const functions: Functions = {
    wasmBinary: await tools.grammar("web-tree-sitter"),
    // A text that needs more ends in a trap, as one does that is too deep.
    wasmMemory: new WebAssembly.Memory({ initial: beginning / page, maximum: memoryLimit / page }),
    printErr: () => undefined,
  };
  await module.Parser.init(functions);
  return { module, functions };
}
