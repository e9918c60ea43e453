/** GitHub's workflow commands: one annotation a finding. */
import type { Finding, Report } from "./finding.ts";
import { cellInWords, countsInWords, unreadInShort } from "./finding.ts";
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
  lines.push(...unread(report));
  // The conclusion holds no text of anybody's files, so it cannot be read as a command.
  return [...lines, countsInWords(report.findings), ""].join("\n");
}

/** GitHub shows few annotations of a level: those of files that were not read come after the findings. */
function unread({ unread: files = [], failsUnread = false, shown }: Report): readonly string[] {
  const level = failsUnread ? "error" : "notice";
  const { named, others } = unreadInShort(files);
  const lines = named.map(({ file, line, reason }) => {
    const place = `file=${property(shown(file))}${line === undefined ? "" : `,line=${line}`}`;
    return `::${level} ${place},title=not read whole::${data(reason)}`;
  });
  return others === undefined ? lines : [...lines, `::${level} title=not read whole::${others}`];
}

/** Nothing in a message can end its line and so begin a command of its own. */
const data = (text: string): string =>
  printable(text.replace(/[\r\n]+/g, " "), "one-line").replaceAll("%", "%25");

/** In a property, `:` and `,` end it, too. */
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
