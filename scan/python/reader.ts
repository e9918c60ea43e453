/** Python, read by tree-sitter's grammar: it always gives a tree, and says where it had to guess. */
import { lineTable } from "../../compiler/source.ts";
import { built, newBuilder } from "../builder.ts";
import type { CellPlace, FileFacts, Trouble } from "../facts.ts";
import { grantsOfPython } from "../grants/of.ts";
import { parsedLimit, tooLarge } from "../limits.ts";
import type { Reader } from "../reader.ts";
import { remarksIn } from "../remarks.ts";
import type { Reading } from "./expressions.ts";
import { notebookCode } from "./notebook.ts";
import { readLambda, statements } from "./statements.ts";
import { type Grammar, pythonGrammar } from "./tree.ts";

export const pythonReader: Reader = {
  language: "python",
  takes: (path) => /\.pyi?$/.test(path),
  read: async ({ path, text }, tools) => readPython(await pythonGrammar(tools), path, text),
};

export const notebookReader: Reader = {
  language: "python",
  takes: (path) => path.endsWith(".ipynb"),
  read: async ({ path, text }, tools) => {
    const notebook = notebookCode(text);
    if ("trouble" in notebook) return { ...nothing(path, text), troubles: [{ message: notebook.trouble }] };
    if (notebook.code.length > parsedLimit)
      return { ...nothing(path, text), troubles: [{ message: tooLarge }] };
    return readPython(await pythonGrammar(tools), path, notebook.code, notebook.cells);
  },
};

function nothing(path: string, text: string): FileFacts {
  return {
    path,
    language: "python",
    lines: lineTable(text),
    agents: [],
    mcpServers: [],
    grants: [],
    remarks: [],
    troubles: [],
  };
}

/**
 * The tree of the text. A template (`{% if x %}`, `{{ name }}` of Jinja or Cookiecutter) is no Python: where that is
 * what is wrong, its lines are taken away and its expressions stand for names. Nothing moves, and texts are still read
 * from what is written.
 */
function treeOf(grammar: Grammar, written: string): ReturnType<Grammar> {
  const text = withoutLongComments(written);
  const tree = grammar(text);
  if (tree.errorAt === undefined || !/\{[{%]/.test(text)) return tree;
  const without = text
    .replace(/^[ \t]*\{%[^\n]*?%\}[ \t]*$/gm, (line) => " ".repeat(line.length))
    .replace(/\{\{[^{}\n]*\}\}/g, (part) => "_".repeat(part.length));
  const again = without === text ? tree : grammar(without);
  return again.errorAt === undefined || again.errorAt > tree.errorAt ? again : tree;
}

/** At each line of comments the grammar looks ahead to their end, so long ones take the square of their length. */
function withoutLongComments(text: string): string {
  return text.replace(/(?:^[ \t]*#[^\n]*\n){100,}/gm, (lines) => lines.replace(/[^\r\n]/g, " "));
}

export function readPython(
  grammar: Grammar,
  path: string,
  text: string,
  cells?: readonly CellPlace[],
): FileFacts {
  const { root, errorAt } = treeOf(grammar, text);
  const builder = newBuilder(text.length);
  const reading: Reading = {
    text,
    builder,
    lambda: (node, parent, depth) => readLambda(reading, node, parent, depth),
  };
  statements(reading, root.children, { scope: 0, arms: [], depth: 0 });
  const troubles: Trouble[] = errorAt === undefined ? [] : [{ message: "Syntax error.", at: errorAt }];
  const deep = builder.tooDeep[0];
  if (deep !== undefined) troubles.push({ message: "Nested too deeply to be read whole.", at: deep });
  return {
    ...nothing(path, text),
    code: built(builder),
    ...(cells === undefined ? {} : { cells }),
    grants: grantsOfPython(root, text, path),
    remarks: remarksIn(text, "#"),
    troubles,
  };
}
