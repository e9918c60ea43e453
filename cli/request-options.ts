/** The options that make a request (docs/cli.md, eval), and the request that they make. */

import type { Instant, Policy, ValueType } from "../compiler/model/policy.ts";
import type { Request } from "../compiler/model/request.ts";
import { formatInstant } from "../compiler/model/time.ts";
import type { Call } from "./command.ts";
import { agentNamed, qualifiedAction } from "./deciding.ts";
import { failure } from "./failure.ts";
import { text, texts } from "./option.ts";
import { printable } from "./report/printable.ts";
import { requestRemarks } from "./request-remarks.ts";

export const resource = text("resource", "RESOURCE", "what the action is on");
export const onBehalfOf = text("on-behalf-of", "MAIL", "the person for whom the agent acts");
export const group = texts("group", "CLAIM", "a group of that person");
export const via = texts("via", "AGENT", "an agent through which the call came, outermost first");
export const approvedBy = texts(
  "approved-by",
  "MAIL|OWNER",
  "who approved exactly this request, at its time",
);
export const input = texts("input", "NAME=VALUE", "an input of the action");
export const context = texts("context", "NAME=VALUE", "ip or mfa");
export const fact = texts("fact", "NAME=VALUE", "a fact, attested at the time of the request");

export const requestOptions = [resource, onBehalfOf, group, via, approvedBy, input, context, fact];

/** The request of the command line. `at` is its time. Throws a `failure` for what is not of the form. */
export function requestOf(
  call: Call,
  policy: Policy,
  agent: string,
  action: string,
  at: Instant,
  target: string | undefined = call.get(resource),
): Request {
  const name = agentNamed(policy, agent)?.name ?? agent;
  const qualified = qualifiedAction(policy, action);
  const through = call.get(via).map((item) => agentNamed(policy, item)?.name ?? item);
  const inputs = pairs("input", call.get(input), (key) => inputType(policy, qualified, key));
  const user = call.get(onBehalfOf);
  const groups = call.get(group);
  if (user === undefined && groups.length > 0)
    throw failure("--group needs --on-behalf-of: groups are a person's.");
  const time = formatInstant(at);
  const facts = pairs("fact", call.get(fact), (key) => policy.facts[key]?.type);
  const request: Request = {
    agent: name,
    action: qualified,
    ...(target === undefined ? {} : { resource: target }),
    time,
    ...(user === undefined ? {} : { on_behalf_of: { user, ...(groups.length === 0 ? {} : { groups }) } }),
    ...(through.length === 0 ? {} : { via: through }),
    approvals: call.get(approvedBy).flatMap((by) =>
      [...new Set([name, ...through])].map((judged) => ({
        by: mailOf(policy, by),
        at: time,
        agent: judged,
        action: qualified,
        ...(target === undefined ? {} : { resource: target }),
        inputs,
      })),
    ),
    inputs,
    context: pairs("context", call.get(context), (key) => (key === "mfa" ? "bool" : "ip")),
    facts: Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, { value, at: time }])),
  };
  for (const remark of requestRemarks(policy, request)) call.note(printable(remark, "one-line"));
  return request;
}

/** `k=v` pairs; a value is text, but `true` and `false` for what is a bool. */
function pairs(
  option: string,
  given: readonly string[],
  typeOf: (name: string) => ValueType | undefined,
): Readonly<Record<string, string | boolean>> {
  return Object.fromEntries(
    given.map((pair) => {
      const equals = pair.indexOf("=");
      if (equals < 1) throw failure(`--${option} takes NAME=VALUE, not '${pair}'.`);
      const name = pair.slice(0, equals);
      const value = pair.slice(equals + 1);
      const isBool = typeOf(name) === "bool" && (value === "true" || value === "false");
      return [name, isBool ? value === "true" : value];
    }),
  );
}

/** The declared type of an action's input; `undefined` where the policy declares none. */
function inputType(policy: Policy, action: string, name: string): ValueType | undefined {
  const colon = action.indexOf(":");
  const actions = policy.services[action.slice(0, colon)]?.actions[action.slice(colon + 1)];
  return actions?.inputs[name];
}

/** An approver by mail, or by the name of an owner. */
function mailOf(policy: Policy, written: string): string {
  if (written.includes("@")) return written;
  const owner = Object.values(policy.owners).filter(
    ({ name }) => name === written || name.slice(name.lastIndexOf(".") + 1) === written,
  );
  if (owner.length === 1 && owner[0] !== undefined) return owner[0].email;
  throw failure(`--approved-by takes a mail address or the name of an owner, not '${written}'.`);
}
