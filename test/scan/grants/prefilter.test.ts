import { describe, expect, test } from "vitest";
import { loadParsers } from "../../../bench/score/grant-tools.ts";
import { mayHoldGrants } from "../../../scan/grants/prefilter.ts";
import { readGrants } from "../../../scan/grants/read.ts";
import { readPages } from "../../rules/scan/pages.ts";

const parsers = await loadParsers();

describe("the prefilter", () => {
  test.each(readPages().flatMap((page) => page.examples))(
    "lets $file of $rule (line $line) through when it holds grants",
    (example) => {
      const { grants } = readGrants(example.file, example.text, parsers);
      if (grants.length > 0) expect(mayHoldGrants(example.file, example.text)).toBe(true);
    },
  );

  test.each([
    ["src/math.ts", "export const add = (a: number, b: number) => a + b;\n"],
    ["src/view.tsx", "export const View = () => <div className='role'>Actions</div>;\n"],
    ["app/models.py", "class User(Base):\n    name = Column(String)\n    role = Column(String)\n"],
    ["README.md", "# How to use `--yolo`\n"],
    ["package.json", '{ "name": "x", "scripts": { "test": "vitest" } }'],
    ["openapi.yaml", "openapi: 3.1.0\ninfo:\n  title: x\n"],
  ])("passes over %s, which can hold none", (file, text) => {
    expect(mayHoldGrants(file, text)).toBe(false);
  });
});
