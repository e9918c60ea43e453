/** GitHub workflows as the rules see them: triggers, permissions, jobs, steps, and which of these run an agent. */
import type { Extent } from "../../scan/code.ts";
import type { Located } from "../../scan/grants/fact.ts";
import type { Workflow } from "../../scan/grants/github/fact.ts";
import { type Entry, entriesOf, get, items, str, type Text, type Value } from "../../scan/grants/value.ts";

export interface Permissions {
  /** `read-all` or `write-all`, with its place. */
  readonly all: Text | undefined;
  readonly entries: readonly Entry[];
  readonly extent: Extent;
}

export interface Step {
  readonly uses: Text | undefined;
  readonly run: Text | undefined;
  readonly inputs: readonly Entry[];
  readonly env: readonly Entry[];
  readonly condition: string;
  readonly value: Value;
}

export interface Job {
  readonly name: string;
  readonly extent: Extent;
  readonly condition: string;
  readonly needs: readonly string[];
  readonly environment: boolean;
  readonly permissions: Permissions | undefined;
  readonly uses: Text | undefined;
  readonly secrets: Value | undefined;
  readonly steps: readonly Step[];
  readonly value: Value;
}

export interface WorkflowView {
  readonly file: string;
  readonly form: Workflow["form"];
  readonly triggers: readonly string[];
  readonly root: Value;
  readonly permissions: Permissions | undefined;
  readonly jobs: readonly Job[];
}

const asText = (value: Value | undefined): Text | undefined => (value?.kind === "text" ? value : undefined);

function permissionsOf(value: Value | undefined): Permissions | undefined {
  if (!value) return undefined;
  return { all: asText(value), entries: entriesOf(value), extent: { at: value.at, end: value.end } };
}

function stepOf(value: Value): Step {
  return {
    uses: asText(get(value, "uses")),
    run: asText(get(value, "run")),
    inputs: entriesOf(get(value, "with")),
    env: entriesOf(get(value, "env")),
    condition: conditionOf(get(value, "if")),
    value,
  };
}

const conditionOf = (value: Value | undefined) =>
  value?.kind === "text" ? value.value : value?.kind === "boolean" ? String(value.value) : "";

function jobOf(entry: Entry): Job {
  const value = entry.value;
  return {
    name: entry.key,
    extent: { at: entry.at, end: entry.at + entry.key.length },
    condition: conditionOf(get(value, "if")),
    needs: items(get(value, "needs")).flatMap((item) => str(item) ?? []),
    environment: get(value, "environment") !== undefined,
    permissions: permissionsOf(get(value, "permissions")),
    uses: asText(get(value, "uses")),
    secrets: get(value, "secrets"),
    steps: items(get(value, "steps")).map(stepOf),
    value,
  };
}

function triggersOf(on: Value | undefined): readonly string[] {
  if (!on) return [];
  const words = items(on).flatMap((item) => str(item) ?? []);
  return on.kind === "dict" ? on.entries.map((entry) => entry.key) : words;
}

export function viewOf(workflow: Located<Workflow>): WorkflowView {
  const { root, form, file } = workflow;
  const composite = get(get(root, "runs"), "steps");
  const jobs = entriesOf(get(root, "jobs")).map(jobOf);
  const action: Entry | undefined = composite && {
    key: "",
    at: composite.at,
    value: {
      kind: "dict",
      entries: [{ key: "steps", at: composite.at, value: composite }],
      at: composite.at,
      end: composite.end,
    },
  };
  return {
    file,
    form,
    root,
    triggers: triggersOf(get(root, "on", "true")),
    permissions: permissionsOf(get(root, "permissions")),
    jobs: action ? [jobOf(action)] : jobs,
  };
}

