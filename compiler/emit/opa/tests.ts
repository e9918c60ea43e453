/** The policy's `test` blocks as data for the static test module. */
import type { Policy } from "../../model/policy.ts";
import type { Request } from "../../model/request.ts";

export interface OpaTestCase {
  readonly allow: boolean;
  readonly request: Request;
}

/**
 * The cases whose agents are all compiled here and which are meant for the policy's environment, by a title that names
 * the test and the case's place.
 */
export function testCases(policy: Policy, agents: readonly string[]): Readonly<Record<string, OpaTestCase>> {
  const known = new Set(agents);
  const cases: [string, OpaTestCase][] = [];
  for (const test of policy.tests) {
    if (test.environment !== undefined && test.environment !== policy.environment) continue;
    for (const [index, { expect, request, origin }] of test.cases.entries()) {
      if (![request.agent, ...(request.via ?? [])].every((name) => known.has(name))) continue;
      const title = `${test.title}: case ${index + 1} (${origin.span.file}:${origin.line})`;
      cases.push([title, { allow: expect === "allow", request }]);
    }
  }
  return Object.fromEntries(cases);
}
