/** Fingerprints that survive moved lines: code, file and the text of the line, and which of several equal ones it is. */
import { sha256 } from "../digest.ts";
import { lineAt } from "./excerpt.ts";
import type { Report } from "./finding.ts";

/** Characters of a line that count; a longer one is not text that people write. */
const LONGEST = 1000;

/** One for each finding, in order, all different. */
export function fingerprints(report: Report): readonly string[] {
  const seen = new Map<string, number>();
  return report.findings.map((finding) => {
    if (finding.fingerprint !== undefined) return finding.fingerprint;
    const source = report.source(finding.file);
    const line = source === undefined ? "" : lineAt(source, finding.range.start.line, LONGEST).trim();
    const key = [finding.code, finding.file, line].join("\u0000");
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return sha256(`${key}\u0000${before}`).slice(0, 32);
  });
}
