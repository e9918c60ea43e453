import { type Entry, get, items, str } from "../../scan/grants/value.ts";
import { defineScanRule, maps, type Offence } from "./rule.ts";
import {
  type AgentStep,
  agentsOf,
  type Job,
  secretsIn,
  untrustedTriggers,
  viewOf,
  type WorkflowView,
  writesOf,
} from "./workflow.ts";

/** Inputs that switch off the check which an action makes of who started it. */
const anybody = /^(?:allowed_non_write_users|allow-users|allow_users|allowed-users|allow-bots|allowed_bots)$/;

/** What a condition must speak of to keep strangers out. */
const gate =
  /author_association|github\.actor|github\.triggering_actor|\.login\b|permission|collaborator|vars\.\w*(?:ALLOW|ACTOR|USER|MAINTAIN)|head\.repo\.full_name\s*==|!\s*github\.event\.pull_request\.head\.repo\.fork|head\.repo\.fork\s*==\s*false|event\.label\.name|labels\.\*\.name|team_membership|is_member|authori[sz]ed|approv/i;

/** The keys of models; anything else that a job holds is worth stealing. */
const modelKey =
  /ANTHROPIC|OPENAI|GEMINI|GOOGLE_API|CLAUDE|AZURE_OPENAI|MISTRAL|OPENROUTER|GROQ|MODEL|LLM|^GITHUB_TOKEN$/i;

/** A job before it that checks who asks. */
function checked(view: WorkflowView, job: Job): boolean {
  const earlier = view.jobs.filter((other) => job.needs.includes(other.name));
  return earlier.some(
    (other) =>
      gate.test(other.condition) ||
      /auth|permission|check.?access|gate|collaborator|verify|allowed/i.test(other.name) ||
      other.steps.some((step) =>
        /authori|permission|collaborator|check-user/i.test(step.uses?.value ?? ""),
      ) ||
      checked(view, other),
  );
}

function gated(view: WorkflowView, job: Job, agent: AgentStep): boolean {
  if (job.environment || gate.test(job.condition) || gate.test(agent.step.condition) || checked(view, job))
    return true;
  const before = job.steps.slice(0, job.steps.indexOf(agent.step));
  return before.some((step) =>
    /getCollaboratorPermissionLevel|collaborators\/[^\s]*\/permission|author_association|check-user-permission/i.test(
      `${step.run?.value ?? ""} ${step.uses?.value ?? ""} ${step.inputs.map((entry) => str(entry.value) ?? "").join(" ")}`,
    ),
  );
}

/** What somebody could gain: the token's writes and secrets besides the model's. */
function gain(view: WorkflowView, job: Job): string | undefined {
  const writes = writesOf(view, job);
  if (writes === undefined) return "the default token";
  const secrets = secretsIn(job.value).filter((name) => !modelKey.test(name));
  const all = [...writes.map((name) => `${name}: write`), ...secrets];
  return all.length > 0 ? all.slice(0, 3).join(", ") : undefined;
}

export default defineScanRule({
  id: "gha-agent-untrusted-trigger",
  title: "Anybody can start the agent",
  tier: "critical",
  maps: maps("ASI01 ASI02 ASI03", "LLM01:2025 LLM06:2025", "94 862"),
  *check(grants) {
    for (const workflow of grants.of("workflow")) {
      const view = viewOf(workflow);
      const triggers = untrustedTriggers(view);
      if (triggers.length === 0) continue;
      const opened = workflow.form === "markdown" ? forEverybody(view, triggers) : undefined;
      if (opened) yield opened;
      for (const job of view.jobs)
        for (const agent of agentsOf(job)) {
          const found = judge(view, job, agent, triggers);
          if (found) yield found;
        }
    }
  },
});

/** An agentic workflow starts for people with write access, unless `roles` says otherwise; what it writes goes through another job. */
function forEverybody(view: WorkflowView, triggers: readonly string[]): Offence | undefined {
  const roles = get(get(view.root, "on", "true"), "roles") ?? get(view.root, "roles");
  const all = items(roles).find((item) => str(item) === "all");
  if (!all) return undefined;
  const writes = view.permissions?.entries.some((entry) => str(entry.value) === "write") ?? false;
  return {
    file: view.file,
    extent: { at: all.at, end: all.end },
    subject: "roles all",
    message: `The agentic workflow runs on ${triggers.join(", ")} for everybody, because roles is 'all'. Leave roles out, or limit what it may answer.`,
    tier: writes ? "critical" : "medium",
  };
}

function judge(
  view: WorkflowView,
  job: Job,
  agent: AgentStep,
  triggers: readonly string[],
): Offence | undefined {
  const holds = gain(view, job);
  if (!holds) return undefined;
  const open = agent.step.inputs.find(
    (entry: Entry) =>
      anybody.test(entry.key) &&
      (str(entry.value) === "*" ||
        (/bots/.test(entry.key) && entry.value.kind === "boolean" && entry.value.value)),
  );
  if (open ? gated(view, job, agent) : agent.gated || gated(view, job, agent)) return undefined;
  const place = open ?? agent.place;
  const extent = open ? { at: open.at, end: open.value.end } : { at: agent.place.at, end: agent.place.end };
  const how = open ? `${open.key} lets anybody start it` : "nothing checks who started it";
  const message = `The agent in job '${job.name || "action"}' runs on ${triggers.join(", ")} and holds ${holds}, and ${how}. Check the author's association in if:, and keep writes in a job of their own.`;
  return {
    file: view.file,
    extent: { at: place === open ? open.at : extent.at, end: extent.end },
    subject: `${job.name} ${open?.key ?? "agent"}`,
    message,
  };
}
