/** Python's syntax trees, taken out of the parser's memory into plain nodes in one pass. */
import type { Language, Parser, TreeCursor } from "web-tree-sitter";
import { treeSitter } from "../parsers.ts";
import type { ReaderTools } from "../reader.ts";

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

/** The parser of one grammar; loading it compiles wasm, once. */
export type Grammar = (text: string) => { readonly root: PyNode; readonly errorAt: number | undefined };

const grammars = new WeakMap<Parser, Grammar>();

export async function pythonGrammar(tools: ReaderTools): Promise<Grammar> {
  const { parser, language } = await treeSitter(tools, "tree-sitter-python");
  const known = grammars.get(parser);
  if (known !== undefined) return known;
  const grammar = grammarOf(parser, language);
  grammars.set(parser, grammar);
  return grammar;
}

function grammarOf(parser: Parser, language: Language): Grammar {
  const names = language.types;
  const fields = language.fields;
  const skipped = new Set(["comment", "line_continuation"]);
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error("the parser gave no tree");
    const cursor = tree.walk();
    try {
      const named = tree.rootNode.hasError;
      const errorAt = named ? firstError(cursor, names) : undefined;
      if (named) cursor.reset(tree.rootNode);
      return { root: plain(cursor, names, fields, skipped), errorAt };
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
}

interface Draft {
  readonly type: string;
  readonly at: number;
  readonly end: number;
  readonly field: string | undefined;
  readonly children: Draft[];
  operator?: string;
}

const operators = /^(?:[-+*/%@&|^~<>=!]+|and|or|not|in|is|not in|is not)$/;

/** Walks the tree with its cursor, without recursion: the depth of the input is not the depth of our stack. */
function plain(
  cursor: TreeCursor,
  names: readonly string[],
  fields: readonly (string | null)[],
  skipped: ReadonlySet<string>,
): PyNode {
  const draft = (): Draft => ({
    type: names[cursor.nodeTypeId] ?? cursor.nodeType,
    at: cursor.startIndex,
    end: cursor.endIndex,
    field: fields[cursor.currentFieldId] ?? undefined,
    children: [],
  });
  const root = draft();
  const path: Draft[] = [root];
  let descending = true;
  for (;;) {
    if (descending && cursor.gotoFirstChild()) {
      // fall through to the visit below
    } else if (cursor.gotoNextSibling()) {
      path.pop();
      descending = true;
    } else {
      path.pop();
      if (path.length === 0 || !cursor.gotoParent()) return root;
      descending = false;
      continue;
    }
    const parent = path.at(-1);
    const isNamed = cursor.nodeIsNamed;
    const node = draft();
    if (parent !== undefined) {
      if (isNamed && !skipped.has(node.type)) parent.children.push(node);
      else if (!isNamed && parent.operator === undefined && operators.test(node.type))
        parent.operator = node.type;
    }
    path.push(node);
    descending = isNamed;
  }
}

function firstError(cursor: TreeCursor, names: readonly string[]): number {
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
