/** GitHub's workflow commands: one annotation a finding. */
import type { Finding, Report } from "./finding.ts";
import { cellInWords, countsInWords } from "./finding.ts";
import { printable } from "./printable.ts";

const COMMAND: Readonly<Record<Finding["severity"], string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

export function github(report: Report): string {
  const lines = report.findings.map((finding) => {
    const { start, end } = finding.range;
    const properties = [
      `file=${property(report.shown(finding.file))}`,
      `line=${start.line}`,
      `endLine=${end.line}`,
      // GitHub refuses columns of a place that spans lines.
      ...(start.line === end.line ? [`col=${start.column}`, `endColumn=${end.column}`] : []),
      `title=${property(finding.code)}`,
    ];
    // A line of a notebook counts in its cell, which GitHub cannot show: the message says which.
    const cell = finding.cell === undefined ? "" : ` (${cellInWords(finding)}, line ${start.line})`;
    return `::${COMMAND[finding.severity]} ${properties.join(",")}::${data(finding.message)}${cell}`;
  });
  // The conclusion holds no text of anybody's files, so it cannot be read as a command.
  return [...lines, countsInWords(report.findings), ""].join("\n");
}

/** Nothing in a message can end its line and so begin a command of its own. */
const data = (text: string): string =>
  printable(text.replace(/[\r\n]+/g, " "), "one-line").replaceAll("%", "%25");

/** In a property, `:` and `,` end it, too. */
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
