/** Internet addresses and networks, as text, by value. */

export interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

/** All addresses of one family from `from` to `to`, both included. */
export interface Network {
  readonly family: 4 | 6;
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * Four decimal numbers without leading zeros, or RFC 4291 hexadecimal groups (`::` at most once, either case).
 * `undefined` for all else; so are an IPv4-mapped IPv6 address, which would be one address under two names, a dotted
 * tail, and a zone (`%eth0`).
 */
export function readAddress(text: string): Address | undefined {
  return text.includes(":") ? readIPv6(text) : readIPv4(text);
}

/** `10.0.0.0/8`; an address alone is the network of that address. Bits after the prefix are taken as zero. */
export function readNetwork(text: string): Network | undefined {
  const [head = "", prefix, ...rest] = text.split("/");
  const address = readAddress(head);
  if (!address || rest.length > 0) return undefined;
  const width = address.family === 4 ? 32 : 128;
  if (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix)) return undefined;
  const length = prefix === undefined ? width : Number(prefix);
  if (length > width) return undefined;
  const host = (1n << BigInt(width - length)) - 1n;
  const from = address.bits & ~host;
  return { family: address.family, from, to: from | host };
}

/** Whether the address is of the network's family and within it. */
export function inNetwork(address: Address, network: Network): boolean {
  return address.family === network.family && address.bits >= network.from && address.bits <= network.to;
}

function readIPv4(text: string): Address | undefined {
  if (text.length > 15) return undefined;
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return { family: 4, bits };
}

const MAPPED = 0xffffn;

function readIPv6(text: string): Address | undefined {
  if (text.length > 39) return undefined;
  const [head = "", tail, ...rest] = text.split("::");
  if (rest.length > 0) return undefined;
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = 8 - left.length - right.length;
  if (tail === undefined ? zeros !== 0 : zeros < 1) return undefined;
  let bits = 0n;
  for (const group of [...left, ...Array<string>(zeros).fill("0"), ...right]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    bits = (bits << 16n) | BigInt(`0x${group}`);
  }
  return bits >> 32n === MAPPED ? undefined : { family: 6, bits };
}

/** The address as text: dotted for IPv4, eight plain groups for IPv6. */
export function formatAddress({ family, bits }: Address): string {
  const [count, size, radix, separator] = family === 4 ? [4, 8n, 10, "."] : [8, 16n, 16, ":"];
  const parts: string[] = [];
  for (let index = count - 1; index >= 0; index--)
    parts.push(((bits >> (BigInt(index) * size)) & ((1n << size) - 1n)).toString(radix));
  return parts.join(separator);
}
