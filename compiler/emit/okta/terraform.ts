/**
 * What Okta's Terraform provider has of a target, in Terraform's JSON syntax, where every string is a template: scopes,
 * groups, access policies and rules on a server that is there. It has neither agents nor their connections and owners.
 * Keys stand as in the text, which then needs no sorting; what is undefined is left out of it.
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
      client_whitelist: [`\${var.${clientVariable(agent)}}`],
      description: terraformString(agent.description),
      name: terraformString(agent.policyName),
      priority: index + 1,
      status: "ACTIVE",
    },
  ]);
  return stableJson({
    terraform: { required_providers: { okta: { source: "okta/okta" } } },
    variable: nonEmpty(
      live.map((agent) => [
        clientVariable(agent),
        { description: terraformString(`Id of the AI agent ${agent.name}.`), type: "string" },
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
              consent: "IMPLICIT",
              default: false,
              description: terraformString(description),
              metadata_publish: "NO_CLIENTS",
              name: terraformString(name),
            },
          ]),
        ),
        okta_group: nonEmpty(
          tenant.groups.map((name) => [
            key(name),
            { description: terraformString(`${tenant.mark}Made for a policy.`), name: terraformString(name) },
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
      access_token_lifetime_minutes: agent.lifetimeMinutes,
      auth_server_id: server,
      grant_type_whitelist: [rule.groups.length === 0 ? "client_credentials" : jwtBearer],
      group_whitelist:
        rule.groups.length === 0 ? undefined : rule.groups.map((group) => `\${okta_group.${key(group)}.id}`),
      name: terraformString(rule.name),
      policy_id: `\${okta_auth_server_policy.${policy}.id}`,
      priority: index + 1,
      scope_whitelist: rule.scopes.map((scope) => `\${okta_auth_server_scope.${key(scope)}.name}`),
      status: "ACTIVE",
    },
  ];
}

/** Terraform takes no empty block. */
function nonEmpty(entries: readonly (readonly [string, unknown])[]): unknown {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
