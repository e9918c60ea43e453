/** What the open documents give that their base did not, at the grants that give it: each with a request as witness. */
import type { Checked } from "../../compiler/checked.ts";
import { type AgentDiff, type Change, diffPolicies } from "../../compiler/model/diff.ts";
import { sentence } from "../../compiler/model/diff-words.ts";
import type { Agent, Policy } from "../../compiler/model/policy.ts";
import type { Related } from "../../compiler/problem.ts";
import type { Span } from "../../compiler/source.ts";
import type { Whole } from "../project.ts";

export interface Notice {
  readonly span: Span;
  readonly message: string;
  readonly related: readonly Related[];
}

/** More changes than this are counted, not told. */
const MOST_TOLD = 5;

interface Gain {
  readonly span: Span;
  readonly sentence: string;
}

/** One notice for each grant that gives more. `against` names the base in words, such as "the saved files". */
export function wideningNotices(base: Whole, fresh: Checked, against: string): readonly Notice[] {
  const bySpan = new Map<string, Gain[]>();
  for (const gain of gains(base, fresh)) {
    const key = `${gain.span.file}\n${gain.span.start}`;
    bySpan.set(key, [...(bySpan.get(key) ?? []), gain]);
  }
  return [...bySpan.values()].flatMap((list): readonly Notice[] => {
    const [first, ...others] = list;
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : ` And ${others.length} more like it.`;
    return [
      {
        span: first.span,
        message: `This gives more than ${against}. ${first.sentence}${more}`,
        related: others.slice(0, MOST_TOLD).map(({ span, sentence: message }) => ({ span, message })),
      },
    ];
  });
}

function gains(base: Whole, fresh: Checked): readonly Gain[] {
  return fresh.policies.flatMap((after) => {
    const before = base.policies.find(({ environment }) => environment === after.environment);
    // Without the environment, or with a mistake in the base, everything would be new.
    if (before === undefined) return [];
    return diffPolicies(before, after, fresh.at).flatMap((diff) =>
      brokenIn(base, before, diff)
        ? []
        : diff.wider.map((change) => ({
            span: placeOf(before.agents[diff.was ?? diff.agent], change),
            sentence: sentence(diff.agent, change, true, fresh.at),
          })),
    );
  });
}

/** The grant, or what it takes from a scope where the agent had the scope before. */
function placeOf(before: Agent | undefined, { grant: { origin, scope } }: Change): Span {
  const held = before?.grants.some((one) => one.origin.text === origin.text) ?? false;
  return held && scope !== undefined ? scope.origin.span : origin.span;
}

/** Whether the base's declaration of the agent has an error, so that the base gave it less than it says. */
function brokenIn(base: Whole, before: Policy, { agent, was = agent }: AgentDiff): boolean {
  const span = before.agents[was]?.origin.span;
  return base.problems.some(({ severity, code, span: at }) => {
    if (severity !== "error" || code === "test-failed") return false;
    // An agent that the base does not know may be one that has an error there.
    if (span === undefined) return true;
    return at.file === span.file && at.start >= span.start && at.end <= span.end;
  });
}
