/** What the platforms' actions and resources are, as the checker and the editor see it. */
import type { Risk, ValueType } from "../model/policy.ts";

export type BuiltInService =
  | "aws"
  | "k8s"
  | "github"
  | "slack"
  | "okta"
  | "google"
  | "gcp"
  | "azure"
  | "graph";
/** `tool` is open: it has no catalog. */
export const builtInServices: readonly BuiltInService[] = [
  "aws",
  "k8s",
  "github",
  "slack",
  "okta",
  "google",
  "gcp",
  "azure",
  "graph",
];

export interface CatalogAction {
  /** The part after the service and its colon: `s3:GetObject`, `contents:write`. */
  readonly name: string;
  readonly risk: Risk;
  readonly description?: string;
  /** What `on` can name (`resourceIntersects` says which patterns do); empty: the action takes no resource. */
  readonly resources: readonly ResourceType[];
  /**
   * True where a permission without `on` reaches all of them (`resource-missing`). False where the platform's own
   * permission is not per resource (a Slack or Google scope), so that leaving `on` out loses nothing there.
   */
  readonly resourceRequired: boolean;
  readonly labels: readonly string[];
  readonly inputs: Readonly<Record<string, ValueType>>;
}

export interface ResourceType {
  readonly name: string;
  /** The platform's own pattern, as shown to people: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
  readonly pattern: string;
}

/**
 * The part of one service's catalog that a policy needs. Loading is asynchronous and by part (an AWS service, one
 * file); asking is synchronous.
 */
export interface Catalog {
  readonly service: BuiltInService;
  /** Unknown names are errors; else well-shaped ones are accepted (`unverified-name`). */
  readonly complete: boolean;
  /** sha256 (hex) of the data that was loaded, by part (`aws/s3`), for `remit.lock`. */
  readonly digests: Readonly<Record<string, string>>;
  /** The action of that name to the letter. */
  action(name: string): CatalogAction | undefined;
  /** Every part that there is, loaded or not (of AWS, the services), for completion. */
  readonly parts: readonly { readonly name: string; readonly title: string }[];
  /** What a partial catalog takes an unlisted, well-shaped name for; `undefined` for all others. */
  assumed(name: string): CatalogAction | undefined;
  /** Whether `assumed` knows it. */
  wellShaped(name: string): boolean;
  /** All actions whose name the glob matches (`*`, `?`), sorted by name. */
  matching(glob: string): readonly CatalogAction[];
  /** Names near to a misspelled one, nearest first, at most `limit`. */
  nearest(name: string, limit: number): readonly string[];
}

/** A set of actions that lets its holder raise its own access. */
export interface Escalation {
  readonly id: string;
  readonly title: string;
  /** One of each list is needed, with its service (`aws:iam:PassRole`). */
  readonly needs: readonly (readonly string[])[];
  /** How the actions lead to more, in one sentence. */
  readonly explanation: string;
}
