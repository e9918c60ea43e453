import { get, isTrue, items, str } from "../../scan/grants/value.ts";
import { beside, type Setting, set } from "./agent.ts";
import { argument, type FrameworkUse, used } from "./framework.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps, type Offence } from "./rule.ts";

/** Toolkits that write; those that only read may be loaded whole. */
const writing =
  /Gmail|GitHub|Gitlab|Jira|O365|Office365|Slack|Salesforce|Zapier|AINetwork|Nasa|Playwright|FileManagement|CalendarToolkit|GoogleCalendar|Confluence|Stripe|Notion|Clickup|Multion|Twilio|AWS|Azure/i;

/** Somebody picks from the list, or the list is limited before it is made. */
const filtered = (use: FrameworkUse) =>
  /^(?:filter|for-if|select|pick|reduce|find)/.test(use.within) ||
  argument(
    use,
    "selected_tools",
    "server_name",
    "tools",
    "include",
    "allowed_tools",
    "names",
    "tool_filter",
    "include_tools",
    "actions",
    "apps",
  ) !== undefined;

/** Servers of kagent without a list of tools; tools that are loaded from a folder as they appear. */
function everything(setting: Setting): Offence | undefined {
  if (setting.key === "mcpServer" && items(get(setting.value, "toolNames")).length === 0)
    return set(
      setting,
      `The agent has every tool of '${str(get(setting.value, "name")) ?? "the server"}', those that write included. Name them in toolNames.`,
    );
  if (setting.key === "load_tools_from_directory" && isTrue(setting.value))
    return {
      ...set(
        setting,
        "load_tools_from_directory makes a tool of every file in a folder, also of one that an agent has written there. Import the tools.",
      ),
      tier: "medium",
    };
  return undefined;
}

export default defineScanRule({
  id: "toolkit-everything",
  title: "A toolkit with all of its tools",
  tier: "low",
  maps: maps("ASI02", "LLM06:2025", "250"),
  *check(grants) {
    for (const use of grants.of("framework-call")) {
      if (
        !/^(?:get_tools|getTools)$/.test(use.callee) ||
        isRig(use.file) ||
        !(writing.test(use.on) || use.on === "MultiServerMCPClient") ||
        // A class of the program's own, which holds what somebody put there.
        /Toolset$/.test(use.on) ||
        filtered(use)
      )
        continue;
      const message = `Every tool of ${use.on} is given to the agent, those that write included. Pick the tools by name.`;
      yield used(use, message);
    }
    for (const use of grants.of("framework-call")) {
      // Composio: an app is all of its actions.
      if (use.callee !== "get_tools" || use.on !== "ComposioToolSet" || isRig(use.file)) continue;
      if (!argument(use, "apps") || argument(use, "actions", "tags")) continue;
      yield used(
        use,
        "Every tool of the apps is given to the agent, those that write included. Name the actions.",
      );
    }
    for (const use of grants.of("framework-call")) {
      const toolset =
        /^(?:McpToolset|MCPToolset)$/.test(use.callee) &&
        /google\.adk/.test(use.from) &&
        argument(use, "tool_filter", "**") === undefined;
      const aws = use.callee === "strands_tools.use_aws";
      if ((!toolset && !aws) || isRig(use.file)) continue;
      const message = aws
        ? "use_aws calls every operation of AWS that the program's credentials allow. Write tools for the operations that the agent needs."
        : `${use.callee} without tool_filter gives the agent every tool of the server, also those that it gets later. Name the tools.`;
      yield { ...used(use, message), tier: aws ? "medium" : "low" };
    }
    for (const setting of grants.of("agent-setting")) {
      const found = isRig(setting.file) ? undefined : everything(setting);
      if (found) yield found;
      if (
        setting.key !== "toolkits" ||
        isRig(setting.file) ||
        !/(?:^|\.)tools\.get$|get_tools$/.test(setting.callee) ||
        beside(setting, "tools", "limit", "search")
      )
        continue;
      const names = items(setting.value).flatMap((item) => str(item) ?? []);
      yield set(
        setting,
        `Every tool of ${names.slice(0, 3).join(", ") || "the toolkits"} is given to the agent, those that write included. Name the tools.`,
      );
    }
  },
});
