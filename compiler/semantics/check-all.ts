/** Checks all environments over shared findings. */
import type { Policy } from "../model/policy.ts";
import type { Node } from "../syntax/ast-values.ts";
import { check } from "./check.ts";
import type { Context, Reference, World } from "./context.ts";
import type { Entry, EntryOf } from "./entry.ts";
import { environmentLabel } from "./environments.ts";
import { type Findings, reportAt } from "./findings.ts";
import type { Names } from "./names.ts";
import { runTests } from "./run-tests.ts";
import type { Typed } from "./typed.ts";
import { reportUnused } from "./unused.ts";

export interface Run {
  readonly policies: readonly Policy[];
  readonly references: readonly Reference[];
  /** What each wildcard of a `may` means now. */
  readonly expansions: ReadonlyMap<string, readonly string[]>;
}

/** The policy of each environment, or of the one asked for; problems go to `findings`. */
export function checkAll(
  world: World,
  names: Names,
  findings: Findings,
  options: { readonly environment?: string; readonly whole: boolean; readonly references?: boolean },
): Run {
  const references = options.references ? new Map<Node, Reference>() : undefined;
  const shared = { references, used: new Set<Entry>(), lines: new Map(), languages: new Map() };
  const policies: Policy[] = [];
  const expansions = new Map<string, readonly string[]>();
  const failed = new Set<string>();
  for (const environment of chosen(names, findings, options.environment)) {
    const lets = new Map<Entry, Typed>();
    const context: Context = { ...shared, world, names, findings, lets, environment };
    const { policy, expansions: wildcards } = check(context, lets);
    for (const [written, actions] of wildcards) expansions.set(written, actions);
    runTests(policy, world.at, findings, failed);
    policies.push(policy);
  }
  const all = options.environment === undefined;
  if (all && options.whole) reportUnused({ names, findings, used: shared.used });
  return { policies, references: [...(references?.values() ?? [])], expansions };
}

/** `undefined` stands for a workspace without environments. */
function chosen(
  names: Names,
  findings: Findings,
  wanted: string | undefined,
): readonly (EntryOf<"environment"> | undefined)[] {
  const declared = names.environments;
  if (wanted === undefined) return declared.length === 0 ? [undefined] : declared;
  const found = declared.filter(
    (entry) => environmentLabel(names, entry) === wanted || entry.qualified === wanted,
  );
  if (found.length > 0) return found;
  const list = declared.map((entry) => `'${environmentLabel(names, entry)}'`).join(", ");
  const known = declared.length === 0 ? "the workspace declares none" : `there are ${list}`;
  const file = names.files[0]?.file.path ?? "";
  const message = `There is no environment '${wanted}'; ${known}.`;
  reportAt(findings, { file, start: 0, end: 0 }, "unknown-name", message);
  return [];
}
