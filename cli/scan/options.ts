/** Options that `scan` and `merge` share. */
import { compareRules } from "../../rules/compare/index.ts";
import { ignoreRules, type ScanFinding } from "../../rules/scan/findings.ts";
import { scanRules } from "../../rules/scan/index.ts";
import type { Call } from "../command.ts";
import { failure } from "../failure.ts";
import { choice, flag, text, texts } from "../option.ts";
import type { Selection } from "./baseline.ts";
import { coveredBy } from "./paths.ts";

export const noPolicy = flag("no-policy", "do not compare with a policy");
export const baseline = text("baseline", "FILE", "report only what this file does not list");
export const updateBaseline = flag(
  "update-baseline",
  "write the findings into the baseline, and report none",
);
export const failOn = choice(
  "fail-on",
  ["error", "warning", "note", "none"],
  "what makes the exit code 1 (default error)",
);
export const failOnIncomplete = flag("fail-on-incomplete", "exit code 1 when a file could not be read whole");
export const only = texts("only", "RULE", "report findings of this rule only");
export const skip = texts("skip", "RULE", "leave out the findings of this rule");

export const sharedOptions = [noPolicy, baseline, updateBaseline, failOn, failOnIncomplete, only, skip];

export const ruleIds: ReadonlySet<string> = new Set([
  ...scanRules.map((rule) => rule.id),
  ...compareRules.map((rule) => rule.id),
  ...Object.keys(ignoreRules),
]);

/** Whether a finding is among those that were asked for. An unknown rule is a `failure`. */
export function askedRules(call: Call): (finding: Pick<ScanFinding, "rule">) => boolean {
  const wanted = call.get(only);
  const unwanted = call.get(skip);
  for (const rule of [...wanted, ...unwanted])
    if (!ruleIds.has(rule))
      throw failure(`There is no rule '${rule}'. 'remit explain RULE' shows the page of one.`);
  return ({ rule }) => (wanted.length === 0 || wanted.includes(rule)) && !unwanted.includes(rule);
}

/** What the rules and the paths (those of `limits`) leave for a run to find. */
export function selection(call: Call, paths: readonly string[]): Selection {
  const isAsked = askedRules(call);
  const isIn = coveredBy(paths);
  return {
    isLimited: paths.length > 0 || call.get(only).length > 0 || call.get(skip).length > 0,
    covers: (known) => isAsked(known) && isIn(known),
  };
}

const order = ["note", "warning", "error"] as const;

/** Whether findings are bad enough for exit code 1. */
export function fails(
  findings: readonly ScanFinding[],
  limit: "error" | "warning" | "note" | "none",
): boolean {
  return limit !== "none" && findings.some(({ severity }) => order.indexOf(severity) >= order.indexOf(limit));
}
