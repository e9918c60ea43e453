/** Environments, and what they are called outside of the source. */
import type { Context } from "./context.ts";
import type { Entry, EntryOf } from "./entry.ts";
import type { Names } from "./names.ts";

/** The declared ones, in file order. */
export function environmentsOf(names: Names): readonly EntryOf<"environment">[] {
  return names.entries.filter((entry) => entry.kind === "environment").filter(({ shadowed }) => !shadowed);
}

/** The simple name; the qualified one where two namespaces declare the simple one. */
export function environmentLabel(names: Names, environment: Entry): string {
  const same = environmentsOf(names).filter(({ name }) => name === environment.name);
  return same.length > 1 ? environment.qualified : environment.name;
}

/** The label of the environment that is checked. */
export function currentLabel({ names, environment }: Context): string | undefined {
  return environment && environmentLabel(names, environment);
}
