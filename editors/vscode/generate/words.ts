/** Which words are keywords in a block and what stands behind each, read from the language's own table. */
import { MODIFIERS } from "../../../compiler/syntax/grammar.ts";
import { PREDICATES, SUBJECTS } from "../../../compiler/syntax/grammar-fields.ts";
import type { Keywords, Part, Shape } from "../../../compiler/syntax/grammar-parts.ts";

/** A keyword with the parts behind it. */
export interface Worded {
  readonly word: string;
  readonly rest: readonly Part[];
}

export const isWord = (text: string): boolean => /^\w/.test(text);

const bare = (...words: readonly string[]): readonly Worded[] => words.map((word) => ({ word, rest: [] }));
const LOGIC = bare("and", "or", "not");

export const ofTable = (table: Keywords): readonly Worded[] =>
  Object.entries(table).flatMap(([word, { parts }]) => [{ word, rest: parts }, ...inside(parts)]);

/** The keywords among some parts, those of modifiers and fields too; blocks speak for themselves. */
export function inside(parts: readonly Part[]): readonly Worded[] {
  return parts.flatMap((part, index): readonly Worded[] => {
    switch (part.kind) {
      case "word":
        // An operator is drawn wherever it stands.
        return isWord(part.text) ? [{ word: part.text, rest: parts.slice(index + 1) }] : [];
      case "optional":
        return inside(part.parts);
      case "choice":
        return part.options.flatMap((option) => [
          ...inside(option),
          // What may follow the last word of an option is what follows the choice.
          ...inside(parts.slice(index + 1)),
        ]);
      case "modifiers":
        return ofTable(MODIFIERS[part.of]);
      case "fields":
        return ofTable(part.fields);
      case "predicates":
        return [...ofTable(PREDICATES), ...bare("and")];
      case "subjects":
        return ofTable(SUBJECTS);
      case "condition":
        return [...LOGIC, ...bare("in", "like")];
      case "terms":
        return [...LOGIC, ...bare("label", "risk")];
      case "by-environment":
        return bare("by", "environment");
      default:
        return [];
    }
  });
}

/** What a value is drawn as: a name that is declared here or elsewhere, one of some words, or a literal. */
export function drawn(shape: Shape): string | readonly string[] | undefined {
  switch (shape.kind) {
    case "words":
      return shape.words;
    case "name":
      return shape.of === "kind" ? "support.type" : "variable.other";
    case "reference":
      if (shape.to.includes("agent") || shape.to.includes("profile")) return "entity.name.class";
      if (shape.to.includes("namespace")) return "entity.name.namespace";
      return "variable.other";
    case "literal":
      return undefined;
  }
}
