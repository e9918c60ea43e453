/** The page that lies beside the output. */
import { formatInstant } from "../../literals.ts";
import type { EmittedObject } from "../emission.ts";
import { markdownText } from "../escape.ts";
import type { Tenant } from "./tenant.ts";

/** The OAuth scopes of Okta's own API that a run needs. */
const apiScopes = [
  "okta.authorizationServers.manage",
  "okta.aiAgents.manage",
  "okta.groups.manage",
  "okta.users.read",
  "okta.governance.resourceOwner.manage",
  "okta.governance.accessCertifications.manage",
];

/** How to apply and undo, in order, and what lies outside of the promise. */
export function readme(workspace: string, tenant: Tenant, gone: readonly EmittedObject[]): string {
  const rows = tenant.agents.flatMap(({ agent, name, live, rules, lifetimeMinutes }) =>
    live
      ? rules.map(
          (rule) =>
            `| ${markdownText(agent.name)} | ${markdownText(name)} | ${rule.groups.map(markdownText).join(", ") || "nobody"} | ${rule.scopes.map(markdownText).join(", ")} | ${lifetimeMinutes} min |`,
        )
      : [
          `| ${markdownText(agent.name)} | ${markdownText(name)} | | none now: deactivated where it exists | |`,
        ],
  );
  const reviews = tenant.agents.flatMap(({ agent, review }) =>
    review === undefined
      ? []
      : [
          `- ${markdownText(agent.name)}: every ${review.days} days from ${formatInstant(review.start)}, groups ${review.groups.map(markdownText).join(", ")}`,
        ],
  );
  return [
    `# Okta, workspace ${markdownText(workspace)}`,
    "",
    "Made by `remit compile`. Do not edit: change the policy and compile again.",
    "",
    `For the organisation ${markdownText(tenant.org)} and its authorization server ${markdownText(tenant.server)}, which has to be there.`,
    "",
    "## Apply",
    "",
    "1. Set `OKTA_ORG_URL` to the organisation's address and `OKTA_ACCESS_TOKEN` to an access token of a super administrator's service app with the scopes",
    `   ${apiScopes.map((scope) => `\`${scope}\``).join(", ")}.`,
    "2. `node apply.mjs --dry-run` reads and says what would change.",
    "3. `node apply.mjs` does it, in the order of `plan.json`: it stops before it writes anything where an access policy of the server is for all clients; then it takes away, then it grants; an agent is activated last, when it has owners and a key.",
    "4. Register the public key of each new workload at its agent (Okta makes no agent active without one; none is in this folder), and run again. A run that has nothing to do changes nothing.",
    "",
    "Undo: `node apply.mjs --undo` takes back the last run that changed something, from `journal.json`; once for each run. An agent or policy that a run has removed comes back without keys, connections and rules: apply the output that had them.",
    "",
    "`main.tf.json` says the same of scopes, groups, access policies and rules, for who keeps these in Terraform; agents, owners, connections and activation are in the plan alone. It does not check for policies for all clients: let the dry run do it. Import what exists already (`terraform import`), and use one of the two for these objects.",
    "",
    "## Agents",
    "",
    "| agent | in Okta | on behalf of | scopes | token |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
    ...(reviews.length === 0
      ? []
      : [
          "## Reviews",
          "",
          "Campaigns in which the owner certifies who is in the groups that the agent acts for. They change nothing by themselves; the review of the agent itself is `reviewed` in the policy.",
          "",
          ...reviews,
          "",
        ]),
    ...(gone.length === 0
      ? []
      : [
          "## Remove",
          "",
          "Earlier outputs made these, and this one does not. `node apply.mjs` removes those that it finds and that are of this workspace; `--dry-run` lists what it would remove. Scopes and groups that were there before Remit are none of them.",
          "",
          ...gone.map(({ kind, name }) => `- ${kind} ${markdownText(name)}`),
          "",
        ]),
    ...betweenApps(tenant),
    "## What lies outside",
    "",
    "- Dates: Okta has none. Compile and run again at the instants that `remit schedule` lists; an agent is deactivated one token's life and a second before its end.",
    "- Tokens that are out live on until they expire. Deactivation ends issuing only.",
    "- Other access policies that name one of these agents, other connections of an agent, and rules of the organisation's own apply beside these. Who adds a person to a group lets the agent act for that person.",
    "- Groups and scopes that exist already are used as they are and left untouched.",
    "",
  ].join("\n");
}

/** A connection between two apps names no scope, so it would let through more than the policy says. */
function betweenApps({ agents }: Tenant): readonly string[] {
  const rows = agents
    .filter(({ delegated }) => delegated.length > 0)
    .map(
      ({ agent, delegated }) => `| ${markdownText(agent.name)} | ${delegated.map(markdownText).join(", ")} |`,
    );
  if (rows.length === 0) return [];
  return [
    "## Cross App Access between two apps",
    "",
    "The plan connects each agent to the server, for its scopes alone. A connection between two apps (`/api/v1/apps/{id}/cwo/connections`) names no scopes, so the plan makes none: it would let through more than the policy says. Where a resource has an authorization server of its own that redeems identity assertions, make the connection by hand, and only where that server bounds the scopes to these, as the output of a target `keycloak` with `cross-app-access issuer` does:",
    "",
    "| agent | scopes |",
    "| --- | --- |",
    ...rows,
    "",
    "1. In Okta: Applications, the app of the agent, Manage connections; or `POST /api/v1/apps/{requesting app}/cwo/connections` with `requestingAppInstanceId`, `resourceAppInstanceId` and `status`.",
    "2. Set it inactive before the agent's end or at its suspension, by hand too: no plan touches it.",
    "",
  ];
}
