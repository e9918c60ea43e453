import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isObject } from "../../compiler/model/json.ts";
import { format } from "../../lsp/features/formatting.ts";
import { at, edited } from "../lsp/at.ts";

interface Snippet {
  readonly name: string;
  readonly prefix: string;
  readonly body: string;
}

function snippets(): readonly Snippet[] {
  const file = new URL("../../editors/vscode/snippets/remit.json", import.meta.url);
  const read: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isObject(read)) throw new Error("the snippets are no object");
  return Object.entries(read).map(([name, value]) => {
    if (!isObject(value) || typeof value.prefix !== "string" || typeof value.description !== "string")
      throw new Error(`'${name}' has no prefix or no description`);
    const { body } = value;
    const lines: readonly unknown[] = Array.isArray(body) ? body : [];
    return { name, prefix: value.prefix, body: lines.join("\n") };
  });
}

/** What is inserted where nothing is typed over: placeholders as they are, of each choice the one at `option`. */
function inserted(body: string, option: number): string {
  const text = body
    .replaceAll("${CURRENT_YEAR}", "2026")
    .replace(/\$\{\d+\|([^|]*)\|\}/g, (_, list: string) => {
      const options = list.split(",");
      return options[option % options.length] ?? "";
    })
    .replace(/\$\{\d+:([^{}]*)\}/g, "$1")
    .replace(/\$\d/g, "");
  if (text.includes("$")) throw new Error(`not all of '${body}' was read: ${text}`);
  return text;
}

const WORLD = `owner ada "Ada Varga" { email "ada@acme.example" }

agent parent {
  owner   ada
  expires 2027-03-01

  may tool:send_mail
}

`;

describe("a snippet, inserted as it is,", () => {
  const cases = snippets().flatMap((snippet) =>
    [...new Set([0, 1, 2].map((option) => inserted(snippet.body, option)))].map((text) => ({
      ...snippet,
      text,
    })),
  );
  test.each(cases)("is a policy without errors: $name, as $text", async ({ prefix, text }) => {
    const source = prefix.startsWith("may")
      ? `${WORLD}agent around {\n  owner   ada\n  expires 2027-03-01\n\n  ${text}\n}\n`
      : `${WORLD}${text}\n`;
    const { view } = await at(`▮${source}`);
    const { problems } = await view.whole();
    expect(problems.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
    expect(edited(source, format(view.path, source))).toBe(source);
  });
});

test("snippets have names of their own to be called by", () => {
  const prefixes = snippets().map(({ prefix }) => prefix);
  expect(new Set(prefixes).size).toBe(prefixes.length);
});
