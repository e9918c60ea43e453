/** MCP servers that clients are given: JSON, TOML and YAML configurations, and parameters in code. */
import { isSecret, masked } from "../../mask.ts";
import { packageIn, serverName } from "../../mcp-name.ts";
import { type Bindings, resolve, wordsOf } from "../bindings.ts";
import {
  entriesOf,
  get,
  isFalse,
  isTrue,
  keys,
  nearestKey,
  str,
  type Text,
  type Trail,
  type Value,
  walk,
} from "../value.ts";
import type { McpServer, Variable } from "./fact.ts";

const serverKeys = /^(?:mcp_?servers?|context_servers|extensions|mcp)$/i;
const masks = (word: Text): Text => ({ ...word, value: masked(word.value) });

function pairs(value: Value | undefined, bindings: Bindings): readonly Variable[] {
  if (!value) return [];
  const known = resolve(value, bindings);
  // Compose: `- KEY=value`.
  if (known.kind === "list")
    return known.items.flatMap((item) => {
      const [, key = "", value = ""] =
        /^([A-Za-z_]\w*)=(.*)$/s.exec(item.kind === "text" ? item.value : "") ?? [];
      return key === "" || item.kind !== "text"
        ? []
        : [{ key, value: masks({ ...item, value }), secret: isSecret(key, value) }];
    });
  return entriesOf(known).flatMap((entry) => {
    const [word] = wordsOf(entry.value, bindings);
    return word ? [{ key: entry.key, value: masks(word), secret: isSecret(entry.key, word.value) }] : [];
  });
}

/** Tools that run without asking, by the keys of the clients. */
function approvals(value: Value, bindings: Bindings): Pick<McpServer, "approved" | "approvedAll"> {
  const lists = [
    "alwaysAllow",
    "autoApprove",
    "autoApproveTools",
    "auto_approve",
    "always_allow",
    "autoApproved",
  ].map((key) => get(value, key));
  const approved = lists.flatMap((list) => (list && list.kind !== "boolean" ? wordsOf(list, bindings) : []));
  for (const tool of entriesOf(get(value, "tools"))) {
    const mode = get(tool.value, "approval_mode", "approvalMode");
    if (str(mode) === "auto" || str(mode) === "approve")
      approved.push({
        kind: "text",
        value: tool.key,
        open: false,
        at: tool.at,
        end: tool.at + tool.key.length,
      });
  }
  const mode = get(value, "default_tools_approval_mode");
  const all =
    [get(value, "trust"), ...lists].find((switched) => switched?.kind === "boolean" && isTrue(switched)) ??
    (/^(?:auto|approve)$/.test(str(mode) ?? "") ? mode : undefined);
  const star = approved.find((word) => word.value === "*" || word.value === "all");
  const place = all ?? star;
  return {
    approved: approved.filter((word) => word !== star),
    approvedAll: place && { at: place.at, end: place.end },
  };
}

function server(
  value: Value,
  nameOf: (command: readonly string[]) => string,
  bindings: Bindings,
): McpServer | undefined {
  const image = imageOf(value);
  const command = image ?? get(value, "command", "cmd", "fullCommand");
  const parts = command?.kind === "list" ? wordsOf(command, bindings) : [];
  const [program] = parts.length > 0 ? parts : wordsOf(command, bindings);
  const args = [...parts.slice(1), ...wordsOf(get(value, image ? "command" : "args"), bindings)];
  const [url] = wordsOf(get(value, "url", "serverUrl", "httpUrl", "server_url", "uri"), bindings);
  if (!program && !url) return undefined;
  // A function that passes a command on names none.
  if (program?.open && /^\$\{[^}]*\}$/.test(program.value) && args.every((word) => word.open))
    return undefined;
  const place = command ?? get(value, "url", "serverUrl", "httpUrl") ?? value;
  // A whole command line in one string is split as a shell would.
  const shown = args.length === 0 && program?.value.includes(" ") ? split(program) : args.map(masks);
  const words = [...(program ? [firstWord(program, args)] : []), ...shown.map((word) => word.value)];
  return {
    kind: "mcp-server",
    extent: { at: place.at, end: place.end },
    name: serverName(nameOf(words), words, url && masks(url).value),
    command: program,
    args: shown,
    env: [...pairs(get(value, "env", "environment"), bindings), ...containerVariables(words.at(0), args)],
    url: url && masks(url),
    headers: pairs(get(value, "headers"), bindings),
    disabled: isTrue(get(value, "disabled")) || isFalse(get(value, "enabled")),
    ...approvals(value, bindings),
    proof: "proven",
  };
}

/** The image of a service of Compose that is an MCP server. */
function imageOf(value: Value): Value | undefined {
  const image = value.kind === "dict" ? get(value, "image") : undefined;
  return image?.kind === "text" && /(?:^|[/-])mcp\b|mcp-server|[-/]mcp(?:[-:]|$)/i.test(image.value)
    ? image
    : undefined;
}

