/** Problems that show only when output is made. */
import type { Origin } from "../model/policy.ts";
import type { Problem, Severity } from "../problem.ts";
import { type ProblemCode, problem } from "../problems.ts";

export type { Problem };

/** A problem at a statement of the policy. */
export const problemAt = (code: ProblemCode, origin: Origin, message: string, severity?: Severity): Problem =>
  problem(code, origin.span, message, severity === undefined ? {} : { severity });
