/** The client policies that keep redeemed identity assertions within what they say. */
import type { Template } from "../apply/plan-shape.ts";
import { compactJson } from "../escape.ts";
import type { RealmObjects } from "./objects.ts";
import type { Fields } from "./representation.ts";

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

export interface ClientPolicy {
  /** Of the profile and of the policy that uses it. */
  readonly name: string;
  readonly profile: Fields;
  readonly policy: Fields;
}

/**
 * For each client that redeems assertions, a client policy of its own. 26.7.3 bounds the scopes by those of the
 * assertion only where the first executor is there, and compares `client_id` only in assertions of type
 * `oauth-id-jag+jwt`, while it takes others too; the second executor compares it in all of them.
 */
export function clientPolicies(objects: RealmObjects): readonly ClientPolicy[] {
  const { provider } = objects;
  if (provider === undefined) return [];
  return objects.clients
    .filter((client) => client.kind === "behalf")
    .map((client): ClientPolicy => {
      const name = `${provider.policy}/${client.id}`;
      const executors: Template = [
        { executor: "downscope-assertion-grant-enforcer", configuration: {} },
        {
          executor: "jwt-claim-enforcer",
          configuration: { "claim-name": "client_id", "allowed-value": client.id.replaceAll(".", "\\.") },
        },
      ];
      const attributes = [
        { key: "remit.workspace", value: objects.workspace },
        { key: "remit.target", value: objects.target },
        { key: "remit.agent", value: client.agent },
      ];
      const description = "Made by Remit: no scope and no client beyond the assertion's.";
      return {
        name,
        profile: { name, description, executors },
        policy: {
          name,
          description,
          enabled: true,
          conditions: [
            { condition: "grant-type", configuration: { grant_types: [jwtBearer] } },
            {
              condition: "client-attributes",
              configuration: { attributes: compactJson(attributes) },
            },
          ],
          profiles: [name],
        },
      };
    });
}
