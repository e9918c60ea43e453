/** Targets: what each kind needs, its defaults, and the agents that it is for. */

import type { Target } from "../model/test-and-target.ts";
import { nearest } from "../nearest.ts";
import type { TargetDeclaration, TargetSetting } from "../syntax/ast-governance.ts";
import type { Name } from "../syntax/ast-values.ts";
import { isTargetKind, TARGET_KINDS, TARGET_SETTINGS } from "../syntax/grammar-targets.ts";
import type { Agents } from "./agents.ts";
import { type Context, isDamaged, originOf, report, reportValue } from "./context.ts";
import type { Entry } from "./entry.ts";
import { environmentLabel } from "./environments.ts";
import { byKeyword, missing, pathOf, valuesOf } from "./members.ts";
import { isWithin, readNamespace } from "./namespaces.ts";
import { type Place, spanOf } from "./place.ts";
import { record } from "./record.ts";
import { hint, resolve } from "./resolve.ts";
import { readDuration, readInstant, readString } from "./values.ts";

type Settings = Map<string, string | number | boolean>;

interface Kind {
  readonly defaults: readonly (readonly [string, string])[];
  readonly required: readonly string[];
}

/** Settings by kind: what is said where nothing is, and what has to be said. */
const kinds: Readonly<Record<Target["kind"], Kind>> = {
  opa: { defaults: [["package", "remit"]], required: [] },
  cedar: { defaults: [["namespace", "Remit"]], required: [] },
  aws: {
    defaults: [
      ["partition", "aws"],
      ["path", "/agents/"],
      ["format", "cloudformation"],
    ],
    required: ["account"],
  },
  keycloak: { defaults: [["authentication", "private_key_jwt"]], required: ["realm"] },
  okta: { defaults: [], required: ["org", "server"] },
};

/** Settings whose text has a shape that can be judged here. */
const shapes: ReadonlyMap<string, { readonly test: RegExp; readonly what: string }> = new Map([
  ["account", { test: /^\d{12}$/, what: "an AWS account of twelve digits" }],
  ["org", { test: /^https:\/\/[^\s/]+\/?$/, what: "an https URL without a path" }],
]);

export function readTargets(context: Context, agents: Agents): readonly Target[] {
  const seen = new Map<string, { readonly place: Place; readonly node: Name }>();
  return context.names.files.flatMap((file) =>
    file.file.declarations.flatMap((declaration) => {
      if (declaration.kind !== "target" || declaration.targetKind === undefined) return [];
      const place = { file };
      return readTarget(context, place, declaration, declaration.targetKind, agents, seen) ?? [];
    }),
  );
}

function readTarget(
  context: Context,
  place: Place,
  declaration: TargetDeclaration,
  word: Name,
  agents: Agents,
  seen: Map<string, { readonly place: Place; readonly node: Name }>,
): Target | undefined {
  const kind = word.text;
  if (!isTargetKind(kind)) {
    const near = nearest(kind, TARGET_KINDS);
    const end = near.length > 0 ? hint(near) : `; there are ${TARGET_KINDS.join(", ")}.`;
    report(context, place, word, "unknown-name", `Remit has no target '${kind}'${end}`);
    return undefined;
  }
  const { name } = declaration;
  const full = name ? `${kind}.${name.text}` : kind;
  const before = seen.get(full);
  if (before)
    report(
      context,
      place,
      name ?? word,
      "duplicate-name",
      `There is a target '${full}' already; name them apart.`,
      {
        related: [{ message: "declared here first", span: spanOf(before.place, before.node) }],
      },
    );
  else seen.set(full, { place, node: name ?? word });
  const head = { start: declaration.start, end: (name ?? word).end };
  const members = byKeyword(context, place, declaration.members);
  const settings: Settings = new Map(kinds[kind].defaults);
  const damaged = isDamaged(context, declaration);
  let whole = !before && !damaged;
  for (const [keyword, [setting]] of members) {
    if (setting === undefined || !Object.hasOwn(TARGET_SETTINGS[kind], keyword)) continue;
    whole = readSetting(context, place, setting, settings) && whole;
  }
  const needed = settings.get("profile") === "agentcore" ? ["gateway", "principal"] : [];
  for (const required of [...kinds[kind].required, ...needed]) {
    if (members.has(required) || damaged) continue;
    missing(context, place, head, `The target '${full}'`, required, `add '${required} …'`);
    whole = false;
  }
  const environment = readEnvironment(context, place, members.get("environment")?.[0]);
  const chosen = choose(context, place, members, agents);
  if (!whole || environment === "broken" || chosen === undefined) return undefined;
  if (environment && environment !== context.environment) return undefined;
  const label = environment && environmentLabel(context.names, environment);
  return {
    kind,
    ...(name ? { name: name.text } : {}),
    settings: record(settings),
    ...(label === undefined ? {} : { environment: label }),
    agents: chosen,
    origin: originOf(context, place, head),
  };
}

