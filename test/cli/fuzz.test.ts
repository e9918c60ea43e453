/** Mutations of valid sources through what `check` and `fmt --check` do: no crash, no hang, and a stable formatter. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkWorkspace } from "../../compiler/index.ts";
import { parse } from "../../compiler/syntax/parser.ts";
import { print } from "../../compiler/syntax/printer.ts";
import { runPolicyRules } from "../../rules/policy/index.ts";
import { memoryHost } from "../compiler/memory-host.ts";

const MUTATIONS = 10_000;
/** Milliseconds, for one mutation through both. */
const LIMIT = 2000;
const CONFIG = { workspace: "fuzz", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };

/** Sources that hold every construct of the language between them, small enough for many rounds. */
const seeds: readonly string[] = [
  ...["people", "services", "scopes", "agents", "guardrails", "tests", "targets"].flatMap((name) =>
    cut(readFileSync(`examples/finance/policy/${name}.remit`, "utf8")),
  ),
  ...["agents", "platforms", "rules"].flatMap((name) =>
    cut(readFileSync(`examples/support/policy/${name}.remit`, "utf8")),
  ),
];

/** Parts of about twenty lines, at declarations. */
function cut(text: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (const block of text.split(/\n(?=\S)/)) {
    part += `${block}\n`;
    if (part.length > 700) {
      parts.push(part);
      part = "";
    }
  }
  return part === "" ? parts : [...parts, part];
}

/** Mulberry32: the same numbers on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const PIECES = [
  ...'{}()[]"$*?/\\,.:;=<>!-_#@&|\u0000\u001b\ufeff\u202e\ud800é🦊\r\n\t 0',
  "${",
  "/*",
  "*/",
  "//",
  "///",
  "\\u{110000}",
  "99999999999999999999",
  "2027-02-30",
  "24:00",
  "0x",
  "1e9",
  "𝒂",
  ...[
    "may",
    "never",
    "on",
    "until",
    "agent",
    "under",
    "where",
    "not",
    "and",
    "owner",
    "with",
    "approval",
    "from",
    "by",
    "environment",
    "test",
    "let",
    "scope",
    "include",
  ].map((word) => ` ${word} `),
];

function mutate(text: string, below: (limit: number) => number): string {
  let result = text;
  for (let rounds = 1 + below(4); rounds > 0; rounds--) {
    const at = below(result.length + 1);
    const length = 1 + below(below(3) === 0 ? 60 : 4);
    const to = below(result.length + 1);
    const taken = result.slice(at, at + length);
    const piece = PIECES[below(PIECES.length)] ?? "";
    const changes = [
      () => result.slice(0, at) + result.slice(at + length),
      () => result.slice(0, at) + taken + taken + result.slice(at + length),
      () => result.slice(0, at) + piece + result.slice(at),
      () => result.slice(0, at) + piece + result.slice(at + length),
      () => {
        const rest = result.slice(0, at) + result.slice(at + length);
        return rest.slice(0, to) + taken + rest.slice(to);
      },
    ];
    result = changes[below(changes.length)]?.() ?? result;
  }
  return result;
}

async function throughBoth(text: string): Promise<void> {
  const host = memoryHost({ "a.remit": text });
  const checked = await checkWorkspace(host, CONFIG);
  const problems = await runPolicyRules(checked, host);
  for (const { message, span } of problems) {
    expect(message).not.toMatch(/undefined|\[object|NaN/);
    expect(span.start).toBeLessThanOrEqual(span.end);
    expect(span.end).toBeLessThanOrEqual(text.length);
  }
  const { file, problems: syntax } = parse("a.remit", text);
  if (syntax.some(({ code }) => code === "syntax" || code === "too-complex")) return;
  const once = print(file);
  expect(print(parse("a.remit", once).file)).toBe(once);
}

test(`${MUTATIONS} mutations of valid sources are checked and formatted without a crash or a hang`, async () => {
  const below = random(20_261_124);
  for (let round = 0; round < MUTATIONS; round++) {
    const text = mutate(seeds[below(seeds.length)] ?? "", below);
    const begun = performance.now();
    try {
      await throughBoth(text);
    } catch (error) {
      throw new Error(`mutation ${round}: ${JSON.stringify(text)}`, { cause: error });
    }
    // Far over the usual milliseconds: only a hang, never a slow machine, comes near it.
    expect(performance.now() - begun, `mutation ${round}: ${JSON.stringify(text)}`).toBeLessThan(LIMIT);
  }
}, 900_000);
