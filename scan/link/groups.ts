/** Sites that are one agent: a call and the configuration that it is merged with, and the branches of one function. */
import type { AgentFact } from "../facts.ts";
import { folderOf } from "./folders.ts";
import { excludes } from "./growing.ts";
import type { LinkedSite } from "./site.ts";

/** An agent of a file that needs no linking. */
export interface Declared {
  readonly agent: AgentFact;
  readonly file: string;
}

/** The sites; those that are the same agent as others have one text as `group`. */
export function group(sites: readonly LinkedSite[], declared: readonly Declared[]): readonly LinkedSite[] {
  const merged = declared.filter(({ agent }) => agent.merges !== undefined && agent.group !== undefined);
  const groups = new Map<LinkedSite, string>();
  const alike = new Map<string, LinkedSite[]>();
  for (const site of sites) {
    const config = site.merges === undefined ? undefined : configOf(site, merged);
    if (config !== undefined) groups.set(site, config);
    const isGrouped = site.group !== undefined || config !== undefined;
    if (isGrouped || (site.arms === undefined && site.isGiven === undefined)) continue;
    const key = `${site.file}\n${site.scope}\n${site.framework}\n${site.name ?? site.aliases[0]}`;
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [site]);
    else others.push(site);
  }
  for (const [first, ...rest] of alike.values())
    if (first !== undefined)
      for (const other of rest)
        if (exclude(first, other)) {
          const name = groups.get(first) ?? `branches ${first.file} ${first.extent.at}`;
          groups.set(first, name);
          groups.set(other, name);
        }
  return sites.map((site) => {
    const found = groups.get(site);
    return found === undefined ? site : { ...site, group: found };
  });
}

/** The configuration's key that a call names: of those below the call's folder, the nearest. */
function configOf(site: LinkedSite, merged: readonly Declared[]): string | undefined {
  const folder = folderOf(site.file);
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
function exclude(one: LinkedSite, other: LinkedSite): boolean {
  if (one.isGiven === true && other.isGiven === true) return true;
  return excludes(one.arms, other.arms);
}
