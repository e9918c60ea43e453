/** Markdown for a comment: one table, worst first. */
import { countsInWords, plural, type Report, severities, unreadInShort } from "./finding.ts";
import { code, fenceFor, html, text } from "./markdown-text.ts";
import { printable } from "./printable.ts";
import { shortRevision } from "./revision.ts";

export function markdown(report: Report): string {
  const since = report.since === undefined ? "" : ` new since ${code(shortRevision(report.since))}`;
  const counts = since !== "" && report.findings.length === 0 ? "nothing" : countsInWords(report.findings);
  const lines = [`### remit ${report.command}: ${counts}${since}`];
  if (report.remark !== undefined) lines.push("", `**${text(report.remark)}**`);
  if (report.findings.length > 0) {
    lines.push("", "| | where | what |", "| --- | --- | --- |");
    for (const severity of severities)
      for (const finding of report.findings) {
        if (finding.severity !== severity) continue;
        const where = `${report.shown(finding.file)}:${finding.range.start.line}`;
        lines.push(
          `| ${severity === "info" ? "note" : severity} | ${code(where)} | \`${finding.code}\` ${text(finding.message)} |`,
        );
      }
  }
  lines.push(...stanzas(report), ...unread(report));
  if (report.inventory !== undefined) {
    const { head, rows, advice } = report.inventory;
    lines.push("", row(head), row(head.map(() => "---")));
    // A file's name is one piece, whatever is in it.
    const cell = (raw: string, index: number): string => (head[index] === "where" ? code(raw) : text(raw));
    lines.push(...rows.map((cells) => row(cells.map(cell))), "", text(advice));
  }
  return `${lines.join("\n")}\n`;
}

function unread({ unread: files }: Report): readonly string[] {
  if (files === undefined) return [];
  const { named, others } = unreadInShort(files);
  const items = named.map(({ where, reason }) => `- ${code(where)}: ${text(reason)}`);
  return [
    "",
    `${plural(files.length, "file")} not read whole:`,
    "",
    ...items,
    ...(others === undefined ? [] : [`- ${others}`]),
  ];
}

/** What could be pasted into a policy, folded: whole lines only, since a word says nothing without its place. */
function stanzas({ findings }: Report): readonly string[] {
  return findings.flatMap(({ fixes: [fix] }) => {
    const lines = fix?.edits.length === 1 ? (fix.edits[0]?.text.trim() ?? "").split("\n") : [];
    if (fix === undefined || lines.length < 2) return [];
    // Names in it are hostile: each of its lines is printable, and none can end the block.
    const shown = lines.map((line) => printable(line, "one-line"));
    const fence = fenceFor(shown.join("\n"));
    return [
      "",
      `<details><summary>${html(fix.title)}</summary>`,
      "",
      `${fence}remit`,
      ...shown,
      fence,
      "",
      "</details>",
    ];
  });
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
