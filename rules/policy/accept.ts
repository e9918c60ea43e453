/**
 * `accept CODE because "…" until …`: while it is in force, what the rules find on its agent under that code becomes an
 * `accepted` info, and so does a warning of the checker inside of the agent's own text. An error of the checker can
 * not be accepted: it means that the policy says nothing there, and no reason makes it say something.
 */
import type { Accept, Agent } from "../../compiler/model/policy.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import type { Problem } from "../../compiler/problem.ts";
import { type ProblemCode, problem } from "../../compiler/problems.ts";
import type { Span } from "../../compiler/source.ts";
import type { PolicyView } from "../rule.ts";

/** Codes that only making output finds; whether an `accept` of one is needed is not known here. */
const ofOutput: ReadonlySet<string> = new Set([
  "left-out",
  "unenforced",
  "over-size-limit",
  "test-failed",
  "suspended-still-tested",
]);
/** What an accept says of itself cannot be accepted. */
const own: ReadonlySet<ProblemCode> = new Set(["accepted", "unused", "expired", "expires-soon", "waived"]);

export interface Acceptance {
  /** The problem, or the `accepted` info that takes its place. */
  judge(found: Problem, agent: Agent | undefined): Problem;
  /** Accepts in force that covered nothing, once all problems were judged. */
  unneeded(): readonly Problem[];
}

export function acceptance(view: PolicyView): Acceptance {
  const { at } = view;
  const needed = new Set<Accept>();
  return {
    judge(found, agent) {
      if (found.severity === "info" || own.has(found.code)) return found;
      const accept = agent?.accepts.find((one) => one.code === found.code && at < one.until);
      if (!accept) return found;
      needed.add(accept);
      return accepted(found, accept);
    },
    unneeded: () =>
      view.agents.flatMap(({ agent }) =>
        agent.incomplete
          ? []
          : agent.accepts.filter((one) => at < one.until && !needed.has(one)).flatMap(unused),
      ),
  };

  function unused({ code, origin }: Accept): readonly Problem[] {
    if (ofOutput.has(code)) return [];
    const edits = [{ span: view.removal(origin.span), text: "" }];
    return [
      problem("unused", origin.span, `There is no '${code}' here to accept; remove this.`, {
        fixes: [{ title: "Remove the accept", edits, safe: true }],
      }),
    ];
  }
}

function accepted(found: Problem, { because, until, origin }: Accept): Problem {
  return problem(
    "accepted",
    found.span,
    `Accepted until ${instantInWords(until)} (${because}): ${found.code}: ${found.message}`,
    { related: [...found.related, { message: "accepted here", span: origin.span }] },
  );
}

/** The agent in whose own text a warning of the checker stands. */
export function agentAt(view: PolicyView, span: Span): Agent | undefined {
  return view.agents.find(({ agent }) => {
    const whole = view.declaration(agent.origin);
    return whole && whole.file === span.file && span.start >= whole.start && span.end <= whole.end;
  })?.agent;
}
