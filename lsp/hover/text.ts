/** Text of policies inside of Markdown, where it is hostile. */

/** As it is, whatever marks it holds. */
export const plain = (text: string): string =>
  text.replace(/[\\`*_{}[\]()#+\-.!|<>&~]/g, "\\$&").replace(/[\r\n]+/g, " ");

/** As code on one line. */
export function code(text: string): string {
  const line = text.replace(/[\r\n]+/g, " ");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Markdown as plain text, for clients that show it as it is. */
export const withoutMarks = (markdown: string): string =>
  markdown.replace(/\\([\\`*_{}[\]()#+\-.!|<>&~])|[`*]+/g, (_, kept: string | undefined) => kept ?? "");
