/** Declarations of agents that no policy declares, written into a policy file for their owners to complete. */
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ScanFinding } from "../../rules/scan/findings.ts";
import { failure } from "../failure.ts";
import { makeFolder } from "../make-folder.ts";
import { writeWhole } from "../write-file.ts";

/** The file that stubs go to, beside the policy's first file. */
export function stubFile(policies: readonly string[]): string {
  const folder = policies[0] === undefined ? "policy" : dirname(policies[0]);
  return folder === "." ? "undeclared.remit" : `${folder}/undeclared.remit`;
}

/** What is scanned may not choose where is written: no part of the way from the root to the file may be a link. */
function refuseLinks(root: string, file: string): void {
  const parts = file.split("/");
  for (const [index] of parts.entries()) {
    const way = parts.slice(0, index + 1).join("/");
    if (lstatSync(join(root, way), { throwIfNoEntry: false })?.isSymbolicLink())
      throw failure(
        `'${way}' is a link, and stubs are not written through one. Put a file or a folder in its place.`,
      );
  }
}

/**
 * Adds the stanzas to the file (relative to `root`), each agent once; those with a name that `taken` has get a number.
 * Returns how many were added.
 */
export function writeStubs(
  root: string,
  file: string,
  findings: readonly ScanFinding[],
  taken: ReadonlySet<string>,
): number {
  const path = join(root, file);
  refuseLinks(root, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const names = new Set(taken);
  const texts: string[] = [];
  for (const { stanza } of findings) {
    if (stanza === undefined) continue;
    const [, name = "agent"] = /^agent (\S+)/.exec(stanza.text) ?? [];
    let unique = name;
    for (let number = 2; names.has(unique); number++) unique = `${name}-${number}`;
    names.add(unique);
    texts.push(stanza.text.replace(/^agent \S+/, `agent ${unique}`));
  }
  if (texts.length === 0) return 0;
  makeFolder(dirname(path));
  writeWhole(path, `${before}${before === "" || before.endsWith("\n\n") ? "" : "\n"}${texts.join("\n")}`);
  return texts.length;
}
