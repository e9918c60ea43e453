import { describe, expect, test } from "vitest";
import { loadParsers } from "../../../bench/score/grant-tools.ts";
import type { Trouble } from "../../../scan/facts.ts";
import { documentsOf, formatOf } from "../../../scan/grants/documents.ts";
import { readGrants } from "../../../scan/grants/read.ts";
import { readShell } from "../../../scan/grants/read-shell.ts";
import { readYaml, withoutTemplates } from "../../../scan/grants/read-yaml.ts";
import { get, str, type Value, walk } from "../../../scan/grants/value.ts";

const parsers = await loadParsers();

function plain(value: Value | undefined): unknown {
  switch (value?.kind) {
    case "text":
    case "number":
    case "boolean":
      return value.value;
    case "null":
      return null;
    case "list":
      return value.items.map(plain);
    case "dict":
      return Object.fromEntries(value.entries.map((entry) => [entry.key, plain(entry.value)]));
    default:
      return value?.kind;
  }
}

function read(file: string, text: string): readonly Value[] {
  const format = formatOf(file, text);
  return (format && documentsOf(file, text, format, parsers)) ?? [];
}

const expected = { name: "agent", count: 3, on: true, tools: ["a", "b"], deep: { key: "x y" } };
const spellings: Readonly<Record<string, string>> = {
  "a.json": '// note\n{"name":"agent","count":3,"on":true,"tools":["a","b",],"deep":{"key":"x y"}}',
  "a.yaml": 'name: agent\ncount: 3\non: true\ntools:\n  - a\n  - "b"\ndeep: {key: x y}\n',
  "a.toml": 'name = "agent"\ncount = 3\non = true\ntools = ["a", "b"]\n[deep]\nkey = "x y"\n',
  "a.md": "---\nname: agent\ncount: 3\non: true\ntools: [a, b]\ndeep:\n  key: x y\n---\n# Text\n",
};

describe("one document in four formats", () => {
  test.each(Object.entries(spellings))("%s is read as the same value", (file, text) => {
    expect(plain(read(file, text)[0])).toEqual(expected);
  });

  test.each([
    ...Object.entries(spellings),
    ["crlf.yaml", (spellings["a.yaml"] ?? "").replaceAll("\n", "\r\n")] as const,
  ])("%s: every text stands where the value says", (file, text) => {
    for (const root of read(file, text))
      walk(root, (value) => {
        if (value.kind === "text") expect(text.slice(value.at, value.end)).toContain(value.value);
        return undefined;
      });
  });
});

describe("code", () => {
  const script =
    'const a = { scopes: ["x", `y${z}`], ...rest };\nif (flag) run("cmd", { deep: true });\n"use strict";\n// note = "no"\n';
  const python =
    'a = {"scopes": ["x", f"y{z}"], **rest}\nif flag:\n    run("cmd", deep=True)\n"note"\n# note = "no"\n';

  test.each([
    ["a.ts", script],
    ["a.py", python],
  ])("%s keeps names, texts, calls and conditions", (file, text) => {
    const [root] = read(file, text);
    const scopes = get(get(root, "a"), "scopes");
    expect(plain(scopes)).toEqual(["x", "y${z}"]);
    const seen: string[] = [];
    walk(root ?? { kind: "null", at: 0, end: 0 }, (value, trail) => {
      if (value.kind === "call")
        seen.push(
          `${value.callee}(${value.args.map(str).join()}) ${value.entries.map((entry) => entry.key).join()}`,
        );
      if (value.kind === "scope" && value.test) seen.push(`if ${value.test}`);
      if (value.kind === "text") expect(["x", "y${z}", "cmd"]).toContain(value.value);
      return trail === undefined || undefined;
    });
    expect(seen).toEqual(["if flag", "run(cmd) deep"]);
  });
});

