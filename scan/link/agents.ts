/** The agents that code brings into being. */
import type { Value } from "../code.ts";
import type { Construct } from "../frameworks/framework.ts";
import { argument, argumentsFor, everyCall, keywordsOf } from "./arguments.ts";
import { agentBase } from "./classes.ts";
import { constructOf } from "./constructs.ts";
import { foldText } from "./fold.ts";
import { copied, prepared, type SlotOf, superCall } from "./given.ts";
import { graphsOf } from "./graphs.ts";
import { putOnto, setOn } from "./growing.ts";
import { bare, constructs, type Entry, matches } from "./match.ts";
import { serverEntries } from "./mcp.ts";
import { isPresented, titleOf } from "./presented.ts";
import { type CodeFile, looking, type Place, type Placed, type PlacedCall, type Program } from "./program.ts";
import { type AgentRecord, field, innerRecords, typedRecords } from "./records.ts";
import { originOf } from "./resolve.ts";
import { scopeAt, scopesWithin } from "./scopes.ts";
import { type AgentSite, addTools } from "./site.ts";
import { symbolsOf } from "./symbols.ts";
import { toolsOf } from "./tools.ts";
import { toolsetsIn } from "./toolsets.ts";

/** Every site of a file, classes first, each with what its own arguments say. */
export function agentsOf(program: Program, file: CodeFile): readonly AgentSite[] {
  const classes = file.code.scopes.flatMap((scope, index) =>
    scope.kind === "class" ? classSite(program, { file, scope: index }) : [],
  );
  const decorated = file.code.scopes.flatMap((scope, index) =>
    scope.decorators.flatMap((decorator) => decoratorSite(program, { file, scope: index }, decorator)),
  );
  const found: AgentSite[] = [];
  const records: AgentRecord[] = [...typedRecords(program, file)];
  const graphs = graphsOf(program, file);
  for (const call of everyCall(program, file)) {
    const entry = looking(program, () => constructOf(program, call));
    if (entry === undefined) continue;
    const site = callSite(program, call, entry);
    const { inner } = entry.item;
    if (inner !== undefined)
      records.push(
        ...innerRecords(program, entry, inner, argument(program, call.value, call.place, inner.slot)),
      );
    if (entry.item.id === "tool-graph") {
      if (!graphs.isToolGraph(site)) continue;
      graphs.name(site);
    }
    found.push(site);
  }
  for (const site of found) {
    const around = classes.find(
      (each) => each.extent.at < site.extent.at && site.extent.at < scopeAt(file, each.place.scope).end,
    );
    if (around !== undefined && site.construct.partOfAgent === true) {
      site.partOf = around;
      // The class holds what its loop is given, unless it says itself what it holds.
      if (around.tools.length === 0) {
        addTools(around, site.tools);
        around.toolsDynamic ||= site.toolsDynamic;
      }
    }
  }
  return [...classes, ...decorated, ...found, ...recordSites(program, records)];
}

function callSite(program: Program, call: PlacedCall, entry: Entry<Construct>): AgentSite {
  const { value, place } = call;
  const construct = entry.item;
  const at = construct.form === "method" && value.callee.kind === "member" ? value.callee.nameAt : value.at;
  const site = newSite(entry, place, at, value.end, value.at);
  const base = construct.inherits === true ? copied(program, call) : prepared(program, call);
  const slot = (name: string | undefined) =>
    argument(program, value, place, name, construct.optionsAt) ?? base?.(name);
  const symbols = symbolsOf(call);
  fillAliases(site, [symbols.key, symbols.bound, symbols.giver, symbols.inside]);
  if (symbols.arms !== undefined) site.arms = symbols.arms;
  if (symbols.giver !== undefined) site.isGiven = true;
  const before = base?.(construct.name);
  const named = [
    ...argumentsFor(program, value, place, construct.name, construct.optionsAt),
    ...(before === undefined || construct.inherits === true ? [] : [before]),
  ];
  const config = slot("config");
  const key = config === undefined ? undefined : configKey(config.value);
  if (named.length > 0) site.name = firstText(program, named) ?? null;
  else if (key !== undefined) {
    site.name = key;
    site.merges = key;
  } else
    site.name =
      titleOf(program, call, symbols) ??
      symbols.key ??
      symbols.bound ??
      symbols.giver ??
      symbols.inside ??
      null;
  fillLists(program, site, slot);
  if (symbols.path !== undefined) fillLater(program, site, symbols.path, place);
  // A copy of something that is made elsewhere has the tools of that, whatever they are.
  if (construct.inherits === true && base === undefined && slot(construct.tools) === undefined)
    site.toolsDynamic = true;
  return site;
}

