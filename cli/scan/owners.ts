/** Who may answer for a file, as far as the repository says: its CODEOWNERS, else who changed it most lately. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ignore from "ignore";
import { gitEnvironment, gitOptions } from "../git.ts";

const places = ["CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"];

/** Gives one line for a file of the tree (relative to `root`); `undefined` where nothing is known. */
export function likelyOwners(root: string): (file: string) => string | undefined {
  const place = places.find((each) => existsSync(join(root, each)));
  const rules = place === undefined ? [] : readRules(readFileSync(join(root, place), "utf8"));
  return (file) => {
    // The last rule that matches counts.
    const rule = rules.findLast(({ matches }) => matches(file));
    if (rule !== undefined && rule.owners !== "") return `CODEOWNERS: ${rule.owners}`;
    const author = lastAuthor(root, file);
    return author === undefined ? undefined : `last changed by ${author}`;
  };
}

interface Rule {
  readonly matches: (file: string) => boolean;
  readonly owners: string;
}

function readRules(text: string): readonly Rule[] {
  return text.split(/\r?\n/).flatMap((line): Rule[] => {
    const [pattern, ...owners] = line
      .replace(/(?:^|\s)#.*$/, "")
      .trim()
      .split(/\s+/);
    if (pattern === undefined || pattern === "" || pattern.startsWith("[")) return [];
    const rule = ignore().add(pattern);
    return [{ matches: (file) => rule.ignores(file), owners: owners.join(" ") }];
  });
}

function lastAuthor(root: string, file: string): string | undefined {
  const done = spawnSync(
    "git",
    [...gitOptions, "log", "-1", "--no-mailmap", "--format=%an <%ae>", "--", `:(literal)${file}`],
    {
      cwd: root,
      encoding: "utf8",
      env: gitEnvironment(root),
    },
  );
  const author = done.status === 0 ? done.stdout.trim() : "";
  return author === "" ? undefined : author.replace(/\s+/g, " ");
}
