/**
 * The scan's host over the file system. The tree is walked with the ignore files in view, so that what is ignored is
 * not even opened; links are followed only to files inside of the root.
 */

import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { GrammarName, ListedFile, Listing, Runtime, ScanHost } from "../scan/host.ts";
import type { Look } from "../scan/supply.ts";
import { assetRoot, readAsset } from "./assets.ts";
import { cpuTime } from "./cpu-time.ts";
import { sha256 } from "./digest.ts";
import { failure } from "./failure.ts";
import { trackedFiles } from "./git.ts";
import { inside } from "./host.ts";
import { type FolderRules, folderRules, isIgnored, trackedAmong } from "./scan/ignore-files.ts";
import { lookAhead } from "./scan/look-ahead.ts";
import { readRegular } from "./scan/read-regular.ts";

const grammars: Readonly<Record<GrammarName, string>> = {
  "web-tree-sitter": "node_modules/web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-python": "node_modules/tree-sitter-python/tree-sitter-python.wasm",
  "tree-sitter-hcl": "node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm",
};

/** Folders that hold no source whatever an ignore file says. */
const never = new Set([".git", ".hg", ".svn", "node_modules"]);

/** The text of a `.remitignore` by its path; `undefined` where there is none. */
export type RemitIgnore = (path: string) => string | undefined;

export interface FolderHost extends ScanHost {
  /** Looks at files before the scan comes to them, in this order: gives what it has by then. */
  ahead(paths: readonly string[]): (path: string) => Look | undefined;
}

/**
 * `root` is absolute. `leftOut`: absolute paths of what the scan itself writes, which is no part of what is scanned.
 * `remitignore`: other texts of these files than those that lie in the tree.
 */
export function scanHost(
  root: string,
  leftOut: readonly string[] = [],
  remitignore?: RemitIgnore,
): FolderHost {
  const real = realpathSync(root);
  const left = new Set(leftOut.map((path) => relative(root, path).split(sep).join("/")));
  // Files that the walk came to without a link on the way: where they lie needs no second look.
  const plain = new Set<string>();
  return {
    files: async () => {
      const found = walk(root, real, left, remitignore);
      for (const path of found.plain) plain.add(path);
      return found;
    },
    read: async (path) => readRegular(real, path, plain.has(path)),
    grammar: async (name) => {
      const bytes = readAsset(grammars[name]);
      if (bytes === undefined) throw failure(`The parser '${name}' is not installed; run 'npm run setup'.`);
      return bytes;
    },
    freshRuntime: async (number) => {
      const path = join(assetRoot, "node_modules/web-tree-sitter/web-tree-sitter.js");
      // One address, one module: another query makes another module of the same file.
      const module: Runtime = await import(`${pathToFileURL(path).href}?${number}`);
      return module;
    },
    spent: cpuTime,
    digest: sha256,
    ahead: (paths) =>
      lookAhead(
        real,
        paths.map((path) => [path, plain.has(path)]),
      ),
  };
}

interface Walk {
  readonly files: ListedFile[];
  /** Paths of files that are no links. */
  readonly plain: string[];
  readonly skipped: { path: string; reason: Listing["skipped"][number]["reason"] }[];
  readonly root: string;
  readonly real: string;
  ignored: number;
  readonly isTracked: (path: string) => boolean;
  readonly remitignore?: RemitIgnore;
  /** The wall clock, in milliseconds. */
  readonly begun: number;
}

/** Git is asked when the first path would be left out. */
function trackedBelow(root: string): (path: string) => boolean {
  let known: ((path: string) => boolean) | undefined;
  return (path) => {
    known ??= trackedAmong(trackedFiles(root));
    return known(path);
  };
}

