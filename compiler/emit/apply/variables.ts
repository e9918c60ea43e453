/** Names of the environment variables that a plan is run with. */
import { nameRules, platformName } from "../names.ts";

/**
 * The variable that belongs to a source name: two names never share one. A name of lower-case letters, digits and
 * single `-` and `.` between them keeps its look (`-` is `_`, `.` is `__`), every other ends in a hash.
 */
export function variableName(prefix: string, name: string): string {
  const plain = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(name) && name.length <= 100;
  const kept = plain ? name.replaceAll("-", "_").replaceAll(".", "__") : hashed(name);
  return `${prefix}_${kept}`.toUpperCase();
}

/** Its `___` and hash are what no plain name gives. */
const hashed = (name: string): string => platformName(`~${name}`, nameRules.variable);
