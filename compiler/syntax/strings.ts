/** Strings: where they end, what their escapes mean, what they interpolate. Offsets are the file's. */
import type { Problem } from "../problem.ts";
import { problem } from "../problems.ts";
import type { Path, StringPart } from "./ast-values.ts";
import { wordPath } from "./paths.ts";

const isLineEnd = (code: number): boolean => code === 10 || code === 13;

/** The offset of the quote that closes the string opened at `open`, or -1 where its line ends first. */
export function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at;
    if (isLineEnd(code)) return -1;
    if (code === 92 && !isLineEnd(text.charCodeAt(at + 1))) at++;
  }
  return -1;
}

/**
 * Where a string that nothing closes is taken to end: before the braces that end its line, at most `openBraces` of
 * them, else at the line's last `}`, else at its end. A `}` of an interpolation does not count.
 */
export function endOfBrokenString(text: string, open: number, openBraces: number): number {
  let end = open + 1;
  const braces: number[] = [];
  let interpolated = false;
  for (; end < text.length && !isLineEnd(text.charCodeAt(end)); end++) {
    if (text[end] === "$" && text[end + 1] === "{") interpolated = true;
    else if (text[end] === "}" && interpolated) interpolated = false;
    else if (text[end] === "}") braces.push(end);
  }
  let taken = braces.pop();
  for (let count = 1; count < openBraces && taken !== undefined; count++) {
    const before = braces.pop();
    if (before === undefined || text.slice(before + 1, taken).trim() !== "") break;
    taken = before;
  }
  return open + 1 + text.slice(open + 1, taken ?? end).trimEnd().length;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  n: "\n",
  t: "\t",
  $: "$",
};
const UNICODE_ESCAPE = /\\u\{([0-9A-Fa-f]{1,6})\}/y;
const INTERPOLATION = /\$\{([A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*)\}/y;

/**
 * The parts of the text between two quotes, from `start` to `end`. Malformed escapes and interpolations are reported
 * as `bad-literal` and left out; `broken` says whether there were any. With `interpolate` false a `${` is reported.
 */
export function stringParts(
  file: string,
  text: string,
  start: number,
  end: number,
  interpolate = true,
): { readonly parts: readonly StringPart[]; readonly problems: readonly Problem[] } {
  const raw = text.slice(start, end);
  if (!raw.includes("\\") && !raw.includes("${"))
    return { parts: raw === "" ? [] : [{ kind: "text", text: raw, start, end }], problems: [] };
  const parts: StringPart[] = [];
  const problems: Problem[] = [];
  let literal = "";
  let literalStart = start;
  const flush = (upTo: number): void => {
    if (literal !== "") parts.push({ kind: "text", text: literal, start: literalStart, end: upTo });
    literal = "";
  };
  const bad = (from: number, to: number, message: string): number => {
    problems.push(problem("bad-literal", { file, start: from, end: to }, message));
    return to;
  };
  let at = start;
  while (at < end) {
    if (literal === "") literalStart = at;
    if (text[at] === "\\") {
      const read = readEscape(text, at, end);
      if (read.value === undefined) bad(at, read.end, read.message);
      else literal += read.value;
      at = read.end;
    } else if (text[at] === "$" && text[at + 1] === "{") {
      const stop = text.indexOf("}", at);
      const to = stop < 0 || stop >= end ? end : stop + 1;
      INTERPOLATION.lastIndex = at;
      const name = INTERPOLATION.exec(text)?.[1];
      flush(at);
      if (!interpolate) bad(at, to, "An action takes no '${…}'; write '\\$' for a dollar sign.");
      else if (name === undefined || hasBadSegment(name))
        bad(at, to, `'${text.slice(at, to)}' is not '\${name}'; a plain dollar sign before '{' is '\\$'.`);
      else parts.push({ kind: "interpolation", path: pathAt(name, at + 2), start: at, end: to });
      at = to;
    } else {
      literal += text[at];
      at++;
    }
  }
  flush(end);
  return { parts, problems };
}

const hasBadSegment = (name: string): boolean => name.endsWith("-") || name.includes("-.");
const pathAt = (name: string, start: number): Path => wordPath(name, start);

function readEscape(
  text: string,
  at: number,
  end: number,
): { readonly value?: string; readonly end: number; readonly message: string } {
  const next = text[at + 1] ?? "";
  const simple = SIMPLE_ESCAPES[next];
  if (simple !== undefined) return { value: simple, end: at + 2, message: "" };
  UNICODE_ESCAPE.lastIndex = at;
  const match = UNICODE_ESCAPE.exec(text);
  if (match !== null) {
    const code = Number.parseInt(match[1] ?? "", 16);
    const stop = at + match[0].length;
    if (code <= 0x10ffff && (code < 0xd800 || code > 0xdfff))
      return { value: String.fromCodePoint(code), end: stop, message: "" };
    return { end: stop, message: `'${match[0]}' is no Unicode character.` };
  }
  // The whole of a `\u{…}` that is malformed, else the backslash with the character that follows.
  const close = next === "u" && text[at + 2] === "{" ? text.indexOf("}", at) : -1;
  const width = (text.codePointAt(at + 1) ?? 0) > 0xffff ? 3 : 2;
  const stop = close > 0 && close < end && close - at < 12 ? close + 1 : Math.min(at + width, end);
  return {
    end: stop,
    message: `'${text.slice(at, stop)}' is no escape; there are \\" \\\\ \\n \\t \\$ and \\u{…}. A backslash itself is '\\\\'.`,
  };
}
