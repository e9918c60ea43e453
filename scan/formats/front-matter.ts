/** Agents that are Markdown files with front matter: sub-agents of coding assistants, and agentic workflows. */
import { entriesOf, get, str, type Value } from "../grants/value.ts";
import { agent, tools } from "./agent.ts";
import type { Document, Format, Found } from "./format.ts";
import { entry, entryExtent, fileName, keysOn, mcpEntries, unquoted, words } from "./read-values.ts";

interface Convention {
  readonly framework: string;
  readonly construct: string;
  readonly path: RegExp;
  readonly notPath?: RegExp;
  readonly needles: Format["needles"];
  /** Keys that must all be there. */
  readonly keys: readonly string[];
  /** The endings that the file's name loses to become the agent's. */
  readonly endings: RegExp;
  /** The name in the front matter counts only as another name. */
  readonly namedByFile?: true;
  readonly mcpKeys: readonly string[];
  /** What the front matter must say where the path alone says too little. */
  readonly says?: (root: Value) => boolean;
}

/** Folders and names of a sub-agent's convention, and of what stands beside it: commands, skills, other assistants. */
const claudeFolders = /(?:^|\/)(?:\.claude\/agents\/.+|plugins?\/(?:[^/]+\/)+agents\/.+|agents\/[^/]+)\.md$/;
const besideClaude =
  /\.(?:agent|chatmode|prompt|instructions)\.md$|(?:^|\/)(?:\.github|\.gemini|\.continue|\.?opencode|\.cursor|commands|skills)\/|(?:^|\/)(?:README|AGENTS|CLAUDE|SKILL)\.md$/i;

const conventions: readonly Convention[] = [
  {
    framework: "github-copilot-agent",
    construct: "agent-md",
    path: /(?:^|\/)\.github\/agents\/.+\.md$|\.agent\.md$|\.chatmode\.md$/,
    notPath: /(?:^|\/)(?:README|AGENTS)\.md$/i,
    needles: [["description"]],
    keys: ["description"],
    endings: /\.(?:agent|chatmode)\.md$|\.md$/,
    mcpKeys: ["mcp-servers", "mcpServers"],
  },
  {
    framework: "gemini-cli",
    construct: "agent-md",
    path: /(?:^|\/)\.gemini\/agents\/.+\.md$/,
    needles: [["name"], ["description"]],
    keys: ["name", "description"],
    endings: /\.md$/,
    mcpKeys: ["mcpServers", "mcp_servers"],
  },
  {
    // What runs on each pull request, or is called by name.
    framework: "continue",
    construct: "agent-md",
    path: /(?:^|\/)\.continue\/(?:agents|checks)\/.+\.md$/,
    needles: [["name:"], ["description:"]],
    keys: ["name", "description"],
    endings: /\.md$/,
    mcpKeys: ["mcpServers"],
  },
  {
    framework: "opencode",
    construct: "md-agent",
    path: /(?:^|\/)\.?opencode\/agents?\/.+\.md$/,
    needles: [["description", "mode"]],
    keys: ["description"],
    endings: /\.md$/,
    namedByFile: true,
    mcpKeys: [],
  },
  {
    framework: "claude-code-subagent",
    construct: "subagent-md",
    path: claudeFolders,
    notPath: besideClaude,
    needles: [["name:"], ["description:"]],
    keys: ["name", "description"],
    endings: /\.md$/,
    mcpKeys: ["mcpServers"],
  },
  {
    // Collections keep sub-agents in folders of their own; then the tools and models say for whom they are.
    framework: "claude-code-subagent",
    construct: "subagent-md",
    path: /\.md$/,
    notPath: new RegExp(`${besideClaude.source}|${claudeFolders.source}`, "i"),
    needles: [
      ["---\nname:", "---\r\nname:", "---\ndescription:", "---\r\ndescription:"],
      ["\ntools:", "\nmodel:", "\ncolor:"],
      ["name:"],
      ["description:"],
    ],
    keys: ["name", "description"],
    endings: /\.md$/,
    mcpKeys: ["mcpServers"],
    says: isForClaude,
  },
];

export const frontMatterAgents: readonly Format[] = conventions.map((convention) => ({
  framework: convention.framework,
  path: convention.path,
  needles: convention.needles,
  find: (document) => agentIn(convention, document),
}));

