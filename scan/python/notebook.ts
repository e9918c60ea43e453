/** The Python of a notebook (nbformat 4): its code cells joined, each beginning on a line of its own. */
import type { CellPlace } from "../facts.ts";

export interface NotebookCode {
  readonly code: string;
  readonly cells: readonly CellPlace[];
}

/** Gives a trouble where the text is no notebook. Lines for IPython (`%magic`, `!command`) become blank ones. */
export function notebookCode(text: string): NotebookCode | { readonly trouble: string } {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError)
      return { trouble: "The notebook is no valid JSON." };
    throw error;
  }
  if (
    typeof notebook !== "object" ||
    notebook === null ||
    !("cells" in notebook) ||
    !Array.isArray(notebook.cells)
  )
    return { trouble: "The notebook has no cells." };
  const cells: CellPlace[] = [];
  let code = "";
  const all: readonly unknown[] = notebook.cells;
  for (const [index, cell] of all.entries()) {
    const source = sourceOf(cell);
    if (source === undefined) continue;
    cells.push({ index, at: code.length });
    code += `${blankMagics(source)}\n`;
  }
  return { code, cells };
}

function sourceOf(cell: unknown): string | undefined {
  if (typeof cell !== "object" || cell === null) return undefined;
  if (!("cell_type" in cell) || cell.cell_type !== "code" || !("source" in cell)) return undefined;
  const { source } = cell;
  if (typeof source === "string") return source;
  return Array.isArray(source) ? source.filter((line) => typeof line === "string").join("") : undefined;
}

/** A cell that begins with `%%` is another language's, unless it only measures or captures. */
function blankMagics(source: string): string {
  const first = /^\s*%%(\w+)/.exec(source)?.[1];
  const isForeign = first !== undefined && !["time", "timeit", "capture", "prun"].includes(first);
  return source
    .split("\n")
    .map((line) => (isForeign || /^\s*(?:[%!?]|\w+\?+\s*$)/.test(line) ? " ".repeat(line.length) : line))
    .join("\n");
}
