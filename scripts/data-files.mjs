/** Which files of the project are read at run time, for everything that is built from it. Plain Node. */
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** What the program reads at run time, other than code: generated data, wasm, Rego, pages, schemas, parts of reports. */
export function isData(path) {
  return (
    (path.split(sep).includes("generated") && !path.endsWith(".ts")) ||
    /\.(?:md|wasm|rego|schema\.json|css|html)$/.test(path) ||
    /[\\/]page[\\/].*\.js$/.test(path) ||
    /[\\/]apply[\\/].*\.mjs$/.test(path)
  );
}

export function* filesBelow(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** Copies the data below some folders of `root` into `to`, each under its path in the project. */
export function copyData(root, folders, to, wanted = isData) {
  for (const folder of folders)
    for (const path of filesBelow(join(root, folder))) if (wanted(path)) copyFile(root, path, to);
}

/** Copies one file of `root` into `to`, under its path in the project. */
export function copyFile(root, path, to) {
  const copy = join(to, relative(root, path));
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(path, copy);
}

/** What esbuild is told for every bundle that runs under Node as ECMAScript modules. */
export const nodeBundle = {
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  // Its entry for Node is wrapped so that its parts cannot be seen.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  // CommonJS packages call `require` for Node's own modules, and TypeScript asks for its own file's name.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";import{fileURLToPath as __toPath}from"node:url";import{dirname as __dirOf}from"node:path";const require=__createRequire(import.meta.url),__filename=__toPath(import.meta.url),__dirname=__dirOf(__filename);',
  },
  logLevel: "warning",
};
