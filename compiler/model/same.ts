/** Whether two statements say the same, places and names of statements aside. */
import type { Deny, Grant, Subject, Window } from "./policy.ts";

/** What a grant says, as text that is equal for equal meanings written alike; order of alternatives does not count. */
export function grantText(grant: Grant): string {
  return JSON.stringify([
    sortedTexts(grant.actions),
    sortedTexts(grant.resources.map(sortedTexts)),
    sortedTexts(grant.subjects.map((any) => sortedTexts(any.map(subjectKey)))),
    grant.condition ?? null,
    sortedTexts(
      grant.approvals.map(({ approvers, within }) => [
        sortedTexts(approvers.map(({ email, left }) => [email, left ?? null])),
        within,
      ]),
    ),
    sortedTexts(grant.windows.map(windowKey)),
    grant.range,
  ]);
}

/** What a deny says. */
export function denyText(deny: Deny): string {
  return JSON.stringify([
    sortedTexts(deny.actions),
    deny.resources === undefined ? null : sortedTexts(deny.resources),
    deny.unless ?? null,
  ]);
}

/** Whether two lists of statements are the same as sets. */
export function sameStatements<T>(
  one: readonly T[],
  other: readonly T[],
  text: (item: T) => string,
): boolean {
  const texts = new Set(other.map(text));
  const mine = new Set(one.map(text));
  return mine.size === texts.size && [...mine].every((item) => texts.has(item));
}

const subjectKey = (subject: Subject): unknown =>
  subject.kind === "group"
    ? ["group", subject.claim]
    : ["user", subject.email, subject.kind === "owner" ? (subject.left ?? null) : null];

const windowKey = ({ minutes, offsets }: Window): unknown => [minutes, offsets];

const sortedTexts = (items: readonly unknown[]): readonly string[] =>
  [...new Set(items.map((item) => JSON.stringify(item)))].sort();
