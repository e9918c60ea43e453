/**
 * Revisions as they are written on the command line. Who proposes a change chooses its file names, so a path never
 * takes the place of a revision in silence: what is both is refused.
 */
import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { failure } from "./failure.ts";
import { commitOf, whyNoCommit } from "./git.ts";

/** Before a name it says that a revision is meant, whatever paths there are. */
const prefix = "rev:";

/** A whole commit hash, SHA-1 or SHA-256. */
const isHash = (written: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(written);

/** Written so that it can only be a path: absolute, or from the current folder on. */
const isPath = (written: string): boolean => isAbsolute(written) || /^\.{1,2}(?:[/\\]|$)/.test(written);

/** What is taken for a revision without its prefix. */
export const revisionWord = (written: string): string =>
  written.startsWith(prefix) ? written.slice(prefix.length) : written;

/**
 * The commit where only a revision can be meant, with or without `rev:`. Throws a `failure` where it names none in the
 * repository around `folder` (absolute).
 */
export function namedCommit(folder: string, written: string): string {
  const revision = revisionWord(written);
  if (revision === "") throw failure("The name of a revision is empty. Name a commit, a branch or a tag.");
  const commit = commitOf(folder, revision);
  if (commit === undefined) throw failure(whyNoCommit(folder, revision));
  return commit;
}

/**
 * What an argument names that can be a path or a revision: the commit, or `undefined` for a path. With `rev:` before
 * it, or as a whole hash, it is a revision; absolute or with `./` before it, a path. Throws a `failure` where it is
 * neither, and where it is both.
 */
export function commitOrPath(cwd: string, written: string): string | undefined {
  if (isPath(written)) return undefined;
  if (written.startsWith(prefix) || isHash(written)) return namedCommit(cwd, written);
  if (!existsSync(resolve(cwd, written))) {
    const commit = commitOf(cwd, written);
    if (commit !== undefined) return commit;
    throw failure(`There is no path '${written}'. As a revision: ${whyNoCommit(cwd, written)}`);
  }
  if (commitIfAny(cwd, written) === undefined) return undefined;
  throw failure(
    `'${written}' is a path and a revision. Write './${written}' for the path, or '${prefix}${written}' for the revision.`,
  );
}

/** A path needs no git: where it is not installed, there are no revisions. */
function commitIfAny(cwd: string, written: string): string | undefined {
  try {
    return commitOf(cwd, written);
  } catch {
    return undefined;
  }
}
