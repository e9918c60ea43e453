/** Target `okta`: an ordered request plan with its runner, and Terraform for what its provider has. */

import { isObject } from "../../model/json.ts";
import { lineage } from "../../model/life.ts";
import type { Instant, Policy } from "../../model/policy.ts";
import type { Problem } from "../../problem.ts";
import type { PlanInMaking, Step } from "../apply/plan-shape.ts";
import { planText } from "../apply/plan-text.ts";
import type { Emitter, Stops } from "../emission.ts";
import { problemAt } from "../emit-problem.ts";
import { targetName } from "../enforcement.ts";
import { notMade } from "../manifest.ts";
import { plan, tailOf } from "../plan.ts";
import { capabilitiesFor } from "./capabilities.ts";
import { readme } from "./readme.ts";
import { objectsOf, stepsOf, stopSteps } from "./steps.ts";
import { type Tenant, tenantOf } from "./tenant.ts";
import { terraform } from "./terraform.ts";

export const emitOkta: Emitter = async ({ policy, target, at, previous, onlySuspensions, stops }, data) => {
  const planned = plan(policy, target, capabilitiesFor(policy), at);
  const tenant = tenantOf(policy, target, planned, at);
  const runner = await data("apply/apply.mjs");
  if (typeof runner !== "string") throw new Error("apply/apply.mjs is not where the compiler's data is");
  const emission = {
    target,
    enforcement: planned.enforcement,
    // The agent itself may stand in two targets with different servers.
    claims: tenant.agents.map(({ policyName }) => ({
      key: JSON.stringify(["okta", tenant.org.toLowerCase(), tenant.server, policyName.toLowerCase()]),
      label: `the access policy '${policyName}' of server '${tenant.server}'`,
    })),
    tail: tailOf(
      planned,
      "Access tokens that are out live on until they expire: deactivating an agent revokes none.",
    ),
  };
  const problems = sameNames(tenant);
  if (problems.length > 0) return { ...emission, files: [], problems };
  const planFile = (steps: Iterable<Step>, organisation = tenant.org) => [
    { path: "apply.mjs", content: runner },
    {
      path: "plan.json",
      content: planText({ ...requestPlan(policy, targetName(target), steps), organisation }),
    },
  ];
  if (onlySuspensions === true) {
    const names = Object.keys(policy.agents).filter((name) => isStopped(policy, name, at));
    const before = stops === undefined ? undefined : lastOrganisation(stops);
    return {
      ...emission,
      files: planFile(stopSteps(tenant, inReach(names, target.agents, stops)), before),
      objects: [],
      remarks: [
        "the plan alone stops agents: a main.tf.json of an earlier compile still grants to them, so apply none before a whole compile",
        ...(before === undefined || before === tenant.org
          ? []
          : [
              `the last output is for the organisation ${before}: run the plan with OKTA_ORG_URL set to that one; ${tenant.org} has nothing of it yet`,
            ]),
      ],
      problems: [],
    };
  }
  return {
    ...emission,
    files: [
      {
        path: "README.md",
        content: readme(policy.workspace, tenant, notMade(previous ?? [], objectsOf(tenant))),
      },
      { path: "main.tf.json", content: terraform(tenant) },
      ...planFile(stepsOf(tenant, previous ?? [])),
    ],
    objects: objectsOf(tenant),
    problems: [],
  };
};

const requestPlan = (policy: Policy, target: string, steps: Iterable<Step>): PlanInMaking => ({
  version: 1,
  workspace: policy.workspace,
  target,
  base: "OKTA_ORG_URL",
  authorization: { scheme: "Bearer", variable: "OKTA_ACCESS_TOKEN" },
  environment: [],
  steps,
});

/** The target's own, and those that the last output has something of there. */
const inReach = (names: readonly string[], own: readonly string[], stops: Stops | undefined) =>
  names.filter((name) => own.includes(name) || stops?.known?.includes(name) === true);

/** The organisation that the last plan is for; `undefined` where it does not say. */
function lastOrganisation({ last }: Stops): string | undefined {
  const text = last.kind === "whole" ? last.files.get("plan.json") : undefined;
  const plan: unknown = text === undefined ? undefined : JSON.parse(text);
  return isObject(plan) && typeof plan.organisation === "string" ? plan.organisation : undefined;
}

/** Suspended or retired by then, itself or above. */
const isStopped = (policy: Policy, name: string, at: Instant): boolean =>
  lineage(policy, name).some(
    ({ agent }) =>
      Math.min(
        agent?.suspended?.since ?? Number.POSITIVE_INFINITY,
        agent?.retired ?? Number.POSITIVE_INFINITY,
      ) <= at,
  );

/** Two agents that would be one in Okta, where names that differ in case only are taken for the same. */
function sameNames({ agents }: Tenant): readonly Problem[] {
  const holders = new Map<string, string>();
  return agents.flatMap(({ agent, name }) => {
    const key = name.toLowerCase();
    const holder = holders.get(key);
    holders.set(key, holder ?? agent.name);
    return holder === undefined
      ? []
      : [
          problemAt(
            "duplicate-name",
            agent.origin,
            `In Okta, ${agent.name} and ${holder} would both be the AI agent '${name}'; give one of them another name there (identity { okta agent "…" }).`,
          ),
        ];
  });
}
