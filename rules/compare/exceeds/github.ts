/** What workflows and App manifests give an agent on GitHub. */
import type { Agent } from "../../../compiler/model/policy.ts";
import type { Extent } from "../../../scan/code.ts";
import { str } from "../../../scan/grants/value.ts";
import type { Grants } from "../../scan/rule.ts";
import { viewOf } from "../../scan/workflow.ts";
import type { Claim, Part } from "./claim.ts";

export interface Site {
  readonly file: string;
  readonly extent: Extent;
}

const levels: readonly string[] = ["read", "write", "admin"];

/** What `write-all` tells most of. */
const telling = ["contents", "actions", "packages", "pull-requests", "issues", "deployments"];

/** The claims of the jobs in which the agent runs. A workflow that says nothing of permissions has the repository's. */
export function workflowClaims(sites: readonly Site[], agent: Agent, grants: Grants): readonly Claim[] {
  return grants.of("workflow").flatMap((workflow) => {
    const here = sites.filter((site) => site.file === workflow.file);
    if (here.length === 0) return [];
    const view = viewOf(workflow);
    const permissions = view.jobs
      .filter(({ value }) => here.some(({ extent }) => extent.at >= value.at && extent.at < value.end))
      .flatMap((job) => job.permissions ?? view.permissions ?? []);
    return [...new Set(permissions)].flatMap(({ all, entries }) => {
      const level = /^(read|write)-all$/.exec(all?.value ?? "")?.[1];
      if (!all || !level)
        return claims(
          workflow.file,
          "The workflow",
          entries.map(({ key, at, value }) => ({
            key,
            level: str(value) ?? "",
            extent: { at, end: value.end },
          })),
          agent,
        );
      const extent = { at: all.at, end: all.end };
      const parts = telling.flatMap((key) => partOf({ key, level, extent }, agent) ?? []);
      return [
        claim(
          workflow.file,
          "The workflow",
          parts.map((part) => ({ ...part, said: all.value })),
          extent.at,
        ),
      ];
    });
  });
}

/** The claims of the manifests of the GitHub App of that name. */
export function appClaims(app: string, agent: Agent, grants: Grants): readonly Claim[] {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return grants
    .of("github-app")
    .filter(({ name }) => name !== "" && plain(name) === plain(app))
    .flatMap(({ file, permissions }) => claims(file, `The GitHub App '${app}'`, permissions, agent));
}

interface Given {
  readonly key: string;
  readonly level: string;
  readonly extent: Extent;
}

function claims(file: string, holder: string, given: readonly Given[], agent: Agent): readonly Claim[] {
  return given.flatMap((one) => {
    const part = partOf(one, agent);
    return part ? [claim(file, holder, [part], one.extent.at)] : [];
  });
}

function claim(file: string, holder: string, parts: readonly Part[], at: number): Claim {
  return { file, at, holder, parts, proof: "proven", unbounded: false };
}

/** In the words of the policy, where that gives as much or more; repositories are the installation's to say. */
function partOf({ key, level, extent }: Given, agent: Agent): Part | undefined {
  const rank = levels.indexOf(level);
  // Everything can read metadata, and an identity token tells who the workflow is.
  if (rank < 0 || key === "metadata" || key === "id-token") return undefined;
  const enough = levels.slice(rank).map((one) => plainAction(`github:${key}:${one}`));
  const named = agent.grants.flatMap(({ actions }) => actions.map((action) => action.text));
  const action = named.find((name) => enough.includes(plainAction(name))) ?? `github:${key}:${level}`;
  return { action, said: `${key}: ${level}`, extent, denies: [] };
}

/** Apps write `pull_requests`, workflows `pull-requests`. */
function plainAction(action: string): string {
  return action.replace(/_/g, "-");
}
