/** The examples in the rules' pages, as cases: fences that say `file=NAME fails` or `file=NAME passes`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Example {
  readonly rule: string;
  readonly file: string;
  readonly verdict: "fails" | "passes";
  readonly text: string;
  /** Of the fence, 1-based. */
  readonly line: number;
}

export interface Page {
  readonly rule: string;
  readonly text: string;
  readonly examples: readonly Example[];
}

const folder = join(import.meta.dirname, "../../../rules/scan");

/** Reads every page; a fence without a verdict is only an illustration. */
export function readPages(): readonly Page[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => pageOf(name.slice(0, -3), readFileSync(join(folder, name), "utf8")));
}

function pageOf(rule: string, text: string): Page {
  const examples: Example[] = [];
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const head = /^(`{3,})\w* file=(\S+) (fails|passes)$/.exec(lines[index] ?? "");
    if (!head) continue;
    const close = lines.indexOf(head[1] ?? "```", index + 1);
    const verdict = head[3] === "fails" ? "fails" : "passes";
    const body = `${lines.slice(index + 1, close).join("\n")}\n`;
    examples.push({ rule, file: head[2] ?? "", verdict, text: body, line: index + 1 });
    index = close;
  }
  return { rule, text, examples };
}
