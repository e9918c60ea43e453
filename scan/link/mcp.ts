/** MCP servers that code talks to, or is. */
import type { Value } from "../code.ts";
import type { McpServerFact } from "../facts.ts";
import type { McpConstruct } from "../frameworks/framework.ts";
import { packageIn } from "../mcp-name.ts";
import { argument, everyCall, followed } from "./arguments.ts";
import { mcpBase } from "./classes.ts";
import { foldText } from "./fold.ts";
import { bare, matches, mcpConstructs } from "./match.ts";
import { type CodeFile, looking, type Placed, type PlacedCall, type Program } from "./program.ts";
import { originOf } from "./resolve.ts";

export interface LinkedServer extends McpServerFact {
  readonly file: string;
}

export function serversOf(program: Program, file: CodeFile): readonly LinkedServer[] {
  const called = everyCall(program, file).flatMap((call) => serverOfCall(program, call));
  const classes = file.code.scopes.flatMap((scope, index): LinkedServer[] => {
    if (
      scope.kind !== "class" ||
      looking(program, () => mcpBase(program, { file, scope: index })) === undefined
    )
      return [];
    return [
      { file: file.path, name: scope.name ?? null, role: "server", extent: { at: scope.at, end: scope.end } },
    ];
  });
  return [...called, ...classes];
}

function serverOfCall(program: Program, call: PlacedCall): readonly LinkedServer[] {
  const { value, place } = call;
  const origin = looking(program, () => originOf(program, value.callee, place));
  if (origin.kind !== "external") return [];
  const entry = mcpConstructs
    .get(bare(origin.path.at(-1) ?? ""))
    ?.find((each) => each.item.form === "call" && matches(origin, each, place.file.language, true));
  if (entry === undefined) return [];
  const construct = entry.item;
  const slot = (name: string | undefined): Placed | undefined =>
    argument(program, value, place, name, construct.optionsAt);
  if (slot(construct.unless) !== undefined) return [];
  if (construct.commands !== undefined || construct.urls !== undefined)
    return [
      ...listedServers(program, slot(construct.commands), "command"),
      ...listedServers(program, slot(construct.urls), "url"),
    ];
  if (construct.servers !== undefined) {
    // Where the servers may be the first argument itself, an options object without their key is that.
    const first = construct.servers.endsWith("@0") ? value.args[0] : undefined;
    const whole =
      first?.name === undefined && first !== undefined ? { value: first.value, place } : undefined;
    return serverEntries(program, slot(construct.servers) ?? whole);
  }
  if (construct.described !== undefined) return describedServers(program, slot(construct.described));
  const fact = serverFact(program, construct, call, slot);
  return construct.bareParameters === true ? [fact].filter(isKnown) : [fact];
}

/** Whether something is written that tells the server from others. */
function isKnown(server: LinkedServer): boolean {
  return server.command !== undefined || server.url !== undefined;
}

/** `MCPClient({"url": …})`: the record is the server; what is made by another construct is reported there. */
function describedServers(program: Program, placed: Placed | undefined): readonly LinkedServer[] {
  if (placed === undefined) return [];
  const target =
    placed.value.kind === "record" || placed.value.kind === "list" ? placed : followed(program, placed);
  if (target?.value.kind === "list")
    return target.value.items.flatMap((value) => describedServers(program, { value, place: target.place }));
  if (target?.value.kind !== "record") return [];
  const { at, end } = target.value;
  const fields = commandOf(program, target);
  return [
    { file: target.place.file.path, name: null, role: "client" as const, extent: { at, end }, ...fields },
  ].filter(isKnown);
}

/** Servers of which a list says no more than how each is reached. */
function listedServers(
  program: Program,
  placed: Placed | undefined,
  by: "command" | "url",
): readonly LinkedServer[] {
  const list = placed?.value.kind === "name" ? followed(program, placed) : placed;
  if (list?.value.kind !== "list") return [];
  const { place } = list;
  return list.value.items.flatMap((item): LinkedServer[] => {
    const text = foldText(program, item, place);
    if (text === undefined) return [];
    const name = by === "command" ? packageIn(text.split(/\s+/)) : null;
    const { at, end } = item;
    return [{ file: place.file.path, name, role: "client", extent: { at, end }, [by]: text }];
  });
}

