import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../cli/config.ts";
import { isFailure } from "../../cli/failure.ts";

const schema: object = JSON.parse(readFileSync("docs/schemas/remit.yaml.schema.json", "utf8"));
const valid = new Ajv2020({ strict: false }).compile(schema);

const read = (text: string) => readConfig(text, "remit.yaml", "/srv/Acme Finance");

function complaint(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (isFailure(error)) return error.message;
    throw error;
  }
  return "";
}

describe("remit.yaml", () => {
  test("may be empty: everything has a default", () => {
    for (const text of ["", "# nothing\n", "workspace:\npolicies:\nscan:\n"])
      expect(read(text)).toEqual({
        workspace: "Acme-Finance",
        policies: ["**/*.remit"],
        scan: { include: ["**"], exclude: [] },
      });
  });

  test("names the workspace, its policies and what is scanned", () => {
    const text =
      "workspace: acme\npolicies: [a.remit, 'b/**']\nscan: { include: src/**, exclude: [src/x] }\n";
    expect(read(text)).toEqual({
      workspace: "acme",
      policies: ["a.remit", "b/**"],
      namesPolicies: true,
      scan: { include: ["src/**"], exclude: ["src/x"] },
    });
    expect(valid(parse(text))).toBe(true);
  });

  const wrong: readonly (readonly [string, string, string])[] = [
    [
      "a misspelled setting",
      "polices: x\n",
      "remit.yaml:1:1: There is no setting 'polices'; did you mean 'policies'?",
    ],
    [
      "an unknown setting",
      "scan:\n  zzz: 1\n",
      "remit.yaml:2:3: There is no setting 'scan.zzz'; there are include, exclude",
    ],
    [
      "a glob that leads out",
      "policies: ../x\n",
      "remit.yaml:1:11: The glob '../x' leads out of the workspace; globs are relative to the folder of this file.",
    ],
    [
      "an absolute glob",
      "policies: [/etc/*]\n",
      "remit.yaml:1:12: The glob '/etc/*' leads out of the workspace; globs are relative to the folder of this file.",
    ],
    [
      "a number for a name",
      "workspace: 7\n",
      "remit.yaml:1:12: 'workspace' is a name of at most 63 letters, digits, '.', '_' and '-'.",
    ],
    ["a list", "- a\n", "remit.yaml:1:1: The file must be a mapping."],
  ];
  for (const [what, text, message] of wrong)
    test(`refuses ${what}, and so does the schema`, () => {
      expect(complaint(text)).toBe(message);
      expect(valid(parse(text))).toBe(false);
    });

  test("is told about every mistake at once", () => {
    expect(complaint("a: 1\nb: 2\nworkspace: ''\n").split("\n")).toHaveLength(3);
  });

  test("with broken YAML gives a place and one message a mistake", () => {
    expect(complaint("policies: [a\nscan: }")).toMatch(/^remit\.yaml:\d+:\d+: /);
    expect(complaint("a: &x [*x, *x]\nb: *y\n")).toMatch(/^remit\.yaml:\d+:\d+: /);
  });
});
