import { fallbackOf } from "../../scan/grants/bindings.ts";
import { get, isFalse, isTrue, items, str, type Value } from "../../scan/grants/value.ts";
import { beside, type Setting, set } from "./agent.ts";
import { argument, type FrameworkUse, used } from "./framework.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** An allow list, or somebody who is asked, stands between the model and the machine. */
const guarded = (use: FrameworkUse) =>
  argument(
    use,
    "policy",
    "approval_func",
    "on_approval",
    "onApproval",
    "command_whitelist",
    "allowed_commands",
    "allowedCommands",
  ) !== undefined ||
  isTrue(argument(use, "needs_approval", "needsApproval")) ||
  /^(?:always|always_require)$/.test(str(argument(use, "approval_mode", "require_approval")) ?? "");

type Judge = (use: FrameworkUse) => Tier | undefined;
const always: Judge = () => "critical";
const unlessGuarded: Judge = (use) => (guarded(use) ? undefined : "critical");

/** Constructors that run the model's code or commands on the machine that they run on. */
const runners: Readonly<Record<string, Judge>> = {
  PythonREPLTool: always,
  PythonAstREPLTool: always,
  PythonREPL: always,
  BashProcess: always,
  // In OpenAI's SDK the shell is local where an executor is given, and hosted in a container otherwise.
  ShellTool: (use) =>
    /^agents\b/.test(use.from) && !argument(use, "executor") ? undefined : unlessGuarded(use),
  LocalShellTool: unlessGuarded,
  HostExecutionPolicy: always,
  LocalCommandLineCodeExecutor: always,
  LocalJupyterServer: always,
  JupyterCodeExecutor: () => "high",
  UnsafeLocalCodeExecutor: always,
  ExecuteBashTool: unlessGuarded,
  ShellTools: unlessGuarded,
  PythonTools: always,
  LocalShellBackend: (use) => (argument(use, "interrupt_on", "interruptOn") ? undefined : "critical"),
  LocalSandbox: (use) =>
    argument(use, "isolation") && str(argument(use, "isolation")) !== "none" ? undefined : "high",
  LocalPythonExecutor: always,
  localShellTool: unlessGuarded,
  shellTool: (use) => (argument(use, "shell") && !guarded(use) ? "critical" : undefined),
  TerminalToolkit: (use) => (isFalse(argument(use, "safe_mode")) ? "critical" : undefined),
  CodeExecutionToolkit: (use) =>
    isTrue(argument(use, "unsafe_mode")) ||
    /^(?:subprocess|internal_python)$/.test(str(argument(use, "sandbox")) ?? "")
      ? "critical"
      : undefined,
  AutonomousAgent: (use) => (isTrue(argument(use, "enable_shell")) ? "critical" : undefined),
  CodeInterpreterTool: (use) => (isTrue(argument(use, "unsafe_mode")) ? "critical" : undefined),
  CodeInterpreterToolSpec: (use) => (/^llama_index/.test(use.from) ? "critical" : undefined),
  PythonInterpreter: (use) =>
    ["enable_network_access", "enable_write_paths", "enable_env_vars"].some(
      (key) => argument(use, key) !== undefined,
    )
      ? "medium"
      : undefined,
  get_shell_tool: (use) =>
    argument(use, "func", "executor", "local_executor") && !guarded(use) ? "critical" : undefined,
  LocalWorkspace: (use) => (/^openhands\b/.test(use.from) ? "medium" : undefined),
  // These ask on the terminal before they run something, unless asking is switched off.
  "strands_tools.shell": () => "medium",
  "strands_tools.python_repl": () => "medium",
  "strands_tools.use_computer": () => "medium",
  load_tools: (use) =>
    items(use.call.args[0]).some((item) => /^(?:terminal|python_repl)$/.test(str(item) ?? ""))
      ? "critical"
      : undefined,
};

