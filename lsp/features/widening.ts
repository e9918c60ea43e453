/** What the open documents give that their base did not, at the grants that give it: each with a request as witness. */
import type { Checked } from "../../compiler/checked.ts";
import { type Change, diffAgent, renamings } from "../../compiler/model/diff.ts";
import { sentence } from "../../compiler/model/diff-words.ts";
import type { Agent, Instant, Policy } from "../../compiler/model/policy.ts";
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

/** Lets others have their turn, and says whether the comparison is still wanted. */
export type Pause = () => Promise<boolean>;

/**
 * One notice for each grant that gives more. `against` names the base in words, such as "the saved files". Pauses after
 * each agent, since a scope that a thousand agents hold takes seconds; `undefined` where a pause says to stop.
 */
export async function wideningNotices(
  base: Whole,
  fresh: Checked,
  against: string,
  pause: Pause,
): Promise<readonly Notice[] | undefined> {
  const found = new Map<string, Map<string, Gain>>();
  for (const after of fresh.policies) {
    const before = base.policies.find(({ environment }) => environment === after.environment);
    // Of an environment that is new, everything would be.
    if (before === undefined) continue;
    const renamed = renamings(before, after);
    for (const name of Object.keys(after.agents)) {
      if (!(await pause())) return undefined;
      for (const gain of gains(base, before, after, renamed.get(name) ?? name, name, fresh.at)) {
        const key = `${gain.span.file}\n${gain.span.start}`;
        const known = found.get(key) ?? new Map<string, Gain>();
        // Environments say the same.
        found.set(key, known.set(gain.sentence, gain));
      }
    }
  }
  return [...found.values()].flatMap((list): readonly Notice[] => {
    const [first, ...others] = list.values();
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

function gains(
  base: Whole,
  before: Policy,
  after: Policy,
  was: string,
  name: string,
  at: Instant,
): readonly Gain[] {
  const { wider } = diffAgent(before, after, was, name, at);
  if (wider.length === 0 || brokenIn(base, before.agents[was])) return [];
  return wider.map((change) => ({
    span: placeOf(before.agents[was], change),
    sentence: sentence(name, change, true, at),
  }));
}

/** The grant, or what it takes from a scope where the agent had the scope before. */
function placeOf(before: Agent | undefined, { grant: { origin, scope } }: Change): Span {
  const held = before?.grants.some((one) => one.origin.text === origin.text) ?? false;
  return held && scope !== undefined ? scope.origin.span : origin.span;
}

/** Whether the base's declaration of the agent has an error, so that the base gave it less than it says. */
function brokenIn(base: Whole, agent: Agent | undefined): boolean {
  const span = agent?.origin.span;
  return base.problems.some(({ severity, code, span: at }) => {
    if (severity !== "error" || code === "test-failed") return false;
    // An agent that the base does not know may be one that has an error there.
    if (span === undefined) return true;
    return at.file === span.file && at.start >= span.start && at.end <= span.end;
  });
}
