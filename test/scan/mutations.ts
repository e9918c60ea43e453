/** Files that nobody writes in good faith, made from small good ones: the same for the same seed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Seed {
  /** Relative, as a scan would see it: its name says how it is read. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Mutated {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** What was done to the seed. */
  readonly how: string;
}

export type Random = (below: number) => number;

/** A small generator, so that each run mutates alike (Marsaglia's xorshift). */
export function randoms(seed: number): Random {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const root = join(import.meta.dirname, "../..");

/** The scan's fixtures, and the examples on the pages of the rules about grants. */
export function seeds(): readonly Seed[] {
  const fixtures = join(import.meta.dirname, "fixtures");
  const files = readdirSync(fixtures, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".expect"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(fixtures.length + 1), bytes: new Uint8Array(readFileSync(path)) }));
  const pages = join(root, "rules/scan");
  const examples = readdirSync(pages)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .flatMap((name) =>
      [...readFileSync(join(pages, name), "utf8").matchAll(/^```\w+ file=(\S+)[^\n]*\n(.*?)^```/gms)].map(
        ([, file = "", text = ""], index) => ({
          path: `${name.slice(0, -3)}/${index}/${file}`,
          bytes: new TextEncoder().encode(text),
        }),
      ),
    );
  return [...files, ...examples];
}

/** What opens and closes something in one of the languages, and what stands in the middle. */
const nests: readonly (readonly [open: string, middle: string, close: string])[] = [
  ["[", "", "]"],
  ["{", "", "}"],
  ["(", "1", ")"],
  ['{"a":', "1", "}"],
  ["{a: ", "1", "}"],
  ["f(", "", ")"],
  ["<a>", "", "</a>"],
  ["`${", "1", "}`"],
  ["a[", "0", "]"],
  ["x ? ", "1", " : 2"],
  ["lambda: ", "1", ""],
  ["not ", "1", ""],
  ["!", "1", ""],
  ["- ", "x", ""],
  ["> ", "x", ""],
  ["a {\n", "", "}\n"],
  ["if (x) ", ";", ""],
  ["a.b(", "c", ")"],
  ["f'{", "1", "}'"],
  ["/*", "", "*/"],
  ['"""', "", '"""'],
  ["Agent(tools=[", "", "])"],
  ["new Agent({ tools: [", "", "] })"],
  ["a = a + ", "1", ""],
  ["from a import ", "b", "\n"],
  ["export { x } from ", "'y'", ";\n"],
  ["{{ ", "x", " }}"],
];

/** Bytes of a mutation that fills: the most that is parsed. */
const large = 1024 * 1024 - 1;

type Change = (seed: Seed, random: Random) => Uint8Array;

