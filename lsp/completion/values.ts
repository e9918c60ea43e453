/** Values by the shape that a place takes. */
import { DAYS, formatInstantShort } from "../../compiler/literals.ts";
import { DAY } from "../../compiler/model/time.ts";
import { loadZoneIndex } from "../../compiler/model/zones.ts";
import { problems } from "../../compiler/problems.ts";
import type { Kind } from "../../compiler/semantics/entry.ts";
import type { Value } from "../../compiler/syntax/ast-values.ts";
import type { ReferenceKind, Shape } from "../../compiler/syntax/grammar-parts.ts";
import { TARGET_KINDS } from "../../compiler/syntax/grammar-targets.ts";
import { GIVEN_LABELS } from "../marks.ts";
import type { Place } from "../place/place.ts";
import type { View } from "../view.ts";
import { resources } from "./actions.ts";
import { declaredNames, emailOf } from "./names.ts";
import { type Suggestion, suggest } from "./suggestion.ts";
import { comparedType, isOfOtherKind } from "./types.ts";

const DURATIONS = ["15m", "1h", "8h", "1d", "7d", "30d", "90d", "180d"];
const HOURS = ["08:00..18:00", "09:00..17:00", "22:00..06:00", "00:00..24:00"];
const SPANS = ["mon..fri", "mon..sun", "sat..sun"];
/** Days from today that ends are often set to. */
const ENDS = [30, 90, 180];

/** What a value of the shape can be at the place. */
export async function values(view: View, place: Place, shape: Shape): Promise<readonly Suggestion[]> {
  switch (shape.kind) {
    case "words":
      return inWord(place, () => shape.words.map((word) => suggest(place, word, "value", { rank: 1 })));
    case "reference":
      return inWord(place, () => references(view, place, shape.to));
    case "name":
      return inWord(place, () => free(view, place, shape.of));
    case "literal":
      return literals(view, place, shape.type);
  }
}

const inWord = (place: Place, make: () => readonly Suggestion[]): readonly Suggestion[] =>
  place.inside === "word" ? make() : [];

function references(view: View, place: Place, to: readonly ReferenceKind[]): readonly Suggestion[] {
  const kinds = to.flatMap((kind): readonly Kind[] =>
    kind === "namespace" || kind === "target" ? [] : [kind],
  );
  const found = [...declaredNames(view, place, kinds)];
  if (to.includes("namespace"))
    for (const name of view.names.namespaces.keys())
      if (name !== "" && name !== view.scope.namespace)
        found.push(suggest(place, name, "namespace", { rank: 1 }));
  if (to.includes("target"))
    for (const { file } of view.names.files)
      for (const one of file.declarations)
        if (one.kind === "target" && one.targetKind !== undefined) {
          const name = one.name === undefined ? "" : `.${one.name.text}`;
          found.push(suggest(place, `${one.targetKind.text}${name}`, "name", { rank: 1 }));
        }
  return found;
}

function free(view: View, place: Place, of: string): readonly Suggestion[] {
  switch (of) {
    case "kind":
      return TARGET_KINDS.map((kind) => suggest(place, kind, "value", { rank: 1 }));
    case "code":
      return Object.entries(problems).map(([code, { summary }]) =>
        suggest(place, code, "value", { detail: summary, rank: 1 }),
      );
    case "label":
      return labels(view).map((label) => suggest(place, label, "value", { detail: "label", rank: 1 }));
    case "day":
      return DAYS.map((day) => suggest(place, day, "value", { rank: 1 }));
    default:
      return [];
  }
}

/** Labels that the workspace gives, and the ones that catalogs give. */
function labels(view: View): readonly string[] {
  const found = new Set(GIVEN_LABELS);
  for (const { file } of view.names.files)
    for (const [, list = ""] of file.text.matchAll(/\blabel[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)/g))
      for (const label of list.split(",")) found.add(label.trim());
  return [...found].sort();
}

