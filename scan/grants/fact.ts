/** What the readers find: grants as plain data, each with its place. Rules look at nothing else. */
import type { AgentGrant } from "./agents/fact.ts";
import type { AwsGrant } from "./aws/fact.ts";
import type { GcpBinding, GcpRoleList } from "./gcp/fact.ts";
import type { GithubGrant } from "./github/fact.ts";
import type { KubernetesGrant } from "./kubernetes/fact.ts";
import type { MicrosoftGrant } from "./microsoft/fact.ts";
import type { OauthScope } from "./oauth/fact.ts";
import type { ResourceGrant } from "./resources/fact.ts";

/**
 * `proven`: the text says it. `inferred`: it rests on a guess about what a part that cannot be read means; what
 * follows from it is a warning at most.
 */
export type Proof = "proven" | "inferred";

export type Grant =
  | AgentGrant
  | AwsGrant
  | GcpBinding
  | GcpRoleList
  | GithubGrant
  | KubernetesGrant
  | MicrosoftGrant
  | OauthScope
  | ResourceGrant;
export type GrantKind = Grant["kind"];

/** A grant and the file that it stands in. */
export type Located<G> = G & { readonly file: string };
