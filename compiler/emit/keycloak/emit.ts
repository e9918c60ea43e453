/** Target `keycloak`: clients, scopes and roles as a new realm, and as a request plan for one that is there. */
import { lineage } from "../../model/life.ts";
import type { Policy } from "../../model/policy.ts";
import { planText } from "../apply/plan-text.ts";
import type { Emission, EmitInput, Emitter } from "../emission.ts";
import { problemAt } from "../emit-problem.ts";
import { targetName } from "../enforcement.ts";
import { notMade } from "../manifest.ts";
import { plan, tailOf } from "../plan.ts";
import { capabilitiesFor } from "./capabilities.ts";
import { danglingReferences, objectProblems } from "./check.ts";
import { objectsOf } from "./objects.ts";
import { readme } from "./readme.ts";
import { realmRepresentation, realmText } from "./realm.ts";
import { emittedObjects } from "./removal-steps.ts";
import { requestPlan } from "./steps.ts";
import { lastClients, remarksOn, stopPlan } from "./stop.ts";

export const emitKeycloak: Emitter = async (
  { policy, target, at, previous, onlySuspensions, stops },
  data,
) => {
  const planned = plan(policy, target, capabilitiesFor(policy, target), at);
  const objects = objectsOf(policy, target, planned);
  const emission = {
    target,
    enforcement: planned.enforcement,
    tail: tailOf(
      planned,
      "Tokens that are out already, where they are checked by their signature alone; introspection answers that they are inactive.",
    ),
  };
  const problems = objectProblems(policy, target, objects);
  if (problems.length > 0) return { ...emission, files: [], problems };
  const realm = realmRepresentation(objects);
  const dangling = danglingReferences(realm);
  if (dangling.length > 0) {
    const found = dangling.map((text) =>
      problemAt("unknown-name", target.origin, `For target keycloak, ${text}.`),
    );
    return { ...emission, files: [], problems: found };
  }
  const runner = await data("apply/apply.mjs");
  if (typeof runner !== "string") throw new Error("apply/apply.mjs is not where the compiler's data is");
  if (onlySuspensions === true) {
    const agents = stoppedBy(policy, at);
    const deployed = lastClients(stops, policy.workspace, targetName(target));
    const steps = stopPlan(objects, agents, deployed);
    const files = [
      { path: "apply.mjs", content: runner },
      { path: "plan.json", content: planText(steps) },
    ];
    const remarks = [
      "the plan alone stops agents: a realm.json of an earlier compile still has them on, so import none before a whole compile",
      ...remarksOn(objects.realm, deployed, stops),
    ];
    return { ...emission, files, objects: [], problems: [], remarks };
  }
  const steps = requestPlan(objects, previous ?? []);
  return {
    ...emission,
    files: [
      {
        path: "README.md",
        content: readme(objects, steps, notMade(previous ?? [], emittedObjects(objects))),
      },
      { path: "apply.mjs", content: runner },
      { path: "plan.json", content: planText(steps) },
      { path: "realm.json", content: realmText(realm) },
    ],
    objects: emittedObjects(objects),
    problems: [],
  } satisfies Emission;
};

/** Agents that are suspended or retired by then, themselves or above. */
function stoppedBy(policy: Policy, at: EmitInput["at"]): readonly string[] {
  return Object.keys(policy.agents).filter((name) =>
    lineage(policy, name).some(
      ({ agent }) => Math.min(agent?.suspended?.since ?? Infinity, agent?.retired ?? Infinity) <= at,
    ),
  );
}
