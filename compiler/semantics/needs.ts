/** What the files need from outside: parts of catalogs, zones, pinned tool lists. Loaded once, before the check. */
import { type BuiltInService, builtInServices, type Catalog } from "../catalog/catalog.ts";
import { loadCatalog } from "../catalog/load.ts";
import type { Host } from "../host.ts";
import { loadZone, loadZoneIndex, type ZoneData } from "../model/zones.ts";
import type { Declaration, SourceFile } from "../syntax/ast.ts";
import type { GuardrailTerm } from "../syntax/ast-governance.ts";
import type { ActionRef, Setting, Value } from "../syntax/ast-values.ts";
import type { Context, World } from "./context.ts";
import type { Entry } from "./entry.ts";
import { newFindings } from "./findings.ts";
import { evaluateLets } from "./lets.ts";
import type { Names } from "./names.ts";
import { toolListPaths } from "./tools.ts";
import type { Typed } from "./typed.ts";
import { readString } from "./values.ts";

type Loaded = Pick<World, "zones" | "zoneNames" | "catalogs" | "texts">;

/** Loads what the files name, and nothing else: who uses no AWS reads no AWS. */
export async function load(host: Host, names: Names): Promise<Loaded> {
  const files = names.files.map(({ file }) => file);
  const zones = new Map<string, ZoneData>();
  const settings = [...settingsNamed(names, "window", "zone"), ...settingsNamed(names, "service", "tools")];
  const texts = textsOf(names, settings);
  let zoneNames: readonly string[] = [];
  const lists = new Map<string, string>();
  const wantedZones = settings.filter(({ keyword }) => keyword === "zone");
  if (wantedZones.length > 0) {
    const index = await loadZoneIndex((name) => host.data(name));
    zoneNames = Object.keys(index.names);
    for (const name of new Set(wantedZones.flatMap((setting) => texts.get(setting) ?? []))) {
      const zone = await loadZone((path) => host.data(path), index, name);
      if (zone) zones.set(name, zone);
    }
  }
  for (const setting of settings) {
    if (setting.keyword !== "tools") continue;
    for (const name of texts.get(setting) ?? [])
      for (const path of toolListPaths(setting.entry.file, name)) {
        const text = lists.has(path) ? undefined : await host.read(path);
        if (text !== undefined) lists.set(path, text);
      }
  }
  return { zones, zoneNames, catalogs: await loadCatalogs(host, files), texts: lists };
}

interface Wanted {
  readonly entry: Entry;
  readonly keyword: string;
  readonly value: Value;
}

function settingsNamed(names: Names, kind: "window" | "service", keyword: string): readonly Wanted[] {
  return names.entries.flatMap((entry) => {
    if (entry.kind !== kind) return [];
    return entry.declaration.members.flatMap((member) =>
      member.kind === "setting" && member.keyword.text === keyword ? wanted(entry, keyword, member) : [],
    );
  });
}

function wanted(entry: Entry, keyword: string, { values }: Setting): readonly Wanted[] {
  const [value] = values;
  return value ? [{ entry, keyword, value }] : [];
}

/** The texts that the settings come to in any environment. Mistakes are reported when they are checked. */
function textsOf(names: Names, settings: readonly Wanted[]): ReadonlyMap<Wanted, readonly string[]> {
  const texts = new Map<Wanted, string[]>();
  if (settings.length === 0) return texts;
  const environments = names.environments;
  for (const environment of environments.length === 0 ? [undefined] : environments) {
    const lets = new Map<Entry, Typed>();
    const context: Context = {
      world: { workspace: "", at: 0, zones: new Map(), zoneNames: [], catalogs: new Map(), texts: new Map() },
      names,
      environment,
      findings: newFindings(),
      lets,
      used: new Set(),
      lines: new Map(),
      languages: new Map(),
    };
    if (settings.some(({ value }) => !isPlain(value))) evaluateLets(context, lets);
    for (const setting of settings) {
      const text = readString(context, setting.entry, setting.value, "");
      if (text !== undefined) texts.set(setting, [...(texts.get(setting) ?? []), text]);
    }
  }
  return texts;
}

const isPlain = (value: Value): boolean =>
  value.kind === "string" && value.parts.every((part) => part.kind === "text");

async function loadCatalogs(
  host: Host,
  files: readonly SourceFile[],
): Promise<ReadonlyMap<BuiltInService, Catalog>> {
  const patterns = new Map<BuiltInService, Set<string>>();
  for (const file of files)
    for (const declaration of file.declarations)
      for (const { service, action } of actionsIn(declaration)) {
        const builtIn = builtInServices.find((name) => name === service.text);
        if (builtIn === undefined) continue;
        const known = patterns.get(builtIn);
        if (known) known.add(action);
        else patterns.set(builtIn, new Set([action]));
      }
  const catalogs = new Map<BuiltInService, Catalog>();
  for (const [service, wantedNames] of patterns)
    catalogs.set(service, await loadCatalog(service, [...wantedNames], (name) => host.data(name)));
  return catalogs;
}

/** Every action literal in a declaration. */
export function* actionsIn(declaration: Declaration): Generator<ActionRef> {
  switch (declaration.kind) {
    case "classify":
      yield* declaration.actions;
      break;
    case "scope":
      for (const member of declaration.members) if (member.kind === "grant") yield* member.actions;
      break;
    case "agent":
    case "profile":
      for (const member of declaration.members)
        if (member.kind === "grant" || member.kind === "never") yield* member.actions;
      break;
    case "test":
      for (const member of declaration.members)
        if (member.kind === "case" && member.action) yield member.action;
      break;
    case "guardrail":
      for (const selector of declaration.selectors) if (selector.kind === "actions") yield* selector.actions;
      if (declaration.terms) yield* actionsInTerm(declaration.terms);
      break;
  }
}

function* actionsInTerm(term: GuardrailTerm): Generator<ActionRef> {
  if (term.kind === "actions") yield* term.actions;
  else if (term.kind === "and" || term.kind === "or")
    for (const operand of term.operands) yield* actionsInTerm(operand);
  else if (term.kind === "parenthesis" && term.operand) yield* actionsInTerm(term.operand);
}
