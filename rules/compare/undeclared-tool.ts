import { defineCompareRule } from "./rule.ts";
import { toolAction } from "./stanza.ts";
import { atAgent, declaredAt, declaredGroups, grantsTool, shownName } from "./view.ts";

export default defineCompareRule({
  id: "undeclared-tool",
  title: "A declared agent holds a tool that its policy does not give it",
  severity: "error",
  *check(comparison) {
    for (const { group, agent, policy } of declaredGroups(comparison))
      for (const site of group.sites)
        for (const tool of site.tools) {
          if (agent.grants.some((grant) => grantsTool(grant, tool, policy.services))) continue;
          const name = tool.called ?? tool.name;
          yield atAgent(
            site,
            `'${shownName(site)}' holds the tool '${name}', which '${agent.name}' may not use. Take it away, or grant \`${toolAction(name)}\`.`,
            `${agent.name} ${name}`,
            [declaredAt(agent)],
          );
        }
  },
});
