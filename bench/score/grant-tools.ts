/** What the grant readers and rules need from outside, for benchmarks and tests: parsers and the AWS catalog. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpuTime } from "../../cli/cpu-time.ts";
import { loadCatalog } from "../../compiler/catalog/load.ts";
import { awsActions } from "../../rules/scan/aws-actions.ts";
import { namedActions } from "../../rules/scan/check.ts";
import type { Knowledge } from "../../rules/scan/rule.ts";
import type { GrantParsers } from "../../scan/grants/documents.ts";
import type { Grant } from "../../scan/grants/fact.ts";
import type { GrammarName } from "../../scan/host.ts";
import { boundedParse, treeSitter } from "../../scan/parsers.ts";
import { pythonGrammar } from "../../scan/python/tree.ts";

const require = createRequire(import.meta.url);
const generated = new URL("../../compiler/catalog/generated/", import.meta.url);

const files: Readonly<Record<GrammarName, string>> = {
  "web-tree-sitter": "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-python": "tree-sitter-python/tree-sitter-python.wasm",
  "tree-sitter-hcl": "@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm",
};
const tools = {
  grammar: (name: GrammarName) => Promise.resolve(new Uint8Array(readFileSync(require.resolve(files[name])))),
  freshRuntime: () => import("web-tree-sitter"),
  spent: cpuTime,
};

export async function loadParsers(): Promise<GrantParsers> {
  const { default: ts } = await import("typescript");
  return {
    hcl: boundedParse(tools, await treeSitter(tools, "tree-sitter-hcl")),
    python: await pythonGrammar(tools),
    typescript: {
      module: ts,
      parse: (path, source) => ts.createSourceFile(path, source, ts.ScriptTarget.Latest, false),
    },
  };
}

/** The part of the AWS catalog that the grants name. */
export async function knowledgeOf(grants: readonly Grant[]): Promise<Knowledge> {
  const data = (name: string): Promise<unknown> => {
    try {
      return Promise.resolve(JSON.parse(readFileSync(new URL(name, generated), "utf8")));
    } catch {
      return Promise.resolve(undefined);
    }
  };
  return { aws: awsActions(await loadCatalog("aws", namedActions(grants), data)) };
}
