/** Words and lists of generated source text. */
import { HOSTILE } from "../../compiler/model/probe-values.ts";
import type { Random } from "../../compiler/model/random.ts";

/** A string literal of the language. What is no character becomes U+FFFD, since no source text can hold it. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\$]|\p{Cc}|\p{Zl}|\p{Zp}|\p{Surrogate}/gu, escaped)}"`;
}

function escaped(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  if (/["\\$]/.test(character)) return `\\${character}`;
  if (/\p{Surrogate}/u.test(character)) return "\u{fffd}";
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

export interface World {
  readonly random: Random;
  readonly environments: boolean;
  readonly namespace: string;
  readonly mcp: boolean;
}

export function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  const rest = [...list];
  const out: T[] = [];
  while (rest.length > 0) out.push(...rest.splice(random.below(rest.length), 1));
  return out;
}

/** Some of the parts, in any order. */
export function some(random: Random, probability: number, ...parts: readonly string[]): string {
  return shuffled(
    parts.filter(() => random.chance(probability)),
    random,
  ).join("  ");
}

export const text = (random: Random): string =>
  quoted(random.one("Sorts incoming invoices.", "x", random.pick(HOSTILE) || "y", 'a " b \\ ${c} \u202e'));