function serverFact(
  program: Program,
  construct: McpConstruct,
  { value, place }: PlacedCall,
  slot: (name: string | undefined) => Placed | undefined,
): LinkedServer {
  const text = (placed: Placed | undefined): string | undefined =>
    placed === undefined ? undefined : foldText(program, placed.value, placed.place);
  const starter = slot(construct.command);
  const started = text(starter) ?? (isInterpreter(program, starter) ? "python" : undefined);
  const given = [started, ...texts(program, slot(construct.args))].filter((part) => part !== undefined);
  // Some take either in one argument.
  const isUrl = /^https?:\/\//.test(given[0] ?? "");
  const command = isUrl ? [] : given;
  const url = isUrl ? given[0] : text(slot(construct.url));
  const named = slot(construct.name);
  return {
    file: place.file.path,
    name: named === undefined ? packageIn(command.flatMap((part) => part.split(" "))) : (text(named) ?? null),
    role: construct.role,
    extent: { at: value.at, end: value.end },
    ...(command.length === 0 ? {} : { command: command.join(" ") }),
    ...(url === undefined ? {} : { url }),
  };
}

/** `sys.executable`: the Python that runs. */
function isInterpreter(program: Program, placed: Placed | undefined): boolean {
  if (placed?.value.kind !== "member" || placed.value.name !== "executable") return false;
  const origin = originOf(program, placed.value, placed.place);
  return origin.kind === "external" && origin.module === "sys";
}

function texts(program: Program, placed: Placed | undefined): readonly string[] {
  if (placed === undefined) return [];
  const list = placed.value.kind === "list" ? placed : followed(program, placed);
  if (list?.value.kind !== "list") return [];
  return list.value.items.flatMap((item) => {
    const text = foldText(program, item, list.place);
    return text === undefined ? [] : [text];
  });
}

/**
 * A record whose entries are servers by their keys, or a list of records that name each. Where nothing says how one is
 * reached, it is made elsewhere.
 */
export function serverEntries(program: Program, placed: Placed | undefined): readonly LinkedServer[] {
  if (placed === undefined) return [];
  const { kind } = placed.value;
  const target = kind === "record" || kind === "list" ? placed : followed(program, placed);
  if (target?.value.kind === "list")
    return target.value.items.flatMap((value) => namedServer(program, { value, place: target.place }));
  if (target?.value.kind !== "record") return [];
  const { place } = target;
  return target.value.entries.flatMap(({ key: name, value, at, end }): readonly LinkedServer[] => {
    if (name === undefined) return [];
    const fields = commandOf(program, { value, place });
    const file = place.file.path;
    return [{ file, name, role: "client" as const, extent: { at, end }, ...fields }].filter(isKnown);
  });
}

/** `{ name: "docs", transport: { type: "sse", url } }`, `{ name: "docs", command, args }`. */
function namedServer(program: Program, placed: Placed): readonly LinkedServer[] {
  const record = placed.value.kind === "record" ? placed : followed(program, placed);
  if (record?.value.kind !== "record") return [];
  const { value, place } = record;
  const at = (name: string): Value | undefined => value.entries.find((entry) => entry.key === name)?.value;
  const named = at("name");
  const name = named === undefined ? undefined : foldText(program, named, place);
  if (name === undefined) return [];
  const fields = commandOf(program, { value: at("transport") ?? value, place });
  const extent = { at: value.at, end: value.end };
  return [{ file: place.file.path, name, role: "client" as const, extent, ...fields }].filter(isKnown);
}

function commandOf(program: Program, placed: Placed): Pick<McpServerFact, "command" | "url"> | undefined {
  const record = placed.value.kind === "record" ? placed : followed(program, placed);
  if (record?.value.kind !== "record") return undefined;
  const { value, place } = record;
  const at = (name: string): Value | undefined => value.entries.find((entry) => entry.key === name)?.value;
  const commandValue = at("command");
  const argsValue = at("args");
  const urlValue = at("url");
  const command = [
    commandValue === undefined ? undefined : foldText(program, commandValue, place),
    ...texts(program, argsValue === undefined ? undefined : { value: argsValue, place }),
  ].filter((part) => part !== undefined);
  const url = urlValue === undefined ? undefined : foldText(program, urlValue, place);
  return {
    ...(command.length === 0 ? {} : { command: command.join(" ") }),
    ...(url === undefined ? {} : { url }),
  };
}
