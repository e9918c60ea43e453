/** What the status bar says. */

export interface EndingAgent {
  readonly agent: string;
  readonly title?: string;
  /** RFC 3339. */
  readonly ends: string;
  /** `in 12 days`. */
  readonly fromNow: string;
}

export interface Counts {
  readonly running: boolean;
  readonly errors: number;
  readonly warnings: number;
  readonly ending: readonly EndingAgent[];
  readonly days: number;
}

const MOST = 8;
const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

/** The item's text, and its tooltip as plain text. */
export function inWords({ running, errors, warnings, ending, days }: Counts): {
  readonly text: string;
  readonly tooltip: string;
} {
  if (!running)
    return { text: "$(debug-disconnect) Remit", tooltip: "Remit's language server is not running." };
  const parts = [
    ...(errors > 0 ? [many(errors, "error")] : []),
    ...(ending.length > 0 ? [`${ending.length} end${ending.length === 1 ? "s" : ""} soon`] : []),
  ];
  const icon = errors > 0 ? "$(error)" : ending.length > 0 ? "$(clock)" : "$(check)";
  const listed = ending.slice(0, MOST).map(({ agent, fromNow }) => `${agent} ends ${fromNow}`);
  const rest = ending.length > MOST ? [`and ${many(ending.length - MOST, "more agent")}`] : [];
  return {
    text: [`${icon} Remit`, ...(parts.length > 0 ? [parts.join(", ")] : [])].join(": "),
    tooltip: [
      `${many(errors, "error")}, ${many(warnings, "warning")} in this workspace`,
      ...(days === 0 ? [] : ending.length === 0 ? [`No agent ends within ${many(days, "day")}`] : listed),
      ...rest,
    ].join("\n"),
  };
}
