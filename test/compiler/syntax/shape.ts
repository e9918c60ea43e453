/** Syntax trees compared without their places in the text. */

/** A tree without spans, comments and text, names replaced by `rename`. */
export function shapeOf(node: unknown, rename: (name: string) => string = (name) => name): unknown {
  if (typeof node === "bigint") return `${node}n`;
  if (Array.isArray(node)) return node.map((item) => shapeOf(item, rename));
  if (typeof node !== "object" || node === null) return node;
  const isName = "kind" in node && (node.kind === "name" || node.kind === "path");
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(node)) {
    if (SKIPPED.has(key) || value === undefined) continue;
    if (key === "text" && "kind" in node && node.kind === "file") continue;
    entries.push([key, isName && key === "text" ? rename(String(value)) : shapeOf(value, rename)]);
  }
  return Object.fromEntries(entries);
}

const SKIPPED = new Set(["start", "end", "docSpan", "actionStart", "comments"]);
