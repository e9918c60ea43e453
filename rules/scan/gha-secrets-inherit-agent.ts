import { str } from "../../scan/grants/value.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";
import { untrustedTriggers, viewOf } from "./workflow.ts";

const agentic = /agent|claude|gemini|codex|copilot|\bai\b|llm|review|triage|opencode|cagent/i;

export default defineScanRule({
  id: "gha-secrets-inherit-agent",
  title: "All secrets go to a called workflow",
  tier: "high",
  maps: maps("ASI03 ASI04", "LLM06:2025", "668"),
  *check(grants) {
    for (const workflow of grants.of("workflow")) {
      const view = viewOf(workflow);
      const exposed = untrustedTriggers(view);
      for (const job of view.jobs) {
        if (!job.secrets || str(job.secrets) !== "inherit" || !job.uses) continue;
        const local = job.uses.value.startsWith("./");
        const pinned = local || /@[0-9a-f]{40}$/.test(job.uses.value);
        const agent = agentic.test(job.uses.value) || agentic.test(job.name);
        if (local && exposed.length === 0 && !agent) continue;
        if (!agent && exposed.length === 0 && pinned) continue;
        const why =
          exposed.length > 0 ? ` on ${exposed.join(", ")}` : pinned ? "" : ", which others can change";
        const tier: Tier = local && exposed.length === 0 ? "low" : "high";
        const message = `Every secret of the repository goes to '${job.uses.value}'${why}. Name the secrets that it needs${pinned ? "" : ", and pin it to a commit"}.`;
        yield {
          file: workflow.file,
          extent: { at: job.secrets.at, end: job.secrets.end },
          subject: `${job.name} ${job.uses.value.replace(/@.*/, "")}`,
          message,
          tier,
        };
      }
    }
  },
});
