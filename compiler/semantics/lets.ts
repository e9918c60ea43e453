/** The values of all lets in one environment, each after those that it is made of. */
import type { Path, Value } from "../syntax/ast-values.ts";
import { components, isCycle } from "./components.ts";
import { type Context, report } from "./context.ts";
import { cycle } from "./cycle.ts";
import type { Entry, EntryOf } from "./entry.ts";
import { lookUp } from "./names.ts";
import { spanOf } from "./place.ts";
import { resolve } from "./resolve.ts";
import type { Typed } from "./typed.ts";
import { evaluate, mismatch } from "./values.ts";

/** Fills `lets`, which is what the context's own `lets` must be. */
export function evaluateLets(context: Context, lets: Map<Entry, Typed>): void {
  const all = context.names.entries.filter((entry) => entry.kind === "let");
  for (const entry of all) checkEnvironments(context, entry);
  const next = (entry: EntryOf<"let">): readonly EntryOf<"let">[] => {
    const needed: EntryOf<"let">[] = [];
    for (const path of pathsOf(valueIn(context, entry))) {
      const found = lookUp(context.names, entry.file, path.text);
      if (found.kind === "found" && found.entry.kind === "let") needed.push(found.entry);
    }
    return needed;
  };
  for (const component of components(all, next)) {
    if (isCycle(component, next)) {
      cycle(context, component, "Lets cannot be made of each other");
      // Without values, but with what else they name.
      for (const entry of component) evaluate(context, entry, valueIn(context, entry));
      continue;
    }
    for (const entry of component) {
      const typed = evaluate(context, entry, valueIn(context, entry));
      if (typed && isLetType(context, entry, typed)) lets.set(entry, typed);
    }
  }
}

function isLetType(context: Context, entry: EntryOf<"let">, typed: Typed): boolean {
  if (typed.kind === "string" || typed.kind === "instant") return true;
  if (typed.kind === "duration" || typed.kind === "number") return true;
  const value = valueIn(context, entry);
  if (value) mismatch(context, entry, value, "A let", "a string, duration, instant or number");
  return false;
}

function valueIn(context: Context, { declaration: { value }, file }: EntryOf<"let">): Value | undefined {
  if (value?.kind !== "by-environment") return value;
  return value.entries.find(({ environment }) => {
    const found = lookUp(context.names, file, environment.text);
    return found.kind === "found" && found.entry === context.environment;
  })?.value;
}

function* pathsOf(value: Value | undefined): Generator<Path> {
  if (value?.kind === "path") yield value;
  else if (value?.kind === "list") for (const item of value.items) yield* pathsOf(item);
  else if (value?.kind === "string")
    for (const part of value.parts) if (part.kind === "interpolation") yield part.path;
}

/** A `by environment` let names each declared environment once, and no other. */
function checkEnvironments(context: Context, entry: EntryOf<"let">): void {
  const { value } = entry.declaration;
  if (value?.kind !== "by-environment") return;
  const given = new Map<Entry, Path>();
  let broken = value.broken ?? false;
  for (const { environment, broken: half } of value.entries) {
    const found: Entry | undefined = resolve(context, entry, environment, ["environment"]);
    if (half || found === undefined) broken = true;
    const before = found && given.get(found);
    if (before)
      report(context, entry, environment, "duplicate-member", `'${environment.text}' has a value already.`, {
        related: [{ message: "the first value", span: spanOf(entry, before) }],
      });
    else if (found) given.set(found, environment);
  }
  const missing = context.names.environments.filter((other) => !given.has(other));
  if (missing.length === 0 || broken) return;
  const names = missing.map((other) => `'${other.name}'`).join(", ");
  report(
    context,
    entry,
    entry.at,
    "missing-member",
    `'${entry.name}' has no value for the environment ${names}.`,
  );
}