const small: Readonly<Record<string, Change>> = {
  "bytes flipped": ({ bytes }, random) => {
    const copy = bytes.slice();
    for (let count = random(30) + 1; count > 0; count--) copy[random(copy.length || 1)] = random(256);
    return copy;
  },
  "bits flipped": ({ bytes }, random) => {
    const copy = bytes.slice();
    for (let count = random(8) + 1; count > 0; count--) {
      const at = random(copy.length || 1);
      copy[at] = (copy[at] ?? 0) ^ (1 << random(7));
    }
    return copy;
  },
  truncated: ({ bytes }, random) => bytes.slice(0, random(bytes.length + 1)),
  "a part left out": ({ bytes }, random) => {
    const at = random(bytes.length + 1);
    return joined(bytes.slice(0, at), bytes.slice(at + random(200)));
  },
  "a run put in": ({ bytes }, random) => {
    const at = random(bytes.length + 1);
    const run = "([{<\"'`:-#/*\\$%&|!?~@= \t\n\r,;.0a".charCodeAt(random(33));
    return joined(bytes.slice(0, at), new Uint8Array(random(10_000)).fill(run), bytes.slice(at));
  },
  "turned and doubled": ({ bytes }, random) => {
    const at = random(bytes.length + 1);
    return joined(bytes.slice(at), bytes.slice(0, at), bytes);
  },
  "nested 10,000 deep": ({ bytes }, random) => {
    const [open, middle, close] = nests[random(nests.length)] ?? ["[", "", "]"];
    const closing = random(3) === 0 ? "" : close.repeat(10_000);
    const at = random(bytes.length + 1);
    return joined(bytes.slice(0, at), utf8(`${open.repeat(10_000)}${middle}${closing}`), bytes.slice(at));
  },
  "invalid UTF-8": ({ bytes }, random) => {
    const bad = [
      [0xff],
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf8, 0x88],
      [0x80],
      [0xe2, 0x82],
      [0xf4, 0x90, 0x80, 0x80],
    ];
    let copy = bytes;
    for (let count = random(6) + 1; count > 0; count--) {
      const at = random(copy.length + 1);
      copy = joined(copy.slice(0, at), new Uint8Array(bad[random(bad.length)] ?? []), copy.slice(at));
    }
    return copy;
  },
  "UTF-16": ({ bytes }, random) => {
    const text = new TextDecoder().decode(bytes);
    const units = Buffer.from(`\ufeff${text}`, "utf16le");
    if (random(2) === 0) units.swap16();
    // An odd byte at the end is half of a unit.
    return new Uint8Array(units.subarray(0, units.length - random(2)));
  },
  "NUL bytes": ({ bytes }, random) => {
    const at = random(bytes.length + 1);
    return joined(bytes.slice(0, at), new Uint8Array(random(50) + 1), bytes.slice(at));
  },
  "odd line ends": ({ bytes }, random) => {
    const end = ["\r", "\r\n", "\u2028", "\u0085", "\n\n\n", " \\\n", "\f\n"][random(7)] ?? "\r";
    return utf8(`\ufeff${new TextDecoder().decode(bytes).replaceAll("\n", end)}`);
  },
  "an alias bomb": ({ bytes }, random) => {
    const width = random(8) + 2;
    const rows = Array.from({ length: 30 }, (_, index) => {
      const before = Array.from({ length: width }, () => `*b${index}`).join(", ");
      return random(2) === 0
        ? `b${index + 1}: &b${index + 1} [${before}]`
        : `b${index + 1}: &b${index + 1} {<<: [${before}], k: *b${index}}`;
    });
    return joined(utf8(`b0: &b0 {x: y}\n${rows.join("\n")}\n`), bytes);
  },
  "keys that objects have by themselves": ({ bytes }, random) => {
    const name = ["__proto__", "constructor", "toString", "hasOwnProperty", "length"][random(5)] ?? "";
    const words = new TextDecoder().decode(bytes).split(/\b/);
    for (let count = random(5) + 1; count > 0; count--) {
      const at = random(words.length || 1);
      if (/^\w+$/.test(words[at] ?? "")) words[at] = name;
    }
    return utf8(words.join(""));
  },
};

/** As large as the scan still reads: slow ways through a parser or an expression show here. */
const filling: Readonly<Record<string, Change>> = {
  "a piece repeated to 1 MB": ({ bytes }, random) => {
    const at = random(bytes.length || 1);
    const piece = bytes.slice(at, at + random(40) + 1);
    return joined(bytes, repeated(piece.length === 0 ? utf8("a ") : piece, large - bytes.length));
  },
  "itself repeated to 1 MB": ({ bytes }) => repeated(bytes.length === 0 ? utf8("a ") : bytes, large),
  "one line of 1 MB": ({ bytes }) => {
    const line = utf8(new TextDecoder().decode(bytes).replaceAll("\n", " "));
    return repeated(line.length === 0 ? utf8("a ") : line, large);
  },
  "nested to 1 MB": ({ bytes }, random) => {
    const [open] = nests[random(nests.length)] ?? ["["];
    return joined(bytes, repeated(utf8(open), large - bytes.length));
  },
  "a line of 50 MB": ({ bytes }) => joined(bytes, new Uint8Array(50 * 1024 * 1024).fill(97)),
};

/** The mutation of one seed: of the small kind, or one that fills. */
export function mutated(all: readonly Seed[], random: Random, kind: "small" | "filling" = "small"): Mutated {
  const seed = all[random(all.length)] ?? { path: "a.ts", bytes: new Uint8Array() };
  const changes = Object.entries(kind === "small" ? small : filling);
  const [how, change] = changes[random(changes.length)] ?? ["nothing", ({ bytes }: Seed) => bytes];
  return { path: seed.path, bytes: change(seed, random), how };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function repeated(piece: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(Math.max(0, length));
  for (let at = 0; at < whole.length; at += piece.length)
    whole.set(piece.subarray(0, Math.min(piece.length, whole.length - at)), at);
  return whole;
}
