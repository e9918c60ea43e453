/** GitHub workflows, actions and App manifests, whole: their rules need to see what stands beside what. */
import type { Extent } from "../../code.ts";
import type { Proof } from "../fact.ts";
import type { Value } from "../value.ts";

export interface Workflow {
  readonly kind: "workflow";
  readonly extent: Extent;
  /** `action`: a composite action. `markdown`: an agentic workflow in front matter. */
  readonly form: "workflow" | "action" | "markdown";
  readonly root: Value;
  readonly proof: Proof;
}

export interface AppManifest {
  readonly kind: "github-app";
  readonly extent: Extent;
  readonly name: string;
  readonly public: boolean;
  readonly permissions: readonly { readonly key: string; readonly level: string; readonly extent: Extent }[];
  readonly proof: Proof;
}

export type GithubGrant = Workflow | AppManifest;
