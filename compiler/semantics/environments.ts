/** What environments are called outside of the source. */
import type { Context } from "./context.ts";
import type { Entry } from "./entry.ts";
import type { Names } from "./names.ts";

/** The simple name; the qualified one where two namespaces declare the simple one. */
export function environmentLabel({ environments }: Names, environment: Entry): string {
  const same = environments.filter(({ name }) => name === environment.name);
  return same.length > 1 ? environment.qualified : environment.name;
}

/** The label of the environment that is checked. */
export function currentLabel({ names, environment }: Context): string | undefined {
  return environment && environmentLabel(names, environment);
}
