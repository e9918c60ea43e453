/** From a tree, or from shards, to findings: what `scan` and `merge` share. */
import { loadCatalog } from "../../compiler/catalog/load.ts";
import type { Config } from "../../compiler/config.ts";
import type { Host } from "../../compiler/host.ts";
import { type Checked, checkWorkspace } from "../../compiler/index.ts";
import type { Agent, Service } from "../../compiler/model/policy.ts";
import { answeredByPolicy } from "../../rules/compare/identities.ts";
import { compare } from "../../rules/compare/index.ts";
import type { Comparison } from "../../rules/compare/rule.ts";
import { type AwsActions, awsActions, noActions } from "../../rules/scan/aws-actions.ts";
import { namedActions } from "../../rules/scan/check.ts";
import { type ScanFinding, type SettledFindings, settledFindings } from "../../rules/scan/findings.ts";
import type { Grant } from "../../scan/grants/fact.ts";
import { type Matching, match } from "../../scan/match.ts";
import { matchesPath } from "../../scan/path-glob.ts";
import type { Scanned } from "../../scan/scan.ts";
import { failure } from "../failure.ts";
import type { Workspace } from "../workspace.ts";

export interface Judged {
  readonly scanned: Scanned;
  readonly findings: readonly ScanFinding[];
  readonly ignored: SettledFindings["ignored"];
  /** The policy's agents by groups of found agents; nothing without a policy. */
  readonly declaredAs: Matching["declaredAs"];
  /** The checked policy, where one was compared. */
  readonly checked?: Checked;
}

export interface JudgeOptions {
  /** Epoch seconds. */
  readonly at: number;
  /** The policy to compare with; absent: none. */
  readonly policy?: Checked;
  /** The text of a file of the tree or of the policy. */
  readonly text: (file: string) => Promise<string | undefined>;
  readonly digest: (text: string) => string;
  /** Generated data of the compiler: the AWS catalog. */
  readonly data: Host["data"];
}

/** Which of the tree's files the configuration and the given paths leave in scope. */
export function scopeOf({
  config,
  asked,
}: Pick<Workspace, "asked"> & { readonly config: Pick<Config, "scan"> }): (path: string) => boolean {
  const { include, exclude } = config.scan;
  return (path) =>
    asked(path) &&
    (include.length === 0 || include.some((glob) => matchesPath(glob, path))) &&
    !exclude.some((glob) => matchesPath(glob, path));
}

/** Matches what was found with the policy, and runs the rules. */
export async function judge(scanned: Scanned, options: JudgeOptions): Promise<Judged> {
  const { policy } = options;
  const agents = policy === undefined ? [] : agentsOf(policy);
  const matching = match(scanned.agents, agents);
  const knowledge = { aws: await awsKnowledge(scanned.grants, options.data) };
  const comparison: Comparison = {
    at: options.at,
    agents: scanned.agents,
    servers: scanned.servers,
    granted: { grants: scanned.grants, knowledge },
    ...(policy === undefined
      ? {}
      : {
          policy: { agents, services: servicesOf(policy), matching, environments: policy.policies },
        }),
  };
  const compared = compare(comparison);
  const inScope = new Set(scanned.discovered.files.map((file) => file.path));
  const files = [...scanned.facts.values()].filter((facts) => inScope.has(facts.path));
  const texts = new Map<string, string | undefined>();
  for (const facts of files)
    if (facts.remarks.length > 0) texts.set(facts.path, await options.text(facts.path));
  for (const { file } of compared.flatMap((each) => [each, ...(each.steps ?? [])]))
    if (!scanned.facts.has(file) && !texts.has(file))
      texts.set(file, policy?.files.find((each) => each.path === file)?.text ?? (await options.text(file)));
  const settled = settledFindings({
    files,
    knowledge,
    text: (file) => texts.get(file),
    digest: options.digest,
    now: options.at,
    compared,
    isAnswered: answeredByPolicy(comparison),
  });
  return {
    scanned,
    ...settled,
    declaredAs: policy === undefined ? new Map() : matching.declaredAs,
    ...(policy === undefined ? {} : { checked: policy }),
  };
}

/** The policy of a workspace, as far as it can be read; `undefined` where there is none. */
export async function policyOf(workspace: Pick<Workspace, "host" | "config">): Promise<Checked | undefined> {
  const { host, config } = workspace;
  const checked = await checkWorkspace(host, config, { at: host.now() });
  return checked.files.length === 0 ? undefined : checked;
}

/** The same for a report; that none is where `remit.yaml` names policies is a `failure`. */
export async function policyNow(workspace: Workspace): Promise<Checked | undefined> {
  const { config, root } = workspace;
  const policy = await policyOf(workspace);
  if (policy === undefined && config.namesPolicies === true)
    throw failure(
      `There is no policy in '${root}' (looked for ${config.policies.join(", ")}). Correct 'policies' in remit.yaml, run 'remit init' to begin one, or compare with none by --no-policy.`,
    );
  return policy;
}

/** Agents of all environments, each once. */
function agentsOf(checked: Checked): readonly Agent[] {
  return [...new Map(checked.policies.flatMap((policy) => Object.entries(policy.agents))).values()];
}

function servicesOf(checked: Checked): readonly Service[] {
  return [...new Map(checked.policies.flatMap((policy) => Object.entries(policy.services))).values()];
}

/** The part of the AWS catalog that the grants name. */
async function awsKnowledge(grants: readonly Grant[], data: Host["data"]): Promise<AwsActions> {
  const isAws = grants.some(({ kind }) => kind === "aws-statement" || kind === "aws-managed-policy");
  return isAws ? awsActions(await loadCatalog("aws", namedActions(grants), data)) : noActions;
}
