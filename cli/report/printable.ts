/**
 * Text of unknown origin made fit for a terminal: control characters (escape sequences among them) and characters
 * that reorder or hide text are written as `\u{1b}`, so that no file name or string of a policy can act on the screen,
 * nor on the CI system that reads the log.
 */
export function printable(text: string, lines: "one-line" | "keep-lines"): string {
  const shown = text.replace(HIDDEN, (character) => {
    if (character === "\n" && lines === "keep-lines") return character;
    if (character === "\t") return "    ".slice(0, 1);
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return shown.replace(LOG_COMMAND, "\\u{23}#").replace(LINE_COMMAND, "$1\\u{3a}");
}

/** A JSON text of the same value in which such characters are JSON's own escapes; its line ends stay. */
export function printableJson(json: string): string {
  return json.replace(HIDDEN, (character) =>
    character === "\n"
      ? character
      : character
          .split("")
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}

/** How commands to CI systems begin that are read anywhere in a line of a log: `##[…`, `##vso[…`, `##teamcity[…`. */
const LOG_COMMAND = /##(?=[a-z]{0,20}\[)/g;

/** How commands to GitHub's runner begin, which it looks for behind a line's blanks: `::error …`. */
const LINE_COMMAND = /^([ \t]*):(?=:[a-z])/gim;

/** C0 and C1 controls, bidirectional controls, zero-width characters, line separators, tags, lone surrogates. */
const HIDDEN = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]|\p{Cs}/gu;
