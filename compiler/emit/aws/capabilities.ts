/** What IAM can enforce by itself. */
import { contains } from "../../model/pattern.ts";
import type { Deny, Grant } from "../../model/policy.ts";
import { type Capabilities, cannot, native } from "../capabilities.ts";
import { denyBlocks, expressible } from "./conditions.ts";

/** Limits of `MaxSessionDuration`, seconds. */
export const sessionLimits = { min: 3600, max: 43_200 } as const;

export const capabilities: Capabilities = {
  kind: "aws",
  action: (action) => action.text.startsWith("aws:"),
  actions: (actions) =>
    actions.every((action) => !action.wildcard)
      ? native
      : cannot("a wildcard has to be expanded against the catalog first"),
  range: native,
  session: (seconds) =>
    seconds < sessionLimits.min
      ? cannot("a role's session lasts at least one hour")
      : seconds > sessionLimits.max
        ? cannot("a role's session lasts at most twelve hours")
        : native,
  approval: () => cannot("IAM knows no approval"),
  subject: () => cannot("IAM does not see on whose behalf a role acts"),
  window: () => cannot("IAM has no recurring windows"),
  condition: (condition) =>
    condition.flat().every(expressible) ? native : cannot("IAM sees neither inputs nor facts"),
  resource: (resources) =>
    !resources.flat().every(isIamText)
      ? cannot(notIamText)
      : resourcesOf(resources) === undefined
        ? cannot("IAM takes whole ARNs, partition and service written out")
        : native,
  deny: denyAbility,
  lead: () => 0,
};

/**
 * Characters that an IAM document takes (its API's pattern ends at U+00FF), less those that control; and no `{{`, which
 * begins a reference in every string of a CloudFormation template, where nothing escapes it.
 */
export const isIamText = (text: string): boolean =>
  /^[ -~\u00a0-\u00ff]*$/.test(text) && !text.includes("{{");

const notIamText =
  "IAM's documents hold printable characters up to U+00FF, and CloudFormation reads '{{' as a reference";

function denyAbility(deny: Deny) {
  if (deny.resources?.every(isIamText) === false) return cannot(notIamText);
  if (deny.resources?.some((pattern) => !isArnPattern(pattern)) === true)
    return cannot("IAM takes whole ARNs, partition and service written out");
  if (deny.unless !== undefined && denyBlocks(deny.unless) === undefined)
    return cannot("IAM sees neither inputs nor facts");
  return native;
}

/** `*`, or an ARN of six parts whose partition and service hold no wildcard. */
export function isArnPattern(pattern: string): boolean {
  if (pattern === "*") return true;
  const parts = pattern.split(":");
  return parts.length >= 6 && parts[0] === "arn" && !/[*?]/.test(`${parts[1]}${parts[2]}`) && parts[2] !== "";
}

/** One list of ARNs for all `on`s together, `["*"]` where nothing is said; `undefined` where IAM cannot say it. */
export function resourcesOf(resources: Grant["resources"]): readonly string[] | undefined {
  let kept: readonly string[] = ["*"];
  for (const any of resources) {
    if (!any.every(isArnPattern)) return undefined;
    const inner = kept.flatMap((one) => any.map((other) => narrower(one, other)));
    if (inner.some((pattern) => pattern === "unclear")) return undefined;
    kept = [
      ...new Set(inner.flatMap((found) => (found === "unclear" || found === "apart" ? [] : [found.pattern]))),
    ];
  }
  return kept;
}

function narrower(left: string, right: string): { readonly pattern: string } | "apart" | "unclear" {
  if (contains([left], right)) return { pattern: right };
  if (contains([right], left)) return { pattern: left };
  return "unclear";
}
