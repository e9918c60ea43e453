/** What the grant readers and rules need from outside, for benchmarks and tests: parsers and the AWS catalog. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse } from "@typescript-eslint/typescript-estree";
import { Language, Parser } from "web-tree-sitter";
import { loadCatalog } from "../../compiler/catalog/load.ts";
import { awsActions } from "../../rules/scan/aws-actions.ts";
import type { Knowledge } from "../../rules/scan/rule.ts";
import type { GrantParsers } from "../../scan/grants/documents.ts";
import type { Grant } from "../../scan/grants/fact.ts";

const require = createRequire(import.meta.url);
const generated = new URL("../../compiler/catalog/generated/", import.meta.url);

async function grammar(file: string): Promise<Parser> {
  const parser = new Parser();
  parser.setLanguage(await Language.load(new Uint8Array(readFileSync(require.resolve(file)))));
  return parser;
}

export async function loadParsers(): Promise<GrantParsers> {
  await Parser.init();
  return {
    hcl: await grammar("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm"),
    python: await grammar("tree-sitter-python/tree-sitter-python.wasm"),
    typescript: (path, source) =>
      parse(source, {
        range: true,
        jsx: /\.[jt]sx$|\.[cm]?js$/.test(path),
        errorOnUnknownASTType: false,
        allowInvalidAST: true,
        suppressDeprecatedPropertyWarnings: true,
      }),
  };
}

/** The part of the AWS catalog that the grants name. */
export async function knowledgeOf(grants: readonly Grant[]): Promise<Knowledge> {
  const patterns = grants.flatMap((grant) =>
    grant.kind === "aws-statement"
      ? [...grant.actions, ...grant.notActions]
          .filter((word) => !word.open && /^[\w-]+:/.test(word.value))
          .map((word) => word.value.toLowerCase())
      : [],
  );
  const data = (name: string): Promise<unknown> => {
    try {
      return Promise.resolve(JSON.parse(readFileSync(new URL(name, generated), "utf8")));
    } catch {
      return Promise.resolve(undefined);
    }
  };
  return { aws: awsActions(await loadCatalog("aws", [...new Set(patterns), "s3:*"], data)) };
}