describe("Go templates", () => {
  test("are blanked without moving anything", () => {
    const text =
      'metadata:\n  name: {{ include "x" . }}-role\n  {{- if .Values.on }}\n  labels: {}\n  {{- end }}\n';
    const blank = withoutTemplates(text);
    expect(blank).toHaveLength(text.length);
    expect(blank.split("\n")[2]?.trim()).toBe("");
    expect(blank.split("\n")[1]).toMatch(/^ {2}name: «+-role$/);
  });

  test("that make an item of a list with keys of its own below leave those keys readable", () => {
    const text =
      "spread:\n  {{- range .Values.rules }}\n  - {{ toYaml . | nindent 4 | trim }}\n    {{- if .on }}\n    selector:\n      app: x\n    {{- end }}\n  {{- end }}\nargs:\n  - {{ .Values.first }}\n";
    const troubles: Trouble[] = [];
    const [root] = readYaml(text, 0, troubles);
    expect(troubles).toEqual([]);
    expect(plain(root)).toEqual({
      spread: [{ selector: { app: "x" } }],
      args: [expect.stringMatching(/^«+$/)],
    });
  });

  test("are none where a text only speaks of braces", () => {
    const troubles: Trouble[] = [];
    const [root] = readYaml('prompt: "write {{ name\n  first"\nother: "and }} last"\n', 0, troubles);
    expect(troubles).toEqual([]);
    expect(plain(root)).toEqual({ prompt: "write {{ name first", other: "and }} last" });
  });

  test("leave GitHub's expressions alone", () => {
    const text = "if: ${{ github.actor == 'x' }}\n";
    expect(withoutTemplates(text)).toBe(text);
  });
});

describe("shell", () => {
  const words = (script: string) =>
    readShell(script).map((value) =>
      value.kind === "call"
        ? [
            value.callee,
            ...value.args.map((word) =>
              word.kind === "text" ? word.value : word.kind === "call" ? word.callee : "",
            ),
          ].filter((word) => word !== "")
        : [],
    );

  test("is split into commands and words as a shell does", () => {
    expect(words("a b 'c d' \\\n  e; f | g && h # i\n")).toEqual([
      ["a", "b", "c d", "e"],
      ["f"],
      ["g"],
      ["h"],
    ]);
  });

  test("keeps quotes inside of substitutions together, and reads the commands in them", () => {
    expect(words('x="$(gcloud run deploy "a b")"\ny\n')).toEqual([
      [],
      ["y"],
      ["gcloud", "run", "deploy", "a b"],
    ]);
  });

  test("gives a here-document as the last word", () => {
    const [command, next] = readShell('cat > f <<EOF\n{"a": 1}\nEOF\nnext\n');
    expect(command?.kind === "call" && command.args.at(-1)).toMatchObject({
      callee: "<<",
      args: [{ value: '{"a": 1}\n' }],
    });
    expect(next).toMatchObject({ callee: "next" });
  });

  test("passes over words that stand before a command, and keeps assignments", () => {
    expect(readShell("if ! KEY=1 sudo claude -p x; then\n")[0]).toMatchObject({ callee: "claude" });
    expect(readShell("ROLES=(roles/a roles/b)\n")[0]).toMatchObject({
      entries: [{ key: "ROLES", value: { kind: "list" } }],
    });
  });
});

describe("Terraform's JSON syntax", () => {
  const source = JSON.stringify({
    locals: { actions: ["s3:DeleteObject"] },
    resource: {
      aws_iam_role: { agent: { name: "agent" } },
      aws_iam_role_policy: {
        agent: [
          {
            role: "${aws_iam_role.agent.id}",
            policy: JSON.stringify({
              Statement: [
                { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-${var.env}/*" },
              ],
            }),
          },
        ],
      },
    },
    data: {
      aws_iam_policy_document: {
        more: { statement: { actions: "${local.actions}", resources: ["*"] } },
      },
    },
  });

  test("gives the statements that the native syntax gives, with holders and what is open", () => {
    const { grants, troubles } = readGrants("main.tf.json", source, parsers);
    expect(troubles).toEqual([]);
    const statements = grants.flatMap((grant) => (grant.kind === "aws-statement" ? [grant] : []));
    expect(statements.map(({ holder, actions }) => [holder, actions[0]?.value])).toEqual([
      ["agent", "s3:GetObject"],
      ["more", "s3:DeleteObject"],
    ]);
    expect(statements[0]?.resources[0]?.open).toBe(true);
  });
});
