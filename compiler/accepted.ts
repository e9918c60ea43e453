/** What an `accept` of an agent makes of a finding. */
import type { Accept, Agent, Instant } from "./model/policy.ts";
import { instantInWords } from "./model/time.ts";
import type { Problem } from "./problem.ts";
import { problem } from "./problems.ts";

/** The agent's accept of this code that is in force at the instant (epoch seconds); its own come before its profile's. */
export function acceptOf(agent: Agent, code: string, at: Instant): Accept | undefined {
  return agent.accepts.find((one) => one.code === code && at < one.until);
}

/** The info that takes the finding's place, with the reason and the end. */
export function acceptedProblem(found: Problem, { because, until, origin }: Accept): Problem {
  return problem(
    "accepted",
    found.span,
    `Accepted until ${instantInWords(until)} (${because.replace(/[\p{Cc}\s]+/gu, " ")}): ${found.code}: ${found.message}`,
    { related: [...found.related, { message: "accepted here", span: origin.span }] },
  );
}
