import { entriesOf, get, items, str } from "../../scan/grants/value.ts";
import { onlyOnRequest } from "./agent.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Servers that only look things up. */
const lookups =
  /^(?:context7|deepwiki|aws-?documentation|aws-?docs|microsoft-?(?:docs|learn)|docs?|documentation|sequential-?thinking|time|ref|gitmcp|exa|brave-?search|tavily|perplexity|duckduckgo|search|ide|weather)(?:[-_]\w+)?$/i;

export default defineScanRule({
  id: "agent-mcp-wildcard",
  title: "Every tool of an MCP server without asking",
  tier: "medium",
  maps: maps("ASI02 ASI04", "LLM06:2025", "250"),
  *check(grants) {
    for (const { file, extent, value, list, guards, proof } of grants.of("allowed-tool")) {
      const match = /^mcp__((?:(?!__).)*)(?:__(\*?))?$/.exec(value);
      if (!match || isRig(file) || onlyOnRequest({ guards })) continue;
      const server = (match[1] ?? "").replace(/\*$/, "");
      if (lookups.test(server)) continue;
      const message = `'${value}' in ${list} approves every tool of ${server === "" ? "every server" : `'${server}'`}, also those that it gets later. Name the tools.`;
      yield { file, extent, subject: `${list} ${value}`, message, proof };
    }
    for (const { file, name, root, proof } of grants.of("subagent-file"))
      for (const server of entriesOf(get(root, "mcp-servers"))) {
        const star = items(get(server.value, "tools")).find((item) => str(item) === "*");
        if (!star || lookups.test(server.key)) continue;
        const message = `The agent '${name || file}' has every tool of '${server.key}', also those that it gets later. Name the tools.`;
        const extent = { at: star.at, end: star.end };
        yield { file, extent, subject: `${name} ${server.key}`, message, tier: "low", proof };
      }
  },
});
