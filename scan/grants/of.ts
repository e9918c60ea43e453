/** Grants of files whose syntax trees the agents' readers have in hand, so that no file is parsed twice. */
import type ts from "typescript";
import type { PyNode } from "../python/tree.ts";
import type { Syntax } from "../typescript/syntax.ts";
import { formatOf } from "./documents.ts";
import { expand } from "./embedded.ts";
import type { Grant } from "./fact.ts";
import { mayHoldGrants } from "./prefilter.ts";
import { grantsIn } from "./read.ts";
import { fromPython } from "./read-python.ts";
import { fromSourceFile } from "./read-typescript.ts";
import type { Value } from "./value.ts";

export function grantsOfScript(typescript: Syntax, file: ts.SourceFile, path: string): readonly Grant[] {
  if (!mayHoldGrants(path, file.text)) return [];
  return grantsIn(path, file.text, "typescript", [expand(fromSourceFile(typescript, file), file.text)]);
}

/** `text` is what was parsed: of a notebook, its joined cells. */
export function grantsOfPython(root: PyNode, text: string, path: string): readonly Grant[] {
  if (!mayHoldGrants(path, text)) return [];
  return grantsIn(path, text, "python", [expand(fromPython(root, text), text)]);
}

/** `roots` are what `documentsOf` gives. */
export function grantsOfData(path: string, text: string, roots: readonly Value[]): readonly Grant[] {
  const format = formatOf(path, text);
  return format && mayHoldGrants(path, text) ? grantsIn(path, text, format, roots) : [];
}
