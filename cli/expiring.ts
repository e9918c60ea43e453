/** What ends within a time that the caller asks for: `check --fail-on-expiring`. */
import type { Checked } from "../compiler/index.ts";
import { inForce } from "../compiler/model/life.ts";
import type { Agent, Instant } from "../compiler/model/policy.ts";
import { durationInWords, instantInWords } from "../compiler/model/time.ts";
import type { Problem } from "../compiler/problem.ts";
import { problem } from "../compiler/problems.ts";

/**
 * The problems, with an error in place of the note for each agent whose access ends in `within` seconds from the
 * clock on: by its own end, or because a review lapses.
 */
export function withExpiring(
  checked: Checked,
  problems: readonly Problem[],
  within: number,
): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const policy of checked.policies)
    for (const agent of Object.values(policy.agents)) {
      const end = endOf(inForce(policy, agent.name), checked.at);
      if (end === undefined || end > checked.at + within) continue;
      found.set(agent.name, expiring(agent, end, within));
    }
  const errors = [...found.values()];
  const told = (one: Problem): boolean =>
    one.code === "expires-soon" &&
    errors.some(({ span }) => span.file === one.span.file && span.start === one.span.start);
  return [...problems.filter((one) => !told(one)), ...errors];
}

/** The end of the interval that the clock is in; `undefined` where the agent is not in force now. */
const endOf = (times: ReturnType<typeof inForce>, at: Instant): Instant | undefined =>
  times.find((range) => range.from <= at && at < range.until)?.until;

function expiring(agent: Agent, end: Instant, within: number): Problem {
  const own = end === agent.expires;
  const span = own ? agent.expiresOrigin.span : (agent.review?.origin.span ?? agent.origin.span);
  const why = own ? "ends" : "loses its access";
  return problem(
    "expires-soon",
    span,
    `'${agent.name}' ${why} at ${instantInWords(end)}, within ${durationInWords(within)}: renew or retire it.`,
    { severity: "error" },
  );
}
