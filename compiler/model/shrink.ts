/** The smallest request that still shows what a larger one showed. */
import { isObject } from "./json.ts";

/** Enough for any request that `probes` makes; a larger one is shrunk as far as that gets. */
const MAX_QUESTIONS = 2000;

/**
 * Takes parts away, and puts simpler ones in their place, as long as `shows` still says yes; nothing that is left can
 * be taken away any more. `shows` may ask an engine.
 */
export async function shrinkRequest(
  request: unknown,
  shows: (request: unknown) => boolean | Promise<boolean>,
): Promise<unknown> {
  let smallest = request;
  let questions = 0;
  for (let changed = true; changed && questions < MAX_QUESTIONS; ) {
    changed = false;
    for (const candidate of simpler(smallest)) {
      if (++questions > MAX_QUESTIONS) break;
      if (!(await shows(candidate))) continue;
      smallest = candidate;
      changed = true;
      break;
    }
  }
  return smallest;
}

/** Each value that is one step simpler, the biggest steps first. Every step makes the JSON text shorter. */
function* simpler(value: unknown): Generator<unknown> {
  if (typeof value === "string") {
    if (value.length > 1) yield value.slice(0, value.length >> 1);
    if (value.length > 1) yield value.slice(value.length >> 1);
    if (value.length > 1) yield value.slice(0, -1);
    if (value.length > 1) yield value.slice(1);
  } else if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.filter((_, at) => at !== index);
    for (const [index, item] of value.entries())
      for (const less of simpler(item)) yield value.map((one, at) => (at === index ? less : one));
  } else if (isObject(value)) {
    const entries = Object.entries(value);
    for (const [gone] of entries) yield Object.fromEntries(entries.filter(([key]) => key !== gone));
    for (const [key, item] of entries)
      for (const less of simpler(item))
        yield Object.fromEntries(entries.map(([name, one]) => [name, name === key ? less : one]));
  }
}
