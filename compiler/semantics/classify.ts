/** `classify`: risks and labels of actions, and the tools that nothing describes. */
import { intersects } from "../model/pattern.ts";
import type { Classification } from "../model/policy.ts";
import type { ClassifyDeclaration } from "../syntax/ast.ts";
import { RISKS } from "../syntax/grammar.ts";
import type { ActionTables } from "./actions.ts";
import { type Context, originOf, report } from "./context.ts";
import { byKeyword, valueIn, wordOf } from "./members.ts";
import type { Place } from "./place.ts";
import { checkResources, type NamedActions, readAll, readResources } from "./resources.ts";
import { readLabels } from "./services.ts";
import type { Tables } from "./tables.ts";

export function readClassifications(context: Context, tables: ActionTables): readonly Classification[] {
  return context.names.files.flatMap((file) =>
    file.file.declarations.flatMap((declaration) => {
      if (declaration.kind !== "classify") return [];
      return readClassification(context, tables, { file }, declaration) ?? [];
    }),
  );
}

function readClassification(
  context: Context,
  tables: ActionTables,
  place: Place,
  declaration: ClassifyDeclaration,
): Classification | undefined {
  const { actions, broken } = readAll(context, tables, place, declaration.actions, "pattern");
  const unclear = actions.filter(({ ref }) => ref.quoted && /[*?]/.test(ref.action));
  for (const { ref, set } of unclear) {
    const message = `'${set.written}' holds a wildcard in quotes, which a classification would read as one; leave it out.`;
    report(context, place, ref, "bad-literal", message);
  }
  const settings = byKeyword(context, place, declaration.members, ["label"]);
  const risk = wordOf(context, place, valueIn(settings.get("risk")), "'risk'", RISKS);
  const labels = readLabels(context, place, settings.get("label"));
  const on = declaration.resources;
  const resources = on && readResources(context, place, on);
  if (on && resources) checkResources(context, place, on, resources, actions);
  if (
    broken ||
    unclear.length > 0 ||
    actions.length === 0 ||
    declaration.broken ||
    (on && resources === undefined)
  )
    return undefined;
  return {
    actions: [...new Set(actions.map(({ set }) => set.written))],
    ...(resources ? { resources: resources.globs } : {}),
    ...(risk ? { risk } : {}),
    labels: [...new Set(labels)],
    origin: originOf(context, place, {
      start: declaration.start,
      end: (on ?? declaration.actions.at(-1))?.end ?? declaration.end,
    }),
  };
}

/** Tells of tools in a grant that no classification speaks of. */
export function checkDescribed(context: Context, tables: Tables, actions: readonly NamedActions[]): void {
  for (const { ref, place, set } of actions) {
    if (set.service !== "tool") continue;
    const { written } = set;
    let described = tables.described.get(written);
    if (described === undefined) {
      described = tables.classifications.some((one) =>
        one.actions.some((action) => intersects(action, written)),
      );
      tables.described.set(written, described);
    }
    if (described) continue;
    const message = `Nothing says what '${set.written}' does, so it counts as write; describe it: classify ${set.written} { risk read }, say.`;
    report(context, place, ref, "undescribed-action", message);
  }
}
