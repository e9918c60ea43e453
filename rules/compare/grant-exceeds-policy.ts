import type { Agent, Identity } from "../../compiler/model/policy.ts";
import type { FoundAgent } from "../../scan/identity.ts";
import { matchesPath } from "../../scan/path-glob.ts";
import { indexGrants } from "../scan/check.ts";
import type { Grants, Knowledge } from "../scan/rule.ts";
import { awsClaims } from "./exceeds/aws.ts";
import { type Role, roleName, roleNamed } from "./exceeds/aws-role.ts";
import type { Claim } from "./exceeds/claim.ts";
import { type Excess, excessOf } from "./exceeds/decide.ts";
import { appClaims, workflowClaims } from "./exceeds/github.ts";
import { kubernetesClaims } from "./exceeds/kubernetes.ts";
import { scopeClaims } from "./exceeds/scopes.ts";
import { rolesOf } from "./identities.ts";
import { type Comparison, type Difference, defineCompareRule } from "./rule.ts";
import { declaredAt, declaredGroups, madeAt } from "./view.ts";

export default defineCompareRule({
  id: "grant-exceeds-policy",
  title: "What an agent's identity is granted goes beyond the policy",
  severity: "error",
  *check(comparison) {
    const { policy, granted, at } = comparison;
    if (policy?.environments === undefined || granted === undefined) return;
    const grants = indexGrants(granted.grants);
    const places = placesOf(comparison);
    for (const name of new Set(policy.environments.flatMap((each) => Object.keys(each.agents)))) {
      const found = policy.environments.flatMap((environment) => {
        const agent = environment.agents[name];
        if (agent === undefined) return [];
        const claims = claimsOf(agent, places, grants, granted.knowledge);
        return [claims.map((claim) => ({ claim, excess: excessOf(claim, environment, agent, at) }))];
      });
      // A role that serves several environments must go beyond each of them.
      const within = new Set(found.flat().flatMap(({ claim, excess }) => (excess ? [] : [keyOf(claim)])));
      const told = new Set<string>();
      for (const { claim, excess } of found.flat()) {
        const key = keyOf(claim);
        if (!excess || within.has(key) || told.has(key)) continue;
        told.add(key);
        const [site] = places.sites(name);
        const declared = policy.agents.find((agent) => agent.name === name);
        const steps = [
          ...(declared === undefined ? [] : [declaredAt(declared)]),
          ...(site ? [madeAt(site)] : []),
        ];
        yield { ...difference(name, claim, excess, site?.id), steps };
      }
    }
  },
});

const keyOf = ({ holder, file, at }: Claim): string => `${holder}\n${file}\n${at}`;

interface Places {
  readonly sites: (agent: string) => readonly FoundAgent[];
  /** Whether the file is the agent's and no other's. */
  readonly isOwn: (agent: Agent, file: string) => boolean;
}

function placesOf(comparison: Comparison): Places {
  const sites = new Map<string, FoundAgent[]>();
  for (const { group, agent } of declaredGroups(comparison))
    sites.set(agent.name, [...(sites.get(agent.name) ?? []), ...group.sites]);
  const others = (name: string) =>
    comparison.agents.filter((found) => !sites.get(name)?.some((site) => site.group === found.group));
  const declared = comparison.policy?.agents ?? [];
  const isSource = (agent: Agent, file: string) => agent.source.some((glob) => matchesPath(glob, file));
  return {
    sites: (name) => sites.get(name) ?? [],
    isOwn: (agent, file) =>
      !others(agent.name).some((other) => other.file === file) &&
      (sites.get(agent.name)?.some((site) => site.file === file) === true ||
        (isSource(agent, file) &&
          !declared.some((other) => other.name !== agent.name && isSource(other, file)))),
  };
}

function claimsOf(agent: Agent, places: Places, grants: Grants, knowledge: Knowledge): readonly Claim[] {
  return [
    ...agent.identities.flatMap((identity) => identityClaims(identity, agent, grants, knowledge)),
    ...linkedRoles(agent, places.sites(agent.name), grants).flatMap((role) =>
      awsClaims(role, agent.grants, grants, knowledge),
    ),
    ...workflowClaims(places.sites(agent.name), agent, grants),
    ...scopeClaims((file) => places.isOwn(agent, file), agent, grants),
  ];
}

/** Roles that the agent's resource names in the code, and that the policy does not name as its identity. */
function linkedRoles(agent: Agent, sites: readonly FoundAgent[], grants: Grants): readonly Role[] {
  const declared = agent.identities.flatMap((identity) =>
    identity.kind === "aws" ? [roleName(identity.role)] : [],
  );
  return [...new Set(sites.flatMap((site) => rolesOf(site, grants)))].flatMap((resource) => {
    const name = roleNamed(resource) ?? "";
    return declared.includes(name) ? [] : [{ name, shown: resource.name, resource }];
  });
}

function identityClaims(
  identity: Identity,
  agent: Agent,
  grants: Grants,
  knowledge: Knowledge,
): readonly Claim[] {
  switch (identity.kind) {
    case "aws":
      return awsClaims(named(roleName(identity.role)), agent.grants, grants, knowledge);
    case "kubernetes":
      return kubernetesClaims(identity.serviceaccount, agent.grants, grants);
    case "github":
      return appClaims(identity.app, agent, grants);
    default:
      return [];
  }
}

const named = (name: string): Role => ({ name, shown: name });

function difference(agent: string, claim: Claim, excess: Excess, id: string | undefined): Difference {
  const { part, witness, answer } = excess;
  const on = witness.resource === undefined ? "" : ` on '${witness.resource}'`;
  const by = part.action.endsWith(`:${part.said}`) ? "" : ` (by '${part.said}')`;
  const end =
    answer === "never"
      ? "which the policy never does. Narrow it, or declare it with a 'may'."
      : `also when the policy does not: ${answer} Bind it to the same condition, or waive the constraint.`;
  return {
    file: claim.file,
    extent: part.extent,
    message: `${claim.shown ?? claim.holder} of '${agent}' allows '${part.action}'${on}${by}, ${end}`,
    subject: `${agent} ${claim.holder} ${part.action} ${part.said}`,
    severity: answer === "never" && claim.proof === "proven" ? "error" : "warning",
    ...(id === undefined ? {} : { agent: id }),
  };
}
