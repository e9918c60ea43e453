import { defineCompareRule } from "./rule.ts";
import { atAgent, declaredAt, declaredGroups, shownName } from "./view.ts";

export default defineCompareRule({
  id: "suspended-agent-in-code",
  title: "An agent that is suspended is still in the code",
  severity: "warning",
  *check(comparison) {
    for (const { group, agent } of declaredGroups(comparison)) {
      const { suspended } = agent;
      if (suspended === undefined || suspended.since > comparison.at) continue;
      yield atAgent(
        group.first,
        `'${shownName(group.first)}' is '${agent.name}', which is suspended: ${suspended.because} Do not deploy it until that is lifted.`,
        agent.name,
        [declaredAt(agent)],
      );
    }
  },
});
