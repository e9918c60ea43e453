/** Decimals, which are integers scaled by 10⁴, as text. */

/** A decimal scaled by 10⁴ as people write it: `500.00`, `0.1234`. */
export function decimalInWords(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(5, "0");
  const fraction = digits.slice(-4).replace(/0{1,2}$/, "");
  return `${scaled < 0n ? "-" : ""}${digits.slice(0, -4)}.${fraction}`;
}
