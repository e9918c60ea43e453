/**
 * Bundles the command line into `dist`: ECMAScript modules, split, each command loaded when it is called. Data, wasm
 * and the pages that are read at run time are copied to `dist/data` under their paths in the project. The new build
 * takes the old one's place at the end, so a failed build leaves the old one whole.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const fresh = join(root, `dist.new-${process.pid}`);

/** What is started as a program or a worker of its own: name in `dist/cli` → source. */
const entries = {
  remit: "cli/main.ts",
  "scan-worker": "cli/scan-worker.ts",
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

/** What the program reads at run time, other than code: generated data, wasm, Rego, pages, schemas, parts of reports. */
function isData(path) {
  return (
    (path.split(sep).includes("generated") && !path.endsWith(".ts")) ||
    /\.(?:md|wasm|rego|schema\.json|css|html)$/.test(path) ||
    /[\\/]page[\\/].*\.js$/.test(path) ||
    /[\\/]apply[\\/].*\.mjs$/.test(path)
  );
}

function* filesBelow(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

function copy(path) {
  const to = join(fresh, "data", relative(root, path));
  mkdirSync(dirname(to), { recursive: true });
  cpSync(path, to);
}

try {
  const result = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(entries).filter(([, source]) => existsSync(join(root, source))),
    ),
    outdir: join(fresh, "cli"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    chunkNames: "chunks/[name]-[hash]",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "linked",
    external,
    // Its entry for Node is wrapped so that its parts cannot be seen.
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
    // CommonJS packages call `require` for Node's own modules, and TypeScript asks for its own file's name.
    banner: {
      js: 'import{createRequire as __createRequire}from"node:module";import{fileURLToPath as __toPath}from"node:url";import{dirname as __dirOf}from"node:path";const require=__createRequire(import.meta.url),__filename=__toPath(import.meta.url),__dirname=__dirOf(__filename);',
    },
    logLevel: "warning",
    metafile: true,
  });
  chmodSync(join(fresh, "cli/remit.js"), 0o755);
  for (const folder of folders)
    for (const path of filesBelow(join(root, folder))) if (isData(path)) copy(path);
  for (const path of packageFiles) if (existsSync(join(root, path))) copy(join(root, path));
  writeFileSync(join(fresh, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
  writeFileSync(
    join(fresh, "built.json"),
    `${JSON.stringify({ outputs: Object.keys(result.metafile.outputs).length }, null, 2)}\n`,
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
