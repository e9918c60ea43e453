import type { Extent } from "../../scan/code.ts";
import { lineOf, type Server, serverOffence, servers, wordsOf } from "./mcp.ts";
import { defineScanRule, maps } from "./rule.ts";

interface Fault {
  readonly at: Extent;
  readonly what: string;
}

const setting = (server: Server, key: string) =>
  [...server.env, ...server.headers].find((entry) => entry.key.toLowerCase() === key.toLowerCase());

/** The value of an option of the command line, with its place. */
function option(server: Server, name: string) {
  const words = wordsOf(server);
  const index = words.findIndex((word) => word.value === name || word.value.startsWith(`${name}=`));
  const word = words[index];
  if (!word) return undefined;
  return word.value === name ? words[index + 1] : { ...word, value: word.value.slice(name.length + 1) };
}

/** Servers of which the public documentation says how they are limited, and what they are without. */
function fault(server: Server): Fault | undefined {
  const line = lineOf(server);
  const has = (flag: RegExp) => wordsOf(server).some((word) => flag.test(word.value));
  const place = (pattern: RegExp): Extent =>
    wordsOf(server).find((word) => pattern.test(word.value)) ?? server.url ?? server.extent;
  if (/github-mcp-server|api\.githubcopilot\.com\/mcp/.test(line)) {
    const readOnly =
      has(/^--read-only$/) ||
      /^(?:1|true)$/i.test(
        setting(server, "GITHUB_READ_ONLY")?.value.value ??
          setting(server, "X-MCP-Readonly")?.value.value ??
          "",
      ) ||
      /\/readonly(?:\/|$)/.test(line);
    const toolsets =
      setting(server, "GITHUB_TOOLSETS")?.value ??
      setting(server, "X-MCP-Toolsets")?.value ??
      option(server, "--toolsets");
    if (toolsets && /(?:^|,)\s*all\s*(?:,|$)/.test(toolsets.value) && !readOnly)
      return { at: toolsets, what: "every toolset of GitHub" };
    const inUrl = /\/x\/all(?:\/|$)/.test(line) && !readOnly ? server.url : undefined;
    return inUrl ? { at: inUrl, what: "every toolset of GitHub" } : undefined;
  }
  if (/auth0-mcp-server/.test(line)) {
    const tools = option(server, "--tools");
    return tools && /^(?:\*|auth0_\*)$/.test(tools.value) && !has(/^--read-only$/)
      ? { at: tools, what: "every tool of Auth0, creating clients and deploying code included" }
      : undefined;
  }
  if (/kubernetes-mcp-server|mcp-server-kubernetes/.test(line)) {
    const limited =
      has(/^--(?:read-only|disable-destructive)$/) ||
      /true|1/.test(
        setting(server, "ALLOW_ONLY_NON_DESTRUCTIVE_TOOLS")?.value.value ??
          setting(server, "ALLOW_ONLY_READONLY_TOOLS")?.value.value ??
          "",
      );
    return limited ? undefined : { at: place(/kubernetes/), what: "changes to the whole cluster" };
  }
  if (/mcp-server-supabase|mcp\.supabase\.com/.test(line))
    return has(/^--read-only$/) || /read_only=true/.test(line)
      ? undefined
      : { at: place(/supabase/), what: "SQL and migrations on Supabase" };
  if (/awslabs\./.test(line) || /aws[\w-]*-mcp/.test(line)) {
    const flag = wordsOf(server).find((word) =>
      /^--(?:allow-write|allow-sensitive-data-access)$/.test(word.value),
    );
    return flag ? { at: flag, what: `${flag.value.slice(2)} on AWS` } : undefined;
  }
  const writes = wordsOf(server).find((word) =>
    /^--(?:allow-writes?|allow-dangerous\S*|allow-destructive\S*|enable-writes?|read-?only=(?:false|0))$/.test(
      word.value,
    ),
  );
  if (writes) return { at: writes, what: `what ${writes.value} switches on` };
  const slack = setting(server, "SLACK_MCP_ADD_MESSAGE_TOOL");
  if (slack && /^true$/i.test(slack.value.value))
    return { at: slack.value, what: "posting to every Slack channel" };
  const terraform = setting(server, "ENABLE_TF_OPERATIONS");
  if (terraform && /^true$/i.test(terraform.value.value))
    return { at: terraform.value, what: "applying and destroying with Terraform" };
  const readMode = setting(server, "READ_ONLY_MODE");
  if (/mcp-atlassian|heroku-mcp/.test(line) && readMode && /^false$/i.test(readMode.value.value))
    return { at: readMode.value, what: "every write" };
  return undefined;
}

export default defineScanRule({
  id: "mcp-all-toolsets",
  title: "A server with all of its tools, writes included",
  tier: "medium",
  maps: maps("ASI02 ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const server of servers(grants)) {
      const found = fault(server);
      if (!found) continue;
      const message = `The server '${server.name}' offers ${found.what}. Name the toolsets that are used, and run it read-only where nothing has to be written.`;
      yield serverOffence(server, found.at, found.what, message);
    }
  },
});
