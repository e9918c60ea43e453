/** What is known of the thing under the cursor, as Markdown. */
import { problems } from "../../compiler/problems.ts";
import { keywordIn } from "../../compiler/syntax/grammar.ts";
import { actionHover } from "../hover/action.ts";
import { meaningHover } from "../hover/entry.ts";
import { grantHover } from "../hover/grant.ts";
import { instantHover } from "../hover/instant.ts";
import { code } from "../hover/text.ts";
import { meaningAt } from "../meaning.ts";
import { type Place, placeAt } from "../place/place.ts";
import type { View } from "../view.ts";

export interface Hover {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** `undefined` where there is nothing to say. `page` gives a diagnostic's page. */
export async function hover(
  view: View,
  offset: number,
  page: (code: string) => string | undefined,
): Promise<Hover | undefined> {
  const place = wordAt(view, offset);
  if (place.inside === "comment" || place.start === place.end) return undefined;
  const text = view.text.slice(place.start, place.end);
  const checked = await view.near();
  const found = meaningAt(view, checked, offset);
  const said =
    place.inside === "action" && (found === undefined || found.meaning.kind !== "action")
      ? ((await actionHover(view, text)) ?? (found && meaningHover(found.meaning)))
      : found !== undefined
        ? meaningHover(found.meaning)
        : ((text === "may" || text === "allow" ? await grantHover(view, checked, place.start) : undefined) ??
          instantHover(text, view.at) ??
          keywordHover(place, text));
  const pages = checked.problems
    .filter(({ span }) => span.file === view.path && span.start <= offset && offset < span.end)
    .map((problem) => pageHover(problem.code, page))
    .slice(0, 2);
  const parts = [...(said === undefined ? [] : [said]), ...new Set(pages)];
  if (parts.length === 0) return undefined;
  return { start: place.start, end: place.end, markdown: parts.join("\n\n---\n\n") };
}

/** The place whose word covers the offset, read as if the cursor were behind its first character. */
function wordAt(view: View, offset: number): Place {
  const place = placeAt(view.file, offset);
  return place.start === place.end && offset < view.text.length ? placeAt(view.file, offset + 1) : place;
}

function keywordHover({ expected, block, begins }: Place, text: string): string | undefined {
  const modifier = expected.find((one) => one.kind === "keyword" && one.word === text);
  const keyword =
    modifier?.kind === "keyword" ? modifier.keyword : begins ? keywordIn(block.members, text) : undefined;
  return keyword === undefined ? undefined : `${code(text)} — ${keyword.summary}`;
}

/** The page's first paragraphs: what is wrong, before the examples. */
function pageHover(name: keyof typeof problems, page: (code: string) => string | undefined): string {
  const text = page(name);
  const head = `**${name}**: ${problems[name].summary}`;
  if (text === undefined) return head;
  const body = text
    .replace(/^#[^\n]*\n+/, "")
    .split(/\n(?:#|```)/)[0]
    ?.trim();
  return body === undefined || body === "" ? head : `**${name}**\n\n${body}`;
}