/** Which kinds of value a place of a type takes; any where the type is not here. */
const KINDS: Readonly<Record<string, readonly Value["kind"][]>> = {
  instant: ["instant"],
  duration: ["duration"],
  glob: ["string"],
  string: ["string"],
  ip: ["string", "network"],
  int: ["number"],
  decimal: ["number"],
  bool: ["bool"],
};

async function literals(view: View, place: Place, type: string): Promise<readonly Suggestion[]> {
  const compared = comparedType(view, place);
  const wanted = KINDS[compared ?? type];
  const lets = type === "title" ? [] : declaredLets(view, place, wanted);
  const plain = (texts: readonly string[], rank = 1): readonly Suggestion[] =>
    texts.map((text, index) => suggest(place, text, "value", { rank: rank + index / 100 }));
  switch (type) {
    case "instant":
      return inWord(place, () => [...instants(view, place), ...lets]);
    case "duration":
      return inWord(place, () => [...plain(DURATIONS), ...lets]);
    case "days":
      return inWord(place, () => plain([...SPANS, ...DAYS]));
    case "hours":
      return inWord(place, () => plain(HOURS));
    case "zone":
      return quoted(place, Object.keys((await loadZoneIndex(view.data)).names), "time zone");
    case "email":
      return quoted(
        place,
        view.names.entries.flatMap((entry) => emailOf(entry) ?? []),
        "owner",
      );
    case "glob":
      return [...(await resources(view, place)), ...inWord(place, () => lets)];
    case "file":
      return quoted(place, await toolLists(view), "tools/list answer");
    case "title":
      return [];
    default:
      return [
        ...(await defaults(view, place)),
        ...inWord(place, () => [...(compared === "bool" ? plain(["true", "false"]) : []), ...lets]),
      ];
  }
}

/** A string in a test's `on` is a resource, and one after `user` a mail address. */
async function defaults(view: View, place: Place): Promise<readonly Suggestion[]> {
  const before = place.statement.at(-1)?.image;
  if (before === "on") return resources(view, place);
  if (before === "user")
    return quoted(
      place,
      view.names.entries.flatMap((entry) => emailOf(entry) ?? []),
      "owner",
    );
  return [];
}

function instants(view: View, place: Place): readonly Suggestion[] {
  const today = Math.floor(view.at / DAY) * DAY;
  const from = (days: number): string => formatInstantShort(today + days * DAY);
  return [
    ...ENDS.map((days, index) =>
      suggest(place, from(days), "value", { detail: `in ${days} days`, rank: 1 + index / 100 }),
    ),
    suggest(place, from(0), "value", { detail: "today", rank: 1.5 }),
  ];
}

function quoted(place: Place, texts: readonly string[], detail: string): readonly Suggestion[] {
  const quote = place.inside === "string" ? "" : '"';
  return [...new Set(texts)].map((text) =>
    suggest(place, text, "value", {
      insert: `${quote}${text}${quote}`,
      filter: `${quote}${text}`,
      detail,
      rank: 1,
    }),
  );
}

async function toolLists(view: View): Promise<readonly string[]> {
  const folder = view.path.slice(0, view.path.lastIndexOf("/") + 1);
  const files = await view.host.list([`${folder}**/*.json`]);
  return files.map((path) => path.slice(folder.length));
}

/** Lets that can be of the kinds wanted, by default of any, and the parameters of the scope around. */
export function declaredLets(
  view: View,
  place: Place,
  wanted?: readonly Value["kind"][],
): readonly Suggestion[] {
  const around = view.file.declarations.findLast(({ keyword }) => keyword.start < place.start);
  const parameters =
    around?.kind === "scope" && place.start <= Math.max(around.end, place.start) ? around.parameters : [];
  return [
    ...parameters.map(({ text }) => suggest(place, text, "name", { detail: "parameter", rank: 2 })),
    ...declaredNames(
      view,
      place,
      ["let"],
      (entry) => wanted === undefined || !isOfOtherKind(view, entry, wanted),
    ),
  ];
}
