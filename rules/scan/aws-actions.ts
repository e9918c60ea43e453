/** IAM action patterns against the AWS catalog. IAM compares names without regard to case, so this does too. */
import type { Catalog, CatalogAction } from "../../compiler/catalog/catalog.ts";
import { matches } from "../../compiler/model/pattern.ts";

export interface AwsActions {
  /** Whether AWS has a service with this prefix; undefined when no catalog is at hand. */
  readonly hasService: (prefix: string) => boolean | undefined;
  /** What a pattern (`s3:Put*`) stands for. Services that were not loaded give nothing. */
  readonly expand: (pattern: string) => readonly CatalogAction[];
  readonly nearest: (name: string) => string | undefined;
}

/** Without a catalog, rules that need one stay silent. */
export const noActions: AwsActions = {
  hasService: () => undefined,
  expand: () => [],
  nearest: () => undefined,
};

export function awsActions(catalog: Catalog): AwsActions {
  const services = new Set(catalog.parts.map((part) => part.name));
  const byService = new Map<string, readonly { readonly lower: string; readonly action: CatalogAction }[]>();
  const known = new Map<string, readonly CatalogAction[]>();
  const ofService = (prefix: string) => {
    const cached = byService.get(prefix);
    if (cached) return cached;
    const made = catalog
      .matching(`${prefix}:*`)
      .map((action) => ({ lower: action.name.toLowerCase(), action }));
    byService.set(prefix, made);
    return made;
  };
  return {
    hasService: (prefix) => services.has(prefix.toLowerCase()),
    expand(pattern) {
      const lower = pattern.toLowerCase();
      const cached = known.get(lower);
      if (cached) return cached;
      const prefix = lower.slice(0, lower.indexOf(":"));
      const found = ofService(prefix).filter(({ lower: name }) => matches(lower, name));
      const made = found.map(({ action }) => action);
      known.set(lower, made);
      return made;
    },
    nearest: (name) => catalog.nearest(name, 1)[0],
  };
}
