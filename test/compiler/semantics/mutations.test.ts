/** Half-broken policies: whatever is done to a valid one, checking it ends in problems with places, never otherwise. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { config } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";

const folder = new URL("../../../examples/finance/policy/", import.meta.url);
const files = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
);
const paths = Object.keys(files).filter((path) => path.endsWith(".remit"));
const inserted = [
  "{",
  "}",
  '"',
  "may",
  "on",
  "where",
  "*",
  "-",
  "2027-02-30",
  "${x}",
  "[",
  "]",
  "0s",
  "__proto__",
];

/** A linear congruential generator: the same mutations in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

function mutate(text: string, random: (below: number) => number): string {
  const words = text.split(/(\s+|[{}(),:"])/);
  const [one, other] = [random(words.length), random(words.length)];
  const word = words[one] ?? "";
  switch (random(4)) {
    case 0:
      return words.toSpliced(one, 1).join("");
    case 1:
      return words.toSpliced(one, 0, words[other] ?? "").join("");
    case 2:
      return words
        .with(one, words[other] ?? "")
        .with(other, word)
        .join("");
    default:
      return words.with(one, inserted[random(inserted.length)] ?? "").join("");
  }
}

test("mutated policies give problems inside of their files, each once, in whole sentences", async () => {
  const random = generator(20_261_115);
  for (let round = 0; round < 300; round++) {
    const path = paths[random(paths.length)] ?? "";
    let text = files[path] ?? "";
    for (let count = 0; count <= random(3); count++) text = mutate(text, random);
    const mutated = { ...files, [path]: text };
    const { problems } = await checkWorkspace(memoryHost(mutated), config);
    const seen = new Set<string>();
    for (const { code, span, message, related } of problems) {
      for (const { start, end, file } of [span, ...related.map((item) => item.span)]) {
        const length = mutated[file]?.length ?? 0;
        expect(start >= 0 && start <= end && end <= length, `${code} in\n${text}`).toBe(true);
      }
      expect(message).not.toMatch(/undefined|\[object|NaN/);
      expect(message).toMatch(/^\S.*[.?:)]$/s);
      const key = JSON.stringify([code, span, message]);
      expect(seen.has(key), `${key} twice in\n${text}`).toBe(false);
      seen.add(key);
    }
  }
});
