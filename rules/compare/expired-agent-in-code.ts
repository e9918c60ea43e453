import { defineCompareRule } from "./rule.ts";
import { atAgent, declaredAt, declaredGroups, shownName } from "./view.ts";

export default defineCompareRule({
  id: "expired-agent-in-code",
  title: "An agent that has ended is still in the code",
  severity: "error",
  *check(comparison) {
    for (const { group, agent } of declaredGroups(comparison)) {
      const end = Math.min(agent.expires, agent.retired ?? agent.expires);
      if (end > comparison.at) continue;
      const date = new Date(end * 1000).toISOString().slice(0, 10);
      yield atAgent(
        group.first,
        `'${shownName(group.first)}' is '${agent.name}', which ended on ${date}. Remove it from the code, or give it a new end after a review.`,
        agent.name,
        [declaredAt(agent)],
      );
    }
  },
});
