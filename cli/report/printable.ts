/**
 * Text of unknown origin made fit for a terminal: control characters (escape sequences among them) and characters
 * that reorder or hide text are written as `\u{1b}`, so that no file name or string of a policy can act on the screen.
 */
export function printable(text: string, lines: "one-line" | "keep-lines"): string {
  return text.replace(HIDDEN, (character) => {
    if (character === "\n" && lines === "keep-lines") return character;
    if (character === "\t") return "    ".slice(0, 1);
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** C0 and C1 controls, bidirectional controls, zero-width characters, line separators, tags, lone surrogates. */
const HIDDEN = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]|\p{Cs}/gu;
