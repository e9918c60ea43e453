/** Planned grants and denies as Cedar policies. */
import type { ActionPattern, Deny, Origin, Policy, Variable } from "../../model/policy.ts";
import { cedarString, oneLine } from "../escape.ts";
import type { PlannedAgent, PlannedGrant } from "../plan.ts";
import { covers } from "../subtract.ts";
import { any, dnfText, like, placeOf, resourceText, subjectText, within, withinAny } from "./expression.ts";

export interface CedarPolicy {
  /** Unique in the policy set. */
  readonly id: string;
  readonly text: string;
}

export const toolPrefix = "tool:";

/** The policies of one agent; `namespace` is the schema's. */
export function agentPolicies(
  policy: Policy,
  planned: PlannedAgent,
  namespace: string,
): readonly CedarPolicy[] {
  if (planned.inForce.length === 0) return [];
  const permits = planned.grants.flatMap((grant) => permitsOf(policy, planned, grant, namespace));
  const granted = planned.grants.flatMap((grant) => grant.grant.actions);
  const forbids = planned.denies.flatMap((deny) => forbidsOf(policy, planned, deny, granted, namespace));
  return [...permits, ...forbids];
}

function permitsOf(
  policy: Policy,
  planned: PlannedAgent,
  grant: PlannedGrant,
  namespace: string,
): readonly CedarPolicy[] {
  const { grant: kept } = grant;
  const conditions = [
    "context has now",
    withinAny("context.now", planned.inForce),
    within("context.now", kept.range),
    subjectText(kept.subjects),
    ...defined(resourceText(kept.resources)),
    ...(kept.condition === undefined ? [] : defined(dnfText(kept.condition, placeIn(policy)))),
  ].filter((text) => text !== "true");
  const id = `${planned.agent.name}/${kept.id}`;
  return parts(kept.actions, "permit", namespace).map(({ suffix, head, condition }) => ({
    id: `${id}${suffix}`,
    text: statement(policy, planned, kept.origin, `${id}${suffix}`, "permit", namespace, head, [
      ...condition,
      ...conditions,
    ]),
  }));
}

/** A deny covers a request without a resource, and applies unless its condition is known to be false. */
function forbidsOf(
  policy: Policy,
  planned: PlannedAgent,
  deny: Deny,
  granted: readonly ActionPattern[],
  namespace: string,
): readonly CedarPolicy[] {
  const touched = granted.filter(
    (action) => action.wildcard || deny.actions.some((pattern) => covers(pattern, action.text)),
  );
  const literal = touched.filter((action) => !action.wildcard && !action.text.startsWith(toolPrefix));
  const tools = touched.some((action) => action.text.startsWith(toolPrefix))
    ? deny.actions.flatMap((pattern) => toolPattern(pattern))
    : [];
  const conditions: string[] = [];
  if (deny.resources !== undefined) {
    const named = any(deny.resources.flatMap((glob) => defined(like("resource.name", glob))));
    conditions.push(`if resource has name then ${named} else true`);
  }
  if (deny.unless !== undefined) conditions.push(`!(${dnfText(deny.unless, placeIn(policy)) ?? "false"})`);
  const id = `${planned.agent.name}/${deny.id}`;
  return parts([...literal, ...tools], "forbid", namespace).map(({ suffix, head, condition }) => ({
    id: `${id}${suffix}`,
    text: statement(policy, planned, deny.origin, `${id}${suffix}`, "forbid", namespace, head, [
      ...condition,
      ...conditions,
    ]),
  }));
}

const defined = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

const placeIn = (policy: Policy) => (variable: Variable) => placeOf(variable, policy.facts);

/** The part of a pattern that speaks of tools: `tool:x*` itself, and `*` as all of them. */
function toolPattern(pattern: ActionPattern): readonly ActionPattern[] {
  if (pattern.text.startsWith(toolPrefix)) return [pattern];
  return pattern.wildcard && pattern.text.startsWith("*") ? [{ text: `${toolPrefix}*`, wildcard: true }] : [];
}

interface Part {
  readonly suffix: string;
  readonly head: string;
  readonly condition: readonly string[];
}

/**
 * Catalogued actions are entities; tools are open, so they share one entity and are told apart by `context.tool`. A
 * request that names no tool is permitted none, and covered by every forbid of tools.
 */
function parts(
  actions: readonly ActionPattern[],
  effect: "permit" | "forbid",
  namespace: string,
): readonly Part[] {
  const tools = actions.filter((action) => action.text.startsWith(toolPrefix));
  const rest = actions.filter((action) => !action.text.startsWith(toolPrefix));
  const list: Part[] = [];
  if (rest.length > 0) {
    const ids = rest.map((action) => `${namespace}::Action::${cedarString(action.text)}`);
    list.push({
      suffix: "",
      head: ids.length === 1 ? `action == ${ids[0]}` : `action in [${ids.join(", ")}]`,
      condition: [],
    });
  }
  if (tools.length > 0) {
    const tests = tools.flatMap((action) => {
      const name = action.text.slice(toolPrefix.length);
      if (!action.wildcard) return [`context.tool == ${cedarString(name)}`];
      return name === "*" ? ["true"] : defined(like("context.tool", name));
    });
    const test = tests.includes("true") ? "true" : any(tests);
    const condition =
      effect === "permit"
        ? ["context has tool", ...(test === "true" ? [] : [test])]
        : test === "true"
          ? []
          : [`if context has tool then ${test} else true`];
    list.push({
      suffix: rest.length > 0 ? "/tools" : "",
      head: `action == ${namespace}::Action::"tool"`,
      condition,
    });
  }
  return list;
}

function statement(
  policy: Policy,
  planned: PlannedAgent,
  origin: Origin,
  id: string,
  effect: "permit" | "forbid",
  namespace: string,
  action: string,
  conditions: readonly string[],
): string {
  const owner = policy.owners[planned.agent.owner]?.email ?? planned.agent.owner;
  return [
    `@id(${cedarString(id)})`,
    `@workspace(${cedarString(oneLine(policy.workspace))})`,
    `@owner(${cedarString(owner)})`,
    `@source(${cedarString(`${origin.span.file}:${origin.line}`)})`,
    `${effect} (`,
    `  principal == ${namespace}::Agent::${cedarString(planned.agent.name)},`,
    `  ${action},`,
    "  resource",
    conditions.length === 0 ? ");" : ")",
    ...conditions.map((text, index) => `when { ${text} }${index === conditions.length - 1 ? ";" : ""}`),
    "",
  ].join("\n");
}