/** Sites of records, each once, though two agents may be given the same. */
function recordSites(program: Program, records: readonly AgentRecord[]): readonly AgentSite[] {
  const sites: AgentSite[] = [];
  for (const { placed, key, slots, construct, framework } of records) {
    const { value, place } = placed;
    if (sites.some((site) => site.place.file === place.file && site.extent.at === value.at)) continue;
    if (isPresented(program, placed)) continue;
    const site = newSite({ item: construct, framework, symbol: [] }, place, value.at, value.end);
    const slot: SlotOf = (name) => field(program, placed, name);
    const named = slot(slots.name);
    fillAliases(site, [key]);
    site.name = named === undefined ? (key ?? null) : (foldText(program, named.value, named.place) ?? null);
    fillLists(program, site, slot);
    sites.push(site);
  }
  return sites;
}

function newSite(entry: Entry<Construct>, place: Place, at: number, end: number, callAt = at): AgentSite {
  return {
    framework: entry.item.framework ?? entry.framework.id,
    construct: entry.item,
    place,
    site: { file: place.file.path, at },
    extent: { at, end },
    callAt,
    language: place.file.facts.language,
    name: null,
    aliases: [],
    tools: [],
    toolsAll: false,
    toolsDynamic: false,
    mcpServers: [],
    holders: [],
    servers: [],
    subagents: [],
  };
}

function fillLists(program: Program, site: AgentSite, slot: SlotOf): void {
  const { construct } = site;
  const given = slot(construct.tools);
  const list = toolsOf(program, given);
  addTools(site, list.tools);
  site.toolsDynamic = list.dynamic;
  site.toolsAll = given === undefined && construct.absentToolsMean === "all";
  const sets = toolsetsIn(program, slot(construct.toolsets));
  site.holders.push(...sets.holders);
  for (const placed of sets.held) addTools(site, toolsOf(program, placed).tools);
  const servers = slot(construct.mcp);
  site.mcpServers.push(...namesIn(program, servers), ...namesIn(program, sets.rest));
  site.servers.push(...serverEntries(program, servers));
  site.subagents.push(...namesIn(program, slot(construct.subagents)));
  const model = slot(construct.model);
  const text = model === undefined ? undefined : foldText(program, model.value, model.place);
  if (text !== undefined) site.model = text;
}

/** What is set on the agent, or put into its lists, after it was made: `agent.tools.append(f)`. */
function fillLater(program: Program, site: AgentSite, path: string, place: Place): void {
  const { construct } = site;
  const later = (slot: string | undefined): readonly Placed[] =>
    (slot === undefined ? [] : keywordsOf(slot)).flatMap((key) => {
      const end = Number.MAX_SAFE_INTEGER;
      const set = setOn(program, path, key, end, place);
      return [...(set === undefined ? [] : [set]), ...putOnto(program, `${path}.${key}`, end, place)];
    });
  for (const placed of later(construct.tools)) {
    const list = toolsOf(program, placed);
    // `agent.tools = [*agent.tools, f]` adds to what it has.
    addTools(
      site,
      list.tools.filter((tool) => !tool.name.startsWith(`${path.replace(/^(?:self|this)\./, "")}.`)),
    );
    site.toolsDynamic ||= list.dynamic;
    site.toolsAll = false;
  }
  site.mcpServers.push(...later(construct.mcp).flatMap((placed) => namesIn(program, placed)));
  site.subagents.push(...later(construct.subagents).flatMap((placed) => namesIn(program, placed)));
}

