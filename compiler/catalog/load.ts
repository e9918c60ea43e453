/** Catalogs, by the parts that a policy's patterns need. */
import type { Host } from "../host.ts";
import { matches } from "../model/pattern.ts";
import { nearest } from "../nearest.ts";
import type { BuiltInService, Catalog, CatalogAction } from "./catalog.ts";
import { type IndexEntry, readIndex, readPart } from "./part.ts";
import { assumedAction } from "./shape.ts";

const partial: ReadonlySet<BuiltInService> = new Set(["gcp", "azure", "graph"]);

/**
 * Loads what the patterns (without `service:`, as in `s3:Get*`) can reach: of AWS the services whose prefix they can
 * match, of the others the whole. Names that match nothing bring what `nearest` needs; that is not in `digests`.
 */
export async function loadCatalog(
  service: BuiltInService,
  patterns: readonly string[],
  data: Host["data"],
): Promise<Catalog> {
  const index = patterns.length === 0 ? [] : readIndex(await data(`${service}/index.json`), service);
  const wanted = service === "aws" ? awsParts(patterns, index) : new Set(index.map((entry) => entry.name));
  const near = service === "aws" ? neighbours(patterns, index) : new Set<string>();
  const entries = index.filter((entry) => wanted.has(entry.name) || near.has(entry.name));
  const parts = await Promise.all(
    entries.map(async (entry) => {
      const name = `${service}/${entry.name}`;
      return readPart(await data(`${name}.json`), name, service === "aws" ? `${entry.name}:` : "");
    }),
  );
  const digests = entries
    .filter((entry) => wanted.has(entry.name))
    .map((entry) => [`${service}/${entry.name}`, entry.digest]);
  return catalogOf(service, Object.fromEntries(digests), index, parts.flat());
}

function catalogOf(
  service: BuiltInService,
  digests: Readonly<Record<string, string>>,
  index: readonly IndexEntry[],
  actions: readonly CatalogAction[],
): Catalog {
  const byName = new Map(actions.map((action) => [action.name, action]));
  const sorted = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    service,
    complete: !partial.has(service),
    digests,
    parts: index.map(({ name, title }) => ({ name, title })),
    action: (name) => byName.get(name),
    assumed: (name) => assumedAction(service, name),
    wellShaped: (name) => assumedAction(service, name) !== undefined,
    matching: (glob) => sorted.filter((action) => matches(glob, action.name)),
    nearest(name, limit) {
      const found = nearest(name, byName.keys(), limit);
      if (service !== "aws" || found.length > 0 || name.includes(":")) return found;
      // `aws:GetObject`: the service was forgotten.
      const after = sorted.filter((action) => action.name.slice(action.name.indexOf(":") + 1) === name);
      return after.slice(0, limit).map((action) => action.name);
    },
  };
}

/** The services whose prefix a pattern can match; a prefix in full is looked up, never searched for. */
function awsParts(patterns: readonly string[], index: readonly IndexEntry[]): ReadonlySet<string> {
  const known = new Set(index.map((entry) => entry.name));
  const wanted = new Set<string>();
  for (const pattern of patterns) {
    const literal = pattern.replace(/[*?:].*$/s, "");
    if (pattern[literal.length] === ":") {
      if (known.has(literal)) wanted.add(literal);
    } else if (literal !== pattern) {
      for (const name of known) if (name.startsWith(literal)) wanted.add(name);
    }
  }
  return wanted;
}

/** For names of unknown services: the services that they may have meant; for names without one: all. */
function neighbours(patterns: readonly string[], index: readonly IndexEntry[]): ReadonlySet<string> {
  const names = index.map((entry) => entry.name);
  const known = new Set(names);
  const wanted = new Set<string>();
  for (const pattern of patterns) {
    const literal = pattern.replace(/[*?:].*$/s, "");
    if (literal === pattern) return known;
    if (pattern[literal.length] === ":" && !known.has(literal))
      for (const name of nearest(literal, names, 3)) wanted.add(name);
  }
  return wanted;
}