function walk(
  root: string,
  real: string,
  leftOut: ReadonlySet<string>,
  remitignore?: RemitIgnore,
): Listing & { readonly plain: readonly string[] } {
  const found: Walk = {
    files: [],
    plain: [],
    skipped: [],
    ignored: 0,
    isTracked: trackedBelow(root),
    ...(remitignore === undefined ? {} : { remitignore }),
    root,
    real,
    begun: Date.now(),
  };
  const todo: { readonly prefix: string; readonly rules: readonly FolderRules[] }[] = [
    { prefix: "", rules: [] },
  ];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { prefix } = next;
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, prefix), { withFileTypes: true });
    } catch {
      found.skipped.push({ path: prefix.slice(0, -1), reason: "cannot be opened" });
      continue;
    }
    const rules = withOwnRules(found, prefix, entries, next.rules);
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (leftOut.has(path)) continue;
      if (entry.isDirectory()) {
        if (never.has(entry.name)) continue;
        if (isIgnored(`${path}/`, rules, found.isTracked)) found.ignored++;
        else todo.push({ prefix: `${path}/`, rules });
      } else if (isIgnored(path, rules, found.isTracked)) found.ignored++;
      else visit(found, path, entry);
    }
  }
  const byPath = (one: { path: string }, other: { path: string }): number => (one.path < other.path ? -1 : 1);
  return {
    files: found.files.sort(byPath),
    plain: found.plain,
    skipped: found.skipped.sort(byPath),
    ignored: found.ignored,
  };
}

/** The rules of a folder's ignore files after those of the folders around it. */
function withOwnRules(
  found: Walk,
  prefix: string,
  entries: readonly Dirent[],
  outer: readonly FolderRules[],
) {
  const own = (name: string): string | undefined => {
    if (!entries.some((entry) => entry.name === name && entry.isFile())) return undefined;
    try {
      return readFileSync(join(found.root, prefix, name), "utf8");
    } catch {
      // An ignore file that cannot be read ignores nothing.
      return undefined;
    }
  };
  const name = ".remitignore";
  const remitignore = found.remitignore === undefined ? own(name) : found.remitignore(prefix + name);
  const rules = folderRules(prefix, own(".gitignore"), remitignore);
  return rules === undefined ? outer : [...outer, rules];
}

function visit(found: Walk, path: string, entry: Dirent): void {
  const full = join(found.root, path);
  if (path.includes("\ufffd")) {
    found.skipped.push({ path, reason: "its name is not valid text" });
    return;
  }
  if (entry.isSymbolicLink()) {
    const reason = linkTrouble(found, full);
    if (reason !== undefined) {
      if (reason !== "folder") found.skipped.push({ path, reason });
      return;
    }
  } else if (!entry.isFile()) {
    found.skipped.push({ path, reason: "not a regular file" });
    return;
  }
  try {
    const stat = statSync(full);
    if (stat.isFile()) {
      found.files.push({ path, size: stat.size, ...stampOf(found, stat) });
      if (!entry.isSymbolicLink()) found.plain.push(path);
    } else found.skipped.push({ path, reason: "not a regular file" });
  } catch {
    found.skipped.push({ path, reason: "cannot be opened" });
  }
}

/** A file that changed a moment ago may change again without its times showing it: it has no stamp yet. */
function stampOf(found: Walk, { size, mtimeMs, ctimeMs, ino, dev }: Stats): Pick<ListedFile, "stamp"> {
  if (Math.max(mtimeMs, ctimeMs) > found.begun - 1000) return {};
  return { stamp: `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}` };
}

/** Why a link is not followed; a folder inside of the root is scanned under its own path. */
function linkTrouble(found: Walk, full: string): Listing["skipped"][number]["reason"] | "folder" | undefined {
  try {
    const target = realpathSync(full);
    if (!inside(found.real, target)) return "a link out of the folder";
    return statSync(target).isDirectory() ? "folder" : undefined;
  } catch (error) {
    const isCircle = error instanceof Error && "code" in error && error.code === "ELOOP";
    return isCircle ? "a link in a circle" : "cannot be opened";
  }
}
