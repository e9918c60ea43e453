/** Addresses as text that sorts as they do, which the static module makes of a request's in the same way. */
import { readNetwork } from "../../model/ip.ts";

/**
 * The first and the last address of a network: three decimal digits a number for IPv4, four hexadecimal ones a group
 * for IPv6. One that is malformed has none, and `undefined` matches nothing.
 */
export function formatNetwork(text: string): readonly [string, string] | undefined {
  const network = readNetwork(text);
  if (network === undefined) return undefined;
  const format = network.family === 4 ? formatIPv4 : formatIPv6;
  return [format(network.from), format(network.to)];
}

function formatIPv4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n).padStart(3, "0")).join("");
}

function formatIPv6(bits: bigint): string {
  return bits.toString(16).padStart(32, "0");
}
