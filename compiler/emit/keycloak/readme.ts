/** The page that lies beside the output. */
import type { PlanInMaking } from "../apply/plan-shape.ts";
import type { EmittedObject } from "../emission.ts";
import { markdownText } from "../escape.ts";
import type { RealmObjects } from "./objects.ts";
import { longestAssertion } from "./representation.ts";

/** How to apply and undo, in order, and what lies outside of the promise. */
export function readme(objects: RealmObjects, plan: PlanInMaking, gone: readonly EmittedObject[]): string {
  const variables = plan.environment.map(({ name, purpose }) => `| \`${name}\` | ${markdownText(purpose)} |`);
  const clients = objects.clients.map(
    (client) =>
      `| ${markdownText(client.agent)} | ${markdownText(client.id)} | ${client.kind === "self" ? "itself" : "users"} | ${client.enabled ? "on" : "off"} | ${client.scopes.map(markdownText).join(", ")} |`,
  );
  const secrets = objects.clients.some((client) => client.jwks === undefined);
  return [
    `# Keycloak realm ${markdownText(objects.realm)}, workspace ${markdownText(objects.workspace)}`,
    "",
    "Made by `remit compile`. Do not edit: change the policy and compile again.",
    "",
    "## Apply",
    "",
    "Either to a realm that is there:",
    "",
    "1. Set the variables below. The token is of an administrator who may manage the realm's clients, users and identity providers; it has to live as long as the run.",
    "2. `node apply.mjs --dry-run` reads the realm and says what would change.",
    "3. `node apply.mjs` does it. It reads everything first and stops, before it writes, at an object of the same name that is not of this target. Run again it changes nothing; after a failure it goes on where it stopped.",
    "",
    "or as a new realm: import `realm.json` (`kc.sh start --import-realm` with the file in `data/import` fills in the variables; or fill them in by hand and send it to `POST /admin/realms`).",
    "",
    "| variable | what |",
    "| --- | --- |",
    `| \`${plan.base}\` | the address of Keycloak |`,
    `| \`${plan.authorization.variable}\` | an administrator's access token |`,
    ...variables,
    "",
    ...(secrets
      ? [
          "Keycloak makes the clients' secrets; read each in its client's *Credentials*. None is in this folder.",
          "",
        ]
      : []),
    "Undo: `node apply.mjs --undo` takes back the last run that changed something, from `journal.json`. What was removed comes back without its secret and without what others had linked to it.",
    "",
    "## Clients",
    "",
    "| agent | client | acts for | is | scopes |",
    "| --- | --- | --- | --- | --- |",
    ...clients,
    "",
    "A client has no scope by default; it asks for those that it needs (`scope=…`). Scopes that are granted on behalf of users are those of the second client alone: it exchanges a user's access token (`urn:ietf:params:oauth:grant-type:token-exchange`) whose audience holds that client. A user outside of the groups gets a token without scope and audience.",
    "",
    ...(objects.provider === undefined
      ? []
      : [
          "## Cross App Access",
          "",
          `The second client redeems identity assertions of ${markdownText(objects.provider.issuer)} (\`urn:ietf:params:oauth:grant-type:jwt-bearer\`). Each counts once, for at most ${longestAssertion} s from its issue, for the client that it names, and for scopes that are in it. A user must be linked to the identity provider ${markdownText(objects.provider.alias)} beforehand. Keycloak puts the claims with owner and policy into no token of this kind: its client tells the agent.`,
          "",
        ]),
    ...(gone.length === 0
      ? []
      : [
          "## Remove",
          "",
          "Earlier outputs made these, and this one does not. `node apply.mjs` removes those that it finds and that are of this target, and leaves others of the same name alone; `--dry-run` lists what it would remove, and `--undo` brings it back. Groups stay: people may have been put into them. With `realm.json`, or where another output is applied in between, remove them by hand:",
          "",
          ...gone.map(({ kind, name }) => `- ${kind.replaceAll("-", " ")} ${markdownText(name)}`),
          "",
        ]),
    "## What lies outside",
    "",
    "- Dates: Keycloak has none. Compile and apply again at the instants that `remit schedule` lists; clients go off one token's life and a second before the agent ends.",
    "- Tokens that are out: a client that is off gets none, and introspection answers that its older ones are inactive. Who checks tokens by their signature alone sees them live until they expire.",
    "- Introspection answers only a client that is in the token's audience.",
    "- Groups are used as they are; members of a subgroup count as members. Who gives one of the roles `remit:…` to somebody by hand, or a client scope of this list to another client, adds access of their own.",
    "",
  ].join("\n");
}
