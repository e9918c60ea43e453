/** A revision of a git repository as a `Host`, through plumbing alone: no checkout, no index and no hook is touched. */
import { spawnSync } from "node:child_process";
import micromatch from "micromatch";
import type { Host } from "../compiler/host.ts";
import { failure } from "./failure.ts";

/** What one call of git may print. */
const MAX_OUTPUT = 512 * 1024 * 1024;

/** Runs git without a shell; `undefined` where it fails. */
function git(folder: string, args: readonly string[]): Buffer | undefined {
  const done = spawnSync("git", [...gitOptions, ...args], {
    cwd: folder,
    maxBuffer: MAX_OUTPUT,
    env: gitEnvironment(folder),
  });
  if (done.error !== undefined && "code" in done.error && done.error.code === "ENOENT")
    throw failure("git is not installed, and a revision can be read with it only.");
  return done.status === 0 ? done.stdout : undefined;
}

/** The same where the reason of a failure matters. */
const askGit = (folder: string, args: readonly string[]) =>
  spawnSync("git", [...gitOptions, ...args], { cwd: folder, encoding: "utf8", env: gitEnvironment(folder) });

/** A repository's configuration names programs: none of them is started, whatever git would start it for. */
export const gitOptions: readonly string[] = [
  "--no-optional-locks",
  "--no-replace-objects",
  "--no-pager",
  ...[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "diff.external=",
  ].flatMap((setting) => ["-c", setting]),
];

/** What says where a repository is, in the place of the folder: git sets them for its hooks. */
const places: readonly string[] = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_INTERNAL_SUPER_PREFIX",
];

/**
 * The environment of a git that runs in a folder (absolute). Nothing is asked of a person and nothing fetched by any
 * way; messages are in English. The repository is the folder's own whatever a hook was told, since in a folder of a
 * linked work tree the hook's variables name another top; where the folder alone leads to none, they stay.
 */
export function gitEnvironment(folder: string): NodeJS.ProcessEnv {
  const given = {
    ...process.env,
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
  };
  if (!places.some((name) => Object.hasOwn(given, name))) return given;
  const env = Object.fromEntries(Object.entries(given).filter(([name]) => !places.includes(name)));
  const found = spawnSync("git", [...gitOptions, "rev-parse", "--git-dir"], { cwd: folder, env });
  return found.status === 0 ? env : given;
}

/**
 * The files below a folder (absolute) that git tracks, relative to it with `/`; none where it is in no repository, and
 * where git cannot be asked. The index alone is read.
 */
export function trackedFiles(folder: string): readonly string[] {
  const { status, stdout } = spawnSync("git", [...gitOptions, "ls-files", "--cached", "-z"], {
    cwd: folder,
    maxBuffer: MAX_OUTPUT,
    env: gitEnvironment(folder),
  });
  return status === 0 ? stdout.toString("utf8").split("\0").slice(0, -1) : [];
}

/** The commit that a revision names, in the repository around `folder`; `undefined` where it names none. */
export function commitOf(folder: string, revision: string): string | undefined {
  if (revision === "" || revision.startsWith("-")) return undefined;
  return git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`])
    ?.toString("utf8")
    .trim();
}

/**
 * Why a revision names no commit, and the way out. Checkouts of CI systems are what lacks one most often: they are
 * shallow, know branches by their remote's name only, or belong to another user.
 */
export function whyNoCommit(folder: string, revision: string): string {
  const asked = askGit(folder, ["rev-parse", "--is-shallow-repository"]);
  if (asked.status !== 0) {
    const [, trust] = /(git config --global --add safe\.directory .+)/.exec(asked.stderr) ?? [];
    return trust === undefined
      ? `'${folder}' is in no git repository.`
      : `git does not trust this folder, since it belongs to another user. Run: ${trust}`;
  }
  if (commitOf(folder, `origin/${revision}`) !== undefined)
    return `'${revision}' is no branch of this clone. Did you mean 'origin/${revision}'?`;
  if (asked.stdout.trim() !== "true")
    return `'${revision}' is no revision of the repository around '${folder}'.`;
  const isHash = /^[0-9a-f]{40,64}$/.test(revision);
  const way = isHash ? `git fetch --depth=1 origin ${revision}` : "git fetch --unshallow origin";
  return `This clone is shallow and does not hold '${revision}'. Run: ${way} (or let the checkout take the whole history: 'fetch-depth: 0' of actions/checkout, 'GIT_DEPTH: 0' on GitLab).`;
}

/**
 * Where a folder (absolute) lies: the top of its work tree, and its path below that, empty or with `/` at its end.
 * Git says both, so that links on the way to the folder make no difference. `undefined` outside of a work tree.
 */
export function placeInTree(folder: string): { readonly top: string; readonly prefix: string } | undefined {
  const [top, prefix] = ["--show-toplevel", "--show-prefix"].map((what) =>
    git(folder, ["rev-parse", what])
      ?.toString("utf8")
      .replace(/\r?\n$/, ""),
  );
  return top === undefined || top === "" || prefix === undefined ? undefined : { top, prefix };
}

/**
 * The files below `root` (absolute, in a work tree) as they are in a commit. Links in the tree are not followed:
 * only plain files are read. Generated data comes from `data`, as it ships with the program.
 */
export function gitHost(root: string, commit: string, now: number, data: Host["data"]): Host {
  const place = placeInTree(root);
  if (place === undefined) throw failure(`'${root}' is not in a git repository.`);
  const { top, prefix } = place;
  const files = listed(top, commit, prefix);
  return {
    now: () => now,
    data,
    read: async (path) => {
      const blob = files.get(path);
      if (blob === undefined) return undefined;
      const content = git(top, ["cat-file", "blob", blob]);
      if (content === undefined) throw missingContent(path, commit);
      return content.toString("utf8");
    },
    list: async (globs) => micromatch([...files.keys()], [...globs]).sort(),
  };
}

/** A file that a commit lists and the repository does not hold: it must not pass for one that is not there. */
export const missingContent = (path: string, commit: string): Error =>
  failure(
    `This clone does not hold the content of '${path}' in ${commit.slice(0, 12)}: it is a partial one. Clone without a filter ('filter' of actions/checkout), or run: git fetch --refetch --no-filter origin`,
  );

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
