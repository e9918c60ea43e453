/** The schema: what a request can hold, by action. */
import { own } from "../../model/json.ts";
import type { Policy, ServiceAction, ValueType } from "../../model/policy.ts";
import { cedarString } from "../escape.ts";
import type { PlannedAgent } from "../plan.ts";
import { toolPrefix } from "./policies.ts";

const types: Readonly<Record<ValueType, string>> = {
  string: "String",
  int: "Long",
  decimal: "decimal",
  bool: "Bool",
  ip: "ipaddr",
};

/** The literal actions of a plan that are entities of their own, sorted; tools share one. */
export function actionEntities(agents: readonly PlannedAgent[]): readonly string[] {
  const names = agents.flatMap((agent) =>
    agent.grants.flatMap((grant) => grant.grant.actions.map((action) => action.text)),
  );
  return [...new Set(names.filter((name) => !name.startsWith(toolPrefix)))].sort();
}

/** The declared action behind a qualified name, where a declared service has it. */
export function declaredAction(policy: Policy, name: string): ServiceAction | undefined {
  const colon = name.indexOf(":");
  const service = own(policy.services, name.slice(0, colon));
  return service === undefined ? undefined : own(service.actions, name.slice(colon + 1));
}

/**
 * Cedar's human-readable schema. Every attribute of a request is optional in it, also those that `toCedar` always gives,
 * so that strict validation proves each of their uses guarded.
 */
export function schemaText(policy: Policy, agents: readonly PlannedAgent[], namespace: string): string {
  const facts = Object.values(policy.facts)
    .map((fact) => `${cedarString(fact.name)}?: { value?: ${types[fact.type]}, at?: datetime }`)
    .sort();
  const shared = [
    "now?: datetime",
    "on_behalf_of?: { user: String, groups: Set<String> }",
    "ip?: ipaddr",
    "mfa?: Bool",
    `facts?: { ${facts.join(", ")} }`,
  ];
  const actions = actionEntities(agents).map((name) => {
    const inputs = Object.entries(declaredAction(policy, name)?.inputs ?? {})
      .map(([input, type]) => `${cedarString(input)}?: ${types[type]}`)
      .sort();
    return action(name, [...shared, `inputs?: { ${inputs.join(", ")} }`]);
  });
  return [
    `namespace ${namespace} {`,
    "  entity Agent;",
    "  entity Resource { name?: String };",
    ...actions,
    action("tool", [...shared, "tool?: String", "inputs?: {}"]),
    "}",
    "",
  ].join("\n");
}

const action = (name: string, context: readonly string[]): string =>
  [
    `  action ${cedarString(name)} appliesTo {`,
    "    principal: [Agent],",
    "    resource: [Resource],",
    `    context: { ${context.join(", ")} },`,
    "  };",
  ].join("\n");