/** Actions that run an agent. `gated`: they refuse users without write access by themselves. */
const agentActions: readonly (readonly [RegExp, boolean])[] = [
  [/^anthropics\/claude-code-action(?:@|$)/i, true],
  [/^anthropics\/claude-code-base-action(?:@|$)/i, false],
  [/^openai\/codex-action(?:@|$)/i, true],
  [/^google-github-actions\/run-gemini-cli(?:@|$)/i, false],
  [/^google-gemini\/gemini-cli-action(?:@|$)/i, false],
  [/^(?:sst|anomalyco)\/opencode\/github(?:@|$)/i, true],
  [/^ask-bonk\/ask-bonk(?:@|$)/i, true],
  [/^warpdotdev\/(?:warp|oz)-agent-action(?:@|$)/i, false],
  [/^(?:qodo-ai|Codium-ai)\/pr-agent(?:@|$)/i, false],
  [/^coderabbitai\/ai-pr-reviewer(?:@|$)/i, false],
  [/^docker\/cagent-action/i, false],
  [/^augmentcode\/\w[\w-]*(?:@|$)/i, false],
];

/** How a program is started from a package: `npx @scope/name@version`. */
const started = String.raw`(?:^|[\s;&|("'\`])(?:(?:npx|bunx)\s+(?:-\S+\s+)*)?(?:@[\w-]+\/)?`;
const version = String.raw`(?:@[\w.-]+)?`;
const agentCommand = new RegExp(
  `${started}(?:${[
    String.raw`claude(?:-code)?${version}\s+(?:[^\n]*\s)?(?:-p\b|--print\b|--dangerously)`,
    String.raw`codex${version}\s+(?:exec|e)\b`,
    String.raw`gemini(?:-cli)?${version}\s+(?:[^\n]*\s)?(?:-p\b|--prompt\b|--yolo\b|-y\b)`,
    String.raw`copilot${version}\s+(?:[^\n]*\s)?(?:-p\b|--prompt\b)`,
    String.raw`cursor-agent\s`,
    String.raw`opencode(?:-ai)?${version}\s+run\b`,
    String.raw`aider\s+(?:[^\n]*\s)?(?:--message|-m)\b`,
    String.raw`goose\s+run\b`,
    String.raw`cagent\s+run\b`,
    String.raw`amp${version}\s+(?:-x|--execute)\b`,
  ].join("|")})`,
);

export interface AgentStep {
  readonly step: Step;
  readonly place: Text;
  readonly gated: boolean;
}

/** The agent that a step runs, if it runs one. */
export function agentOf(step: Step): AgentStep | undefined {
  const action = step.uses && agentActions.find(([pattern]) => pattern.test(step.uses?.value ?? ""));
  if (step.uses && action) return { step, place: step.uses, gated: action[1] };
  if (step.run && step.run.value.length < 50_000 && agentCommand.test(step.run.value))
    return { step, place: step.run, gated: false };
  return undefined;
}

export const agentsOf = (job: Job): readonly AgentStep[] => job.steps.flatMap((step) => agentOf(step) ?? []);

/** Events that somebody without any right in the repository can cause, with content of their choice. */
const untrusted = new Set([
  "issues",
  "issue_comment",
  "pull_request_target",
  "pull_request_review",
  "pull_request_review_comment",
  "discussion",
  "discussion_comment",
  "workflow_run",
  "fork",
  "watch",
]);
export const untrustedTriggers = (view: WorkflowView) =>
  view.triggers.filter((trigger) => untrusted.has(trigger));

/** Permissions with which a token changes something: the job's own, else the workflow's; undefined: the default. */
export function writesOf(view: WorkflowView, job: Job): readonly string[] | undefined {
  const permissions = job.permissions ?? view.permissions;
  if (!permissions) return undefined;
  if (permissions.all?.value === "write-all") return ["write-all"];
  return permissions.entries.filter((entry) => str(entry.value) === "write").map((entry) => entry.key);
}

/** The names of the secrets that a part of a workflow uses. */
export function secretsIn(value: Value): readonly string[] {
  const found: string[] = [];
  const look = (part: Value) => {
    if (part.kind === "text")
      for (const match of part.value.matchAll(/\bsecrets\.(\w{1,100})/g)) found.push(match[1] ?? "");
    if (part.kind === "list") part.items.forEach(look);
    if (part.kind === "dict") for (const entry of part.entries) look(entry.value);
  };
  look(value);
  return [...new Set(found)];
}
