import { defineCompareRule } from "./rule.ts";

export default defineCompareRule({
  id: "missing-agent",
  title: "A declared agent that is nowhere in the code that it names",
  severity: "warning",
  *check({ policy, at }) {
    if (policy === undefined) return;
    const found = new Set(policy.matching.declaredAs.values());
    const possible = new Set([...policy.matching.undecided.values()].flat());
    for (const agent of policy.agents) {
      const isOver = agent.expires <= at || (agent.retired !== undefined && agent.retired <= at);
      if (agent.source.length === 0 || isOver || found.has(agent.name) || possible.has(agent.name)) continue;
      const { span } = agent.origin;
      yield {
        file: span.file,
        extent: { at: span.start, end: span.end },
        message: `No agent in ${agent.source.map((glob) => `'${glob}'`).join(", ")} is '${agent.name}'. Retire it if it is gone; else name it in the code as here, or say with \`code\` what it is called there.`,
        subject: agent.name,
      };
    }
  },
});