function agentIn(convention: Convention, { path, roots }: Document): Found {
  const [root] = roots;
  if (root === undefined || convention.notPath?.test(path) === true) return {};
  if (!convention.keys.every((key) => entry(root, key) !== undefined)) return {};
  if (convention.says?.(root) === false) return {};
  const named = entry(root, "name");
  const stem = fileName(path).replace(convention.endings, "");
  const written = named === undefined ? undefined : str(named.value);
  const own = written === undefined || convention.namedByFile === true ? stem : unquoted(written);
  const list = get(root, "tools");
  const held = list?.kind === "dict" ? keysOn(list) : words(list);
  const isAll = list === undefined || list.kind === "null" || held.includes("*");
  const servers = convention.mcpKeys.flatMap((key) => mcpEntries(get(root, key)));
  const model = str(get(root, "model"));
  return {
    agents: [
      agent({
        framework: convention.framework,
        construct: convention.construct,
        name: own,
        aliases: [...new Set([stem, ...(written === undefined ? [] : [unquoted(written)])])],
        extent: named === undefined ? { at: 0, end: root.at } : entryExtent(named),
        tools: tools(held),
        toolsAll: isAll,
        mcpServers: servers.flatMap((server) => server.name ?? []),
        ...(model === undefined ? {} : { model }),
      }),
    ],
    mcpServers: servers,
  };
}

/** Tools of Claude Code by the names that lists of tools give them. */
const claudeTools = new Set(
  "Agent AskUserQuestion Bash BashOutput Edit ExitPlanMode Glob Grep KillBash KillShell LS LSP MultiEdit NotebookEdit NotebookRead Read Skill SlashCommand Task TodoRead TodoWrite ToolSearch WebFetch WebSearch Write".split(
    " ",
  ),
);

/** Keys of a sub-agent's front matter that lists no tools. */
const claudeKeys = new Set(
  "name description model color disallowedTools permissionMode mcpServers hooks skills memory background isolation effort maxTurns".split(
    " ",
  ),
);
const claudeColors = /^(?:red|blue|green|yellow|purple|orange|pink|cyan)$/;

/**
 * Whether most of the tools are those of Claude Code. Where none are listed: whether the model is one of its short
 * names, or the color one of those that it shows and no other key is there.
 */
function isForClaude(root: Value): boolean {
  // A template for such a file has a blank to fill in.
  if (/[{}<>[\]$]/.test(str(get(root, "name")) ?? "{")) return false;
  const held = words(get(root, "tools"));
  if (held.length === 0)
    return (
      /^(?:opus|sonnet|haiku|inherit)$/.test(str(get(root, "model")) ?? "") ||
      (claudeColors.test(str(get(root, "color")) ?? "") &&
        entriesOf(root).every(({ key }) => claudeKeys.has(key)))
    );
  const known = held.filter(
    (tool) => claudeTools.has(tool.replace(/\(.*$/s, "")) || tool.startsWith("mcp__"),
  );
  return known.length * 2 > held.length;
}

/** GitHub Agentic Workflows: Markdown in a folder of workflows whose front matter says when it runs. */
export const agenticWorkflow: Format = {
  framework: "gh-aw",
  path: /(?:^|\/)workflows\/[^/]+\.md$/,
  needles: [["on:"]],
  find: ({ path, roots, text }) => {
    const [root] = roots;
    const on = entry(root, "on");
    if (root === undefined || on === undefined || !isWorkflow(root)) return {};
    const stem = fileName(path).replace(/\.md$/, "");
    const servers = mcpEntries(get(root, "mcp-servers"));
    const engine = get(root, "engine");
    const model = str(engine) ?? str(get(engine, "id")) ?? "copilot";
    const written = str(get(root, "name"));
    const heading = /^#[ \t]+(.+)$/m.exec(text.slice(root.end))?.[1]?.trim();
    return {
      agents: [
        agent({
          framework: "gh-aw",
          construct: "workflow-md",
          name: stem,
          aliases: [written, heading].filter((name) => name !== undefined),
          extent: { at: on.at, end: on.at + 2 },
          tools: tools(keysOn(get(root, "tools"))),
          mcpServers: servers.flatMap((server) => server.name ?? []),
          model,
        }),
      ],
      mcpServers: servers,
    };
  },
};

function isWorkflow(root: Value): boolean {
  return ["engine", "tools", "safe-outputs", "permissions", "network", "mcp-servers", "imports"].some(
    (key) => entry(root, key) !== undefined,
  );
}
