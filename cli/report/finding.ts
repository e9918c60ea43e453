/** What every report is made of: findings with lines and columns, and what there is to know about their rules. */
import type { Source } from "./excerpt.ts";

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, UTF-16 units. */
  readonly column: number;
}

export interface Place {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** The end is exclusive. */
  readonly range: { readonly start: Position; readonly end: Position };
}

export interface RelatedPlace extends Place {
  readonly message: string;
}

export interface FindingFix {
  readonly title: string;
  readonly edits: readonly (Place & { readonly text: string })[];
}

export interface Finding extends Place {
  /** The diagnostic's code or the rule's id. */
  readonly code: string;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly FindingFix[];
  /** Stable against moved lines; absent: made from code, file and the text of the line. */
  readonly fingerprint?: string;
  /** The cell of a notebook, from 0; the range then counts in it. */
  readonly cell?: number;
  /** The way through several places that leads to the finding, in order. */
  readonly flow?: readonly RelatedPlace[];
}

export interface RuleInfo {
  readonly summary: string;
  readonly severity: Finding["severity"];
  /** The page, Markdown. */
  readonly help?: string;
  /** Names in public catalogues: `CWE-269`, `owasp-agentic-03`. */
  readonly tags?: readonly string[];
}

export interface Report {
  /** What made it: `check`, `test`, `scan`. */
  readonly command: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly findings: readonly Finding[];
  /** How many files were read. */
  readonly files: number;
  readonly rule: (code: string) => RuleInfo;
  /** A file's text, for excerpts; `undefined` where there is none. */
  readonly source: (file: string) => Source | undefined;
  /** A file as people and CI systems see it. */
  readonly shown: (file: string) => string;
  /** The command's own JSON document. */
  readonly json: unknown;
  /** The tests that ran, for JUnit; absent: one case a finding. */
  readonly cases?: readonly TestOutcome[];
  /** What was found that is no finding: columns of cells, and what to do about it. For people only. */
  readonly inventory?: InventoryTable;
  /** Files that were not read, or not whole, by their first reason; hostile text. */
  readonly unread?: readonly UnreadFile[];
  /** Such files make the run fail. */
  readonly failsUnread?: boolean;
  /** The revision that `findings` are new against; absent: they are all. */
  readonly since?: string;
  /** A sentence that people read before all else. */
  readonly remark?: string;
  /** The last line of the pretty report; absent: counts. */
  readonly conclusion?: string;
}

export interface UnreadFile {
  /** As people see it, with the line after it where there is one. */
  readonly where: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  readonly reason: string;
}

/** Files not read whole that a summary names at most; what it says of the others. */
const namedUnread = 10;

/** The files that a summary names, and a sentence for those that it does not. */
export function unreadInShort(files: readonly UnreadFile[]): {
  readonly named: readonly UnreadFile[];
  readonly others?: string;
} {
  const more = files.length - namedUnread;
  const named = files.slice(0, namedUnread);
  return more > 0 ? { named, others: `and ${more} more: --format json lists all` } : { named };
}

export interface InventoryTable {
  readonly head: readonly string[];
  /** As many cells as the head has; hostile text. */
  readonly rows: readonly (readonly string[])[];
  /** One sentence below the rows. */
  readonly advice: string;
}

export interface TestOutcome extends Place {
  readonly suite: string;
  readonly name: string;
  /** Absent: it passed, or was not run. */
  readonly failure?: string;
  /** Why it was not run. */
  readonly skipped?: string;
}

/** `2 errors, 1 warning`; `nothing to report` for none. */
export function countsInWords(findings: readonly Finding[]): string {
  const parts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    const word = severity === "info" ? "note" : severity;
    return count === 0 ? [] : [plural(count, word)];
  });
  return parts.length === 0 ? "nothing to report" : parts.join(", ");
}

export const severities: readonly Finding["severity"][] = ["error", "warning", "info"];

/** The cell that a place is in, for people: they count from 0 as the JSON document does. */
export const cellInWords = ({ cell }: Pick<Finding, "cell">): string =>
  cell === undefined ? "" : `cell ${cell}`;

/** `1 file`, `2 files`. */
export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
