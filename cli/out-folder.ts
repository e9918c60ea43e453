/** The folder of compiled output: what is in it, what a compile changes, and the writing. */

import { existsSync } from "node:fs";
import { basename } from "node:path";
import { type Manifest, readManifest } from "../compiler/emit/manifest.ts";
import { readTimestamp } from "../compiler/literals.ts";
import { isObject } from "../compiler/model/json.ts";
import { sha256 } from "./digest.ts";
import { failure, systemReason } from "./failure.ts";
import { joined, withDigest } from "./overlay.ts";
import { printable } from "./report/printable.ts";
import { filesBelow, readFrom, replaceTree, restoreTree, type Tree } from "./tree.ts";

export interface OutFolder {
  /** Absolute. */
  readonly path: string;
  /** Whether there is such a folder. */
  readonly there: boolean;
  /** The manifest of the last compile; `undefined` where there was none. */
  readonly previous: Manifest | undefined;
  /** When that was, in epoch seconds. */
  readonly previousAt: number | undefined;
}

/**
 * Throws a `failure` where the folder holds things and none of Remit's, or the output of a workspace of another name,
 * since a compile replaces it and takes what that one has made for removed. `suspensions`: for those alone.
 */
export function openOutFolder(path: string, workspace: string, suspensions = false): OutFolder {
  if (basename(path) === "")
    throw failure(
      `'${path}' is the root of the file system, which no output can replace. Name a folder with --out.`,
    );
  try {
    return opened(path, workspace, suspensions);
  } catch (error) {
    const reason = systemReason(error);
    throw reason === undefined ? error : failure(`Cannot read '${path}': ${reason}.`);
  }
}

function opened(path: string, workspace: string, suspensions: boolean): OutFolder {
  restoreTree(path);
  const text = textOf(path, "manifest.json");
  const previous = text === undefined ? undefined : readManifest(text);
  if (previous === undefined && filesBelow(path).length > 0)
    throw failure(
      [
        text === undefined
          ? `'${path}' holds files and no manifest of Remit's.`
          : `'${path}' holds files, and its manifest.json is none that Remit can read: it is corrupt, or not Remit's.`,
        suspensions
          ? `Nothing is stopped by this yet. With --out and an empty folder, --only-suspensions makes stops alone, which grant nothing: apply those, as the README.md in each target's stop/ says.`
          : "Choose another folder with --out, or empty it first.",
      ].join(" "),
    );
  const other = previous?.workspace;
  if (other !== undefined && other !== workspace)
    throw failure(
      `'${path}' holds the output of the workspace '${printable(other, "one-line")}', and this is '${workspace}', whose compile would replace it. Choose another folder with --out. Where it is the same workspace under another name, put 'workspace: ${printable(other, "one-line")}' into remit.yaml; to go on under the new name, remove what the old one has made at its targets, then empty the folder.`,
    );
  return {
    path,
    there: existsSync(path),
    previous,
    previousAt: text === undefined ? undefined : instantOf(text),
  };
}

function textOf(path: string, file: string): string | undefined {
  const bytes = readFrom(path, file);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function instantOf(manifest: string): number | undefined {
  const value: unknown = JSON.parse(manifest);
  return isObject(value) && typeof value.at === "string" ? readTimestamp(value.at) : undefined;
}

/** What a compile means to have in the folder. */
export interface Plan {
  readonly tree: Tree;
  /** Files that this compile may remove: what Remit wrote before, of the targets that it makes. */
  readonly owned: ReadonlySet<string>;
}

/**
 * The plan of a compile. `part` names the targets of a compile of a part, whose neighbours stay; with `suspensions`
 * even their own other files stay.
 */
export function planOutput(
  { path, previous }: OutFolder,
  files: Tree,
  part: { readonly targets: ReadonlySet<string>; readonly suspensions: boolean } | undefined,
): Plan {
  const before = Object.keys(previous?.files ?? {});
  if (part === undefined) return { tree: files, owned: new Set([...before, "manifest.json"]) };
  const replaced = part.suspensions ? new Set<string>() : part.targets;
  const tree = new Map(files);
  const join = (name: string): string => joined(textOf(path, name), textIn(files, name), replaced);
  const manifest = join("manifest.json");
  tree.set("manifest.json", manifest);
  // A compile of suspensions alone says nothing about what is enforced.
  if (files.has("enforcement.json")) {
    const enforcement = join("enforcement.json");
    const digest = sha256(enforcement);
    tree.set("enforcement.json", enforcement);
    tree.set("manifest.json", withDigest(manifest, "enforcement.json", digest));
  }
  return { tree, owned: new Set(before.filter((file) => replaced.has(file.split("/")[0] ?? ""))) };
}

function textIn(files: Tree, name: string): string {
  const content = files.get(name);
  return typeof content === "string" ? content : "";
}

/** How the folder differs from the plan: paths that are missing, other, or too many. */
export function differences({ path }: OutFolder, { tree, owned }: Plan): readonly string[] {
  const changed: string[] = [];
  for (const [file, content] of tree) {
    const there = readFrom(path, file);
    if (there === undefined) changed.push(`${file} is missing`);
    else if (!Buffer.from(content).equals(there)) changed.push(`${file} is out of date`);
  }
  for (const file of owned)
    if (!tree.has(file) && readFrom(path, file) !== undefined) changed.push(`${file} is not made any more`);
  return changed.sort();
}

/** Writes the plan, all or nothing. */
export function writeOutput({ path }: OutFolder, { tree, owned }: Plan): void {
  replaceTree(path, tree, owned);
}
