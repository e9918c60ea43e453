/** Lives, ends and due reviews of agents on one line each, as SVG. */
import { htmlText } from "../../compiler/emit/escape.ts";
import { formatInstant } from "../../compiler/model/time.ts";
import type { AgentRow } from "./inventory.ts";

const [labels, width, step, top] = [260, 900, 22, 30];

/** From a little before the clock to the last end; nothing where no agent is in force any more. */
export function timeline(rows: readonly AgentRow[], at: number): string {
  const lasting = rows.filter((row) => row.ends !== undefined).sort((a, b) => (a.ends ?? 0) - (b.ends ?? 0));
  if (lasting.length === 0) return "<p>No agent is in force from now on.</p>";
  const day = 86_400;
  const from = at - 14 * day;
  const last = Math.max(...lasting.map((row) => Math.min(row.ends ?? at, at + 3 * 365 * day)));
  const until = Math.max(last + 14 * day, at + 90 * day);
  const x = (seconds: number): number =>
    labels +
    Math.round((Math.min(Math.max(seconds, from), until) - from) * ((width - labels) / (until - from)) * 10) /
      10;
  const height = top + lasting.length * step + 8;
  const lines = [
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="Ends and due reviews of ${lasting.length} agents; the inventory above lists them as text">`,
    ...months(from, until).map(
      (month) =>
        `<line class="grid" x1="${x(month)}" x2="${x(month)}" y1="${top - 8}" y2="${height}"/><text x="${x(month) + 3}" y="16">${formatInstant(month).slice(0, 7)}</text>`,
    ),
  ];
  lasting.forEach((row, index) => {
    const y = top + index * step;
    const [start, end] = [x(Math.max(row.starts ?? from, from)), x(row.ends ?? at)];
    const name = row.environment === undefined ? row.agent.name : `${row.agent.name} (${row.environment})`;
    const short = name.length > 38 ? `…${name.slice(-37)}` : name;
    lines.push(
      `<g><title>${htmlText(`${name}: until ${formatInstant(row.ends ?? at)}${row.reviewDue === undefined ? "" : `, review due ${formatInstant(row.reviewDue)}`}`)}</title>`,
      `<text x="4" y="${y + 12}">${htmlText(short)}</text>`,
      `<rect class="bar" x="${start}" y="${y + 2}" width="${Math.max(end - start, 1)}" height="12"/>`,
      `<line class="end" x1="${end}" x2="${end}" y1="${y}" y2="${y + 16}"/>`,
      row.reviewDue === undefined || row.reviewDue < from
        ? ""
        : `<circle class="review" cx="${x(row.reviewDue)}" cy="${y + 8}" r="4"/>`,
      "</g>",
    );
  });
  lines.push(`<line class="today" x1="${x(at)}" x2="${x(at)}" y1="${top - 8}" y2="${height}"/>`, "</svg>");
  return lines.join("");
}

/** Starts of months between two instants, at most twelve of them. */
function months(from: number, until: number): readonly number[] {
  const found: number[] = [];
  const first = new Date(from * 1000);
  for (let month = 1; found.length < 240; month++) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1) / 1000;
    if (start >= until) break;
    found.push(start);
  }
  const every = Math.ceil(found.length / 12);
  return found.filter((_, index) => index % every === 0);
}
