/** What the readers find: grants as plain data, each with its place. Rules look at nothing else. */
import type { Extent } from "../code.ts";
import type { AwsGrant } from "./aws/fact.ts";

/**
 * `proven`: the text says it. `inferred`: it rests on a guess about what a part that cannot be read means; what
 * follows from it is a warning at most.
 */
export type Proof = "proven" | "inferred";

export type Grant = AwsGrant;
export type GrantKind = Grant["kind"];

/** A grant and the file that it stands in. */
export type Located<G> = G & { readonly file: string };

export interface GrantBase {
  readonly extent: Extent;
}
