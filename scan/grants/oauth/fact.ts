/** A scope that a client asks a user or an administrator for. */
import type { Extent } from "../../code.ts";
import type { Proof } from "../fact.ts";

export type ScopeProvider =
  | "google"
  | "slack"
  | "github"
  | "microsoft"
  | "okta"
  | "atlassian"
  | "salesforce"
  | "gitlab"
  | "linear"
  | "hubspot"
  | "zoom"
  | "discord"
  | "notion"
  | "asana"
  | "box"
  | "dropbox"
  | "auth0"
  | "unknown";

export interface OauthScope {
  readonly kind: "oauth-scope";
  readonly extent: Extent;
  readonly value: string;
  readonly provider: ScopeProvider;
  /** Whose token it is, where the text says: a Slack app has both. */
  readonly holder: "user" | "bot" | "unknown";
  /**
   * How the token is got: a user consents, a service account's keys or the machine's own identity, or nothing says.
   */
  readonly flow: "consent" | "service" | "unknown";
  /** What an OAuth client or server has stands beside it: an identifier, a grant type, an address for tokens. */
  readonly near: boolean;
  /** One of several levels among which somebody chooses. */
  readonly option: boolean;
  /** The scopes beside it, so that combinations can be judged; itself included. */
  readonly beside: readonly string[];
  readonly holderName: string;
  readonly proof: Proof;
}
