/** The `moment-timezone` package's packed form of the IANA data: every change until 2037, compiled by zic. */

export interface Packed {
  readonly version: string;
  readonly zones: readonly string[];
  readonly links: readonly string[];
}

export interface Unpacked {
  readonly name: string;
  /** Seconds ahead of UTC. */
  readonly first: number;
  /** Epoch seconds and the offset from then on. */
  readonly changes: readonly (readonly [number, number])[];
}

/** `name|abbreviations|offsets|indices|untils|population`, numbers in base 60, offsets in minutes west. */
export function unpack(packed: string): Unpacked {
  const [name = "", , offsetsText = "", indices = "", untilsText = ""] = packed.split("|");
  const offsets = offsetsText.split(" ").map((text) => -Math.round(fromBase60(text) * 60));
  const untils =
    untilsText === "" ? [] : untilsText.split(" ").map((text) => Math.round(fromBase60(text) * 60));
  const held = [...indices].map((index) => offsets[fromBase60(index)] ?? 0);
  const changes: [number, number][] = [];
  let at = 0;
  for (const [index, offset] of held.slice(1).entries()) {
    at += untils[index] ?? 0;
    if (offset !== (changes.at(-1)?.[1] ?? held[0])) changes.push([at, offset]);
  }
  return { name, first: held[0] ?? 0, changes };
}

function fromBase60(text: string): number {
  const negative = text.startsWith("-");
  const [whole = "", fraction = ""] = text.slice(negative ? 1 : 0).split(".");
  let value = 0;
  for (const digit of whole) value = value * 60 + digitOf(digit);
  let unit = 1;
  for (const digit of fraction) {
    unit /= 60;
    value += digitOf(digit) * unit;
  }
  return negative ? -value : value;
}

function digitOf(char: string): number {
  const code = char.charCodeAt(0);
  if (code > 96) return code - 87;
  return code > 64 ? code - 29 : code - 48;
}
