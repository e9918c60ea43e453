/** Values of inputs, context and facts, read by type (language reference, Requests). */
import { readDecimal as readDecimalText, readInteger } from "../literals.ts";
import { type Address, readAddress } from "./ip.ts";
import { wellFormed } from "./json.ts";
import type { ValueType } from "./policy.ts";

/** Ints are themselves, decimals scaled by 10⁴. */
export type TypedValue =
  | { readonly type: "int" | "decimal"; readonly value: bigint }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "ip"; readonly value: Address };

export const MAX_NUMBER = 2n ** 63n - 1n;
export const MIN_INT = -(2n ** 63n);
const EXACT = 2n ** 53n;

/** The value as one of that type; `undefined` (it counts as missing) where it is of another type or malformed. */
export function readTyped(type: ValueType, value: unknown): TypedValue | undefined {
  switch (type) {
    case "int":
    case "decimal": {
      const number = type === "int" ? readInt(value) : readDecimal(value);
      return number === undefined ? undefined : { type, value: number };
    }
    case "string":
      return typeof value === "string" ? { type, value: wellFormed(value) } : undefined;
    case "bool":
      return typeof value === "boolean" ? { type, value } : undefined;
    case "ip": {
      const address = typeof value === "string" ? readAddress(value) : undefined;
      return address && { type, value: address };
    }
  }
}

/** A JSON number without fraction and below 2⁵³ in magnitude, or a string of a 64-bit integer. */
export function readInt(value: unknown): bigint | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === "string" ? readInteger(value) : undefined;
}

/**
 * Scaled by 10⁴: a JSON number of at most four fractional digits, below 2⁵³ after scaling, or such a string within
 * ±922337203685477.5807. A double stands for its shortest decimal text, which is what JSON carries of it.
 */
export function readDecimal(value: unknown): bigint | undefined {
  if (typeof value === "string") return readDecimalText(value);
  if (typeof value !== "number") return undefined;
  const scaled = readDecimalText(String(value));
  return scaled !== undefined && scaled > -EXACT && scaled < EXACT ? scaled : undefined;
}
