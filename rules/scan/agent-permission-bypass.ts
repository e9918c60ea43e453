import { entriesOf, isTrue, str, type Value } from "../../scan/grants/value.ts";
import { beside, onlyOnRequest, type Setting, set } from "./agent.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Options after which nobody is asked; the others of the list have rules of their own. */
const bypassing = new Set([
  "--dangerously-skip-permissions",
  "--permission-mode bypassPermissions",
  "--dangerously-bypass-approvals-and-sandbox",
  "--yolo",
  "--approval-mode=yolo",
  "--sandbox danger-full-access",
  "sandbox_mode=danger-full-access",
  "--allow-all-tools",
  "--trust-all-tools",
  "--yes-always",
  "--dangerously-allow-all",
  "--force",
  "-y",
]);

const never = (value: Value | undefined) => str(value) === "never";
const allows = (value: Value | undefined) => str(value) === "allow";

type Judge = (setting: Setting) => Tier | undefined;

/** What each switch means, by its key; undefined where its value or place is harmless. */
const judges: Readonly<Record<string, Judge>> = {
  permissionMode: ({ value }) => (str(value) === "bypassPermissions" ? "high" : undefined),
  // A hook is told the mode that the session has.
  permission_mode: (setting) =>
    str(setting.value) === "bypassPermissions" && !beside(setting, "hook_event_name") ? "high" : undefined,
  // A checkout's own settings cannot switch prompts off any more; a user's or an organisation's can.
  defaultMode: ({ value, file }) =>
    str(value) !== "bypassPermissions"
      ? undefined
      : /(?:^|\/)\.claude\/settings(?:\.local)?\.json$/.test(file)
        ? "medium"
        : "high",
  allowDangerouslySkipPermissions: ({ value }) => (isTrue(value) ? "high" : undefined),
  dangerouslySkipPermissions: ({ value }) => (isTrue(value) ? "high" : undefined),
  dangerously_skip_permissions: ({ value }) => (isTrue(value) ? "high" : undefined),
  sandbox_mode: (setting) => fullAccess(setting),
  sandboxMode: (setting) => fullAccess(setting),
  sandbox: (setting) => (setting.format === "yaml" ? undefined : fullAccess(setting)),
  default_permissions: ({ value }) => (str(value) === ":danger-full-access" ? "high" : undefined),
  "chat.tools.global.autoApprove": ({ value }) => (isTrue(value) ? "high" : undefined),
  "chat.tools.autoApprove": ({ value }) => (isTrue(value) ? "low" : undefined),
  "chat.tools.terminal.autoApprove": ({ value }) =>
    entriesOf(value).some(
      (entry) => /^\/?\^?\.\*\$?\/?\w*$|^\*$|^\/\.\*\/$/.test(entry.key) && isTrue(entry.value),
    )
      ? "high"
      : undefined,
  "chat.permissions.default": ({ value }) => (str(value) === "allowAll" ? "high" : undefined),
  "amp.dangerouslyAllowAll": ({ value }) => (isTrue(value) ? "high" : undefined),
  dangerouslyAllowAll: ({ value }) => (isTrue(value) ? "high" : undefined),
  permission: ({ value, file }) =>
    /opencode/i.test(file) &&
    (allows(value) || allows(entriesOf(value).find((entry) => entry.key === "*")?.value))
      ? "high"
      : undefined,
  GOOSE_MODE: ({ value }) => (str(value) === "auto" ? "high" : undefined),
  defaultApprovalMode: ({ value }) => (str(value) === "yolo" ? "high" : undefined),
  approvalMode: ({ value }) => (str(value) === "yolo" ? "high" : undefined),
  yolo: ({ value, format }) =>
    isTrue(value) && format !== "typescript" && format !== "python" ? "high" : undefined,
  onPermissionRequest: ({ value }) => (approvesAll(value) ? "high" : undefined),
  on_permission_request: ({ value }) => (approvesAll(value) ? "high" : undefined),
  decision: (setting) =>
    setting.format === "toml" &&
    allows(setting.value) &&
    /^(?:\*|run_shell_command)$/.test(str(beside(setting, "toolName")) ?? "")
      ? "medium"
      : undefined,
};

/** With prompts off as well, nothing at all is left. */
function fullAccess(setting: Setting): Tier | undefined {
  if (str(setting.value) !== "danger-full-access") return undefined;
  return never(beside(setting, "approval_policy", "approvalPolicy")) ? "critical" : "high";
}

const approvesAll = (value: Value) =>
  value.kind === "name"
    ? /approve_?all$/i.test(value.path)
    : value.kind === "call" && /approve_?all$/i.test(value.callee);

export default defineScanRule({
  id: "agent-permission-bypass",
  title: "An agent acts without asking, or outside of its sandbox",
  tier: "high",
  maps: maps("ASI05 ASI02 ASI09", "LLM06:2025", "862 250"),
  *check(grants) {
    for (const { file, extent, flag, program, guards, format, proof } of grants.of("agent-flag")) {
      if (!bypassing.has(flag) || isRig(file)) continue;
      if (onlyOnRequest({ guards }) && format !== "shell") continue;
      const message = `${flag} lets ${program === "" ? "the agent" : program} run whatever the model writes, unasked, with the user's rights. List what may run, and keep the sandbox; bypass only in a throw-away container without credentials.`;
      yield { file, extent, subject: `${program} ${flag}`, message, proof };
    }
    for (const setting of grants.of("agent-setting")) {
      const tier = isRig(setting.file) || onlyOnRequest(setting) ? undefined : judges[setting.key]?.(setting);
      if (!tier) continue;
      const message = `${setting.key} = ${str(setting.value) ?? "all"} switches prompts or the sandbox off. List what may run, and ask for the rest.`;
      yield { ...set(setting, message), tier };
    }
  },
});
