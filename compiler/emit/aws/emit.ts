/** Target `aws`: roles, trust, permissions and boundaries as CloudFormation, Terraform or plain JSON. */
import { loadCatalog } from "../../catalog/load.ts";
import { type ResourceLanguages, resourceIntersects } from "../../catalog/resources.ts";
import type { Policy } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import type { Problem } from "../../problem.ts";
import type { Claim, EmittedFile, EmittedObject, Emitter } from "../emission.ts";
import { problemAt } from "../emit-problem.ts";
import { targetName } from "../enforcement.ts";
import { stableJson } from "../escape.ts";
import { noStops } from "../last-output.ts";
import { notMade } from "../manifest.ts";
import { nameRules, platformName } from "../names.ts";
import { type Plan, plan } from "../plan.ts";
import { capabilities } from "./capabilities.ts";
import { type Stack, stacksOf, templateOf } from "./cloudformation.ts";
import type { ActionResources } from "./permissions.ts";
import { readme, stackName } from "./readme.ts";
import { type Role, roleOf } from "./role.ts";
import { stopAws } from "./stop.ts";
import { terraform } from "./terraform.ts";

export const emitAws: Emitter = async (
  { policy, target, at, previous = [], onlySuspensions, stops },
  data,
) => {
  const planned = plan(policy, target, capabilities, at);
  const known = await actionResources(planned, data);
  const roles: Role[] = [];
  const problems: Problem[] = [];
  for (const agent of planned.agents) {
    const result = roleOf(policy, agent, target, at, known);
    if (result.kind === "role") roles.push(result.role);
    else problems.push(...result.problems);
  }
  const stacks = target.settings.format === "cloudformation" ? stacksOf(roles) : [];
  const objects = heldObjects(policy.workspace, target, roles, stacks);
  const rest = {
    target,
    claims: roles.flatMap((role) => claimsOf(role, target)),
    enforcement: planned.enforcement,
    tail: {
      seconds: 0,
      text: "None: every call is checked against the agent's life and its denies, also in sessions that are open already.",
    },
    problems: [...problems, ...clashes(roles)],
  };
  if (onlySuspensions === true) {
    const stop = stopAws(stops ?? noStops, roles, targetName(target));
    return { ...rest, ...stop, objects: [] };
  }
  return {
    ...rest,
    files: filesOf(policy, target, roles, stacks, notMade(previous, objects)),
    objects,
  };
};

/** IAM holds names of roles equal that differ in case only, so the second would take the first one's place. */
function clashes(roles: readonly Role[]): readonly Problem[] {
  const first = new Map<string, Role>();
  return roles.flatMap((role) => {
    const before = first.get(role.name.toLowerCase());
    if (before === undefined) {
      first.set(role.name.toLowerCase(), role);
      return [];
    }
    const message = `The role '${role.name}' of agent '${role.agent.name}' is '${before.name}' of agent '${before.agent.name}' to IAM, which does not look at case; name them apart.`;
    return [problemAt("shared-identity", role.agent.origin, message)];
  });
}

function claimsOf(role: Role, { settings }: Target): readonly Claim[] {
  const account = String(settings.account);
  return objectsOf(role).map(({ kind, name }) => ({
    key: JSON.stringify(["aws", settings.partition, account, kind, name.toLowerCase()]),
    label: `the ${kind} '${name}' in account ${account}`,
  }));
}

function objectsOf(role: Role): readonly EmittedObject[] {
  const policies = [...role.policies, ...(role.boundary === undefined ? [] : [role.boundary])];
  return [
    ...(role.adopt ? [] : [{ kind: "role", name: role.name }]),
    ...policies.map(({ name }) => ({ kind: "managed policy", name })),
  ];
}

/** The same with what holds them: a stack and a Terraform state know themselves what is not in them any more. */
function heldObjects(
  workspace: string,
  target: Target,
  roles: readonly Role[],
  stacks: readonly Stack[],
): readonly EmittedObject[] {
  const inside = roles.flatMap(objectsOf);
  const { format } = target.settings;
  if (format === "json") return inside;
  const holders: readonly EmittedObject[] =
    format === "terraform"
      ? [{ kind: "Terraform configuration", name: "main.tf.json" }]
      : stacks.map((_, index) => ({
          kind: "stack",
          name: stackName(workspace, targetName(target), index),
        }));
  return [...holders, ...inside.map((object) => ({ ...object, within: holders[0]?.kind }))];
}

/** What the catalog says of the granted actions. */
async function actionResources(
  planned: Plan,
  data: (name: string) => Promise<unknown>,
): Promise<ActionResources> {
  const native = (action: string): string => action.slice("aws:".length);
  const names = planned.agents.flatMap((agent) =>
    agent.grants.flatMap((grant) => grant.grant.actions.map((action) => native(action.text))),
  );
  const catalog = await loadCatalog("aws", [...new Set(names)], data);
  const languages: ResourceLanguages = new Map();
  const types = (action: string) => catalog.action(native(action))?.resources ?? [];
  return {
    takes: (action) => types(action).length > 0,
    among: (action, patterns) =>
      patterns.filter((pattern) =>
        types(action).some((type) => resourceIntersects(pattern, type, languages)),
      ),
  };
}

function filesOf(
  policy: Policy,
  target: Target,
  roles: readonly Role[],
  stacks: readonly Stack[],
  gone: readonly EmittedObject[],
): readonly EmittedFile[] {
  const { format } = target.settings;
  const page: EmittedFile = { path: "README.md", content: readme(policy.workspace, target, roles, gone) };
  if (format === "terraform") return [page, { path: "main.tf.json", content: terraform(roles) }];
  if (format === "json") return [page, ...roles.flatMap(documentsOf)];
  return [
    page,
    ...stacks.map((stack, index) => ({
      path: index === 0 ? "template.json" : `template-${index + 1}.json`,
      content: templateOf(policy.workspace, stack),
    })),
  ];
}

function documentsOf(role: Role): readonly EmittedFile[] {
  const folder = platformName(role.name, nameRules.file);
  return [
    { path: `${folder}/trust.json`, content: stableJson(role.trust) },
    ...role.policies.map((policy, index) => ({
      path: `${folder}/permissions-${index + 1}.json`,
      content: stableJson(policy.document),
    })),
    ...(role.boundary === undefined
      ? []
      : [{ path: `${folder}/boundary.json`, content: stableJson(role.boundary.document) }]),
    {
      path: `${folder}/role.json`,
      content: stableJson({
        agent: role.agent.name,
        name: role.name,
        path: role.path,
        adopt: role.adopt,
        maxSessionDuration: role.maxSession,
        tags: role.tags,
        policies: role.policies.map((policy) => policy.name),
        boundary: role.boundary?.name,
      }),
    },
  ];
}
