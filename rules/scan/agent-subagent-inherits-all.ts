import { get, items, str } from "../../scan/grants/value.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Agents that build need their tools; an agent that reviews, plans or explains does not. */
const builds =
  /build|implement|develop|coder|coding|engineer|fix|refactor|write|author|migrat|deploy|full-?stack|frontend|backend|programmer|devops|debug|generat|creat/i;

export default defineScanRule({
  id: "agent-subagent-inherits-all",
  title: "A sub-agent without a list of tools",
  tier: "low",
  maps: maps("ASI02", "LLM06:2025", "250"),
  *check(grants) {
    for (const { file, extent, name, root, proof } of grants.of("subagent-file")) {
      const tools = get(root, "tools");
      const star = items(tools).find((item) => str(item) === "*");
      if (tools && !star && tools.kind !== "null") continue;
      const label = `${name} ${str(get(root, "description")) ?? ""}`;
      if (builds.test(label) && !star) continue;
      const place = star ?? get(root, "name") ?? extent;
      const message = `The sub-agent '${name || file}' has every tool that its parent has, commands and MCP servers included. List the tools that it needs.`;
      yield { file, extent: { at: place.at, end: place.end }, subject: name || file, message, proof };
    }
  },
});
