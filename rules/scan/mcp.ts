/** What the rules about MCP servers share. */
import type { Extent } from "../../scan/code.ts";
import type { McpServer } from "../../scan/grants/agents/fact.ts";
import type { Located } from "../../scan/grants/fact.ts";
import type { Text } from "../../scan/grants/value.ts";
import type { Grants, Offence } from "./rule.ts";

export type Server = Located<McpServer>;

/** Servers that are switched on. */
export const servers = (grants: Grants): readonly Server[] =>
  grants.of("mcp-server").filter((server) => !server.disabled);

export const wordsOf = (server: Server): readonly Text[] =>
  server.command ? [server.command, ...server.args] : server.args;

/** The whole command line or address, for finding out which server it is. */
export const lineOf = (server: Server): string =>
  [...wordsOf(server), ...(server.url ? [server.url] : [])].map((word) => word.value).join(" ");

export function serverOffence(server: Server, at: Extent, subject: string, message: string): Offence {
  return {
    file: server.file,
    extent: { at: at.at, end: at.end },
    subject: `${server.name} ${subject}`,
    message,
    proof: server.proof,
  };
}

/** Tool names that only read, by the words that such names begin with or consist of. */
const reading =
  /^(?:get|list|read|search|find|fetch|describe|show|view|query_docs|lookup|resolve|check|count|inspect|browse|status|summarize|analy[sz]e|explain|diff|ping|health|help|info|discover|validate|preview|detect|recommend|suggest|estimate|export|retrieve)(?:[_A-Z-]|$)|(?:^|_)(?:get|list|read|search|status|info|metrics|stats|report|health|check|describe|view|analy[sz]e|analysis)(?:_|$)|(?:[_-](?:status|info|list|search|metrics|report|docs|documentation|details|check|detect|stats|health|logs?))$|^(?:think|sequentialthinking|sequential_thinking|directory_tree|resolve-library-id|get-library-docs)$/i;

/** Words by which a name says that the tool changes, sends or runs something. */
const changing =
  /(?:^|[_-])(?:exec|execute|run|terminal|shell|bash|command|sql|write|create|update|delete|remove|drop|push|send|post|put|patch|apply|merge|deploy|publish|upload|insert|edit|move|rename|kill|stop|restart|install|click|type|fill|navigate|evaluate|approve|transfer|pay|refund|invite|grant|revoke|reset|set|add|modify|commit|spawn|manage|migrate|migration|destroy|terminate)(?:[_-]|$)|^(?:exec|execute|run|write|create|update|delete|remove|drop|push|send|post|put|patch|apply|merge|deploy|publish|upload|insert|edit|move|kill|stop|install|add|set|commit)[A-Z]/;

/** `undefined`: the name does not say. */
export function changes(tool: string): boolean | undefined {
  const bare = tool.replace(/^mcp__.*__/, "");
  if (changing.test(bare)) return true;
  return reading.test(bare) ? false : undefined;
}
