/** Text of unknown origin in Markdown that stays readable as plain text too. */
import { printable } from "./printable.ts";

/**
 * Text within a line or a cell of a table, shown as it stands: no markup, no HTML, no links, no mentions of people and
 * no references to issues come out of it, on GitHub or GitLab. These look for mentions in what has been rendered,
 * where an escaped `@` is an `@` again, but not in code: so words that could act are code spans, and the rest stays
 * as it is written. What stands between backticks is a code span already. Nothing of it begins a line: the caller's
 * own words or list marks do.
 */
export function text(raw: string): string {
  return printable(raw, "one-line")
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? span(part) : words(part)))
    .reduce(beside, "");
}

/** Two spans that touch would be one with other ends. */
const beside = (one: string, other: string): string =>
  one.endsWith("`") && other.startsWith("`") ? `${one} ${other}` : one + other;

/** A name, a path or an action: always a code span, however plain it is. Empty text stays empty. */
export const code = (raw: string): string => span(printable(raw, "one-line"));

function words(part: string): string {
  const pieces = part.split(/( +)/);
  let written = "";
  // Words of code beside each other are one span.
  let open = "";
  for (let index = 0; index < pieces.length; index += 2) {
    const [before, core, after] = taken(pieces[index] ?? "");
    const gap = index === 0 ? "" : (pieces[index - 1] ?? "");
    const isCode = !isPlain(core) && !isComparison(pieces[index] ?? "");
    if (isCode && open !== "" && before === "") open += gap + core;
    else {
      written += span(open) + gap + before + (isCode ? "" : core);
      open = isCode ? core : "";
    }
    if (after === "") continue;
    written += span(open) + after;
    open = "";
  }
  return written + span(open);
}

/** A code span. A bar would end a table's cell even there, so it stands between two spans, as an entity. */
const span = (content: string): string => content.split("|").map(fenced).join("&#124;");

function fenced(content: string): string {
  if (content === "") return "";
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? fence + content + fence : `${fence} ${content} ${fence}`;
}

/** What opens and closes a block of code that holds this text: nothing in it ends the block. */
export function fenceFor(content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}

/** Text within an HTML element on one line. As mentions are looked for there too, what could be one is in `<code>`. */
export function html(raw: string): string {
  return printable(raw, "one-line")
    .split(/( +)/)
    .map((word) => {
      const escaped = word.replace(/[<>&"`]/g, (character) => `&#${character.codePointAt(0)};`);
      return isPlain(word.trim()) ? escaped : `<code>${escaped}</code>`;
    })
    .join("");
}

/** A word without the punctuation around it; quotes around code go, since the span shows the same. */
function taken(word: string): readonly [string, string, string] {
  const [, before = "", rest = ""] = /^([("']*)(.*)$/su.exec(word) ?? [];
  const core = rest.slice(0, lastOf(rest));
  const after = rest.slice(core.length);
  const quote = before.at(-1);
  if (!isPlain(core) && (quote === '"' || quote === "'") && after.startsWith(quote))
    return [before.slice(0, -1), core, after.slice(1)];
  return [before, core, after];
}

/** Where the punctuation at a word's end begins. */
function lastOf(word: string): number {
  let end = word.length;
  while (end > 0 && ".,;:!?)\"'%".includes(word[end - 1] ?? "")) end--;
  return end;
}

/** A comparison alone between blanks opens no element. */
const isComparison = (word: string): boolean => /^(?:[<>]=?|[!=]=)$/.test(word);

/** Letters, digits and punctuation that mean nothing in the middle of a line. */
const isPlain = (core: string): boolean =>
  /^[\p{L}\p{M}\p{N}.,;'"()/=?+…–—{}-]*$/u.test(core) && !/www\.|gh-\d|\{[+-]|[+-]\}/i.test(core);
