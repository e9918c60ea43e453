/** What a block says, by keyword; a single-valued member that is given twice. */
import type { Name, Node, Path, Setting, Value } from "../syntax/ast-values.ts";
import { type Context, report } from "./context.ts";
import { type Place, spanOf } from "./place.ts";
import { mismatch } from "./values.ts";

export interface Member extends Node {
  readonly keyword: Name;
}

/** The members by keyword, in the order written; only those in `repeatable` have more than one. */
export function byKeyword<T extends Member>(
  context: Context,
  place: Place,
  members: readonly T[],
  repeatable: readonly string[] = [],
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const member of members) {
    const keyword = member.keyword.text;
    const before = found.get(keyword);
    if (before === undefined) found.set(keyword, [member]);
    else if (repeatable.includes(keyword)) before.push(member);
    else duplicate(context, place, member, before[0]);
  }
  return found;
}

/** Reports the later one of two. */
export function duplicate(context: Context, place: Place, member: Member, before: Member | undefined): void {
  report(
    context,
    place,
    member,
    "duplicate-member",
    `'${member.keyword.text}' is given already; keep one of the two.`,
    {
      related: before ? [{ message: "the first one", span: spanOf(place, before) }] : [],
      fixes: [{ title: "Remove this one", edits: [{ span: spanOf(place, member), text: "" }], safe: false }],
    },
  );
}

/** Reports a member that has to be there. `owner` begins the sentence: `The agent 'mailer'`. */
export function missing(
  context: Context,
  place: Place,
  at: Node,
  owner: string,
  member: string,
  way = `add '${member} …'`,
): void {
  report(context, place, at, "missing-member", `${owner} has no '${member}'; ${way}.`);
}

/** The first value of a setting; lists are not opened. */
export function valueIn(settings: readonly Setting[] | undefined): Value | undefined {
  return settings?.[0]?.values[0];
}

/** All values of a setting, those of lists among them. */
export function valuesOf(setting: { readonly values: readonly Value[] } | undefined): readonly Value[] {
  return setting?.values.flatMap((value) => (value.kind === "list" ? value.items : [value])) ?? [];
}

/** A value that must be a path; another one is reported. `wanted`: `the name of an owner`. */
export function pathOf(
  context: Context,
  place: Place,
  value: Value | undefined,
  taker: string,
  wanted: string,
): Path | undefined {
  if (value === undefined || value.broken || value.kind === "path")
    return value?.kind === "path" ? value : undefined;
  return mismatch(context, place, value, taker, wanted);
}

/** One of a fixed list of words; another word was reported by the parser. */
export function wordOf<W extends string>(
  context: Context,
  place: Place,
  value: Value | undefined,
  taker: string,
  words: readonly W[],
): W | undefined {
  const list = `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
  const path = pathOf(context, place, value, taker, list);
  return words.find((word) => word === path?.text);
}

/** A free word, such as a label. */
export function freeWord(
  context: Context,
  place: Place,
  value: Value | undefined,
  taker: string,
): string | undefined {
  const path = pathOf(context, place, value, taker, "a word");
  return path?.broken ? undefined : path?.text;
}
