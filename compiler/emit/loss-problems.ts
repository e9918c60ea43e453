/**
 * What is said of losses, and what the policy says of them: an `accept` with its reason, or who enforces it outside.
 * Waives are told by the rules.
 */
import { acceptedProblem, acceptOf } from "../accepted.ts";
import type { Accept, Agent, Instant, Policy } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import type { Problem } from "../problem.ts";
import { problem } from "../problems.ts";
import type { Lack } from "./emission.ts";
import { problemAt } from "./emit-problem.ts";
import { constraintsOf, targetName } from "./enforcement.ts";
import type { Loss } from "./losses.ts";

/**
 * A warning for each loss, or the `accepted` info that takes its place; then the accepts of losses that nothing
 * needs. With `strict` a loss that is not accepted is an error. Nothing is said of agents that have ended by `at`. With
 * `isChosen` only what those targets lose is said.
 */
export function lossProblems(
  policies: readonly Policy[],
  losses: readonly Loss[],
  at: Instant,
  strict: boolean,
  isChosen?: (target: Target) => boolean,
): readonly Problem[] {
  const needed = new Set<string>();
  const judged = (agent: Agent, found: Problem): Problem => {
    const accept = acceptOf(agent, found.code, at);
    if (accept === undefined) return found;
    needed.add(placeOf(accept));
    return acceptedProblem(found, accept);
  };
  const found = losses.flatMap((loss) =>
    problemsOf(ofChosen(loss, isChosen), strict ? "error" : undefined).map((one) => judged(loss.agent, one)),
  );
  // Whether an accept is needed, only a compile of all targets knows.
  return isChosen === undefined ? [...found, ...unneeded(policies, at, needed)] : found;
}

/** What the chosen targets lose; that nothing enforces a grant concerns those that could not. */
function ofChosen(loss: Loss, isChosen: ((target: Target) => boolean) | undefined): Loss {
  if (isChosen === undefined) return loss;
  const leftOut = loss.leftOut.filter(({ target }) => isChosen(target));
  return { ...loss, leftOut, unenforced: loss.unenforced && leftOut.length > 0 };
}

function problemsOf(
  { agent, grant, leftOut, unenforced, outside }: Loss,
  severity: "error" | undefined,
): readonly Problem[] {
  const lost = leftOut.map(({ target, enforcement: { lacks } }) =>
    problemAt(
      "left-out",
      grant.origin,
      `Not emitted for '${targetName(target)}', which cannot enforce its ${inWords(constraintsOf(lacks))}: ${reasons(lacks)}.`,
      severity,
    ),
  );
  if (!unenforced || outside !== undefined) return lost;
  const message = `No target enforces '${grant.written.join(", ")}' of ${agent.name}; add a target that can, or say who does: enforced outside by "…" until ….`;
  return [...lost, problemAt("unenforced", grant.origin, message, severity)];
}

/** `a`, `a and b`, `a, b and c`. */
const inWords = (list: readonly string[]): string =>
  list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} and ${list.slice(-1).join("")}`;

/** Each reason once. */
const reasons = (lacks: readonly Lack[]): string => [...new Set(lacks.map(({ why }) => why))].join("; ");

/** Only a compile knows whether an accept of these is needed. */
const OURS: ReadonlySet<string> = new Set(["left-out", "unenforced"]);

function unneeded(policies: readonly Policy[], at: Instant, needed: ReadonlySet<string>): readonly Problem[] {
  const accepts = new Map<string, Accept>();
  for (const policy of policies)
    for (const agent of Object.values(policy.agents))
      if (policy.targets.length > 0 && at < agent.expires)
        for (const accept of agent.accepts)
          if (OURS.has(accept.code) && at < accept.until) accepts.set(placeOf(accept), accept);
  return [...accepts]
    .filter(([place]) => !needed.has(place))
    .map(([, { code, origin }]) =>
      problem("unused", origin.span, `There is no '${code}' here to accept; remove this.`),
    );
}

const placeOf = ({ origin: { span } }: Accept): string => JSON.stringify([span.file, span.start]);
