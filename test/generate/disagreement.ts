/** How an OPA decision can differ from the reference's. */
import type { OpaDecision } from "../../cli/engines/opa.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import { isObject } from "../../compiler/model/json.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";
import { readInstant } from "../../compiler/model/time.ts";

/** Of `data.remit.at.decision`, which denies a request without a time. */
export function atDisagreement(policy: Policy, request: unknown, answer: OpaDecision): string | undefined {
  const timed = isObject(request) && Object.hasOwn(request, "time");
  const expected = timed ? evaluate(policy, request, 0) : undefined;
  return difference(expected?.decision === "allow", expected?.reason ?? "it has no time", answer);
}

/** Of `data.remit.decision` when the engine's clock shows `clock`: a well-formed time counts for nothing. */
export function servedDisagreement(
  policy: Policy,
  request: unknown,
  clock: Instant,
  answer: OpaDecision,
): string | undefined {
  const expected = evaluate(policy, withoutTime(request), clock);
  return difference(expected.decision === "allow", expected.reason, answer);
}

function difference(allow: boolean, why: string, answer: OpaDecision): string | undefined {
  if (answer.allow !== allow)
    return `expected ${allow} (${why}), got ${answer.allow} (${answer.reasons.join(" ")})`;
  return answer.reasons.length > 0 ? undefined : "no reason";
}

function withoutTime(request: unknown): unknown {
  if (!isObject(request) || readInstant(request.time) === undefined) return request;
  const { time, ...rest } = request;
  return rest;
}
