/** The table of commands, in the order in which `remit --help` and the documentation list them. Each loads when it is called. */
import type { Command } from "./command.ts";

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly default: Command }>;
}

export const commands: readonly CommandEntry[] = [
  { name: "init", summary: "write the files of a new workspace", load: () => import("./commands/init.ts") },
  {
    name: "check",
    summary: "parse, type-check, guardrails, rules and tests",
    load: () => import("./commands/check.ts"),
  },
  { name: "fmt", summary: "write policies in canonical form", load: () => import("./commands/fmt.ts") },
  {
    name: "compile",
    summary: "write what enforces the policy, one folder for each target",
    load: () => import("./commands/compile.ts"),
  },
  {
    name: "test",
    summary: "run the test blocks, in the reference or in a real engine",
    load: () => import("./commands/test.ts"),
  },
  {
    name: "verify",
    summary: "compare the engines with the reference on generated requests",
    load: () => import("./commands/verify.ts"),
  },
  {
    name: "eval",
    summary: "decide one request, or one for each line of a file",
    load: () => import("./commands/eval.ts"),
  },
  {
    name: "explain",
    summary: "an agent, a decision, or the page of a diagnostic",
    load: () => import("./commands/explain.ts"),
  },
  {
    name: "who-can",
    summary: "the agents that may do something, and until when",
    load: () => import("./commands/who-can.ts"),
  },
  {
    name: "diff",
    summary: "what a change of the policy gives and takes, each with a witness",
    load: () => import("./commands/diff.ts"),
  },
  {
    name: "scan",
    summary: "agents, tools, MCP servers and grants in code, against the policy",
    load: () => import("./commands/scan.ts"),
  },
  {
    name: "merge",
    summary: "join the parts of a scan that several machines shared",
    load: () => import("./commands/merge.ts"),
  },
  {
    name: "lock",
    summary: "what wildcards mean now, against what remit.lock froze",
    load: () => import("./commands/lock.ts"),
  },
  {
    name: "schedule",
    summary: "the instants at which access changes, and what to apply again then",
    load: () => import("./commands/schedule.ts"),
  },
  {
    name: "review",
    summary: "what is due for certification, and the certification itself",
    load: () => import("./commands/review.ts"),
  },
  {
    name: "suspend",
    summary: "stop an agent: writes it into the source and prints the stop plan",
    load: () => import("./commands/suspend.ts"),
  },
  {
    name: "resume",
    summary: "let a suspended agent act again",
    load: () => import("./commands/resume.ts"),
  },
  {
    name: "usage",
    summary: "what logs show of the access that is given, and the narrower policy",
    load: () => import("./commands/usage.ts"),
  },
  {
    name: "codeowners",
    summary: "CODEOWNERS lines from owners and the code of their agents",
    load: () => import("./commands/codeowners.ts"),
  },
  {
    name: "report",
    summary: "one HTML page: inventory, ends, graph, findings, enforcement",
    load: () => import("./commands/report.ts"),
  },
  {
    name: "lsp",
    summary: "the language server, on standard input and output",
    load: () => import("./commands/lsp.ts"),
  },
];
