/**
 * What Okta's Terraform provider has of a target, in Terraform's JSON syntax, where every string is a template: scopes,
 * groups, access policies and rules on a server that is there. It has neither agents nor their connections and owners.
 */
import { stableJson, terraformString } from "../escape.ts";
import { nameRules, platformName } from "../names.ts";
import { jwtBearer } from "./bodies.ts";
import type { Rule, Tenant, TenantAgent } from "./tenant.ts";

type Key = (name: string) => string;

/** Names in Terraform. Each is needed several times, and making one takes a digest. */
function keys(): Key {
  const made = new Map<string, string>();
  return (name) => {
    const known = made.get(name) ?? platformName(name, nameRules.terraform);
    made.set(name, known);
    return known;
  };
}

/** The text of `main.tf.json`. The agents' ids are variables, since the plan makes the agents. */
export function terraform(tenant: Tenant): string {
  const key = keys();
  const clientVariable = ({ agent }: TenantAgent): string => `client_${key(agent.name)}`;
  const live = tenant.agents.filter((agent) => agent.live);
  const server = "${data.okta_auth_server.server.id}";
  const policies = live.map((agent, index): [string, unknown] => [
    key(agent.agent.name),
    {
      auth_server_id: server,
      name: terraformString(agent.policyName),
      description: terraformString(agent.description),
      status: "ACTIVE",
      priority: index + 1,
      client_whitelist: [`\${var.${clientVariable(agent)}}`],
    },
  ]);
  return stableJson({
    terraform: { required_providers: { okta: { source: "okta/okta" } } },
    variable: nonEmpty(
      live.map((agent) => [
        clientVariable(agent),
        { type: "string", description: terraformString(`Id of the AI agent ${agent.name}.`) },
      ]),
    ),
    data: { okta_auth_server: { server: { name: terraformString(tenant.server) } } },
    resource: nonEmpty(
      Object.entries({
        okta_auth_server_scope: nonEmpty(
          tenant.scopes.map(({ name, description }) => [
            key(name),
            {
              auth_server_id: server,
              name: terraformString(name),
              description: terraformString(description),
              consent: "IMPLICIT",
              default: false,
              metadata_publish: "NO_CLIENTS",
            },
          ]),
        ),
        okta_group: nonEmpty(
          tenant.groups.map((name) => [
            key(name),
            { name: terraformString(name), description: terraformString(`${tenant.mark}Made for a policy.`) },
          ]),
        ),
        okta_auth_server_policy: nonEmpty(policies),
        okta_auth_server_policy_rule: nonEmpty(
          live.flatMap((agent) => agent.rules.map((rule, index) => ruleOf(agent, rule, index, server, key))),
        ),
      }).filter(([, value]) => value !== undefined),
    ),
  });
}

function ruleOf(agent: TenantAgent, rule: Rule, index: number, server: string, key: Key): [string, unknown] {
  const policy = key(agent.agent.name);
  return [
    key(`${agent.agent.name} ${rule.name}`),
    {
      auth_server_id: server,
      policy_id: `\${okta_auth_server_policy.${policy}.id}`,
      name: terraformString(rule.name),
      status: "ACTIVE",
      priority: index + 1,
      grant_type_whitelist: [rule.groups.length === 0 ? "client_credentials" : jwtBearer],
      scope_whitelist: rule.scopes.map((scope) => `\${okta_auth_server_scope.${key(scope)}.name}`),
      ...(rule.groups.length === 0
        ? {}
        : { group_whitelist: rule.groups.map((group) => `\${okta_group.${key(group)}.id}`) }),
      access_token_lifetime_minutes: agent.lifetimeMinutes,
    },
  ];
}

/** Terraform takes no empty block. */
function nonEmpty(entries: readonly (readonly [string, unknown])[]): unknown {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
