/** Findings that were there before: from a baseline file, or from a revision. */

import { existsSync, readFileSync } from "node:fs";
import { isObject } from "../../compiler/model/json.ts";
import type { ScanFinding } from "../../rules/scan/findings.ts";
import type { ScanHost } from "../../scan/host.ts";
import { failure, systemReason } from "../failure.ts";
import { writeWhole } from "../write-file.ts";

/** A finding that is known: by its fingerprint, or by its kin in a file of the same content that has moved. */
export interface Known {
  readonly fingerprint: string;
  readonly kin: string;
  readonly rule: string;
  readonly file: string;
  /** Of the file's content. */
  readonly digest: string;
}

/** The digest of a file of a tree or of a revision; `undefined` where there is none. */
export const digestIn =
  (host: Pick<ScanHost, "read" | "digest">) =>
  async (file: string): Promise<string | undefined> => {
    const bytes = await host.read(file);
    return bytes === undefined ? undefined : host.digest(bytes);
  };

/** Digests of the files that findings are in, old and new; a file that is not there (any more) has none. */
export async function digestsOf(
  findings: readonly { readonly file: string }[],
  digest: (file: string) => Promise<string | undefined>,
): Promise<(file: string) => string | undefined> {
  const digests = new Map<string, string | undefined>();
  for (const { file } of findings) if (!digests.has(file)) digests.set(file, await digest(file));
  return (file) => digests.get(file);
}

/** `digest` gives the digest of a file's content, and nothing for a file that is not there. */
export function newFindings(
  findings: readonly ScanFinding[],
  known: readonly Known[],
  digest: (file: string) => string | undefined,
): readonly ScanFinding[] {
  const prints = new Set(known.map((each) => each.fingerprint));
  const moved = new Set(
    known.filter((each) => digest(each.file) === undefined).map((each) => `${each.kin} ${each.digest}`),
  );
  return findings.filter(
    (finding) =>
      !prints.has(finding.fingerprint) && !moved.has(`${finding.kin} ${digest(finding.file) ?? ""}`),
  );
}

export function knownFrom(
  findings: readonly ScanFinding[],
  digest: (file: string) => string | undefined,
): readonly Known[] {
  return inOrder(
    findings.map(({ fingerprint, kin, rule, file }) => ({
      fingerprint,
      kin,
      rule,
      file,
      digest: digest(file) ?? "",
    })),
  );
}

function inOrder(known: readonly Known[]): readonly Known[] {
  return [...known].sort(
    (one, other) =>
      compare(one.file, other.file) ||
      compare(one.rule, other.rule) ||
      compare(one.fingerprint, other.fingerprint),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** `path` is absolute; a file that is no baseline is a `failure`. */
export function readBaseline(path: string, written: string): readonly Known[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw failure(
      `Cannot read the baseline '${written}': ${systemReason(error) ?? "it cannot be opened"}. Write one with --update-baseline.`,
    );
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  const findings = isObject(document) && document.version === 1 ? document.findings : undefined;
  if (!Array.isArray(findings))
    throw failure(`'${written}' is no baseline of Remit. Write one with --update-baseline.`);
  return findings.flatMap((entry: unknown) => {
    if (!isObject(entry)) return [];
    const word = (name: string): string => (typeof entry[name] === "string" ? entry[name] : "");
    return [
      {
        fingerprint: word("fingerprint"),
        kin: word("kin"),
        rule: word("rule"),
        file: word("file"),
        digest: word("digest"),
      },
    ];
  });
}

/** What a run looks for: rules and files; without a limit, all of them. */
export interface Selection {
  readonly isLimited: boolean;
  /** Whether the run would have found it, were it still there. */
  readonly covers: (known: Pick<Known, "rule" | "file">) => boolean;
}

/**
 * Writes the findings into the baseline (`path` is absolute) and says so in a sentence. What the run did not look for
 * stays as it was.
 */
export function updateBaseline(
  path: string,
  written: string,
  known: readonly Known[],
  { isLimited, covers }: Selection,
): string {
  const before = isLimited && existsSync(path) ? readBaseline(path, written) : [];
  const kept = before.filter((each) => !covers(each));
  const findings = inOrder([...known, ...kept]);
  writeWhole(path, `${JSON.stringify({ version: 1, findings }, null, 2)}\n`);
  const count = known.length === 1 ? "1 finding" : `${known.length} findings`;
  const others = kept.length === 0 ? "" : `; ${kept.length} that this run did not look for stay in it`;
  return `Wrote ${count} into '${written}'${others}.`;
}
