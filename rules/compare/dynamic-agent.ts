import { defineCompareRule } from "./rule.ts";
import { atAgent, groups } from "./view.ts";

export default defineCompareRule({
  id: "dynamic-agent",
  title: "An agent whose name cannot be known from the code",
  severity: "note",
  *check(comparison) {
    for (const group of groups(comparison)) {
      const { first } = group;
      if (first.name !== null || first.declaredName !== undefined) continue;
      if (comparison.policy?.matching.declaredAs.has(first.group) === true) continue;
      yield atAgent(
        first,
        `The name of this ${first.framework} agent is only known when it runs, so no policy can be matched with it for certain. Give it a literal name, or say in a comment \`remit: NAME\` which one it is.`,
        `${first.framework} ${first.aliases[0] ?? ""}`,
      );
    }
  },
});