/** `docker run -e KEY=value`: the variables that a container is given with its command. */
function containerVariables(program: string | undefined, args: readonly Text[]): readonly Variable[] {
  if (!/^(?:docker|podman)$/.test(program ?? "")) return [];
  return args.flatMap((word, index) => {
    const given = /^(?:-e|--env)$/.test(args[index - 1]?.value ?? "")
      ? word.value
      : /^--env=(.*)$/s.exec(word.value)?.[1];
    const [, key = "", value = ""] = /^([A-Za-z_]\w*)=(.*)$/s.exec(given ?? "") ?? [];
    return key === "" ? [] : [{ key, value: masks({ ...word, value }), secret: isSecret(key, value) }];
  });
}

const firstWord = (program: Text, args: readonly Text[]): string =>
  masked(args.length === 0 ? (program.value.split(/\s+/)[0] ?? "") : program.value);

const split = (line: Text): readonly Text[] =>
  line.value
    .split(/\s+/)
    .slice(1)
    .map((word) => ({ ...line, value: masked(word) }));

/** The editor's own file, in which the map of servers has no word of MCP around it. */
const ownFile = /(?:^|\/)mcp[^/]*\.jsonc?$/;

/** Whether the entry stands in a map of servers: `mcpServers`, or `servers` in the editor's own file or under `mcp`. */
function inServers(trail: Trail | undefined, path: string): boolean {
  const map = trail?.up?.key ?? "";
  if (map !== "servers") return /^(?:mcp_?servers?|context_servers)$/i.test(map);
  const outer = trail?.up?.up?.key;
  return outer === "mcp" || (outer === undefined && ownFile.test(path));
}

const speaksOfMcp = /\bmcp\b|mcp[-_]|[-_]mcp|modelcontextprotocol|Mcp|MCP/;

/** Whether what stands around or in the entry says that it is an MCP server. */
function isServer(value: Value, trail: Trail | undefined, path: string): boolean {
  const around = keys(trail);
  if (around.some((key) => serverKeys.test(key) && key !== "extensions")) return true;
  if (inServers(trail, path)) return true;
  if (
    value.kind === "call" &&
    /Mcp|MCP|StdioServerParameters|StdioClientTransport|StdioConnectionParams|SSEClientTransport|StreamableHTTP/.test(
      value.callee,
    )
  )
    return true;
  const words = wordsOf(get(value, "command", "cmd"), new Map()).concat(
    wordsOf(get(value, "args"), new Map()),
  );
  if (words.some((word) => speaksOfMcp.test(word.value))) return true;
  return /mcp/i.test(path) && get(value, "command") !== undefined && get(value, "args") !== undefined;
}

/** What stands between a server and who is given it. */
const between = /^(?:params|server_params|connection_params|transport)$/;
const code = /\.(?:[cm]?[jt]sx?|py|ipynb)$/;

/**
 * The name that it is given, or its key in a map of servers. In code a key may also be a variable's name, which counts
 * for nothing where the `command` starts a package.
 */
function nameOf(value: Value, trail: Trail | undefined, path: string, command: readonly string[]): string {
  const named = (server: Value | undefined): string | undefined =>
    str(get(server, "name", "id", "label", "server_label", "serverLabel"));
  const own = named(value);
  if (own) return own;
  const key = nearestKey(trail);
  if (between.test(key)) return named(trail?.value) ?? "";
  const isEntry = !code.test(path) || serverKeys.test(trail?.up?.key ?? "");
  return (isEntry ? undefined : packageIn(command)) ?? key;
}

export function mcpServers(root: Value, bindings: Bindings, path: string): readonly McpServer[] {
  const found: McpServer[] = [];
  walk(root, (value, trail) => {
    if (value.kind !== "dict" && value.kind !== "call") return undefined;
    const hasCommand =
      get(value, "command", "cmd") !== undefined &&
      (get(value, "args") !== undefined ||
        get(value, "command")?.kind === "list" ||
        get(value, "env") !== undefined);
    const named = value.kind === "dict" && inServers(trail, path);
    const inline =
      /MCPTools$/.test(value.kind === "call" ? value.callee : "") && get(value, "command") !== undefined;
    const remote =
      get(value, "url", "serverUrl", "httpUrl", "server_url") !== undefined &&
      (named ||
        keys(trail).some((key) => /^mcp_?servers?$/i.test(key)) ||
        (value.kind === "dict" && str(get(value, "type")) === "mcp"));
    const line = value.kind === "call" && get(value, "fullCommand") !== undefined;
    const composed = trail?.up?.key === "services" && imageOf(value) !== undefined;
    if (!hasCommand && !remote && !inline && !line && !composed && !(named && get(value, "command")))
      return undefined;
    if (!composed && !isServer(value, trail, path)) return undefined;
    const fact = server(value, (command) => nameOf(value, trail, path, command), bindings);
    if (fact) found.push(fact);
    return undefined;
  });
  return found;
}
