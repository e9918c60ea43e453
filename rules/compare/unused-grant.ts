import type { Agent, Grant } from "../../compiler/model/policy.ts";
import type { ToolFact } from "../../scan/facts.ts";
import { type Comparison, defineCompareRule } from "./rule.ts";
import { declaredGroups, madeAt, toolNames } from "./view.ts";

export default defineCompareRule({
  id: "unused-grant",
  title: "A tool that the policy gives an agent, and that its code does not hold",
  severity: "note",
  *check(comparison) {
    const sites = new Map(declaredGroups(comparison).map(({ agent, group }) => [agent, group.first]));
    for (const [agent, tools] of heldTools(comparison))
      for (const grant of agent.grants)
        for (const tool of namedTools(grant)) {
          if (tools.some((held) => toolNames(held).includes(tool))) continue;
          const { span } = grant.origin;
          yield {
            file: span.file,
            extent: { at: span.start, end: span.end },
            message: `'${agent.name}' may use the tool '${tool}', but its code holds no such tool. Take the grant away, unless it is used by code that is not here.`,
            subject: `${agent.name} ${tool}`,
            steps: [sites.get(agent) ?? []].flat().map(madeAt),
          };
        }
  },
});

/** The tools of declared agents whose code shows them all. */
function heldTools(comparison: Comparison): ReadonlyMap<Agent, readonly ToolFact[]> {
  const held = new Map<Agent, ToolFact[]>();
  const open = new Set<Agent>();
  for (const { group, agent } of declaredGroups(comparison)) {
    if (group.toolsAll || group.toolsDynamic || group.mcpServers.length > 0) open.add(agent);
    held.set(agent, [...(held.get(agent) ?? []), ...group.tools]);
  }
  for (const agent of open) held.delete(agent);
  return held;
}

/** Tools that a grant names one by one; a pattern may mean tools that are yet to come. */
function namedTools(grant: Grant): readonly string[] {
  return grant.actions.flatMap(({ text, wildcard }) =>
    !wildcard && text.startsWith("tool:") ? [text.slice("tool:".length)] : [],
  );
}
