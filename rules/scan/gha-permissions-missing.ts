import { defineScanRule, maps } from "./rule.ts";
import { agentsOf, viewOf } from "./workflow.ts";

export default defineScanRule({
  id: "gha-permissions-missing",
  title: "An agent's job without permissions",
  tier: "medium",
  maps: maps("ASI03", "LLM06:2025", "276"),
  *check(grants) {
    for (const workflow of grants.of("workflow")) {
      const view = viewOf(workflow);
      // A workflow that is only called gets its permissions from the caller.
      if (
        view.form !== "workflow" ||
        view.permissions ||
        view.triggers.every((trigger) => trigger === "workflow_call")
      )
        continue;
      for (const job of view.jobs) {
        const [agent] = job.permissions ? [] : agentsOf(job);
        if (!agent) continue;
        const message = `Job '${job.name}' runs an agent with the default token, which may write in many organisations. Add permissions: with the keys that it needs.`;
        yield {
          file: workflow.file,
          extent: { at: agent.place.at, end: agent.place.end },
          subject: job.name,
          message,
        };
      }
    }
  },
});
