/** Keywords with what has to follow them, made from the grammar's table. */
import type { Keyword, Part, Shape } from "../../compiler/syntax/grammar-parts.ts";
import type { Expected } from "../place/follow.ts";
import type { Place } from "../place/place.ts";
import { escapeSnippet, type Suggestion, suggest } from "./suggestion.ts";

/** The members of the block that may begin here, those that are given and cannot be repeated aside. */
export function members(place: Place): readonly Suggestion[] {
  if (!place.begins || place.inside !== "word") return [];
  const { given } = place.block;
  return Object.entries(place.block.members)
    .filter(([word, keyword]) => keyword.repeatable || !given.has(word))
    .map(([word, keyword]) => keywordSuggestion(place, word, keyword, 4));
}

/** Modifiers and fields that may stand next in the statement. */
export function modifiers(place: Place, expected: Expected): readonly Suggestion[] {
  if (place.inside !== "word") return [];
  if (expected.kind === "word") return [suggest(place, expected.text, "keyword", { rank: 3 })];
  if (expected.kind !== "keyword") return [];
  return [keywordSuggestion(place, expected.word, expected.keyword, 2)];
}

function keywordSuggestion(place: Place, word: string, keyword: Keyword, rank: number): Suggestion {
  const snippet = snippetOf(word, keyword);
  return suggest(place, word, "keyword", {
    detail: keyword.summary,
    rank,
    ...(snippet === word ? {} : { snippet }),
  });
}

/** The keyword with a tab stop for each thing that must follow. */
function snippetOf(word: string, { parts }: Keyword): string {
  let stops = 0;
  const stop = (text: string): string => {
    stops++;
    return ` \${${stops}:${escapeSnippet(text)}}`;
  };
  const render = (part: Part): string => {
    switch (part.kind) {
      case "word":
        return ` ${part.text}`;
      case "value":
      case "list":
        return example(part.shape, stop);
      case "bracketed":
        return ` [${example(part.shape, stop).trim()}]`;
      case "block":
        return " {\n  $0\n}";
      case "choice":
        return "";
      case "actions":
      case "grant":
      case "condition":
      case "terms":
      case "predicates":
      case "subjects":
      case "bindings":
      case "by-environment":
        stops++;
        return ` $${stops}`;
      default:
        return "";
    }
  };
  return word + parts.map(render).join("");
}

function example(shape: Shape, stop: (text: string) => string): string {
  switch (shape.kind) {
    case "literal":
      if (shape.example.startsWith('"'))
        return stop(shape.example.slice(1, -1)).replace(/\$\{.*\}$/s, (all) => `"${all}"`);
      return stop(shape.example);
    case "words":
      return stop(shape.words[0] ?? "");
    case "name":
      return stop(shape.of);
    case "reference":
      return stop(shape.to[0] ?? "name");
  }
}
