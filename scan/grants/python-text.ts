/** Names and strings of Python as they are written. */
import type { PyNode } from "../python/tree.ts";
import { text, type Value } from "./value.ts";

/** The node's extent. */
export const at = ({ at, end }: PyNode) => ({ at, end });
/** The child in that role. */
export const field = (node: PyNode, name: string) => node.children.find((child) => child.field === name);
/** Longer spellings say nothing more. */
export const spelling = (source: string, node: PyNode) =>
  source.slice(node.at, Math.min(node.end, node.at + 200));
/** As it is written; of nothing, nothing. */
export const spelled = (source: string, node: PyNode | undefined) =>
  node ? source.slice(node.at, node.end) : "";

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
};

/** A string literal as it reads; interpolations stay as `${…}`. */
export function string(source: string, node: PyNode): Value {
  let value = "";
  let open = false;
  let raw = false;
  for (const part of node.children) {
    if (part.type === "string_start") raw = /r/i.test(spelled(source, part));
    if (part.type === "string_content") {
      const written = spelled(source, part);
      const plain = raw || !written.includes("\\");
      value += plain
        ? written
        : written.replace(/\\([\s\S])/g, (_, unit: string) => escapes[unit] ?? `\\${unit}`);
    }
    if (part.type === "interpolation") {
      value += `\${${spelled(source, part).slice(1, -1)}}`;
      open = true;
    }
  }
  return text(value, at(node), open);
}

/** The sum of parts, open where one of them is not known. */
export function joined(parts: readonly Value[], place: { at: number; end: number }): Value {
  let value = "";
  let open = false;
  for (const part of parts) {
    if (part.kind === "text") value += part.value;
    else value += `\${${part.kind === "name" ? part.path : "…"}}`;
    open ||= part.kind !== "text" || part.open;
  }
  return text(value, place, open);
}

/** `iam.Effect.ALLOW`, `os.environ["X"]`; other receivers give undefined. */
export function pathOf(source: string, node: PyNode): string | undefined {
  const parts: string[] = [];
  let current: PyNode | undefined = node;
  while (current && parts.length < 20) {
    if (current.type === "identifier") return [spelled(source, current), ...parts.reverse()].join(".");
    if (current.type === "attribute") parts.push(spelled(source, field(current, "attribute")) ?? "");
    else if (current.type === "subscript") {
      const index = field(current, "subscript");
      if (index?.type !== "string") return undefined;
      const key = string(source, index);
      parts.push(key.kind === "text" ? key.value : "");
      current = field(current, "value");
      continue;
    } else return undefined;
    current = field(current, "object");
  }
  return undefined;
}
