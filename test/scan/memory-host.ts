/** A tree in memory as the scan's host; parsers are the installed ones. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { cpuTime } from "../../cli/cpu-time.ts";
import type { GrammarName, Runtime, ScanHost } from "../../scan/host.ts";

const require = createRequire(import.meta.url);

const grammars: Readonly<Record<GrammarName, string>> = {
  "web-tree-sitter": "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-python": "tree-sitter-python/tree-sitter-python.wasm",
  "tree-sitter-hcl": "@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm",
};

export type Tree = Readonly<Record<string, string | Uint8Array>>;

export function memoryHost(tree: Tree): ScanHost {
  const encoder = new TextEncoder();
  const files = new Map(
    Object.entries(tree).map(([path, content]) => [
      path,
      typeof content === "string" ? encoder.encode(content) : content,
    ]),
  );
  return {
    files: async () => ({
      files: [...files]
        .map(([path, bytes]) => ({ path, size: bytes.length }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
      skipped: [],
    }),
    read: async (path) => files.get(path),
    grammar: async (name) => new Uint8Array(readFileSync(require.resolve(grammars[name]))),
    freshRuntime: async (number) => {
      const runtime: Runtime = await import(
        `${pathToFileURL(require.resolve("web-tree-sitter/web-tree-sitter.wasm").replace(/wasm$/, "js")).href}?${number}`
      );
      return runtime;
    },
    spent: cpuTime,
    digest: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  };
}
