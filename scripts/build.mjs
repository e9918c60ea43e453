/**
 * Bundles the command line into `dist`: ECMAScript modules, split, each command loaded when it is called. Data, wasm
 * and the pages that are read at run time are copied to `dist/data` under their paths in the project. The new build
 * takes the old one's place at the end, so a failed build leaves the old one whole.
 */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { copyData, copyFile, nodeBundle } from "./data-files.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const fresh = join(root, `dist.new-${process.pid}`);

/** What is started as a program or a worker of its own: name in `dist/cli` → source. */
const entries = {
  remit: "cli/main.ts",
  "look-worker": "cli/look-worker.ts",
};

/** Packages that read files beside themselves, and so stay in node_modules. */
const external = ["@cedar-policy/cedar-wasm", "@cedar-policy/cedar-wasm/*"];

/** Files of packages that are read at run time. */
const packageFiles = [
  "node_modules/web-tree-sitter/web-tree-sitter.wasm",
  "node_modules/web-tree-sitter/web-tree-sitter.js",
  "node_modules/web-tree-sitter/package.json",
  "node_modules/tree-sitter-python/tree-sitter-python.wasm",
  "node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm",
];

const folders = ["compiler", "scan", "rules", "cli/page", "docs/diagnostics", "docs/schemas"];

try {
  const result = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: join(fresh, "cli"),
    ...nodeBundle,
    chunkNames: "chunks/[name]-[hash]",
    legalComments: "linked",
    external,
    metafile: true,
  });
  chmodSync(join(fresh, "cli/remit.js"), 0o755);
  const data = join(fresh, "data");
  copyData(root, folders, data);
  for (const path of packageFiles) if (existsSync(join(root, path))) copyFile(root, join(root, path), data);
  writeFileSync(join(fresh, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
  writeFileSync(
    join(fresh, "built.json"),
    `${JSON.stringify({ name: buildName(result.metafile), outputs: Object.keys(result.metafile.outputs).length }, null, 2)}\n`,
  );
  const old = join(root, `dist.old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
} catch (error) {
  rmSync(fresh, { recursive: true, force: true });
  if (error?.errors === undefined) console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** A name that changes with the code: the files of a build are named after their content. */
function buildName({ outputs }) {
  const names = Object.entries(outputs).map(([path, { bytes }]) => `${basename(path)} ${bytes}`);
  return createHash("sha256").update(names.sort().join("\n")).digest("hex").slice(0, 16);
}
