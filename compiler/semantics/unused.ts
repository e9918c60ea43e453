/** Declarations that nothing uses. */
import type { Context } from "./context.ts";
import type { Kind } from "./entry.ts";
import { reportAt } from "./findings.ts";
import { isReserved } from "./names.ts";
import { spanOf } from "./place.ts";

/** What only serves others; agents, environments and the rest stand for themselves. */
const serving: ReadonlySet<Kind> = new Set([
  "scope",
  "window",
  "let",
  "service",
  "owner",
  "team",
  "profile",
  "group",
  "fact",
]);

/** Reports them, once all environments are checked. Half-written files may yet use what seems unused: then not. */
export function reportUnused({ names, used, findings }: Pick<Context, "names" | "used" | "findings">): void {
  for (const entry of names.entries) {
    if (!serving.has(entry.kind) || used.has(entry) || entry.shadowed) continue;
    // Its name is the mistake.
    if (entry.kind === "service" && isReserved(entry.name)) continue;
    const span = spanOf(entry, entry.at);
    const message = `Nothing uses the ${entry.kind} '${entry.name}'; use it or remove it.`;
    const title = `Remove the ${entry.kind} '${entry.name}'`;
    reportAt(findings, span, "unused", message, {
      fixes: [{ title, edits: [{ span: spanOf(entry, entry.declaration), text: "" }], safe: false }],
    });
  }
}
