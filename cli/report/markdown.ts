/** Markdown for a comment: one table, worst first. */
import { countsInWords, type Report, severities } from "./finding.ts";
import { code, text } from "./markdown-text.ts";

export function markdown(report: Report): string {
  const lines = [`### remit ${report.command}: ${countsInWords(report.findings)}`];
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
  if (report.inventory !== undefined) {
    const { head, rows, advice } = report.inventory;
    lines.push("", row(head), row(head.map(() => "---")));
    lines.push(...rows.map((cells) => row(cells.map(text))), "", text(advice));
  }
  return `${lines.join("\n")}\n`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
