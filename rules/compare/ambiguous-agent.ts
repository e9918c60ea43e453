import { defineCompareRule } from "./rule.ts";
import { atAgent, declaredAt, groups, madeAt, shownName } from "./view.ts";

export default defineCompareRule({
  id: "ambiguous-agent",
  title: "Which declaration an agent has cannot be told",
  severity: "warning",
  *check(comparison) {
    const { policy } = comparison;
    if (policy === undefined) return;
    for (const group of groups(comparison)) {
      const { first } = group;
      const several = policy.matching.undecided.get(first.group);
      if (several !== undefined)
        yield atAgent(
          first,
          `'${shownName(first)}' could be ${several.map((name) => `'${name}'`).join(" or ")}. Say which in a comment \`remit: NAME\`, or give the declarations different \`source\`.`,
          `${shownName(first)} ${several.join(" ")}`,
          policy.agents.filter((agent) => several.includes(agent.name)).map(declaredAt),
        );
      const name = policy.matching.declaredAs.get(first.group);
      const claimants = name === undefined ? undefined : policy.matching.shared.get(name);
      if (name !== undefined && claimants !== undefined && claimants[0] !== first.group)
        yield atAgent(
          first,
          `'${shownName(first)}' is the second agent that is taken for '${name}'. Declare each, or say in a comment \`remit: NAME\` that both are one.`,
          `${name} ${first.id}`,
          [
            ...policy.agents.filter((agent) => agent.name === name).map(declaredAt),
            ...comparison.agents
              .filter((agent) => agent.group === claimants[0])
              .slice(0, 1)
              .map(madeAt),
          ],
        );
    }
  },
});
