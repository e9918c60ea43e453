/** A schema like the one that a gateway makes from its tools, for validating the policies before they are applied. */
import type { ValueType } from "../../model/policy.ts";
import { cedarString } from "../escape.ts";
import type { PlannedAgent } from "../plan.ts";
import type { GatewayTool } from "./agentcore-names.ts";

const types: Readonly<Record<ValueType, string>> = {
  string: "String",
  int: "Long",
  decimal: "decimal",
  bool: "Bool",
  // A tool's schema has no addresses: to the gateway one is a text.
  ip: "String",
};

/** Every part of the context and of the caller is optional here, so that validation proves each of its uses guarded. */
export function agentcoreSchema(
  agents: readonly PlannedAgent[],
  tools: ReadonlyMap<string, GatewayTool>,
): string {
  const granted = agents.flatMap(({ grants }) => grants.flatMap(({ grant }) => grant.actions));
  const used = new Map(
    granted.flatMap(({ text }) => {
      const tool = tools.get(text);
      return tool === undefined ? [] : [[tool.id, tool] as const];
    }),
  );
  const actions = [...used.values()]
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, declared }) => {
      const inputs = Object.entries(declared.inputs)
        .map(([name, type]) => `${cedarString(name)}?: ${types[type]}`)
        .sort();
      return [
        `  action ${cedarString(id)} appliesTo {`,
        "    principal: [OAuthUser, IamEntity],",
        "    resource: [Gateway],",
        `    context: { input?: { ${inputs.join(", ")} }, system?: { now?: datetime } },`,
        "  };",
      ].join("\n");
    });
  return [
    "namespace AgentCore {",
    "  entity OAuthUser = { id?: String } tags String;",
    "  entity IamEntity = { id?: String };",
    "  entity Gateway;",
    ...actions,
    "}",
    "",
  ].join("\n");
}
