/** Steps of continuous integration that run an agent. */
import type { AgentFact } from "../facts.ts";
import { type Entry, entriesOf, get, items, str, type Value } from "../grants/value.ts";
import { agent, tools } from "./agent.ts";
import { agentCommand, agentPrograms } from "./command-lines.ts";
import type { Format } from "./format.ts";
import { entry, words } from "./read-values.ts";

/** Actions that are agents, by owner and name; a trailing slash takes in everything of the owner. */
const actions = [
  "anthropics/claude-code-action",
  "anthropics/claude-code-base-action",
  "openai/codex-action",
  "google-github-actions/run-gemini-cli",
  "google-gemini/gemini-cli-action",
  "ask-bonk/ask-bonk",
  "sst/opencode/github",
  "anomalyco/opencode/github",
  "coderabbitai/ai-pr-reviewer",
  "qodo-ai/pr-agent",
  "Codium-ai/pr-agent",
  "warpdotdev/warp-agent-action",
  "cursor/",
];

/** What stands beside an agent in its repository and runs none. */
const helpers = new Set(["anthropics/claude-code-action/agent-approval-check"]);

/** One call of a model, unless it is given tools. */
const inference = "actions/ai-inference";

export const githubActions: Format = {
  framework: "github-actions-agent",
  // Workflows to copy stand in any folder; that they are workflows, their keys say.
  path: /\.ya?ml$/,
  needles: [
    ["uses:", "run:"],
    ["steps:"],
    [...actions.map((name) => name.replace(/\/$/, "")), inference, ...agentPrograms],
  ],
  find: ({ path, roots }) =>
    /\.lock\.ya?ml$/.test(path)
      ? {}
      : {
          agents: roots.flatMap((root) => {
            const workflow = str(get(root, "name"));
            const jobs = entriesOf(get(root, "jobs")).flatMap((job) =>
              items(get(job.value, "steps")).flatMap((step) => stepAgent(step, job.key, workflow)),
            );
            const composite = items(get(get(root, "runs"), "steps")).flatMap((step) =>
              stepAgent(step, undefined, workflow),
            );
            return [...jobs, ...composite];
          }),
        },
};

function stepAgent(step: Value, job: string | undefined, workflow: string | undefined): readonly AgentFact[] {
  const uses = entry(step, "uses");
  const run = entry(step, "run");
  const place = isAgentAction(step, uses) ? uses : isAgentRun(run) ? run : undefined;
  if (place === undefined) return [];
  const name = str(get(step, "name"));
  const id = str(get(step, "id"));
  const inputs = get(step, "with");
  return [
    agent({
      framework: "github-actions-agent",
      construct: place === uses ? "action" : "cli-run",
      name: name ?? id ?? job ?? null,
      aliases: [id, job, workflow].filter((alias) => alias !== undefined),
      extent: { at: place.at, end: place === uses ? place.value.end : place.at + 3 },
      tools: tools(allowedTools(inputs)),
    }),
  ];
}

function isAgentAction(step: Value, uses: Entry | undefined): boolean {
  const action = str(uses?.value)?.split("@")[0] ?? "";
  if (action === inference)
    return (
      /^true$/i.test(str(get(get(step, "with"), "enable-github-mcp")) ?? "") ||
      isOn(get(get(step, "with"), "enable-github-mcp"))
    );
  if (helpers.has(action)) return false;
  return actions.some((name) =>
    name.endsWith("/") ? action.startsWith(name) : action === name || action.startsWith(`${name}/`),
  );
}

function isOn(value: Value | undefined): boolean {
  return value?.kind === "boolean" && value.value;
}

function isAgentRun(run: Entry | undefined): boolean {
  const script = run?.value.kind === "text" ? run.value.value : undefined;
  return script !== undefined && agentCommand(script) !== undefined;
}

/** `allowed_tools`, and `--allowedTools` in the arguments. */
function allowedTools(inputs: Value | undefined): readonly string[] {
  const list = get(inputs, "allowed_tools", "allowed-tools");
  if (list !== undefined) return words(list);
  const text = str(get(inputs, "claude_args", "claude-args")) ?? "";
  const given = /--allowed-?[tT]ools[ =]+(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(text);
  return (given?.[1] ?? given?.[2] ?? given?.[3] ?? "")
    .split(/,(?![^(]*\))/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** GitLab, CircleCI, Azure Pipelines, Bitbucket and others: scripts of jobs. */
export const otherPipelines: Format = {
  framework: "cli-agent",
  path: /(?:^|\/)(?:\.gitlab-ci|azure-pipelines|bitbucket-pipelines|\.circleci\/config|\.buildkite\/[^/]+|\.drone|\.woodpecker[^/]*)\.ya?ml$/,
  needles: [agentPrograms],
  find: ({ roots }) => ({
    agents: roots.flatMap((root) =>
      entriesOf(root).flatMap((job) =>
        ["before_script", "script", "after_script", "command", "commands", "run"].flatMap(
          (key): AgentFact[] => {
            const script = entry(job.value, key);
            const text = items(script?.value)
              .map((part) => (part.kind === "text" ? part.value : ""))
              .join("\n");
            if (script === undefined || agentCommand(text) === undefined) return [];
            return [
              agent({
                framework: "cli-agent",
                construct: "cli",
                name: job.key,
                extent: { at: script.at, end: script.at + key.length },
              }),
            ];
          },
        ),
      ),
    ),
  }),
};

/** Scripts of a package, and shell scripts that start an agent. */
export const scripts: Format = {
  framework: "cli-agent",
  path: /(?:^|\/)package\.json$|\.(?:sh|bash|zsh)$|(?:^|\/)(?:Makefile|Justfile|justfile)$/,
  needles: [agentPrograms],
  find: ({ path, text, roots }) => {
    if (/package\.json$/.test(path))
      return {
        agents: roots.flatMap((root) =>
          entriesOf(get(root, "scripts")).flatMap((each): AgentFact[] => {
            const command = str(each.value);
            if (command === undefined || agentCommand(command) === undefined) return [];
            return [
              agent({
                framework: "cli-agent",
                construct: "cli",
                name: each.key,
                extent: { at: each.at, end: each.value.end },
              }),
            ];
          }),
        ),
      };
    const commands = text.replace(/^[ \t]*#.*$/gm, (comment) => " ".repeat(comment.length));
    const found = agentCommand(commands);
    if (found === undefined) return {};
    return {
      agents: [
        agent({
          framework: "cli-agent",
          construct: "cli",
          name: path.slice(path.lastIndexOf("/") + 1),
          aliases: [found.program],
          extent: { at: found.at, end: found.at + found.program.length },
        }),
      ],
    };
  },
};
