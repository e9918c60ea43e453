/** A revision of a git repository as a `Host`, through plumbing alone: no checkout, no index and no hook is touched. */
import { spawnSync } from "node:child_process";
import { relative, sep } from "node:path";
import micromatch from "micromatch";
import type { Host } from "../compiler/host.ts";
import { failure } from "./failure.ts";

/** What one call of git may print. */
const MAX_OUTPUT = 512 * 1024 * 1024;

/** Runs git without a shell; `undefined` where it fails. */
function git(folder: string, args: readonly string[], input?: string): Buffer | undefined {
  const done = spawnSync("git", ["--no-optional-locks", "--no-replace-objects", ...args], {
    cwd: folder,
    input,
    maxBuffer: MAX_OUTPUT,
    env: { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1" },
  });
  if (done.error !== undefined && "code" in done.error && done.error.code === "ENOENT")
    throw failure("git is not installed, and a revision can be read with it only.");
  return done.status === 0 ? done.stdout : undefined;
}

/** The commit that a revision names, in the repository around `folder`; `undefined` where it names none. */
export function commitOf(folder: string, revision: string): string | undefined {
  if (revision === "" || revision.startsWith("-")) return undefined;
  return git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`])
    ?.toString("utf8")
    .trim();
}

/**
 * The files below `root` (absolute, in a work tree) as they are in a commit. Links in the tree are not followed:
 * only plain files are read. Generated data comes from `data`, as it ships with the program.
 */
export function gitHost(root: string, commit: string, now: number, data: Host["data"]): Host {
  const top = git(root, ["rev-parse", "--show-toplevel"])?.toString("utf8").trimEnd();
  if (top === undefined) throw failure(`'${root}' is not in a git repository.`);
  const below = relative(top, root).split(sep).join("/");
  const prefix = below === "" ? "" : `${below}/`;
  const files = listed(top, commit, prefix);
  return {
    now: () => now,
    data,
    read: async (path) => {
      const blob = files.get(path);
      return blob === undefined ? undefined : git(top, ["cat-file", "blob", blob])?.toString("utf8");
    },
    list: async (globs) => micromatch([...files.keys()], [...globs]).sort(),
  };
}

/** Blob ids of the plain files below a prefix, by path relative to it. */
function listed(top: string, commit: string, prefix: string): ReadonlyMap<string, string> {
  const pathspec = prefix === "" ? [] : ["--", `:(literal)${prefix}`];
  const output = git(top, ["ls-tree", "-r", "-z", "--full-tree", commit, ...pathspec]);
  if (output === undefined) throw failure(`git cannot list the files of ${commit.slice(0, 12)}.`);
  const files = new Map<string, string>();
  for (const entry of output.toString("utf8").split("\0")) {
    const match = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(entry);
    const [, blob, path] = match ?? [];
    if (blob !== undefined && path?.startsWith(prefix)) files.set(path.slice(prefix.length), blob);
  }
  return files;
}
