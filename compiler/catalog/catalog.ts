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
  /** Globs of the resources it can be limited to (an ARN's placeholders are `resourcePlaceholder` sets); empty: none. */
  readonly resources: readonly ResourceType[];
  /** Resource types of which at least one is required: without `on` it reaches all of them. */
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
  /** A partial catalog's judgement of an unknown name; always false for complete ones. */
  wellShaped(name: string): boolean;
  /** All actions whose name the glob matches (`*`, `?`), sorted by name. */
  matching(glob: string): readonly CatalogAction[];
  /** Names near to a misspelled one, nearest first, at most `limit`. */
  nearest(name: string, limit: number): readonly string[];
}
