/** Sites that are one agent: a call and the configuration that it is merged with, and the branches of one function. */
import type { AgentFact } from "../facts.ts";
import { folderOf } from "./folders.ts";
import { excludes } from "./growing.ts";
import type { AgentSite } from "./site.ts";

/** An agent of a file that needs no linking. */
export interface Declared {
  readonly agent: AgentFact;
  readonly file: string;
}

/** Says of every site which others are the same agent, by giving them one text as `group`. */
export function group(sites: readonly AgentSite[], declared: readonly Declared[]): void {
  const merged = declared.filter(({ agent }) => agent.merges !== undefined && agent.group !== undefined);
  const alike = new Map<string, AgentSite[]>();
  for (const site of sites) {
    const config = site.merges === undefined ? undefined : configOf(site, merged);
    if (config !== undefined) site.group = config;
    if (site.group !== undefined || (site.arms === undefined && site.isGiven === undefined)) continue;
    const key = `${site.place.file.path}\n${site.place.scope}\n${site.framework}\n${site.name ?? site.aliases[0]}`;
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [site]);
    else others.push(site);
  }
  for (const [first, ...rest] of alike.values())
    if (first !== undefined)
      for (const other of rest)
        if (exclude(first, other)) {
          first.group ??= `branches ${first.place.file.path} ${first.extent.at}`;
          other.group = first.group;
        }
}

/** The configuration's key that a call names: of those below the call's folder, the nearest. */
function configOf(site: AgentSite, merged: readonly Declared[]): string | undefined {
  const folder = folderOf(site.place.file.path);
  const below = folder === "" ? "" : `${folder}/`;
  let found: Declared | undefined;
  for (const each of merged) {
    const fits =
      each.agent.merges === site.merges &&
      each.agent.framework === site.framework &&
      each.file.startsWith(below);
    if (fits && (found === undefined || each.file.length < found.file.length)) found = each;
  }
  return found?.agent.group;
}

/** Whether a call of the function makes only one of two: it gives one of them, or they stand in different arms. */
function exclude(one: AgentSite, other: AgentSite): boolean {
  if (one.isGiven === true && other.isGiven === true) return true;
  return excludes(one.arms, other.arms);
}
