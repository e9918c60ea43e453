/** Markdown for a comment: one table, worst first. */
import { countsInWords, type Report, severities } from "./finding.ts";
import { printable } from "./printable.ts";

export function markdown(report: Report): string {
  const lines = [`### remit ${report.command}: ${countsInWords(report.findings)}`];
  if (report.findings.length > 0) {
    lines.push("", "| | where | what |", "| --- | --- | --- |");
    for (const severity of severities)
      for (const finding of report.findings) {
        if (finding.severity !== severity) continue;
        const where = `${report.shown(finding.file)}:${finding.range.start.line}`;
        lines.push(
          `| ${severity === "info" ? "note" : severity} | ${text(where)} | \`${finding.code}\` ${text(finding.message)} |`,
        );
      }
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Text that Markdown shows as it stands: no markup, no HTML, no links, no mentions of people and no references to
 * issues come out of it.
 */
export function text(raw: string): string {
  return printable(raw, "one-line").replace(/[\\`*_{}[\]()+!|~$^=&<>"'#@:.-]/g, (character) =>
    /[&<>"'#@:.]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`,
  );
}
