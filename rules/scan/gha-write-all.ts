import { defineScanRule, maps } from "./rule.ts";
import { viewOf } from "./workflow.ts";

export default defineScanRule({
  id: "gha-write-all",
  title: "The workflow's token may write everything",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const workflow of grants.of("workflow")) {
      const view = viewOf(workflow);
      const blocks = [
        { permissions: view.permissions, name: "the workflow" },
        ...view.jobs.map((job) => ({ permissions: job.permissions, name: `job '${job.name}'` })),
      ];
      for (const { permissions, name } of blocks) {
        if (permissions?.all?.value !== "write-all") continue;
        const message = `The token of ${name} may push code, change releases and mint identities. Set permissions: {} and give each job the keys that it needs.`;
        yield { file: workflow.file, extent: permissions.extent, subject: name, message };
      }
    }
  },
});
