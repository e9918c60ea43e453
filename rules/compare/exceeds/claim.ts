/** What a document gives an agent's identity, in the words of the policy. */
import type { Deny } from "../../../compiler/model/policy.ts";
import type { Extent } from "../../../scan/code.ts";
import type { Proof } from "../../../scan/grants/fact.ts";

export interface Claim {
  readonly file: string;
  /** Where the statement, rule or scope stands. */
  readonly at: number;
  /** How messages call the holder, where the code has another name for it than the platform. */
  readonly shown?: string;
  /** Who is given it: `The role 'agent'`. */
  readonly holder: string;
  /** Its actions with what they reach, the most telling first. */
  readonly parts: readonly Part[];
  readonly proof: Proof;
  /**
   * Whether the platform could hold the policy's windows, conditions, ends, approvals and subjects, and nothing in the
   * text does: then a grant that has some is exceeded, too. Otherwise only actions and resources are compared.
   */
  readonly unbounded: boolean;
  /** Target kinds for which the policy may waive constraints. */
  readonly target?: "aws";
  /** Reads the policy's resource patterns as the text's own are read, where these leave parts open. */
  readonly lens?: (pattern: string) => string;
}

export interface Part {
  /** Qualified: `aws:s3:GetObject`. */
  readonly action: string;
  /** As it is written: `s3:*`. */
  readonly said: string;
  readonly extent: Extent;
  /** Each list is any of its globs, and all lists must match; empty: every resource and none; absent: not known. */
  readonly resources?: readonly (readonly string[])[];
  /** What the same documents take away. */
  readonly denies: readonly Deny[];
}
