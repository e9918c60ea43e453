/** A comparison, in each format. */
import type { AgentChange, Comparison, Noted } from "../diffing.ts";
import type { Finding, RuleInfo } from "./finding.ts";
import { code, text } from "./markdown-text.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

const order: readonly AgentChange["verdict"][] = ["new", "wider", "both", "narrower", "gone", "same"];

const inOrder = (agents: readonly AgentChange[]): readonly AgentChange[] =>
  order.flatMap((verdict) => agents.filter((agent) => agent.verdict === verdict));

/** Agents that changed; with `all` the same ones too. */
export const listed = (comparison: Comparison, all: boolean): readonly AgentChange[] =>
  inOrder(comparison.agents.filter((agent) => all || agent.verdict !== "same" || agent.incomplete));

/** `diff --format json`: the contract of docs/cli.md. */
export function diffJson(comparison: Comparison, at: string, all: boolean): string {
  const document = {
    version: 1,
    at,
    agents: listed(comparison, all),
    other: comparison.other,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** For a terminal. */
export function diffPretty(comparison: Comparison, style: Style, all: boolean): string {
  const lines: string[] = [];
  const paint = {
    new: style.warning,
    wider: style.error,
    both: style.error,
    narrower: style.good,
    gone: style.good,
    same: style.dim,
  };
  for (const agent of listed(comparison, all)) {
    const tag = agent.renewal ? style.dim(" (renewal)") : "";
    const where = style.dim(`${printable(agent.file, "one-line")}:${agent.range.start.line}`);
    lines.push(`${paint[agent.verdict](agent.verdict.padEnd(8))} ${style.bold(agent.agent)}${tag}  ${where}`);
    for (const said of agent.wider)
      lines.push(`  ${style.error("+")} ${printable(said.sentence, "one-line")}`);
    for (const said of agent.narrower)
      lines.push(`  ${style.good("-")} ${printable(said.sentence, "one-line")}`);
    if (agent.incomplete) lines.push(`  ${style.warning("!")} ${incompleteText}`);
  }
  for (const change of comparison.other)
    lines.push(
      `${style.info("also".padEnd(8))} ${printable(change.message, "one-line")}  ${style.dim(`${printable(change.file, "one-line")}:${change.range.start.line}`)}`,
    );
  lines.push(conclusion(comparison));
  return `${lines.join("\n")}\n`;
}

const incompleteText =
  "The comparison passed a limit or met an input whose type changed: there may be more than is listed.";

/** Counts in words. */
export function conclusion(comparison: Comparison): string {
  const parts = order.flatMap((verdict) => {
    const count = comparison.agents.filter((agent) => agent.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  const other =
    comparison.other.length === 0
      ? ""
      : `; ${comparison.other.length} other ${comparison.other.length === 1 ? "change" : "changes"}`;
  return `agents: ${parts.length === 0 ? "none" : parts.join(", ")}${other}`;
}

/** Sentences that an agent shows in a comment before the rest is folded. */
const shownAtOnce = 5;

/** For one comment on a pull request, which its first line marks so that it can be found and replaced. */
export function diffMarkdown(comparison: Comparison): string {
  const changed = listed(comparison, false);
  const none = changed.length === 0 && comparison.other.length === 0;
  const heading = none ? "none" : conclusion(comparison).replace(/^agents: /, "");
  const lines = ["<!-- remit-diff -->", `### Access changes: ${heading}`, ""];
  if (none) lines.push("No agent may do anything that it could not before, or less.", "");
  for (const agent of changed) {
    const renewal = agent.renewal ? " (renewal)" : "";
    lines.push(
      `**${agent.verdict}**${renewal} · ${code(agent.agent)} · ${code(`${agent.file}:${agent.range.start.line}`)}`,
      "",
    );
    const sentences = [
      ...agent.wider.map((said) => `- ➕ ${text(said.sentence)}`),
      ...agent.narrower.map((said) => `- ➖ ${text(said.sentence)}`),
      ...(agent.incomplete ? [`- ⚠️ ${incompleteText}`] : []),
    ];
    lines.push(...sentences.slice(0, shownAtOnce));
    if (sentences.length > shownAtOnce)
      lines.push(
        "",
        `<details><summary>${sentences.length - shownAtOnce} more</summary>`,
        "",
        ...sentences.slice(shownAtOnce),
        "",
        "</details>",
      );
    lines.push("");
  }
  if (comparison.other.length > 0) {
    lines.push("**Also**", "");
    for (const change of comparison.other)
      lines.push(`- ${text(change.message)} (${code(`${change.file}:${change.range.start.line}`)})`);
    lines.push("");
  }
  return lines.join("\n");
}

/** As findings, for SARIF and annotations: what is wider or new is a warning, all else a note. */
export function diffFindings(comparison: Comparison): readonly Finding[] {
  const place = (one: AgentChange | Noted) => ({ file: one.file, range: one.range, related: [], fixes: [] });
  return [
    ...listed(comparison, false).flatMap((agent): readonly Finding[] => {
      const said =
        agent.verdict === "new" && agent.wider.length === 0
          ? [`${agent.agent} is new and may do nothing.`]
          : [];
      const wider = [...said, ...agent.wider.map((one) => one.sentence)];
      const narrower = agent.narrower.map((one) => one.sentence);
      return [
        ...wider.map(
          (message): Finding => ({
            code: `access-${agent.verdict === "new" ? "new" : "wider"}`,
            severity: agent.renewal ? "info" : "warning",
            message,
            ...place(agent),
          }),
        ),
        ...narrower.map(
          (message): Finding => ({
            code: `access-${agent.verdict === "gone" ? "gone" : "narrower"}`,
            severity: "info",
            message,
            ...place(agent),
          }),
        ),
      ];
    }),
    ...comparison.other.map(
      (change): Finding => ({
        code: `changed-${change.kind}`,
        severity: "info",
        message: change.message,
        ...place(change),
      }),
    ),
  ];
}

/** What the codes of `diffFindings` say. */
export function diffRule(code: string): RuleInfo {
  const summaries: Readonly<Record<string, string>> = {
    "access-wider": "An agent may do something that it could not do before.",
    "access-new": "A new agent, and what it may do.",
    "access-narrower": "An agent may no longer do something.",
    "access-gone": "An agent is gone.",
  };
  return {
    summary: summaries[code] ?? "A change that no decision shows.",
    severity: code === "access-wider" || code === "access-new" ? "warning" : "info",
  };
}
