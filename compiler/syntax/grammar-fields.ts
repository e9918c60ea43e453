/** The words inside of statements: fields of identities, predicates of guardrails, subjects. */
import {
  duration,
  fields,
  type Keywords,
  literal,
  many,
  once,
  reference,
  string,
  value,
  word,
} from "./grammar-parts.ts";

/** The platforms of an `identity` block with their fields. */
export const IDENTITY_PLATFORMS: Keywords = {
  oidc: many(
    "An OpenID Connect subject.",
    fields({
      issuer: once("The issuer's URL.", string),
      subject: once("The subject (sub).", string),
      audience: once("The audience (aud).", string),
    }),
  ),
  aws: many(
    "An AWS IAM role.",
    fields({
      role: once("The role's name.", string),
      adopt: once("The role exists already."),
    }),
  ),
  keycloak: many("A Keycloak client.", fields({ client: once("The client's id.", string) })),
  okta: many("An Okta AI agent.", fields({ agent: once("The agent's name or id.", string) })),
  kubernetes: many(
    "A Kubernetes service account.",
    fields({ serviceaccount: once("namespace/name.", string) }),
  ),
  github: many("A GitHub App.", fields({ app: once("The app's slug.", string) })),
  spiffe: many("A SPIFFE id.", string),
};

/** What a guardrail's `has` can ask for. */
export const PREDICATES: Keywords = {
  expires: once("Ends within so long of its start.", word("within"), duration),
  review: once("Is reviewed at least that often.", word("within"), duration),
  session: once("Has credentials no longer than this.", word("within"), duration),
  approval: once("Needs approval."),
  until: once("Has an end of its own."),
  because: once("Says why."),
  team: once("Has a team."),
  deputy: once("Has a deputy."),
  purpose: once("Has a purpose."),
  source: once("Says where its code lives."),
  identity: once("Has an identity."),
  email: once("Has an address like this.", word("like"), string),
};

/** `group G`, `user "mail"`, `owner O` after `on behalf of`. */
export const SUBJECTS: Keywords = {
  group: many("A member of this group.", value(reference("group"))),
  user: many("This user.", value(literal("email", '"ada@example.com"'))),
  owner: many("This owner.", value(reference("owner"))),
};
