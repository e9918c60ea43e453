/** The files of a git revision as the scan sees them, read in one go; links lead to files inside of the root only. */
import { spawnSync } from "node:child_process";
import type { ListedFile, ScanHost } from "../../scan/host.ts";
import { sizeLimit } from "../../scan/limits.ts";
import { failure } from "../failure.ts";
import { gitEnvironment, gitOptions, missingContent, placeInTree } from "../git.ts";
import { scanHost } from "../scan-host.ts";
import { linkTarget } from "./git-links.ts";

const maxOutput = 1024 * 1024 * 1024;

function git(folder: string, args: readonly string[], input?: string): Buffer {
  const done = spawnSync("git", [...gitOptions, ...args], {
    cwd: folder,
    input,
    maxBuffer: maxOutput,
    env: gitEnvironment(folder),
  });
  if (done.status !== 0)
    throw failure(`git cannot read the revision: ${done.stderr?.toString("utf8").trim() ?? ""}`);
  return done.stdout;
}

/** `root` is absolute, in a work tree; `commit` is one of its repository. */
export function gitScanHost(root: string, commit: string): ScanHost {
  const place = placeInTree(root);
  if (place === undefined) throw failure(`'${root}' is not in a git repository.`);
  const { top, prefix } = place;
  const files: ListedFile[] = [];
  const blobs = new Map<string, string>();
  const found = new Map<string, ListedFile & { readonly stamp: string }>();
  const linkBlobs = new Map<string, string>();
  const output = git(top, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit]).toString("utf8");
  for (const entry of output.split("\0")) {
    const [, mode, blob, size, path] =
      /^(100\d{3}|120000) blob ([0-9a-f]+) +(\d+|BAD)\t(.+)$/s.exec(entry) ?? [];
    if (blob === undefined || path === undefined) continue;
    const isLink = mode === "120000";
    if (!isLink && !path.startsWith(prefix)) continue;
    if (size === "BAD") throw missingContent(path, commit);
    if (!isLink) found.set(path, { path: path.slice(prefix.length), size: Number(size), stamp: blob });
    else if (Number(size) <= longestLink) linkBlobs.set(path, blob);
  }
  const list = (file: ListedFile & { readonly stamp: string }): void => {
    files.push(file);
    blobs.set(file.path, file.stamp);
  };
  for (const file of found.values()) list(file);
  const links = linkTexts(top, linkBlobs);
  for (const path of links.keys()) {
    const file = path.startsWith(prefix) ? found.get(linkTarget(top, links, path) ?? "") : undefined;
    if (file !== undefined) list({ ...file, path: path.slice(prefix.length) });
  }
  files.sort((one, other) => (one.path < other.path ? -1 : 1));
  const here = scanHost(root);
  const small = new Set(
    files.filter(({ size }) => size <= sizeLimit).map(({ path }) => blobs.get(path) ?? ""),
  );
  let contents: ReadonlyMap<string, Uint8Array> | undefined;
  return {
    ...here,
    files: async () => ({ files, skipped: [] }),
    read: async (path) => {
      contents ??= readBlobs(top, [...small]);
      const blob = blobs.get(path);
      if (blob === undefined) return undefined;
      const content = contents.get(blob);
      if (content === undefined && small.has(blob)) throw missingContent(path, commit);
      return content;
    },
  };
}

/** Bytes of a link's text; no file system takes a longer one. */
const longestLink = 4096;

/** The texts of links, by path. */
function linkTexts(top: string, blobs: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (blobs.size === 0) return new Map();
  const contents = readBlobs(top, [...new Set(blobs.values())]);
  return new Map(
    [...blobs].flatMap(([path, blob]) => {
      const text = contents.get(blob);
      return text === undefined ? [] : [[path, new TextDecoder().decode(text)] as const];
    }),
  );
}

function readBlobs(top: string, blobs: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const output = git(top, ["cat-file", "--batch"], `${blobs.join("\n")}\n`);
  const contents = new Map<string, Uint8Array>();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [blob = "", kind, size] = output.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (kind !== "blob") continue;
    contents.set(blob, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return contents;
}
