import { items, str } from "../../scan/grants/value.ts";
import { beside, set } from "./agent.ts";
import { argument, type FrameworkUse, used } from "./framework.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Toolkits that write; those that only read may be loaded whole. */
const writing =
  /Gmail|GitHub|Gitlab|Jira|O365|Office365|Slack|Salesforce|Zapier|AINetwork|Nasa|Playwright|FileManagement|CalendarToolkit|GoogleCalendar|Confluence|Stripe|Notion|Clickup|Multion|Twilio|AWS|Azure/i;

/** Somebody picks from the list, or the list is limited before it is made. */
const filtered = (use: FrameworkUse) =>
  /^(?:filter|for-if|select|pick|reduce|find)/.test(use.within) ||
  argument(
    use,
    "selected_tools",
    "tools",
    "include",
    "allowed_tools",
    "names",
    "tool_filter",
    "include_tools",
    "actions",
    "apps",
  ) !== undefined;

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
        !writing.test(use.on) ||
        filtered(use)
      )
        continue;
      const message = `Every tool of ${use.on} is given to the agent, those that write included. Pick the tools by name.`;
      yield used(use, message);
    }
    for (const setting of grants.of("agent-setting")) {
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
