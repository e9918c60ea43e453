/** What the policy's names are at an AgentCore gateway: actions, gateway, principals, policies. */
import { own } from "../../model/json.ts";
import type { Agent, Policy, ServiceAction } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import { cedarString } from "../escape.ts";
import { nameRules, platformName } from "../names.ts";

/** A tool that the gateway offers: `<gateway target>___<tool>`, three underscores. */
export interface GatewayTool {
  readonly id: string;
  readonly declared: ServiceAction;
  /** Another tool of the policy has the same id, so the gateway could not tell them apart. */
  readonly twin?: string;
}

/** Tools of the declared MCP services, by qualified action. A gateway target is named as the service, without namespace. */
export function gatewayTools(policy: Policy): ReadonlyMap<string, GatewayTool> {
  const tools = Object.values(policy.services)
    .filter(({ protocol }) => protocol === "mcp")
    .flatMap((service) =>
      Object.values(service.actions).map((declared) => ({
        action: `${service.name}:${declared.name}`,
        id: `${service.name.slice(service.name.lastIndexOf(".") + 1)}___${declared.name}`,
        declared,
      })),
    );
  const byId = new Map<string, string[]>();
  for (const { id, action } of tools) byId.set(id, [...(byId.get(id) ?? []), action]);
  return new Map(
    tools.map(({ action, id, declared }) => {
      const twin = byId.get(id)?.find((other) => other !== action);
      return [action, { id, declared, ...(twin === undefined ? {} : { twin }) }];
    }),
  );
}

export interface Gateway {
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
}

const gatewayArn = /^arn:(aws[a-z-]*):bedrock-agentcore:[a-z0-9-]+:(\d{12}):gateway\/[A-Za-z0-9-]+$/;

/** The gateway of a target; `undefined` where its setting is no ARN of one. */
export function gatewayOf(target: Target): Gateway | undefined {
  const arn = String(target.settings.gateway ?? "");
  const [, partition, account] = gatewayArn.exec(arn) ?? [];
  return partition === undefined || account === undefined ? undefined : { arn, partition, account };
}

/** How the gateway knows that a caller is the agent. */
export type Binding =
  | { readonly kind: "tag"; readonly tag: string; readonly value: string }
  | { readonly kind: "role"; readonly role: string; readonly pattern: string };

/** `undefined` where the agent lacks the identity that the target's `principal` speaks of. */
export function bindingOf(
  agent: Agent,
  target: Target,
  { partition, account }: Gateway,
): Binding | undefined {
  const tag = own(target.settings, "principal tag");
  if (tag !== undefined) {
    const value = clientOf(agent);
    return value === undefined ? undefined : { kind: "tag", tag: String(tag), value };
  }
  const identity = agent.identities.find((one) => one.kind === "aws");
  if (identity === undefined) return undefined;
  const { role } = identity;
  return { kind: "role", role, pattern: `arn:${partition}:sts::${account}:assumed-role/${role}/*` };
}

/** The OAuth client: Keycloak's, else Okta's, else the subject of the agent's own tokens. */
function clientOf({ identities }: Agent): string | undefined {
  const keycloak = identities.find((one) => one.kind === "keycloak");
  const okta = identities.find((one) => one.kind === "okta");
  const oidc = identities.find((one) => one.kind === "oidc");
  return keycloak?.client ?? okta?.agent ?? oidc?.subject;
}

/** Equal for two agents that the gateway could not tell apart; IAM holds role names equal that differ in case only. */
export const bindingKey = (binding: Binding): string =>
  binding.kind === "tag" ? binding.value : binding.role.toLowerCase();

/** The principal part of a statement's scope, and the test that stands first in its `when`. */
export function principalText(binding: Binding): { readonly scope: string; readonly test: string } {
  if (binding.kind === "role")
    return {
      scope: "principal is AgentCore::IamEntity",
      test: `principal has id && principal.id like ${cedarString(binding.pattern)}`,
    };
  const tag = cedarString(binding.tag);
  return {
    scope: "principal is AgentCore::OAuthUser",
    test: `principal.hasTag(${tag}) && principal.getTag(${tag}) == ${cedarString(binding.value)}`,
  };
}

/** Unique in the account as far as workspace, target, agent and statement differ. */
export const policyName = (
  policy: Policy,
  target: Target,
  agent: string,
  statement: string,
  part: number,
): string =>
  platformName(
    `${agent}/${JSON.stringify([statement, part, policy.workspace, target.name ?? "", policy.environment ?? ""])}`,
    nameRules.agentcorePolicy,
  );
