import { str } from "../../scan/grants/value.ts";
import { defineScanRule, maps } from "./rule.ts";
import { untrustedTriggers, viewOf } from "./workflow.ts";

/** Keys with which much can be done; others (`checks`, `statuses`) matter less. */
const heavy = new Set([
  "contents",
  "id-token",
  "packages",
  "actions",
  "pull-requests",
  "deployments",
  "attestations",
  "pages",
  "security-events",
]);
const dangerous = new Set([
  "pull_request_target",
  "issue_comment",
  "workflow_run",
  "issues",
  "discussion_comment",
  "pull_request_review_comment",
]);

export default defineScanRule({
  id: "gha-workflow-level-write",
  title: "Write permissions for every job of an exposed workflow",
  tier: "medium",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const workflow of grants.of("workflow")) {
      const view = viewOf(workflow);
      const writes =
        view.permissions?.entries.filter((entry) => heavy.has(entry.key) && str(entry.value) === "write") ??
        [];
      const [first] = writes;
      const exposed = untrustedTriggers(view).filter((trigger) => dangerous.has(trigger));
      // Jobs with permissions of their own do not get the workflow's.
      const inheriting = view.jobs.filter((job) => !job.permissions);
      if (
        !first ||
        view.form !== "workflow" ||
        inheriting.length === 0 ||
        (exposed.length === 0 && inheriting.length < 2)
      )
        continue;
      const names = writes.map((entry) => entry.key).join(", ");
      const on = exposed.length > 0 ? ` on ${exposed.join(", ")}` : "";
      const which =
        exposed.length > 0 ? "also those that handle what strangers wrote" : "also those that do not need it";
      const message = `Every job of this workflow gets write access to ${names}${on}, ${which}. Set permissions: {} here, and give the access to the one job.`;
      yield {
        file: workflow.file,
        extent: { at: first.at, end: first.value.end },
        subject: names,
        message,
        tier: exposed.length > 0 ? "medium" : "low",
      };
    }
  },
});
