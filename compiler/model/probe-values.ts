/** Values at which a policy's answer may change, for probes: edges of patterns, comparisons and networks. */
import { satisfies } from "./atom.ts";
import { formatAddress, readNetwork } from "./ip.ts";
import type { Atom, ValueType } from "./policy.ts";
import type { Random } from "./random.ts";
import { readTyped } from "./typed.ts";

/** Text that has broken something somewhere. */
export const HOSTILE: readonly string[] = [
  "__proto__",
  "constructor",
  "toString",
  "",
  " ",
  "*",
  "?",
  "\u0000",
  "\n",
  "\\",
  '"',
  "'",
  "${x}",
  "{{x}}",
  "%2e%2e/%2e%2e",
  "../..",
  "\u202e",
  "💥",
  "e\u0301",
  "\ud800",
  "\u2028",
  "x".repeat(300),
];

const FILL = ["", "x", "a/b", "é", "😀", ".", "0"] as const;

/** Some text that the glob matches. */
export function sample(glob: string, random: Random): string {
  return glob.replace(/\*+|\?/g, (wildcard) =>
    wildcard === "?" ? random.one("x", "é", "😀", "/") : (random.pick(FILL) ?? ""),
  );
}

/** A text that is nearly the given one: shorter, longer, another case, another character. */
export function near(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, -1);
    case 1:
      return `${text}${random.one("x", "/", "\n", ":")}`;
    case 2:
      return `${text.slice(0, at)}${text.slice(at + 1)}`;
    case 3:
      return `${text.slice(0, at)}${random.one("x", "/", "*", "é", "/../", "%2F..")}${text.slice(at)}`;
    case 4:
      return random.chance(0.5) ? text.toUpperCase() : text.toLowerCase();
    default:
      return `${random.one("x", "/", " ")}${text}`;
  }
}

/**
 * JSON that the atoms' variable could hold, `wanted` of it such that all of them hold, where there is any. The atoms
 * speak of one variable and are of one type.
 */
export function valueFor(atoms: readonly Atom[], wanted: boolean, random: Random): unknown {
  const type = atoms[0]?.type ?? "string";
  const candidates = atoms.flatMap((atom) => valuesAt(atom, random));
  if (!wanted) return random.pick([...candidates, ...misfits(type)]);
  const fitting = candidates.filter((value) => {
    const typed = readTyped(type, value);
    return typed !== undefined && atoms.every((atom) => satisfies(atom, typed));
  });
  return random.pick(fitting) ?? random.pick(candidates);
}

/** At, just below and just above what the atom compares with. */
export function valuesAt(atom: Atom, random: Random): readonly unknown[] {
  const texts = "values" in atom ? atom.values : [String(atom.value)];
  switch (atom.type) {
    case "bool":
      return [true, false];
    case "string":
      return texts.flatMap((text) => {
        const hit = sample(text, random);
        return [text, hit, near(hit, random), near(text, random), "zz"];
      });
    case "ip":
      return texts.flatMap(addressesAround);
    case "int":
    case "decimal":
      return texts.flatMap((text) =>
        [-1n, 0n, 1n].flatMap((step) => writings(atom.type, BigInt(text) + step)),
      );
  }
}

/** The ways in which JSON can carry an int or a scaled decimal, some of them out of range or malformed. */
function writings(type: ValueType, value: bigint): readonly unknown[] {
  const text = type === "int" ? String(value) : decimalText(value);
  return [text, Number(text), text.replace(/\.?0+$/, ""), `0${text}`, `${text}0`, `${text}.0`];
}

function decimalText(scaled: bigint): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(5, "0");
  return `${scaled < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function addressesAround(text: string): readonly string[] {
  const network = readNetwork(text);
  if (network === undefined) return [];
  const { family, from, to } = network;
  const highest = (1n << (family === 4 ? 32n : 128n)) - 1n;
  const inside = [from - 1n, from, to, to + 1n].filter((bits) => bits >= 0n && bits <= highest);
  return inside.flatMap((bits) => {
    const plain = formatAddress({ family, bits });
    return family === 4
      ? [plain, `::ffff:${plain}`, `0${plain}`]
      : [plain, plain.toUpperCase(), compressed(plain)];
  });
}

/** With the first two zero groups or more written as `::`. */
function compressed(address: string): string {
  return address.replace(/(?:^|:)0(?::0)+(?::|$)/, "::");
}

const MISFITS: Readonly<Record<ValueType, readonly unknown[]>> = {
  string: [1, true, null, [], {}],
  bool: ["true", 1, 0, null],
  int: [
    1.5,
    "1.5",
    "",
    "-0",
    -0,
    "1e3",
    9007199254740992,
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    true,
    null,
  ],
  decimal: [
    "0.00001",
    0.00001,
    1e21,
    900719925474.0991,
    900719925474.0992,
    "922337203685477.5807",
    "922337203685477.5808",
    "-922337203685477.5807",
    "-922337203685477.5808",
    "-0.0",
    0.1 + 0.2,
    "1.",
    ".5",
    null,
  ],
  ip: [
    "10.0.0.256",
    "010.0.0.1",
    "10.0.0",
    "::",
    "::1",
    "1::2::3",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "fe80::1%eth0",
    "1:2:3:4:5:6:7::",
    "1:2:3:4:5:6:7:8:9",
    10,
    null,
  ],
};

/** What is not of the type, or at the very edge of it. */
export function misfits(type: ValueType): readonly unknown[] {
  return MISFITS[type];
}
