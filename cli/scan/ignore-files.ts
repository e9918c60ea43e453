/**
 * What `.gitignore` and `.remitignore` leave out of a scan. A file that git tracks is part of the repository whatever
 * `.gitignore` says, as it is for git itself: only `.remitignore` leaves it out.
 */
import ignore, { type Ignore } from "ignore";

/** The ignore files of one folder. */
export interface FolderRules {
  /** The folder that the rules are relative to, as a prefix of paths. */
  readonly prefix: string;
  readonly both: Ignore;
  /** Those of `.remitignore` alone. */
  readonly own: Ignore;
}

/** `undefined` where the folder has no ignore file. */
export function folderRules(
  prefix: string,
  gitignore: string | undefined,
  remitignore: string | undefined,
): FolderRules | undefined {
  if (gitignore === undefined && remitignore === undefined) return undefined;
  const [both, own] = [ignore(), ignore()];
  both.add(gitignore ?? "").add(remitignore ?? "");
  own.add(remitignore ?? "");
  return { prefix, both, own };
}

/**
 * Whether a path is left out; that of a folder ends with `/`. `rules` go from the root inwards. `isTracked` is asked
 * only about what would be left out.
 */
export function isIgnored(
  path: string,
  rules: readonly FolderRules[],
  isTracked: (path: string) => boolean,
): boolean {
  if (!isMatched(path, rules, ({ both }) => both)) return false;
  return !isTracked(path) || isMatched(path, rules, ({ own }) => own);
}

/** The innermost ignore file that says something about a path decides, as git has it. */
function isMatched(
  path: string,
  rules: readonly FolderRules[],
  from: (rules: FolderRules) => Ignore,
): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const here = rules[index];
    if (here === undefined) continue;
    const answer = from(here).test(path.slice(here.prefix.length));
    if (answer.ignored) return true;
    if (answer.unignored) return false;
  }
  return false;
}

/** Whether a path is among these files, or a folder (with `/` at its end) on the way to one. */
export function trackedAmong(files: readonly string[]): (path: string) => boolean {
  const known = new Set(files);
  for (const file of files)
    for (let at = file.lastIndexOf("/"); at > 0; at = file.lastIndexOf("/", at - 1)) {
      const folder = file.slice(0, at + 1);
      if (known.has(folder)) break;
      known.add(folder);
    }
  return (path) => known.has(path);
}
