/** Target `cedar`: a schema and policies, valid in strict mode without a warning; with `profile agentcore` those of a gateway. */

import type { Emitter } from "../emission.ts";
import { cedarString, stableJson } from "../escape.ts";
import { noStops } from "../last-output.ts";
import { plan } from "../plan.ts";
import { emitAgentcore } from "./agentcore.ts";
import { capabilities } from "./capabilities.ts";
import { agentPolicies } from "./policies.ts";
import { readme } from "./readme.ts";
import { schemaText } from "./schema.ts";
import { stopCedar } from "./stop.ts";

/** The schema's namespace of a target. */
export const namespaceOf = (settings: Readonly<Record<string, unknown>>): string =>
  String(settings.namespace ?? "Remit");

export const emitCedar: Emitter = async (input, data) => {
  const { policy, target, at, onlySuspensions, stops } = input;
  if (target.settings.profile === "agentcore") return emitAgentcore(input, data);
  const planned = plan(policy, target, capabilities, at);
  const namespace = namespaceOf(target.settings);
  const rest = {
    target,
    objects: [{ kind: "policies with @workspace", name: policy.workspace }],
    enforcement: planned.enforcement,
    tail: {
      seconds: 0,
      text: `None: each request is decided, and ${cedarString("context.now")} is checked in every permit.`,
    },
    problems: [],
  };
  if (onlySuspensions === true) {
    const granted = planned.agents.map(({ agent }) => agent.name);
    return { ...rest, ...stopCedar(stops ?? noStops, policy.workspace, target, granted, namespace) };
  }
  const policies = planned.agents.flatMap((agent) => agentPolicies(policy, agent, namespace));
  policies.sort((left, right) => (left.id < right.id ? -1 : 1));
  return {
    ...rest,
    files: [
      { path: "README.md", content: readme(policy.workspace, namespace, policies.length) },
      { path: "schema.cedarschema", content: schemaText(policy, planned.agents, namespace) },
      { path: "policies.cedar", content: policies.map((one) => one.text).join("\n") },
      {
        path: "policies.json",
        content: stableJson(Object.fromEntries(policies.map((one) => [one.id, one.text]))),
      },
    ],
  };
};
