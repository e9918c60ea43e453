/** A cube's clearest request. */
import type { Cube } from "./cube.ts";
import { decimalInWords } from "./decimal.ts";
import { formatAddress } from "./ip.ts";
import { type Automata, findText } from "./language.ts";
import { approversFor, userOf } from "./people.ts";
import { type Instant, type IntervalSet, MIN_INSTANT } from "./policy.ts";
import type { Request } from "./request.ts";
import { DAY, formatInstant } from "./time.ts";
import type { TypedValue } from "./typed.ts";
import { memberOf } from "./value-set.ts";

/** Who asks for what; the rest comes from the cube. */
export interface Asked {
  readonly agent: string;
  readonly action: string;
}

/** A request of the cube, complete, its time included; `undefined` for an empty one. */
export function witnessOf(cube: Cube, { agent, action }: Asked, automata: Automata): Request | undefined {
  const at = instantOf(cube.times);
  const approvers = approversFor(cube.subject, cube.approvals);
  const resource = resourceOf(cube, automata);
  const values = valuesOf(cube, automata);
  if (at === undefined || !approvers || resource === undefined || !values) return undefined;
  const user = userOf(cube.subject, cube.approvals);
  const inputs = record(values, "input", plain);
  const context = record(values, "context", plain);
  const facts = record(values, "fact", (value) => ({ value: plain(value), at: formatInstant(at) }));
  return {
    agent,
    action,
    ...resource,
    time: formatInstant(at),
    ...(user === undefined ? {} : { on_behalf_of: { user, ...groupsOf(cube) } }),
    ...(approvers.length === 0
      ? {}
      : {
          approvals: approvers.map(({ email, age }) => ({
            by: email,
            at: formatInstant(Math.max(at - age, MIN_INSTANT)),
            agent,
            action,
            ...resource,
            ...(inputs && { inputs }),
          })),
        }),
    ...(inputs && { inputs }),
    ...(context && { context }),
    ...(facts && { facts }),
  };
}

/** The first instant; where that is the beginning of time, the start of the last day. */
function instantOf(times: IntervalSet): Instant | undefined {
  const [first] = times;
  if (!first) return undefined;
  if (first.from > MIN_INSTANT) return first.from;
  return Math.max(first.from, Math.floor((first.until - 1) / DAY) * DAY);
}

function resourceOf(cube: Cube, automata: Automata): { readonly resource?: string } | undefined {
  if (cube.bare) return {};
  const found = cube.resource && findText(cube.resource, automata);
  return found?.kind === "witness" ? { resource: found.text } : undefined;
}

function groupsOf({ subject }: Cube): { readonly groups?: readonly string[] } {
  return subject.kind === "user" && subject.groups.length > 0 ? { groups: subject.groups } : {};
}

type Named = readonly (readonly [kind: string, name: string, value: TypedValue])[];

/** A value for each variable that must have one. */
function valuesOf(cube: Cube, automata: Automata): Named | undefined {
  const named: (readonly [string, string, TypedValue])[] = [];
  for (const { variable, known, missing } of cube.values.values()) {
    if (missing) continue;
    const value = known && memberOf(known, automata);
    if (!value) return undefined;
    named.push([variable.kind, variable.name, value]);
  }
  return named;
}

function record<T>(
  values: Named,
  kind: string,
  shown: (value: TypedValue) => T,
): Readonly<Record<string, T>> | undefined {
  const entries = values
    .filter(([of]) => of === kind)
    .map(([, name, value]) => [name, shown(value)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** As JSON: decimals and large ints as strings, which lose nothing. */
export function plain(value: TypedValue): string | number | boolean {
  switch (value.type) {
    case "string":
    case "bool":
      return value.value;
    case "int": {
      const number = Number(value.value);
      return Number.isSafeInteger(number) ? number : value.value.toString();
    }
    case "decimal":
      return decimalInWords(value.value);
    case "ip":
      return formatAddress(value.value);
  }
}
