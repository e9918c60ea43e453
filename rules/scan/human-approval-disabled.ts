import { entriesOf, get, isFalse, isTrue, items, str, type Value } from "../../scan/grants/value.ts";
import { beside, onlyOnRequest, type Setting, set } from "./agent.ts";
import { argument, used } from "./framework.ts";
import { changes } from "./mcp.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Servers that only serve documentation to everybody. */
const publicReads =
  /deepwiki|gitmcp\.io|context7|learn\.microsoft\.com|\bdocs?[.-]|\/docs?\b|documentation|knowledge-mcp|huggingface\.co\/mcp|mcp\.exa\.ai|semgrep|dmcp|api\.fetch/i;

const toolNames = (value: Value | undefined): readonly string[] => {
  const list = get(value, "tool_names", "toolNames") ?? value;
  return items(list).flatMap((item) => str(item) ?? []);
};

/** How much a hosted server that never asks can do; undefined when it only reads. */
function neverAsks(setting: Setting): Tier | undefined {
  const connector = beside(setting, "connector_id", "connectorId") !== undefined;
  const allowed = toolNames(beside(setting, "allowed_tools", "allowedTools"));
  if (allowed.length > 0) return allowed.some((tool) => changes(tool) === true) ? "medium" : undefined;
  if (connector || beside(setting, "authorization")) return "medium";
  const url = str(beside(setting, "server_url", "serverUrl", "url")) ?? "";
  return publicReads.test(url) ||
    publicReads.test(str(beside(setting, "server_label", "serverLabel", "name")) ?? "")
    ? undefined
    : "medium";
}

/** Names of functions whose effect cannot be taken back, or leaves the program. */
const outward =
  /(?:^|_)(?:send|delete|remove|drop|execute|exec|shell|bash|deploy|refund|transfer|pay|purchase|publish|merge|push|terminate|destroy|wipe)(?:_|$)/i;

const serverLike = /mcp|shell|bash|code|exec|hosted|terminal|computer/i;

function judge(setting: Setting): Tier | undefined {
  const { key, value, callee } = setting;
  switch (key) {
    case "require_approval":
    case "requireApproval":
      return str(value) === "never" ||
        (isFalse(value) &&
          key === "requireApproval" &&
          beside(setting, "execute") &&
          changes(str(beside(setting, "id", "name")) ?? "") === true)
        ? neverAsks(setting)
        : undefined;
    case "approval_mode":
      if (/(?:^|\.)(?:ai_function|tool)$/.test(callee))
        return str(value) === "never_require" && outward.test(str(beside(setting, "name")) ?? "")
          ? "medium"
          : undefined;
      return str(value) === "never_require" && serverLike.test(callee) && !beside(setting, "policy")
        ? neverAsks(setting)
        : undefined;
    case "BYPASS_TOOL_CONSENT":
      return isTrue(value) ? "high" : undefined;
    case "human_input_mode":
      return str(value) === "NEVER" && executes(beside(setting, "code_execution_config"))
        ? "high"
        : undefined;
    case "interrupt_on":
    case "interruptOn":
      return entriesOf(value).some(
        (entry) =>
          isFalse(entry.value) && (changes(entry.key) === true || /^(?:execute|shell|bash)$/.test(entry.key)),
      )
        ? "medium"
        : undefined;
    case "needs_approval":
    case "needsApproval":
      return isFalse(value) &&
        (changes(str(beside(setting, "name")) ?? "") === true || serverLike.test(callee))
        ? "medium"
        : undefined;
    case "requireToolApproval":
      return isFalse(value) ? "low" : undefined;
    case "permission_policy":
      // Tools that are off are never used.
      return str(get(value, "type")) === "always_allow" && !isFalse(beside(setting, "enabled"))
        ? "medium"
        : undefined;
    case "canUseTool":
    case "can_use_tool":
      return str(value) === "allow" ? "medium" : undefined;
    // Edits stay in the folder of the project, where version control shows them.
    case "permissionMode":
    case "permission_mode":
    case "defaultMode":
      return str(value) === "acceptEdits" ? "low" : undefined;
    // Agents of the Agent Framework in YAML: `approvalMode: { kind: never }`.
    case "approvalMode":
      return str(get(value, "kind")) === "never" ? neverAsks(setting) : undefined;
    case "mcpServer":
      return unaskedCommands(value).length > 0 ? "medium" : undefined;
    default:
      return undefined;
  }
}

/** Tools of a cluster that kagent gives to an agent without asking anybody about them. */
function unaskedCommands(server: Value): readonly string[] {
  const asked = new Set(items(get(server, "requireApproval")).flatMap((item) => str(item) ?? []));
  return items(get(server, "toolNames"))
    .flatMap((item) => str(item) ?? [])
    .filter((name) => /(?:^|_)(?:delete|execute|exec)(?:_|$)/.test(name) && !asked.has(name));
}

/** An execution config that really runs something. */
function executes(config: Value | undefined): boolean {
  return config !== undefined && config.kind !== "null" && !isFalse(config);
}

export default defineScanRule({
  id: "human-approval-disabled",
  title: "Tools that change something are not asked about",
  tier: "medium",
  maps: maps("ASI09 ASI02", "LLM06:2025", "862"),
  *check(grants) {
    for (const setting of grants.of("agent-setting")) {
      if (isRig(setting.file) || onlyOnRequest(setting)) continue;
      const tier = judge(setting);
      if (!tier) continue;
      const message =
        setting.key === "mcpServer"
          ? `The agent may call ${unaskedCommands(setting.value).join(", ")} without anybody being asked. Name them in requireApproval.`
          : /^can_?use_?tool$/i.test(setting.key)
            ? `${setting.key} allows whatever it is asked about, so nobody decides. Ask a person, or refuse what is not on a list.`
            : `${setting.key} = ${str(setting.value) ?? "off"} lets ${setting.callee === "" ? "the agent" : `'${setting.callee}'`} change things without anybody being asked. Ask always, or never only for named tools that read.`;
      yield { ...set(setting, message), tier };
    }
    for (const use of grants.of("framework-call")) {
      if (isRig(use.file)) continue;
      const never = use.callee === "set_approval_mode" && str(use.call.args[0]) === "never";
      const unasked =
        use.callee === "CodeExecutorAgent" &&
        argument(use, "code_executor") !== undefined &&
        argument(use, "approval_func") === undefined;
      if (!never && !unasked) continue;
      const message = never
        ? "set_approval_mode('never') lets the server's tools run unasked. Ask always, or name the tools that only read."
        : "CodeExecutorAgent without approval_func runs each block of code unasked. Give it an approval_func.";
      yield used(use, message);
    }
  },
});
