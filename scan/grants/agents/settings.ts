/** Switches of agents and frameworks: configuration keys, keyword arguments, options, environment variables. */
import { type Bindings, fallbackOf, resolve } from "../bindings.ts";
import { guards } from "../commands.ts";
import type { Format } from "../documents.ts";
import { declaredNames, mayUseAgents } from "../imported.ts";
import { type Entry, get, keys, nearestKey, str, type Trail, text, type Value, walk } from "../value.ts";
import type { AgentSetting } from "./fact.ts";
import { alwaysAllowing, permissionCallbacks } from "./permission-callback.ts";

/** Last parts of keys that some rule looks at. A key that means other things elsewhere is told by its path. */
export const watchedSettings: ReadonlySet<string> = new Set([
  // approvals and modes
  "permissionMode",
  "permission_mode",
  "defaultMode",
  "allowDangerouslySkipPermissions",
  "dangerouslySkipPermissions",
  "dangerously_skip_permissions",
  "approvalPolicy",
  "approval_policy",
  "approvalMode",
  "approval_mode",
  "defaultApprovalMode",
  "yolo",
  "dangerouslyAllowAll",
  "amp.dangerouslyAllowAll",
  "GOOSE_MODE",
  "permission",
  "chat.tools.autoApprove",
  "chat.tools.global.autoApprove",
  "chat.tools.terminal.autoApprove",
  "chat.permissions.default",
  "disableBypassPermissionsMode",
  "default_permissions",
  "BYPASS_TOOL_CONSENT",
  "skipDangerousModePermissionPrompt",
  "permission_policy",
  "onPermissionRequest",
  "on_permission_request",
  "canUseTool",
  "can_use_tool",
  "decision",
  // sandbox
  "sandbox_mode",
  "sandboxMode",
  "sandbox",
  "enabled",
  "allowUnsandboxedCommands",
  "enableWeakerNestedSandbox",
  "excludedCommands",
  "dangerouslyDisableSandbox",
  "GEMINI_SANDBOX",
  "safety-strategy",
  "safety_strategy",
  // files and network
  "additionalDirectories",
  "additional_directories",
  "add_dirs",
  "writable_roots",
  "writableRoots",
  "network_access",
  "networkAccessEnabled",
  "allowedDomains",
  "allowed_domains",
  "includeDirectories",
  // MCP
  "enableAllProjectMcpServers",
  "chat.mcp.autostart",
  "chat.mcp.discovery.enabled",
  "chat.mcp.access",
  // frameworks
  "allow_dangerous_code",
  "allow_dangerous_requests",
  "allow_dangerous_tools",
  "allow_dangerous_deserialization",
  "allowDangerousCode",
  "allowDangerousRequests",
  "allowDangerousTools",
  "allowDangerousDeserialization",
  "code_execution_config",
  "allow_code_execution",
  "code_execution_mode",
  "unsafe_mode",
  "additional_authorized_imports",
  "executor_type",
  "trust_remote_code",
  "enable_shell",
  "safe_mode",
  "shell",
  "human_input_mode",
  "require_approval",
  "requireApproval",
  "needs_approval",
  "needsApproval",
  "interrupt_on",
  "interruptOn",
  "requireToolApproval",
  "approval_func",
  "disable_security",
  "chromium_sandbox",
  "user_data_dir",
  "virtual_mode",
  "virtualMode",
  "write_mode",
  "load_tools_from_directory",
  "acknowledge_unsafe",
  "sensitive_data",
  "toolkits",
  // agents in YAML
  "toolsets",
  "mcpServer",
]);

/** Keys that are anybody's words, and what must stand around them to be an agent's. */
const elsewhere: Readonly<Record<string, (setting: AgentSetting, path: string) => boolean>> = {
  enabled: ({ path }) => /(?:^|\.)sandbox\.enabled$/.test(path),
  sandbox: ({ path, value }, file) =>
    value.kind === "text"
      ? value.value === "danger-full-access"
      : /(?:^|\.)tools\.sandbox$/.test(path) || /gemini|workflows\/[^/]+\.md$/i.test(file),
  permission: (_, file) => /(?:^|\/)opencode\.jsonc?$/i.test(file),
  decision: ({ beside }) => beside.some((other) => other.key === "toolName"),
  shell: ({ callee }) => /(?:^|\.)fast\.agent$/.test(callee),
  toolkits: ({ callee }) => /(?:^|\.)tools\.get$/.test(callee),
  enable_shell: ({ callee, format }) => callee !== "" || format === "yaml",
  safe_mode: ({ callee }) => /Toolkit$|AgentFactory$/.test(callee),
  trust_remote_code: ({ callee }) => /[tT]ool/.test(callee),
  user_data_dir: ({ callee }) => callee !== "",
  executor_type: ({ callee }) => callee !== "",
  toolsets: ({ format, path }) => format === "yaml" && /(?:^|\.)agents\./.test(path),
  mcpServer: ({ format, path }) => format === "yaml" && /(?:^|\.)tools\.mcpServer$/.test(path),
  yolo: ({ format }) => format !== "typescript" && format !== "python",
};

/** The last part of a key, as far as dots in it separate names (`os.environ.X`) and are no part of one (`chat.tools.autoApprove`). */
function plain(key: string): string {
  if (watchedSettings.has(key)) return key;
  return key.slice(key.lastIndexOf(".") + 1);
}

/** The first thirty entries beside one. */
function others(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  return entries
    .slice(0, 31)
    .filter((other) => other !== entry)
    .slice(0, 30);
}