/** Names of those that a project may well have for a class of its own: the import must say that it is the framework's. */
const common = new Set([
  "ShellTool",
  "LocalSandbox",
  "CodeInterpreterTool",
  "PythonInterpreter",
  "PythonTools",
  "ShellTools",
  "shellTool",
]);
const frameworks =
  /langchain|agents|autogen|ag2|agno|phi\.|crewai|mastra|camel|dspy|google\.adk|openhands|upsonic|smolagents|strands|deepagents|agent_framework|llama_index/i;

/** `{"use_docker": False}`, also one level down, where the executor is made from a dict. */
function withoutDocker(value: Value): Value | undefined {
  const given = get(value, "use_docker");
  const docker = given && (fallbackOf(given) ?? given);
  return docker && isFalse(docker) ? docker : undefined;
}

function judgeSetting(setting: Setting): { readonly at: Value | undefined; readonly tier: Tier } | undefined {
  const { key, value } = setting;
  if (key === "code_execution_config") {
    const docker = withoutDocker(value);
    if (!docker) return undefined;
    // Somebody reads each block before it runs; it still runs on the machine.
    return {
      at: docker,
      tier: str(beside(setting, "human_input_mode")) === "ALWAYS" ? "medium" : "critical",
    };
  }
  if (
    key === "unsafe_mode" &&
    isTrue(value) &&
    !/(?:^|\.)(?:CodeInterpreterTool|CodeExecutionToolkit)$/.test(setting.callee)
  )
    return { at: undefined, tier: "critical" };
  if (key === "code_execution_mode" && str(value) === "unsafe") return { at: undefined, tier: "critical" };
  if (key === "allow_code_execution" && isTrue(value) && !beside(setting, "code_execution_mode"))
    return { at: undefined, tier: "medium" };
  if (
    key === "additional_authorized_imports" &&
    items(value).some((item) =>
      /^(?:\*|os|subprocess|sys|shutil|socket|posixpath|os\.\*|importlib|builtins)$/.test(str(item) ?? ""),
    )
  )
    return { at: undefined, tier: "critical" };
  if (key === "executor_type" && str(value) === "local") return { at: undefined, tier: "medium" };
  if (key === "enable_shell" && isTrue(value) && !/(?:^|\.)AutonomousAgent$/.test(setting.callee))
    return { at: undefined, tier: "high" };
  // n8n runs it with the rights of its own process, or over SSH.
  if (key === "node") return { at: value, tier: "high" };
  if (key === "toolsets") {
    const shell = items(value).find((item) => str(get(item, "type")) === "shell");
    return shell ? { at: shell, tier: "medium" } : undefined;
  }
  if (key === "shell" && isTrue(value) && /fast\.agent$/.test(setting.callee))
    return { at: undefined, tier: "high" };
  return undefined;
}

export default defineScanRule({
  id: "unsandboxed-code-exec",
  title: "What the model writes runs on the host",
  tier: "critical",
  maps: maps("ASI05", "LLM05:2025", "94 78"),
  *check(grants) {
    for (const use of grants.of("framework-call")) {
      // What comes from a neighbouring module is a class of the program's own, or the library itself.
      if (
        isRig(use.file) ||
        use.from.startsWith(".") ||
        (common.has(use.callee) && !frameworks.test(use.from))
      )
        continue;
      const tier = runners[use.callee]?.(use);
      if (!tier) continue;
      const message = `${use.callee} runs what the model writes on this machine, with the program's rights. Run it in a container or micro-VM without credentials and network.`;
      yield { ...used(use, message), tier };
    }
    for (const setting of grants.of("agent-setting")) {
      const found = isRig(setting.file) ? undefined : judgeSetting(setting);
      if (!found) continue;
      const place = found.at ?? setting.extent;
      const what = /^(?:node|toolsets)$/.test(setting.key) ? "A tool for commands" : setting.key;
      const message = `${what} lets code that the model writes run on this machine, with the program's rights. Use a container or micro-VM without credentials.`;
      yield { ...set(setting, message), extent: { at: place.at, end: place.end }, tier: found.tier };
    }
  },
});
