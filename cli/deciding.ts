/** The one policy that a question is about, and the names in the question. */

import type { Checked } from "../compiler/index.ts";
import type { Agent, Policy } from "../compiler/model/policy.ts";
import { nearest } from "../compiler/nearest.ts";
import { lineTable, positionAt } from "../compiler/source.ts";
import { failure } from "./failure.ts";
import { printable } from "./report/printable.ts";

/** Throws a `failure` while the policy has errors of the language, since whatever is in error is missing from it. */
export function assertSound(checked: Checked): void {
  const errors = checked.problems.filter(
    (problem) => problem.severity === "error" && problem.code !== "test-failed",
  );
  const [first] = errors;
  if (first === undefined) return;
  const text = checked.files.find((file) => file.path === first.span.file)?.text ?? "";
  const { line, column } = positionAt(lineTable(text), first.span.start);
  const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
  throw failure(
    `The policy has ${count}, so it decides nothing: ${printable(first.span.file, "one-line")}:${line}:${column}: ${first.message} Run 'remit check'.`,
  );
}

/**
 * The policy to decide with: that of `--environment` where environments are declared, else the only one. Throws a
 * `failure` as `assertSound` does.
 */
export function policyFor(checked: Checked, environment: string | undefined): Policy {
  assertSound(checked);
  const declared = checked.policies.flatMap((policy) => policy.environment ?? []);
  const found = checked.policies.find((policy) => policy.environment === environment);
  if (found !== undefined) return found;
  if (environment === undefined)
    throw failure(`Say for which environment: --environment ${declared.join(" or --environment ")}.`);
  throw failure(
    declared.length === 0
      ? `No environments are declared, so there is none named '${environment}'.`
      : `There is no environment '${environment}'; there are ${declared.join(", ")}.`,
  );
}

/** The qualified name of an agent given by its name, qualified or, where that is clear, not; `undefined`: none or several. */
export function agentNamed(policy: Policy, written: string): Agent | undefined {
  const exact = Object.hasOwn(policy.agents, written) ? policy.agents[written] : undefined;
  if (exact !== undefined) return exact;
  const alike = Object.values(policy.agents).filter((agent) => simple(agent.name) === written);
  return alike.length === 1 ? alike[0] : undefined;
}

/** As `agentNamed`; throws a `failure` with the nearest names where there is none. */
export function agentOrFailure(policy: Policy, written: string): Agent {
  const agent = agentNamed(policy, written);
  if (agent !== undefined) return agent;
  const names = Object.keys(policy.agents);
  const alike = names.filter((name) => simple(name) === written);
  if (alike.length > 1) throw failure(`There are several agents '${written}': ${alike.join(", ")}.`);
  const [near] = nearest(simple(written), names.map(simple));
  const hint = near === undefined ? "" : ` Did you mean '${near}'?`;
  throw failure(`There is no agent named '${written}'.${hint}`);
}

/** An action with its service qualified, where the service is given by a simple name that only one has. */
export function qualifiedAction(policy: Policy, written: string): string {
  const colon = written.indexOf(":");
  const service = written.slice(0, colon);
  if (colon < 0 || Object.hasOwn(policy.services, service)) return written;
  const alike = Object.keys(policy.services).filter((name) => simple(name) === service);
  return alike.length === 1 ? `${alike[0]}${written.slice(colon)}` : written;
}

const simple = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
