/** The catalogs that a set of actions needs, together. */
import type { Host } from "../host.ts";
import { type BuiltInService, builtInServices, type Catalog } from "./catalog.ts";
import { loadCatalog } from "./load.ts";

export type Catalogs = ReadonlyMap<BuiltInService, Catalog>;

/** `aws:s3:GetObject` as its service and the name in the service's catalog; `undefined` where it is none of a catalog's. */
export function splitAction(
  action: string,
): { readonly service: BuiltInService; readonly name: string } | undefined {
  const colon = action.indexOf(":");
  const prefix = action.slice(0, Math.max(0, colon));
  const service = builtInServices.find((known) => known === prefix);
  return service && { service, name: action.slice(colon + 1) };
}

/** Loads what the actions (`service:action`, wildcards allowed) can name. Actions of no catalog need nothing. */
export async function loadCatalogs(actions: Iterable<string>, data: Host["data"]): Promise<Catalogs> {
  const patterns = new Map<BuiltInService, Set<string>>();
  for (const action of actions) {
    const split = splitAction(action);
    if (!split) continue;
    const names = patterns.get(split.service) ?? new Set();
    patterns.set(split.service, names.add(split.name));
  }
  const loaded = [...patterns].map(
    async ([service, names]) => [service, await loadCatalog(service, [...names], data)] as const,
  );
  return new Map(await Promise.all(loaded));
}
