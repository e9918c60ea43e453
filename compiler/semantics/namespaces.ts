/** Namespaces as selectors: `in acme.finance` means it and everything below. */
import { nearest } from "../nearest.ts";
import type { Path } from "../syntax/ast-values.ts";
import { type Context, report } from "./context.ts";
import { type Place, spanOf } from "./place.ts";
import { hint } from "./resolve.ts";

/** Whether a qualified name lies in the namespace or below it. */
export function isWithin(qualified: string, namespace: string): boolean {
  return qualified.startsWith(`${namespace}.`);
}

/** The namespace's name; one that no file declares, nor begins another, is reported. */
export function readNamespace(context: Context, place: Place, path: Path | undefined): string | undefined {
  if (path === undefined || path.broken) return undefined;
  const known = [...context.names.namespaces.keys()].filter((name) => name !== "");
  if (known.some((name) => name === path.text || isWithin(name, path.text))) return path.text;
  const near = nearest(path.text, known);
  report(context, place, path, "unknown-name", `There is no namespace '${path.text}'${hint(near)}`, {
    fixes: near.map((text) => ({
      title: `Write '${text}'`,
      edits: [{ span: spanOf(place, path), text }],
      safe: false,
    })),
  });
  return undefined;
}
