/** From a path in the tree to the declaration that it names, or to the one message about why there is none. */

import { nearest } from "../nearest.ts";
import type { Related } from "../problem.ts";
import type { Path } from "../syntax/ast-values.ts";
import { type Context, refer, report } from "./context.ts";
import { type Entry, isKind, type Kind, kindNames } from "./entry.ts";
import { hints } from "./findings.ts";
import { lookUp, visible } from "./names.ts";
import { type Place, spanOf } from "./place.ts";

/** The entry of one of the kinds that the path names; `undefined` when that was reported. */
export function resolve<K extends Kind>(
  context: Context,
  place: Place,
  path: Path | undefined,
  kinds: readonly K[],
): Extract<Entry, { kind: K }> | undefined {
  if (path === undefined || path.broken) return undefined;
  const found = lookUp(context.names, place.file, path.text);
  switch (found.kind) {
    case "missing":
      unknown(context, place, path, kinds);
      return undefined;
    case "ambiguous":
      ambiguous(context, place, path, found.entries);
      return undefined;
    case "found":
      refer(context, place, path, found.entry);
      if (isKind(found.entry, kinds)) return found.entry;
      report(
        context,
        place,
        path,
        "wrong-kind",
        `'${path.text}' is ${kindNames[found.entry.kind]}, and ${oneOf(kinds)} is needed here.`,
        { related: [declared(found.entry)] },
      );
      return undefined;
  }
}

export function oneOf(kinds: readonly Kind[]): string {
  return kinds.map((kind) => kindNames[kind]).join(" or ");
}

export function declared(entry: Entry): Related {
  return { message: `'${entry.name}' is declared here`, span: spanOf(entry, entry.at) };
}

function ambiguous(context: Context, place: Place, path: Path, entries: readonly Entry[]): void {
  for (const entry of entries) context.used.add(entry);
  const list = entries.map((entry) => `'${entry.qualified}'`).join(" and ");
  report(
    context,
    place,
    path,
    "ambiguous-name",
    `'${path.text}' could be ${list}; write the one that is meant.`,
    {
      related: entries.map(declared),
      fixes: entries.map((entry) => ({
        title: `Write '${entry.qualified}'`,
        edits: [{ span: spanOf(place, path), text: entry.qualified }],
        safe: false,
      })),
    },
  );
}

function unknown(context: Context, place: Place, path: Path, kinds: readonly Kind[]): void {
  const name = path.segments.at(-1)?.text ?? path.text;
  if (context.names.lost.some((text) => text.includes(name))) return;
  const candidates = new Map<string, Entry>();
  const near = hints(context.findings, () => {
    const elsewhere = [...qualifiedNames(context, path, kinds)];
    for (const [text, entry] of [...visible(context.names, place.file, kinds), ...elsewhere])
      candidates.set(text, entry);
    const names = elsewhere.map(([text]) => text);
    return [...new Set([...names, ...nearest(path.text, candidates.keys())])].slice(0, 3);
  });
  for (const name of near) {
    const entry = candidates.get(name);
    // What was probably meant is not unused as well.
    if (entry) context.used.add(entry);
  }
  report(
    context,
    place,
    path,
    "unknown-name",
    `There is no ${kinds.join(" or ")} named '${path.text}'${hint(near)}`,
    {
      fixes: near.map((name) => ({
        title: `Write '${name}'`,
        edits: [{ span: spanOf(place, path), text: name }],
        safe: false,
      })),
    },
  );
}

/** The same simple name in namespaces that the file does not use. */
function* qualifiedNames(
  context: Context,
  path: Path,
  kinds: readonly Kind[],
): Generator<readonly [string, Entry]> {
  for (const table of context.names.namespaces.values()) {
    const entry = table.get(path.text);
    if (entry && kinds.includes(entry.kind)) yield [entry.qualified, entry];
  }
}

/** The end of a sentence about a name that is not there. */
export function hint(near: readonly string[]): string {
  const names = near.map((name) => `'${name}'`);
  const last = names.pop();
  if (last === undefined) return ".";
  return `; did you mean ${names.length > 0 ? `${names.join(", ")} or ` : ""}${last}?`;
}
