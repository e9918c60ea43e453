/**
 * `accept CODE because "…" until …`: while it is in force, what the rules find on its agent under that code becomes an
 * `accepted` info, and so does a warning of the checker inside of the agent's own text. An error of the checker can
 * not be accepted: it means that the policy says nothing there, and no reason makes it say something.
 */
import { acceptedProblem, acceptOf } from "../../compiler/accepted.ts";
import type { Agent, Instant } from "../../compiler/model/policy.ts";
import type { Problem } from "../../compiler/problem.ts";
import type { ProblemCode } from "../../compiler/problems.ts";
import type { Span } from "../../compiler/source.ts";
import type { PolicyView } from "../rule.ts";
import type { Usage } from "./usage.ts";

/** Codes that only making output finds; whether an `accept` of one is needed is not known here. */
const ofOutput: ReadonlySet<string> = new Set([
  "left-out",
  "unenforced",
  "over-size-limit",
  "test-failed",
  "suspended-still-tested",
]);
/** What is said of exceptions cannot be accepted by another one. */
const own: ReadonlySet<ProblemCode> = new Set(["accepted", "unused", "expired", "expires-soon", "waived"]);

/** What the agent's author does not decide, or decides elsewhere. */
const elsewhere: ReadonlyMap<string, string> = new Map<ProblemCode, string>([
  ["guardrail", "a guardrail has exceptions of its own ('except NAME because … until …')"],
  ["wider-than-parent", "what a sub-agent may do is its parent's to give"],
  ["session-too-short", "say 'waive session on TARGET because … until …'"],
  ["session-too-long", "no target can make it that long"],
]);

/** The problem, or the `accepted` info that takes its place while an accept of the agent is in force. */
export function judge(found: Problem, agent: Agent | undefined, at: Instant, usage: Usage): Problem {
  if (found.severity === "info" || own.has(found.code) || elsewhere.has(found.code)) return found;
  const accept = agent && acceptOf(agent, found.code, at);
  if (!accept) return found;
  usage.needed(accept.origin);
  return acceptedProblem(found, accept);
}

/** Makes every accept in force a candidate for `unused`; `judge` says which are needed. */
export function offerAccepts(view: PolicyView, usage: Usage): void {
  // While an agent may do nothing, because it is suspended, say, little is found on it.
  for (const { agent, life } of view.agents)
    for (const { code, until, origin } of agent.accepts)
      if (agent.incomplete || life.length === 0 || ofOutput.has(code)) usage.needed(origin);
      else if (view.at < until) {
        const reason = elsewhere.get(code);
        const message = reason
          ? `'${code}' is not accepted here: ${reason}.`
          : `There is no '${code}' here to accept; remove this.`;
        usage.unneeded(origin, message, view.removal(origin.span));
      }
}

/** The agent with accepts in whose own text a warning of the checker stands. */
export function acceptingAt(view: PolicyView, { file, start, end }: Span): Agent | undefined {
  for (const { agent } of view.agents) {
    if (agent.accepts.length === 0) continue;
    const whole = view.declaration(agent.origin);
    if (whole?.file === file && start >= whole.start && end <= whole.end) return agent;
  }
  return undefined;
}