/** Adds one setting; false when it is in error. */
function readSetting(context: Context, place: Place, setting: TargetSetting, into: Settings): boolean {
  if (setting.broken) return false;
  const key = [setting.keyword, ...setting.words].map(({ text }) => text).join(" ");
  const [value] = setting.values;
  if (value === undefined) {
    into.set(key, true);
    return true;
  }
  const taker = `'${key}'`;
  const read =
    key === "stale-after"
      ? readDuration(context, place, value, taker)
      : key === "review-start"
        ? readInstant(context, place, value, taker)?.seconds
        : isWord(key)
          ? pathOf(context, place, value, taker, "a word")?.text
          : readString(context, place, value, taker);
  const shape = shapes.get(key);
  if (read !== undefined && shape && !shape.test.test(String(read))) {
    reportValue(context, place, value, "bad-literal", `'${read}' is not ${shape.what}.`);
    return false;
  }
  if (read !== undefined) into.set(key, read);
  return read !== undefined;
}

const isWord = (key: string): boolean => ["profile", "format", "authentication"].includes(key);

type Members = ReadonlyMap<string, readonly TargetSetting[]>;

function readEnvironment(
  context: Context,
  place: Place,
  setting: TargetSetting | undefined,
): Entry | "broken" | undefined {
  if (setting === undefined) return undefined;
  const [value] = setting.values;
  const path = pathOf(context, place, value, "'environment'", "the name of an environment");
  return (path && resolve(context, place, path, ["environment"])) ?? "broken";
}

/** The agents of the policy that `only`, `except` and `agents in` leave; `undefined` when one of these is in error. */
function choose(
  context: Context,
  place: Place,
  members: Members,
  { agents }: Agents,
): readonly string[] | undefined {
  const only = named(context, place, members.get("only")?.[0], "'only'");
  const except = named(context, place, members.get("except")?.[0], "'except'");
  const [below] = members.get("agents") ?? [];
  const [value] = below?.values ?? [];
  const path = pathOf(context, place, value, "'agents in'", "the name of a namespace");
  const namespace = readNamespace(context, place, path);
  if (only === "broken" || except === "broken" || (below && namespace === undefined)) return undefined;
  const chosen: string[] = [];
  for (const [entry, agent] of agents) {
    if (only && !only.has(entry)) continue;
    if (except?.has(entry) || (namespace !== undefined && !isWithin(agent.name, namespace))) continue;
    chosen.push(agent.name);
  }
  return chosen;
}

function named(
  context: Context,
  place: Place,
  setting: TargetSetting | undefined,
  taker: string,
): ReadonlySet<Entry> | "broken" | undefined {
  if (setting === undefined) return undefined;
  const found = new Set<Entry>();
  const values = valuesOf(setting);
  for (const value of values) {
    const path = pathOf(context, place, value, taker, "names of agents");
    const entry = path && resolve(context, place, path, ["agent"]);
    if (entry) found.add(entry);
  }
  return found.size < values.length ? "broken" : found;
}
