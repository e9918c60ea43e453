import { get, items, str } from "../../scan/grants/value.ts";
import { onlyOnRequest, set } from "./agent.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Commands that run what they are given, by their arguments, their input or another program. */
const always = new Set([
  "eval",
  "source",
  "ssh",
  "xargs",
  "env",
  "sudo",
  "su",
  "exec",
  "nohup",
  "watch",
  "parallel",
  "osascript",
]);
/** They do so unless a script or module is named after them. */
const interpreters = new Set([
  "python",
  "python2",
  "python3",
  "node",
  "npx",
  "bunx",
  "bun",
  "deno",
  "ruby",
  "perl",
  "php",
  "bash",
  "sh",
  "zsh",
  "fish",
  "pwsh",
  "powershell",
  "lua",
  "tsx",
  "ts-node",
  "uvx",
  "pipx",
]);
/** They load or run things with the right argument; named with a harmless one they do not. */
const bare = new Set([
  "curl",
  "wget",
  "docker",
  "podman",
  "kubectl",
  "make",
  "git",
  "uv",
  "npm",
  "pnpm",
  "yarn",
  "cargo",
  "go",
  "helm",
  "terraform",
  "aws",
  "gcloud",
  "az",
]);
/** They run programs by one of their options. */
const byOption = new Set(["find", "awk", "gawk", "sed", "tar", "rsync", "vim", "vi", "less", "man"]);

const wide = new Set([
  "uv run",
  "deno run",
  "deno eval",
  "docker run",
  "docker exec",
  "kubectl exec",
  "kubectl apply",
  "gh api",
  "npm exec",
  "pnpm dlx",
  "pnpm exec",
  "yarn dlx",
  "poetry run",
  "pipenv run",
  "pdm run",
  "hatch run",
  "rye run",
  "nix run",
  "git -c",
  "conda run",
]);

/** How dangerous a rule for a prefix of commands is. `undefined`: harmless, or an exact command. */
export function prefixTier(command: string): Tier | undefined {
  const match = /^(.*?)(?::\*|\s?\*+)$/.exec(command.trim());
  if (!match) return undefined;
  const words = (match[1] ?? "")
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  const [first = "", second] = words;
  const program = first.slice(first.lastIndexOf("/") + 1);
  if (program === "") return "high";
  if (words.length === 2 && wide.has(`${program} ${second}`)) return "high";
  if (always.has(program)) return "high";
  if (interpreters.has(program))
    return second === undefined || (words.length === 2 && /^-(?:c|e|m|-eval|-command|p|i|y)$/.test(second))
      ? "high"
      : undefined;
  if ((program === "curl" || program === "wget") && (second === undefined || second.startsWith("-")))
    return "high";
  if (second !== undefined) return undefined;
  if (bare.has(program))
    return program === "git" || program === "npm" || program === "cargo" || program === "go"
      ? "medium"
      : "high";
  return byOption.has(program) ? "medium" : undefined;
}

/** Names of tools that are a shell without limits. */
const shells =
  /^(?:Bash|Shell|run_shell_command|shell|bash|execute|execute_command|run_command|runCommands|terminal|run_in_terminal|local_shell|PowerShell|ShellTool|execute\/runInTerminal)$/;

function tierOf(entry: string): Tier | undefined {
  const match = /^(Bash|Shell|PowerShell|run_shell_command|ShellTool|shell)\((.*)\)$/s.exec(entry);
  if (!match) return shells.test(entry) ? "high" : undefined;
  const inner = (match[2] ?? "").trim();
  if (inner === "*" || inner === ":*" || inner === "**" || inner === "") return "high";
  // In Gemini's settings a name alone is a prefix.
  if (match[1] === "run_shell_command" || match[1] === "ShellTool") return prefixTier(`${inner}:*`);
  return prefixTier(inner);
}

export default defineScanRule({
  id: "agent-shell-wildcard",
  title: "Any command, or an interpreter, without asking",
  tier: "high",
  maps: maps("ASI02 ASI05", "LLM06:2025", "78"),
  *check(grants) {
    for (const { file, extent, value, list, guards, proof } of grants.of("allowed-tool")) {
      const tier = isRig(file) || onlyOnRequest({ guards }) ? undefined : tierOf(value);
      if (!tier) continue;
      // A command or skill in Markdown is approved only while it runs.
      const lower: Tier = /\.md$/.test(file) && tier === "high" ? "medium" : tier;
      const message = `'${value}' in ${list} runs arbitrary commands without asking. List exact commands, run them in a sandbox, and ask for the rest.`;
      yield { file, extent, subject: `${list} ${value}`, message, tier: lower, proof };
    }
    for (const workflow of grants.of("workflow")) {
      // An agentic workflow runs behind a firewall and writes through another job.
      const bash = workflow.form === "markdown" ? get(get(workflow.root, "tools"), "bash") : undefined;
      const open =
        bash?.kind === "boolean"
          ? bash.value && bash
          : items(bash).find((item) => /^(?:\*|:\*)$/.test(str(item) ?? ""));
      if (!open) continue;
      const message =
        "tools.bash lets the agentic workflow run any command. List the commands that it needs.";
      const extent = { at: open.at, end: open.end };
      yield {
        file: workflow.file,
        extent,
        subject: "tools.bash",
        message,
        tier: "low",
        proof: workflow.proof,
      };
    }
    for (const setting of grants.of("agent-setting")) {
      // OpenCode: `permission: { bash: "allow" }`.
      if (setting.key !== "permission" || !/opencode/i.test(setting.file) || setting.value.kind !== "dict")
        continue;
      for (const entry of setting.value.entries) {
        const open =
          entry.key === "bash" &&
          (str(entry.value) === "allow" ||
            (entry.value.kind === "dict" &&
              entry.value.entries.some((rule) => rule.key === "*" && str(rule.value) === "allow")));
        if (open)
          yield {
            ...set(
              setting,
              "permission.bash = allow runs arbitrary commands without asking. Ask, and allow exact commands.",
            ),
            extent: { at: entry.at, end: entry.value.end },
          };
      }
    }
  },
});
