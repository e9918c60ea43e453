/** Declarations of agents that no policy declares, written into a policy file for their owners to complete. */
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ScanFinding } from "../../rules/scan/findings.ts";
import { failure, systemReason } from "../failure.ts";
import { writeWholeWithFolder } from "../write-file.ts";

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
        `'${way}' is a link, and stubs are not written through one. Put what it leads to in its place.`,
      );
  }
}

export interface Stubs {
  readonly written: number;
  /** Agents that a stub was found for, whose owner may still be missing. */
  readonly present: number;
}

/**
 * Adds the stanzas to the file (relative to `root`), each agent once; those with a name that `taken` has get a number.
 * An agent that has its stub, in the file or in one of the `policies` (texts), gets no second one.
 */
export function writeStubs(
  root: string,
  file: string,
  findings: readonly ScanFinding[],
  taken: ReadonlySet<string>,
  policies: readonly string[],
): Stubs {
  const path = join(root, file);
  refuseLinks(root, file);
  const before = existsSync(path) ? textOf(path, file) : "";
  const known = [...new Set([before, ...policies])].flatMap(stubsIn);
  const names = new Set([...taken, ...known.map(({ name }) => name)]);
  const texts: string[] = [];
  let present = 0;
  for (const { stanza } of findings) {
    const [stub] = stanza === undefined ? [] : stubsIn(stanza.text);
    if (stanza === undefined || stub === undefined) continue;
    const same = known.findIndex((other) => isSame(stub, other));
    if (same >= 0) {
      known.splice(same, 1);
      present++;
      continue;
    }
    let unique = stub.name;
    for (let number = 2; names.has(unique); number++) unique = `${stub.name}-${number}`;
    names.add(unique);
    texts.push(stanza.text.replace(/^agent \S+/, `agent ${unique}`));
  }
  if (texts.length === 0) return { written: 0, present };
  writeWholeWithFolder(
    path,
    `${before}${before === "" || before.endsWith("\n\n") ? "" : "\n"}${texts.join("\n")}`,
  );
  return { written: texts.length, present };
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw failure(`Stubs go into '${file}', which cannot be read: ${reason}. Make it a file.`);
  }
}

interface Stub {
  readonly name: string;
  readonly title: string;
  /** The line that says where its code is. */
  readonly source: string;
}

/** The declarations of a text that are laid out as stubs are. */
function stubsIn(text: string): Stub[] {
  const found: Stub[] = [];
  let head: readonly [string, string] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, name, title = ""] = /^agent (\S+) (.*)\{$/.exec(line) ?? [];
    const [, source] = /^ {2}source +(".*")$/.exec(line) ?? [];
    if (name !== undefined) head = [name, title.trim()];
    else if (line === "}") head = undefined;
    else if (head !== undefined && source !== undefined)
      found.push({ name: head[0], title: head[1], source });
  }
  return found;
}

/** A stub may have got a number behind its name. */
function isSame(stub: Stub, other: Stub): boolean {
  const rest = other.name.startsWith(stub.name) ? other.name.slice(stub.name.length) : "?";
  return /^(?:-\d+)?$/.test(rest) && stub.title === other.title && stub.source === other.source;
}

/** What was written, and what is left for a person to do. */
export function stubsInWords({ written, present }: Stubs, file: string): string {
  const owners = "Fill in who owns each agent, where FILL-IN-THE-OWNER stands: only a person can.";
  const old = present === 1 ? "1 agent has a stub already" : `${present} agents have a stub already`;
  if (written === 0) return present === 0 ? "No agent needs a stub." : `Wrote no stub: ${old}. ${owners}`;
  const fresh = `Wrote ${written === 1 ? "1 stub" : `${written} stubs`} into '${file}'`;
  return present === 0 ? `${fresh}. ${owners}` : `${fresh}; ${old}. ${owners}`;
}