export function agentSettings(
  root: Value,
  bindings: Bindings,
  format: Format,
  file: string,
  imports: ReadonlyMap<string, string>,
): readonly AgentSetting[] {
  const found: AgentSetting[] = [];
  const own = ownFunctions(root, format, imports);
  const always = alwaysAllowing(root, bindings);
  // Of a function that is asked for permission it matters only whether it always gives it.
  const settled = (key: string, value: Value): Value => {
    if (permissionCallbacks.has(key) && always(value)) return text("allow", value);
    const known = resolve(value, bindings);
    return bounded(resolve(unasked(known), bindings));
  };
  walk(root, (given, trail) => {
    const value = withVariables(given, trail);
    if (value.kind !== "dict" && value.kind !== "call" && value.kind !== "scope") return undefined;
    // Argument parsers, schemas and type definitions describe a switch and do not set it.
    if (
      value.kind === "call" &&
      /(?:^|\.)(?:add_argument|option|Option|Field|z\.\w+|object)$/.test(value.callee)
    )
      return false;
    for (const entry of value.entries) {
      const key = plain(entry.key);
      if (!watchedSettings.has(key)) continue;
      const here: Trail = { value, key: entry.key, up: trail };
      const path = keys(here);
      if (path.some((part) => /^(?:properties|definitions|\$defs|schema|description)$/.test(part))) continue;
      const setting: AgentSetting = {
        kind: "agent-setting",
        extent: { at: entry.at, end: Math.max(entry.at, entry.value.end) },
        key,
        path: path.slice(-5).join("."),
        value: settled(key, entry.value),
        callee: value.kind === "call" ? value.callee : nearestCallee(trail),
        beside:
          value.kind === "scope"
            ? []
            : [
                ...others(value.entries, entry).map((other) => ({
                  key: other.key,
                  value: bounded(resolve(other.value, bindings)),
                })),
                ...decorated(value, trail),
              ],
        guards: guards(here),
        format,
        proof: "proven",
      };
      if (own.has(setting.callee)) continue;
      if (elsewhere[key]?.(setting, file) ?? true) found.push(setting);
    }
    return undefined;
  });
  return found;
}

/** What holds as long as nobody asks for anything else: the default of a variable or an option, the other branch. */
function unasked(value: Value): Value {
  const fallback = fallbackOf(value);
  if (fallback) return fallback;
  if (value.kind !== "call" || !/^(?:\|\||\?:)$/.test(value.callee)) return value;
  const [first] = value.args;
  const last = value.args.at(-1);
  // A private attribute is given its value elsewhere.
  const isPrivate = first?.kind === "name" && /^(?:self|this)\.[_#]/.test(first.path);
  return last?.kind === "text" && !isPrivate ? last : value;
}

/** The function under a decorator, as a name beside the decorator's own arguments. */
function decorated(value: Value, trail: Trail | undefined): readonly { key: string; value: Value }[] {
  if (value.kind !== "call" || trail?.value.kind !== "scope") return [];
  const { entries } = trail.value;
  const next = entries[entries.findIndex((entry) => entry.value === value) + 1]?.value;
  return next?.kind === "scope" && next.name !== "" && next.at - value.end < 200
    ? [{ key: "name", value: text(next.name, next) }]
    : [];
}

/** `- KEY=value` in Compose, `ENV KEY=value` in a Dockerfile: as a dict of variables; other values as they are. */
function withVariables(value: Value, trail: Trail | undefined): Value {
  if (value.kind !== "list" && value.kind !== "call") return value;
  const words =
    value.kind === "list" && /^env(?:ironment)?$/i.test(nearestKey(trail))
      ? value.items
      : value.kind === "call" && value.callee === "ENV"
        ? value.args
        : [];
  const entries = words.flatMap((word): Entry[] => {
    // `- name: KEY` with `value:` in a pod.
    const key = str(get(word, "name"));
    const held = get(word, "value");
    if (key && held) return [{ key, at: word.at, value: held }];
    return word.kind === "text"
      ? [...word.value.matchAll(/(?:^|\s)([A-Z_][A-Z0-9_]*)=(?:"([^"]*)"|'([^']*)'|(\S*))/g)].map(
          (found) => ({
            key: found[1] ?? "",
            at: word.at,
            value: text(found[2] ?? found[3] ?? found[4] ?? "", word),
          }),
        )
      : [];
  });
  return entries.length > 0 ? { kind: "dict", entries, at: value.at, end: value.end } : value;
}

/**
 * The functions and classes of a file that have nothing to do with agents: what they are given is no setting of one.
 * Where the file brings a framework in, its own functions may hand on what they are given.
 */
function ownFunctions(
  root: Value,
  format: Format,
  imports: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  if (format !== "python" && format !== "typescript") return new Set();
  return mayUseAgents(imports) ? new Set() : declaredNames(root, imports);
}

function nearestCallee(trail: Trail | undefined): string {
  for (let step = trail; step; step = step.up) {
    if (step.value.kind === "call") return step.value.callee;
    if (step.value.kind === "scope") return "";
  }
  return "";
}

/** A copy that a fact can carry: values deep inside are left out. */
export function bounded(value: Value, depth = 0): Value {
  if (value.kind === "text")
    return value.value.length > 2000 ? { ...value, value: value.value.slice(0, 2000), open: true } : value;
  if (depth > 6) return { kind: "null", at: value.at, end: value.end };
  if (value.kind === "list")
    return { ...value, items: value.items.slice(0, 100).map((item) => bounded(item, depth + 1)) };
  if (value.kind === "scope") return { ...value, entries: [] };
  if (value.kind !== "dict" && value.kind !== "call") return value;
  const entries = value.entries
    .slice(0, 100)
    .map((entry) => ({ ...entry, value: bounded(entry.value, depth + 1) }));
  if (value.kind === "dict") return { ...value, entries };
  return { ...value, entries, args: value.args.slice(0, 100).map((item) => bounded(item, depth + 1)) };
}
