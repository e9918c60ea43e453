/** A Remit request as a call of a tool at an AgentCore gateway. */
import { formatInstant } from "../../literals.ts";
import { own } from "../../model/json.ts";
import type { Instant, Policy } from "../../model/policy.ts";
import { readRequest } from "../../model/read-request.ts";
import type { Target } from "../../model/test-and-target.ts";
import { bindingOf, gatewayOf, gatewayTools } from "./agentcore-names.ts";
import { type CedarQuestion, type CedarRequest, type CedarValue, cedarTyped, INEXACT } from "./request.ts";

/**
 * `at` is the clock of a request without `time`. Never seen by a gateway: malformed requests, other actions than tools
 * of MCP services, agents without the identity that the target asks for, a resource, a subject, other agents.
 */
export function toAgentcore(policy: Policy, target: Target, request: unknown, at: Instant): CedarQuestion {
  const unseen = (reason: string): CedarQuestion => ({ kind: "unseen", reason });
  const read = readRequest(policy, request, at);
  if ("malformed" in read) return unseen(read.malformed);
  if (read.resource !== undefined) return unseen("A call of a tool names no resource.");
  if (read.subject !== undefined || read.via.length > 0)
    return unseen("The gateway sees one caller, and nobody behind it.");
  const tool = gatewayTools(policy).get(read.action);
  const gateway = gatewayOf(target);
  const agent = own(policy.agents, read.agent);
  const binding =
    gateway === undefined || agent === undefined ? undefined : bindingOf(agent, target, gateway);
  if (tool === undefined || tool.twin !== undefined) return unseen("The action is no tool of the gateway.");
  if (gateway === undefined || binding === undefined) return unseen("The agent has no identity there.");
  const inputs: Record<string, CedarValue> = {};
  for (const [name, type] of Object.entries(tool.declared.inputs)) {
    const raw = own(read.inputs, name);
    const value = cedarTyped(type === "ip" ? "string" : type, raw);
    if (value === INEXACT) return unseen("A number is too large for Cedar's JavaScript interface.");
    if (value !== undefined) inputs[name] = value;
  }
  const resource = { type: "AgentCore::Gateway", id: gateway.arn };
  const principal =
    binding.kind === "tag"
      ? { type: "AgentCore::OAuthUser", id: binding.value }
      : { type: "AgentCore::IamEntity", id: binding.pattern.replace("*", "session") };
  const asked: CedarRequest = {
    principal,
    action: { type: "AgentCore::Action", id: tool.id },
    resource,
    context: {
      input: inputs,
      system: { now: { __extn: { fn: "datetime", arg: formatInstant(read.at) } } },
    },
    entities: [
      {
        uid: principal,
        attrs: { id: principal.id },
        parents: [],
        ...(binding.kind === "tag" ? { tags: { [binding.tag]: binding.value } } : {}),
      },
      { uid: resource, attrs: {}, parents: [] },
    ],
  };
  return { kind: "ask", requests: [asked] };
}
