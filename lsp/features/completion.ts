/** What may be written at the cursor. */
import { actions } from "../completion/actions.ts";
import { members, modifiers } from "../completion/keywords.ts";
import { declaredNames } from "../completion/names.ts";
import { type Suggestion, suggest } from "../completion/suggestion.ts";
import { inputsOf } from "../completion/types.ts";
import { declaredLets, values } from "../completion/values.ts";
import type { Expected } from "../place/follow.ts";
import { type Place, placeAt } from "../place/place.ts";
import type { View } from "../view.ts";

/** Best first, each label once. */
export async function complete(view: View, offset: number): Promise<readonly Suggestion[]> {
  const place = placeAt(view.file, offset);
  if (place.inside === "comment") return [];
  if (place.inside === "interpolation") return declaredLets(view, place, ["string", "number"]);
  const found: Suggestion[] = [];
  for (const expected of place.expected) found.push(...(await offers(view, place, expected)));
  found.push(...members(place));
  const seen = new Set<string>();
  return found
    .sort((a, b) => a.rank - b.rank)
    .filter(({ label, kind }) => {
      const key = kind === "keyword" ? `keyword ${label}` : label;
      return seen.has(key) ? false : seen.add(key);
    });
}

async function offers(view: View, place: Place, expected: Expected): Promise<readonly Suggestion[]> {
  switch (expected.kind) {
    case "keyword":
    case "word":
      return modifiers(place, expected);
    case "value":
      return values(view, place, expected.shape);
    case "action":
      return place.inside === "string" ? [] : actions(view, place);
    case "scope":
      return place.inside === "word" ? declaredNames(view, place, ["scope"]) : [];
    case "variable":
      return place.inside === "word" ? variables(view, place) : [];
    case "block":
      return [];
  }
}

/** Inputs of the statement's actions, what the request says, and facts. */
function variables(view: View, place: Place): readonly Suggestion[] {
  const inputs = inputsOf(view, place.statement).map(({ name, type }) =>
    suggest(place, name, "name", { detail: type ?? "input", rank: 1 }),
  );
  const facts = view.names.entries.filter(({ kind }) => kind === "fact");
  return [
    ...inputs,
    suggest(place, "request.ip", "name", { detail: "ip", rank: 2 }),
    suggest(place, "request.mfa", "name", { detail: "bool", rank: 2 }),
    ...facts.map(({ name, declaration }) =>
      suggest(place, `fact.${name}`, "name", { detail: "fact", doc: declaration.doc, rank: 2 }),
    ),
  ];
}