/** What a list holds, by name; of a parameter, too. */
function namesIn(program: Program, placed: Placed | undefined): readonly string[] {
  const { tools, open = [] } = toolsOf(program, placed);
  return [...tools.map((tool) => tool.name), ...open];
}

function firstText(program: Program, candidates: readonly Placed[]): string | undefined {
  for (const each of candidates) {
    const text = foldText(program, each.value, each.place)?.trim();
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The key of a configuration that is merged in: `config=self.agents_config["researcher"]`. */
function configKey(value: Value): string | undefined {
  return value.kind === "member" && value.object.kind === "member" && /config/i.test(value.object.name)
    ? value.name
    : undefined;
}

function fillAliases(site: AgentSite, names: readonly (string | undefined)[]): void {
  for (const name of names) if (name !== undefined && !site.aliases.includes(name)) site.aliases.push(name);
}

function classSite(program: Program, place: Place): readonly AgentSite[] {
  const entry = looking(program, () => agentBase(program, place));
  if (entry === undefined) return [];
  const scope = scopeAt(place.file, place.scope);
  const site = newSite(entry, place, scope.at, scope.end);
  site.name = scope.name ?? null;
  fillAliases(site, [scope.name]);
  const { construct } = site;
  // What a subclass passes to its base's constructor is what a call would have been given.
  for (const index of scopesWithin(place.file, place.scope))
    for (const statement of scopeAt(place.file, index).statements) {
      if (statement.kind !== "run" && statement.kind !== "bind") continue;
      const call = superCall(statement.value);
      if (call === undefined) continue;
      const inside: Place = { ...place, scope: index };
      fillLists(program, site, (slot) => argument(program, call, inside, slot, construct.optionsAt));
      const named = argument(program, call, inside, construct.name, construct.optionsAt);
      const text = named === undefined ? undefined : foldText(program, named.value, named.place);
      if (text !== undefined) fillAliases(site, [text]);
    }
  fillMembers(program, site, place);
  return [site];
}

/** Attributes and methods of the class that hold what the table says: `getTools()`, `name = "…"`. */
function fillMembers(program: Program, site: AgentSite, place: Place): void {
  const { members } = site.construct;
  for (const statement of scopeAt(place.file, place.scope).statements) {
    if (statement.kind !== "bind") continue;
    if (members?.tools?.includes(statement.target) === true) {
      const list = toolsOf(program, { value: statement.value, place });
      addTools(site, list.tools);
      site.toolsDynamic ||= list.dynamic;
    }
    if (members?.name?.includes(statement.target) === true) {
      const text = foldText(program, statement.value, place);
      if (text !== undefined) fillAliases(site, [text]);
    }
  }
}

function decoratorSite(program: Program, place: Place, decorator: Value): readonly AgentSite[] {
  const outside: Place = { ...place, scope: Math.max(scopeAt(place.file, place.scope).parent, 0) };
  const callee = decorator.kind === "call" ? decorator.callee : decorator;
  const origin = looking(program, () => originOf(program, callee, outside));
  if (origin.kind !== "external") return [];
  const entry = constructs
    .get(bare(origin.path.at(-1) ?? ""))
    ?.find((each) => each.item.form === "decorator" && matches(origin, each, place.file.language, false));
  if (entry === undefined) return [];
  const site = newSite(entry, place, decorator.at, decorator.end);
  const scope = scopeAt(place.file, place.scope);
  fillAliases(site, [scope.name]);
  site.name = scope.name ?? null;
  if (decorator.kind === "call") {
    const slot: SlotOf = (name) => argument(program, decorator, outside, name);
    const named = slot(entry.item.name);
    if (named !== undefined) site.name = foldText(program, named.value, named.place) ?? null;
    fillLists(program, site, slot);
  }
  return [site];
}
