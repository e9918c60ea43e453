import { entriesOf, get, isTrue, items, str, under, type Value } from "../../scan/grants/value.ts";
import { defineScanRule, maps } from "./rule.ts";

const management =
  /^(?:create|update|delete):(?:clients|client_grants|users|roles|role_members|actions|connections|tenant_settings|resource_servers|organizations|rules|hooks|guardian\w*|user_idp_tokens)/;
const realmRoles =
  /^(?:realm-admin|manage-users|manage-realm|manage-clients|manage-identity-providers|manage-authorization|impersonation|create-client)$/;

/** The words of a scope that is a list or a string of words. */
function words(value: Value | undefined): readonly Value[] {
  return items(value);
}

const wordsOf = (value: Value) => (value.kind === "text" ? value.value.split(/[\s,]+/) : []);

export default defineScanRule({
  id: "auth0-keycloak-admin-client",
  title: "A client that manages its own identity provider",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const resource of grants.of("infra-resource")) {
      const { file, body, name, type, proof } = resource;
      const found = (place: Value, what: string, message: string) => ({
        file,
        extent: { at: place.at, end: place.end },
        subject: `${name} ${what}`,
        message,
        proof,
      });
      if (/^auth0(?:_client_grant$| client grant$)/.test(type))
        for (const item of words(get(body, "scope", "scopes")))
          for (const word of wordsOf(item))
            if (management.test(word))
              yield found(
                item,
                word,
                `The grant '${name}' on the Management API allows ${word}, with which the client can widen its own rights. Leave it to reading.`,
              );
      const role = str(get(body, "role_id", "role", "name"));
      if (/^keycloak_openid_client_service_account_role$/.test(type) && role && realmRoles.test(role)) {
        const place = get(body, "role", "role_id", "name") ?? body;
        yield found(
          place,
          role,
          `The service account '${name}' has the role ${role} of the realm's management. Give it the roles of its own client only.`,
        );
      }
      if (/^keycloak user$/.test(type))
        for (const item of entriesOf(under(body, "clientRoles")).flatMap((entry) =>
          entry.key === "realm-management" ? items(entry.value) : [],
        )) {
          const given = str(item) ?? "";
          if (realmRoles.test(given))
            yield found(
              item,
              given,
              `'${name}' has the role ${given} of the realm's management. Give it the roles of its own client only.`,
            );
        }
      // Every realm has these; they are consoles and command lines for people.
      if (
        /^keycloak client$/.test(type) &&
        /^(?:account(?:-console)?|admin-cli|broker|realm-management|security-admin-console|[\w-]+-realm)$/.test(
          name,
        )
      )
        continue;
      const full = get(body, "fullScopeAllowed", "full_scope_allowed");
      if (/^keycloak(?: client|_openid_client)$/.test(type) && full && isTrue(full))
        yield {
          ...found(
            full,
            "fullScopeAllowed",
            `Tokens of the client '${name}' carry every role of whoever signs in, because fullScopeAllowed is on. Turn it off, and map the roles that it needs.`,
          ),
          tier: "medium" as const,
        };
    }
  },
});
