/** What of a request typed by hand names nothing in the policy: it is decided as it stands, and a typo is said. */
import { own } from "../compiler/model/json.ts";
import type { Policy } from "../compiler/model/policy.ts";
import type { Request } from "../compiler/model/request.ts";
import { readTyped } from "../compiler/model/typed.ts";
import { nearest } from "../compiler/nearest.ts";

/** One sentence each; none where everything is known. */
export function requestRemarks(policy: Policy, request: Request): readonly string[] {
  const remarks: string[] = [];
  const unknown = (what: string, name: string, known: readonly string[]): void => {
    const [near] = nearest(name, known);
    remarks.push(
      `There is no ${what} '${name}'${near === undefined ? "" : `; did you mean '${near}'?`}${near === undefined ? "." : ""}`,
    );
  };
  if (own(policy.agents, request.agent) === undefined)
    unknown("agent", request.agent, Object.keys(policy.agents));
  const colon = request.action.indexOf(":");
  const service = own(policy.services, request.action.slice(0, colon));
  const name = request.action.slice(colon + 1);
  const action = service && own(service.actions, name);
  if (service !== undefined && action === undefined)
    unknown(`action of ${service.name}`, name, Object.keys(service.actions));
  if (action !== undefined)
    for (const [key, value] of Object.entries(request.inputs ?? {})) {
      const type = own(action.inputs, key);
      if (type === undefined) unknown(`input of ${request.action}`, key, Object.keys(action.inputs));
      else if (readTyped(type, value) === undefined)
        remarks.push(`The input '${key}' takes a value of type ${type}; this one counts as missing.`);
    }
  for (const key of Object.keys(request.facts ?? {}))
    if (own(policy.facts, key) === undefined) unknown("fact", key, Object.keys(policy.facts));
  return remarks;
}
