import { changes, serverOffence, servers } from "./mcp.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "mcp-auto-approve",
  title: "Tools that change something run without asking",
  tier: "high",
  maps: maps("ASI02 ASI09", "LLM06:2025", "862"),
  *check(grants) {
    for (const server of servers(grants)) {
      if (server.approvedAll)
        yield serverOffence(
          server,
          server.approvedAll,
          "*",
          `Every tool of the server '${server.name}' runs without asking, also those that it gets later. Approve the tools that only read, by name.`,
        );
      for (const tool of server.approved) {
        if (changes(tool.value) !== true) continue;
        yield serverOffence(
          server,
          tool,
          tool.value,
          `'${tool.value}' of the server '${server.name}' runs without asking, and it changes or runs something. Approve only tools that read.`,
        );
      }
    }
  },
});
