/** What a gateway of Amazon Bedrock AgentCore can enforce: it sees a caller, a tool, its inputs, and the time. */
import type { ActionPattern, Atom, Deny, Dnf, Policy } from "../../model/policy.ts";
import { type Ability, type Capabilities, cannot, native } from "../capabilities.ts";
import { gatewayTools } from "./agentcore-names.ts";
import { isPlain, patterns } from "./capabilities.ts";

export function agentcoreCapabilities(policy: Policy): Capabilities {
  const tools = gatewayTools(policy);
  const actions = (list: readonly ActionPattern[]): Ability => {
    for (const { text } of list) {
      const tool = tools.get(text);
      if (tool?.twin !== undefined)
        return cannot(`'${text}' and '${tool.twin}' would both be '${tool.id}' at the gateway`);
      if (tool !== undefined && !isPlain(tool.id))
        return cannot("Cedar's validation objects to names that mix scripts or reorder text");
    }
    return native;
  };
  return {
    kind: "cedar",
    action: ({ text, wildcard }) => !wildcard && tools.has(text),
    actions,
    range: native,
    session: () => native,
    approval: () => cannot("the gateway knows no approvals"),
    subject: () => cannot("the gateway does not see on whose behalf an agent acts"),
    window: () => cannot("Cedar has no recurring windows"),
    condition,
    resource: () => cannot("the gateway sees no resource, only a tool's inputs"),
    deny: ({ unless }: Deny) => (unless === undefined ? native : condition(unless)),
    lead: () => 0,
  };
}

function condition(dnf: Dnf): Ability {
  if (!dnf.flat().every(isVisible))
    return cannot("the gateway sees a tool's inputs only: texts, whole numbers, decimals and truth values");
  return patterns(dnf);
}

/** A tool's schema has no addresses. */
const isVisible = ({ variable, type }: Atom): boolean => variable.kind === "input" && type !== "ip";
