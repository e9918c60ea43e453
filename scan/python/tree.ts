/** Python's syntax trees, taken out of the parser's memory into plain nodes in one pass. */
import type { Language, Tree, TreeCursor } from "web-tree-sitter";
import { boundedParse, type Loaded, type Parse, treeSitter } from "../parsers.ts";
import type { ReaderTools } from "../reader.ts";
import { type Walk, walkOf } from "./walk.ts";

export interface PyNode {
  readonly type: string;
  /** UTF-16 offsets. */
  readonly at: number;
  readonly end: number;
  /** The field of its parent that it fills. */
  readonly field: string | undefined;
  /** Named children only, comments left out; operators are in `operator`. */
  readonly children: readonly PyNode[];
  readonly operator?: string;
}

/** The parser of one grammar; loading it compiles wasm, once. Throws `TooHard`. */
export type Grammar = (text: string) => { readonly root: PyNode; readonly errorAt: number | undefined };

const symbols = new WeakMap<Language, Symbols>();

export async function pythonGrammar(tools: ReaderTools): Promise<Grammar> {
  const loaded = await treeSitter(tools, "tree-sitter-python");
  const known = symbols.get(loaded.language) ?? symbolsOf(loaded.language);
  symbols.set(loaded.language, known);
  return grammarOf(loaded, boundedParse(tools, loaded), known);
}

function grammarOf({ runtime }: Loaded, parse: Parse, symbols: Symbols): Grammar {
  return (text) => {
    const tree = parse(text);
    try {
      const errorAt = tree.rootNode.hasError ? firstError(tree, symbols.names) : undefined;
      const walk = walkOf(tree, runtime);
      try {
        return { root: plain(walk, symbols), errorAt };
      } finally {
        walk.done();
      }
    } finally {
      tree.delete();
    }
  };
}

/** What the grammar says of its types, by their numbers. */
interface Symbols {
  readonly names: readonly string[];
  readonly fields: readonly (string | null)[];
  /** Filled as types are met: 1 named, 2 named and passed over, 3 an operator, 4 anything else. */
  readonly classes: Uint8Array;
}

function symbolsOf({ types, fields }: Language): Symbols {
  return { names: types, fields, classes: new Uint8Array(ERROR + 1) };
}

/** The type's number of what could not be parsed; it is in no table. */
const ERROR = 0xffff;

const NAMED = 1;
const SKIPPED = 2;
const OPERATOR = 3;
const OTHER = 4;

const skipped = new Set(["comment", "line_continuation"]);

interface Draft {
  readonly type: string;
  readonly at: number;
  readonly end: number;
  readonly field: string | undefined;
  readonly children: Draft[];
  operator?: string;
}

const operators = /^(?:[-+*/%@&|^~<>=!]+|and|or|not|in|is|not in|is not)$/;

function classOf(walk: Walk, type: number, { names, classes }: Symbols): number {
  const known = classes[type];
  if (known !== undefined && known !== 0) return known;
  const name = names[type] ?? "ERROR";
  const found = walk.isNamed()
    ? skipped.has(name)
      ? SKIPPED
      : NAMED
    : operators.test(name)
      ? OPERATOR
      : OTHER;
  classes[type] = found;
  return found;
}

/**
 * Goes through the tree without recursion: the depth of the input is not the depth of our stack. Of what is no node of
 * the result, nothing but its type is asked for.
 */
function plain(walk: Walk, symbols: Symbols): PyNode {
  const { names, fields } = symbols;
  const draft = (type: number): Draft => ({
    type: names[type] ?? "ERROR",
    at: walk.at(),
    end: walk.end(),
    field: fields[walk.field()] ?? undefined,
    children: [],
  });
  const root = draft(walk.type());
  /** The nodes on the way to where the walk stands; itself only if something may be in it. */
  const path: Draft[] = [root];
  if (!walk.firstChild()) return root;
  for (;;) {
    const type = walk.type();
    const kind = classOf(walk, type, symbols);
    const parent = path.at(-1) ?? root;
    if (kind === NAMED || kind === SKIPPED) {
      const node = draft(type);
      if (kind === NAMED) parent.children.push(node);
      if (walk.firstChild()) {
        path.push(node);
        continue;
      }
    } else if (kind === OPERATOR) parent.operator ??= names[type] ?? "";
    while (!walk.nextSibling()) {
      path.pop();
      if (path.length === 0 || !walk.parent()) return root;
    }
  }
}

function firstError(tree: Tree, names: readonly string[]): number {
  const cursor = tree.walk();
  try {
    return errorAfter(cursor, names);
  } finally {
    cursor.delete();
  }
}

function errorAfter(cursor: TreeCursor, names: readonly string[]): number {
  let descending = true;
  for (;;) {
    if (descending && (cursor.nodeIsMissing || (names[cursor.nodeTypeId] ?? cursor.nodeType) === "ERROR"))
      return cursor.startIndex;
    if (descending && cursor.gotoFirstChild()) continue;
    if (cursor.gotoNextSibling()) descending = true;
    else if (cursor.gotoParent()) descending = false;
    else return 0;
  }
}
