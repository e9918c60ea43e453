/** Target `aws`: roles, trust, permissions and boundaries as CloudFormation, Terraform or plain JSON. */
import { loadCatalog } from "../../catalog/load.ts";
import { resourceIntersects } from "../../catalog/resources.ts";
import type { Policy } from "../../model/policy.ts";
import type { Problem } from "../../problem.ts";
import type { EmittedFile, Emitter } from "../emission.ts";
import { stableJson } from "../escape.ts";
import { nameRules, platformName } from "../names.ts";
import { type Plan, plan } from "../plan.ts";
import { capabilities } from "./capabilities.ts";
import { cloudformation } from "./cloudformation.ts";
import type { ActionResources } from "./permissions.ts";
import { readme } from "./readme.ts";
import { type Role, roleOf } from "./role.ts";
import { terraform } from "./terraform.ts";

export const emitAws: Emitter = async ({ policy, target, at }, data) => {
  const planned = plan(policy, target, capabilities, at);
  const known = await actionResources(planned, data);
  const roles: Role[] = [];
  const problems: Problem[] = [];
  for (const agent of planned.agents) {
    const result = roleOf(policy, agent, target, at, known);
    if (result.kind === "role") roles.push(result.role);
    else problems.push(...result.problems);
  }
  return {
    target,
    files: filesOf(policy, roles, String(target.settings.format ?? "cloudformation")),
    enforcement: planned.enforcement,
    tail: {
      seconds: 0,
      text: "None: every call is checked against the agent's life and its denies, also in sessions that are open already.",
    },
    problems,
  };
};

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
  const types = (action: string) => catalog.action(native(action))?.resources ?? [];
  return {
    takes: (action) => types(action).length > 0,
    among: (action, patterns) =>
      patterns.filter((pattern) => types(action).some((type) => resourceIntersects(pattern, type))),
  };
}

function filesOf(policy: Policy, roles: readonly Role[], format: string): readonly EmittedFile[] {
  const page: EmittedFile = { path: "README.md", content: readme(policy.workspace, roles, format) };
  if (format === "terraform") return [page, { path: "main.tf.json", content: terraform(roles) }];
  if (format === "json") return [page, ...roles.flatMap(documentsOf)];
  const templates = cloudformation(policy.workspace, roles);
  return [
    page,
    ...templates.map((content, index) => ({
      path: index === 0 ? "template.json" : `template-${index + 1}.json`,
      content,
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
