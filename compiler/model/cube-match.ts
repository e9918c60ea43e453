/** Whether a request, part by part, lies in a cube. */
import type { Cube, VariableSet } from "./cube.ts";
import { isApproved } from "./evaluate.ts";
import { isIn } from "./language.ts";
import type { Demand } from "./people.ts";
import type { Agent, Policy } from "./policy.ts";
import { knownValue, type ReadRequest } from "./read-request.ts";
import type { TypedValue } from "./typed.ts";
import { includes } from "./value-set.ts";

/** Whether the cube takes this resource, or none. */
export function hasResource({ bare, resource }: Cube, text: string | undefined): boolean {
  return text === undefined ? bare : resource !== undefined && isIn(resource, text);
}

/** Whether the request is asked as the cube wants it: by the agent as itself, or for such a user. */
export function hasSubject({ subject }: Cube, read: ReadRequest): boolean {
  if (subject.kind === "self") return read.subject === undefined;
  const { is, groups } = subject;
  return (
    read.subject !== undefined &&
    (is === undefined || is === read.subject.user) &&
    groups.every((group) => read.subject?.groups.includes(group))
  );
}

/** The known value of the variable, of the type that the set is of. */
export function valueNow(
  policy: Policy,
  read: ReadRequest,
  { variable, known }: VariableSet,
): TypedValue | undefined {
  return known && knownValue(policy, read, { variable, type: known.type });
}

/** Whether the variable has a value of the set, or none where that is in it. */
export function hasValue(policy: Policy, read: ReadRequest, set: VariableSet): boolean {
  const value = valueNow(policy, read, set);
  return value ? set.known !== undefined && includes(set.known, value) : set.missing;
}

/** Whether the request brings an approval that the demand asks for. */
export function isMet(agent: Agent, { emails, within }: Demand, read: ReadRequest): boolean {
  return isApproved(
    agent,
    { from: "", approvers: emails.map((email) => ({ owner: "", email })), within },
    read,
  );
}
