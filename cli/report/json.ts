import type { Report } from "./finding.ts";

/** The command's document, indented, with a final line break. */
export function json(report: Report): string {
  return `${JSON.stringify(report.json, null, 2)}\n`;
}
