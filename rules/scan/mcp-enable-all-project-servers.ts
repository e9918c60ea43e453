import { isFalse, isTrue, str } from "../../scan/grants/value.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "mcp-enable-all-project-servers",
  title: "Servers that a project brings start by themselves",
  tier: "medium",
  maps: maps("ASI04", "LLM06:2025", "829"),
  *check(grants) {
    for (const { file, extent, key, value, proof } of grants.of("agent-setting")) {
      const on =
        (key === "enableAllProjectMcpServers" && isTrue(value)) ||
        (key === "chat.mcp.autostart" && str(value) === "newAndOutdated") ||
        (key === "chat.mcp.discovery.enabled" && (isTrue(value) || str(value) === "all")) ||
        (key === "chat.mcp.access" && str(value) === "all" && !isFalse(value));
      if (!on) continue;
      const message = `${key} starts every server that a checkout names, so a change to .mcp.json runs on every machine. Name the servers that are trusted.`;
      yield { file, extent, subject: key, message, proof };
    }
    for (const { file, extent, flag, proof } of grants.of("agent-flag")) {
      if (flag !== "--approve-mcps") continue;
      const message =
        "--approve-mcps approves every server that the project names. Approve the servers that are trusted.";
      yield { file, extent, subject: flag, message, proof };
    }
  },
});
