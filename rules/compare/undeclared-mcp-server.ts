import { serverName } from "../../scan/mcp-name.ts";
import { defineCompareRule } from "./rule.ts";
import { serviceOf } from "./view.ts";

export default defineCompareRule({
  id: "undeclared-mcp-server",
  title: "An MCP server in the code that no policy declares as a service",
  severity: "error",
  *check({ policy, servers, agents }) {
    if (policy === undefined) return;
    for (const server of servers) {
      if (server.role === "server" || serviceOf(policy.services, server) !== undefined) continue;
      const shown = serverName(server.name, server.command?.split(" ") ?? [], server.url);
      const agent = agents.find(
        (each) => each.file === server.file && server.name !== null && each.mcpServers.includes(server.name),
      );
      yield {
        file: server.file,
        extent: { at: server.extent.at, end: Math.min(server.extent.end, server.extent.at + 200) },
        message: `The MCP server '${shown}' is no service of the policy, so nobody has said what may be called there. Declare it with \`protocol mcp\`, and grant its tools.`,
        subject: shown,
        ...(agent === undefined ? {} : { agent: agent.id }),
      };
    }
  },
});
