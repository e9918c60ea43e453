import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadParsers } from "../../../bench/score/grant-tools.ts";
import { mayHoldGrants } from "../../../scan/grants/prefilter.ts";
import { readGrants } from "../../../scan/grants/read.ts";
import { readPages } from "../../rules/scan/pages.ts";

const parsers = await loadParsers();
const examples = readPages().flatMap((page) => page.examples);

/** Every place of a fact must lie in the text. */
function inside(value: unknown, length: number): void {
  if (Array.isArray(value)) for (const item of value) inside(item, length);
  else if (typeof value === "object" && value !== null) {
    if ("at" in value && typeof value.at === "number") expect(value.at).toBeLessThanOrEqual(length);
    if ("end" in value && typeof value.end === "number") expect(value.end).toBeLessThanOrEqual(length + 1);
    for (const part of Object.values(value)) inside(part, length);
  }
}

describe("whatever stands in a file", () => {
  test("cut, doubled or with characters changed, it is read without an exception", () => {
    const change = fc.record({
      example: fc.constantFrom(...examples),
      at: fc.nat(400),
      kind: fc.constantFrom("cut", "insert", "delete", "double"),
      piece: fc.constantFrom(
        "\u0000",
        "'",
        '"',
        "`",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "\\",
        "\n",
        "${",
        "{{",
        "<<",
        "\uD800",
        "é",
        "#",
        ":",
        "&a",
        "*a",
        "!x",
        "\t",
      ),
    });
    fc.assert(
      fc.property(change, ({ example, at, kind, piece }) => {
        const { text } = example;
        const from = Math.min(at, text.length);
        const changed =
          kind === "cut"
            ? text.slice(0, from)
            : kind === "insert"
              ? text.slice(0, from) + piece + text.slice(from)
              : kind === "delete"
                ? text.slice(0, from) + text.slice(from + 1)
                : text + text.slice(from);
        const { grants } = readGrants(example.file, changed, parsers);
        inside(grants, changed.length);
      }),
      { seed: 20261124, numRuns: 1500 },
    );
  });

  test.each([
    ["a.json", "[".repeat(100_000)],
    ["a.json", `{"mcpServers":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}`],
    ["a.yaml", `Action:\n${"- ".repeat(10_000)}x`],
    ["a.yaml", `Effect: ${"[".repeat(20_000)}`],
    ["a.toml", `x = ${"[".repeat(10_000)}`],
    ["main.tf", `x = ${"[".repeat(10_000)}`],
    ["main.tf", "a {\n".repeat(5_000)],
    ["a.bicep", `var x = ${"[".repeat(10_000)}`],
    ["a.bicep", `var x = ${"f(".repeat(10_000)}`],
    ["a.ts", `const scopes = ${"[".repeat(5_000)}`],
    ["a.ts", `const x = ${"a+".repeat(5_000)}a`],
    ["a.py", `x = ${"(".repeat(5_000)}`],
    ["a.py", `x = ${"1+".repeat(5_000)}1`],
    ["a.sh", "$(".repeat(20_000)],
    ["a.sh", '"'.repeat(50_001)],
    ["a.sh", "cat <<EOF\n".repeat(5_000)],
    ["Dockerfile", "RUN a \\\n".repeat(10_000)],
    ["a.md", `---\n${"a: [".repeat(5_000)}\n---\n`],
  ])("%s nested without end is read or refused", (file, text) => {
    const { grants, troubles } = readGrants(file, text, parsers);
    expect(grants.length + troubles.length).toBeGreaterThanOrEqual(0);
    for (const trouble of troubles) expect(trouble).toMatch(/^The file /);
  });

  test("an alias bomb does not multiply", () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`,
    );
    const text = `a0: &a0 [x, x]\n${levels.join("\n")}\npermissions: {allow: *a30}\n`;
    const { grants } = readGrants("bomb.yaml", text, parsers);
    expect(JSON.stringify(grants).length).toBeLessThan(20_000_000);
  });

  test("megabytes of one kind of character cost their length", () => {
    for (const unit of [
      " ",
      "\t",
      "\n",
      "a",
      "-",
      "_",
      ":",
      "/",
      "$",
      "import ",
      "from x import ",
      "scope:",
    ]) {
      const text = `x = 1\n${unit.repeat(Math.floor(300_000 / unit.length))}\nallowed_tools`;
      for (const file of ["a.py", "a.sh", "a.ts", "a.json", "a.env"]) readGrants(file, text, parsers);
      mayHoldGrants("a.py", text);
    }
  }, 60_000);

  test("many agents that share a function or a list, and pages of blank lines, cost their length", () => {
    const many = 4_000;
    const asked = `async function yes() { ${"if (x) { y() } ".repeat(many)} return { behavior: "allow" } }\n`;
    const callbacks = readGrants("a.ts", asked + "f({ canUseTool: yes });\n".repeat(many), parsers);
    expect(callbacks.grants.length).toBe(many);
    const tools = `from strands_tools import shell\nTOOLS = [${"shell, ".repeat(many)}]\n`;
    const shared = readGrants("a.py", tools + "Agent(tools=TOOLS)\n".repeat(many), parsers);
    expect(shared.grants.length).toBe(100);
    const blank = `const page = \`${"\n".repeat(190_000)} claude --yolo\`;`;
    expect(readGrants("a.ts", blank, parsers).grants.length).toBe(1);
  }, 60_000);
});
