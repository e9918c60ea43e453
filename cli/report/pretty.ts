/** For people: the message, the source with a mark below the place, what is related, and the repair. */
import { excerpt } from "./excerpt.ts";
import {
  cellInWords,
  countsInWords,
  type Finding,
  type InventoryTable,
  type Place,
  plural,
  type Report,
  unreadInShort,
} from "./finding.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

export function pretty(report: Report, style: Style): string {
  const blocks = report.findings.map((finding) => block(report, finding, style));
  const conclusion =
    report.conclusion ?? `${countsInWords(report.findings)} in ${plural(report.files, "file")}`;
  if (report.inventory !== undefined) blocks.push(table(report.inventory, style));
  if (report.unread !== undefined) blocks.push(unread(report.unread, style));
  if (report.remark !== undefined) blocks.push(`${style.bold(report.remark)}\n`);
  return [...blocks, `${printable(conclusion, "keep-lines")}\n`].join("\n");
}

function unread(files: NonNullable<Report["unread"]>, style: Style): string {
  const { named, others } = unreadInShort(files);
  const lines = named.map(
    ({ where, reason }) => `  ${printable(where, "one-line")}: ${printable(reason, "one-line")}`,
  );
  const head = style.bold("not read whole:");
  return `${[head, ...lines, ...(others === undefined ? [] : [`  ${others}`])].join("\n")}\n`;
}

function block(report: Report, finding: Finding, style: Style): string {
  const paint = style[finding.severity];
  const word = finding.severity === "info" ? "note" : finding.severity;
  const head = `${paint(style.bold(`${word}[${finding.code}]`))}: ${style.bold(printable(finding.message, "one-line"))}`;
  const lines = [head, ...quoted(report, finding, style, paint)];
  for (const place of finding.related) {
    lines.push(`  ${style.dim("related:")} ${printable(place.message, "one-line")}`);
    lines.push(...quoted(report, place, style, style.info));
  }
  for (const fix of finding.fixes) lines.push(`  ${style.good("fix:")} ${printable(fix.title, "one-line")}`);
  return `${lines.join("\n")}\n`;
}

function quoted(
  report: Report,
  place: Place & Pick<Finding, "cell">,
  style: Style,
  paint: (text: string) => string,
): readonly string[] {
  const { line, column } = place.range.start;
  const cell = place.cell === undefined ? "" : `, ${cellInWords(place)}`;
  const where = `${printable(report.shown(place.file), "one-line")}${cell}:${line}:${column}`;
  const source = report.source(place.file);
  const margin = " ".repeat(String(line).length);
  const arrow = `${margin} ${style.dim("┌─")} ${where}`;
  if (source === undefined || source.text === "") return [arrow];
  const { line: text, mark } = excerpt(source, place);
  const bar = style.dim("│");
  return [arrow, `${style.dim(String(line))} ${bar} ${text}`, `${margin} ${bar} ${paint(mark)}`];
}

function table({ head, rows, advice }: InventoryTable, style: Style): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => printable(cell, "one-line")));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row, index) => {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
    return index === 0 ? style.dim(line.trimEnd()) : line.trimEnd();
  });
  return `${[...lines, "", advice].join("\n")}\n`;
}
