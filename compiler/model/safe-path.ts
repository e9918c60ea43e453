/**
 * The resources of declared services and of `tool` that are not denied outright (language reference, Requests): no
 * `.` or `..` segment and no control character, as they stand or after one percent-decoding.
 */
import type { Automaton } from "./automaton.ts";

const CONTROL = /\p{Cc}/u;
const DOT_SEGMENT = /(?:^|\/)\.{1,2}(?:\/|$)/;
/** Percent-encoded control characters: U+0000 to 1F, 7F, and U+0080 to 9F, which UTF-8 begins with C2. */
const ENCODED_CONTROL = /%(?:[01][0-9a-f]|7f|c2%[89][0-9a-f])/i;

export function isSafePath(resource: string): boolean {
  const decoded = resource.replace(/%2e/gi, ".").replace(/%2f/gi, "/");
  return (
    !CONTROL.test(resource) &&
    !ENCODED_CONTROL.test(resource) &&
    !DOT_SEGMENT.test(resource) &&
    !DOT_SEGMENT.test(decoded)
  );
}

/** The decoded segment so far (0 empty, 1 `.`, 2 `..`, 3 anything else). */
type Segment = 0 | 1 | 2 | 3;
const SEGMENTS: readonly Segment[] = [0, 1, 2, 3];
/** Read of a percent sign and what follows it, in lower case, `h` for the last digit of a control character. */
const PENDING = ["", "%", "%0", "%2", "%7", "%c", "%c2", "%c2%", "%c2%8"] as const;
const DEAD = SEGMENTS.length * PENDING.length;

/** The same as `isSafePath`, one code point at a time. */
export const SAFE_PATH: Automaton = {
  start: 0,
  next: step,
  accepts: (state) => state !== DEAD && !endsInDots(state),
  isDead: (state) => state === DEAD,
  isTotal: () => false,
  marked: (state) => MARKS[Math.floor(state / SEGMENTS.length)] ?? [],
};

function stateOf(segment: Segment, pending: (typeof PENDING)[number]): number {
  return PENDING.indexOf(pending) * SEGMENTS.length + segment;
}

/** A percent sign whose escape never came is a character, so the segment is no dot segment. */
function endsInDots(state: number): boolean {
  const segment = state % SEGMENTS.length;
  return state < SEGMENTS.length && (segment === 1 || segment === 2);
}

const HEX = [..."0123456789abcdefABCDEF"].map((char) => char.charCodeAt(0));
const PLAIN = [..."./%"].map((char) => char.charCodeAt(0));
const MARKS = PENDING.map((pending) => (pending === "" ? PLAIN : [...PLAIN, ...HEX]));

function step(state: number, codePoint: number): number {
  const char = String.fromCodePoint(codePoint);
  if (state === DEAD || CONTROL.test(char)) return DEAD;
  const segment = SEGMENTS[state % SEGMENTS.length] ?? 3;
  const pending = PENDING[Math.floor(state / SEGMENTS.length)] ?? "";
  const digit = /[0-9a-f]/i.test(char) ? char.toLowerCase() : "";
  switch (pending) {
    case "%":
      if (digit === "0" || digit === "1") return stateOf(segment, "%0");
      if (digit === "2") return stateOf(segment, "%2");
      if (digit === "7") return stateOf(segment, "%7");
      if (digit === "c") return stateOf(segment, "%c");
      break;
    case "%0":
    case "%c2%8":
      if (digit) return DEAD;
      break;
    case "%2":
      if (digit === "e") return plain(segment, ".");
      if (digit === "f") return plain(segment, "/");
      break;
    case "%7":
      if (digit === "f") return DEAD;
      break;
    case "%c":
      if (digit === "2") return stateOf(segment, "%c2");
      break;
    case "%c2":
      if (char === "%") return stateOf(segment, "%c2%");
      break;
    case "%c2%":
      return afterC2(digit, char);
  }
  return plain(pending === "" ? segment : 3, char);
}

/** `%c2` was a character of its own; the second percent sign may begin any escape. */
function afterC2(digit: string, char: string): number {
  if (digit === "8" || digit === "9") return stateOf(3, "%c2%8");
  return step(stateOf(3, "%"), char.codePointAt(0) ?? 0);
}

function plain(segment: Segment, char: string): number {
  if (char === "/") return segment === 1 || segment === 2 ? DEAD : stateOf(0, "");
  if (char === "%") return stateOf(segment, "%");
  if (char !== ".") return stateOf(3, "");
  return stateOf(segment === 0 ? 1 : segment === 1 ? 2 : 3, "");
}
