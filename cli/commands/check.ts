/** `remit check`: parse, type-check, guardrails, rules, tests. */

import { targetProblems, withTargetProblems } from "../../compiler/emit/target-problems.ts";
import { readDuration } from "../../compiler/literals.ts";
import type { Origin } from "../../compiler/model/policy.ts";
import { formatInstant } from "../../compiler/model/time.ts";
import { type CheckedWorkspace, checkPolicies, diagnosticsReport, findingsOf } from "../checking.ts";
import { type Call, defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { diagnosticsJson } from "../diagnostics-json.ts";
import { withExpiring } from "../expiring.ts";
import { failure } from "../failure.ts";
import { applySafeFixes } from "../fixing.ts";
import { flag, text } from "../option.ts";
import { countsInWords, type Finding, plural } from "../report/finding.ts";
import { reporters } from "../report/report.ts";
import { styleOf } from "../report/style.ts";
import { openWorkspace, type Workspace } from "../workspace.ts";

const fix = flag("fix", "apply the safe fixes to the files");
const failOnExpiring = text(
  "fail-on-expiring",
  "D",
  "an error for each agent whose access ends within D, such as 14d",
);
const format = common.format(["pretty", "json", "sarif", "github", "junit", "markdown"]);

/** A fix can make another possible; more rounds than this do not converge. */
const ROUNDS = 10;

export default defineCommand({
  arguments: [common.paths],
  options: [fix, failOnExpiring],
  common: [format, common.out, common.at, common.environment, common.config, common.color],
  examples: [
    { line: "remit check", does: "checks the workspace" },
    { line: "remit check --at 2027-01-01", does: "as it will be on that day" },
    {
      line: "remit check --fail-on-expiring 14d",
      does: "for a nightly job: fails while something is about to end",
    },
    { line: "remit check --format sarif --out remit.sarif", does: "for a code scanning service" },
  ],
  run: async (call) => {
    const workspace = await openWorkspace(call);
    const options = { environment: call.get(common.environment) };
    let checked = await checkPolicies(workspace, options);
    if (call.get(fix)) checked = await repaired(call, workspace, checked, options);
    const ofTargets = await targetProblems(checked, workspace.host.data);
    checked = { ...checked, problems: withTargetProblems(checked.problems, ofTargets) };
    const within = expiringWithin(call);
    if (within !== undefined)
      checked = { ...checked, problems: withExpiring(checked, checked.problems, within) };
    const found = (await findingsOf(workspace, checked, checked.problems)).filter((finding) =>
      workspace.asked(finding.file),
    );
    const report = {
      ...diagnosticsReport(workspace, checked, found),
      command: "check",
      json: checkJson(checked, found),
      conclusion: `${countsInWords(found)}${found.length === 0 ? `: ${contents(checked)}` : ""} in ${plural(checked.files.length, "file")}`,
    };
    await call.write(reporters[call.get(format)](report, styleOf(call)));
    return found.some((finding) => finding.severity === "error") ? 1 : 0;
  },
});

/** Seconds of `--fail-on-expiring`. */
function expiringWithin(call: Call): number | undefined {
  const written = call.get(failOnExpiring);
  if (written === undefined) return undefined;
  const seconds = readDuration(written);
  if (seconds === undefined)
    throw failure(`--fail-on-expiring takes a duration such as 14d, not '${written}'.`);
  return seconds;
}

/** What was checked: each thing once, whatever the number of environments. */
function contents({ policies }: CheckedWorkspace): string {
  const agents = new Set(policies.flatMap((policy) => Object.keys(policy.agents)));
  const places = (origins: readonly Origin[]): number =>
    new Set(origins.map(({ span }) => `${span.file}:${span.start}`)).size;
  const grants = policies.flatMap((policy) => Object.values(policy.agents).flatMap((agent) => agent.grants));
  const tests = policies.flatMap((policy) => policy.tests);
  return [
    plural(agents.size, "agent"),
    plural(places(grants.map(({ origin }) => origin)), "grant"),
    plural(places(tests.map(({ origin }) => origin)), "test"),
  ].join(", ");
}

/** The document of `check --format json` (docs/schemas/check.schema.json). */
export function checkJson(checked: CheckedWorkspace, findings: readonly Finding[]): unknown {
  const count = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    version: 1,
    at: formatInstant(checked.at),
    diagnostics: diagnosticsJson(findings),
    summary: {
      errors: count("error"),
      warnings: count("warning"),
      infos: count("info"),
      files: checked.files.length,
    },
  };
}

async function repaired(
  call: Call,
  workspace: Workspace,
  first: CheckedWorkspace,
  options: { readonly environment?: string },
): Promise<CheckedWorkspace> {
  let checked = first;
  let applied = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const texts = new Map(checked.files.map((file) => [file.path, file.text]));
    const asked = checked.problems.filter((problem) => workspace.asked(problem.span.file));
    const count = applySafeFixes(workspace.root, texts, asked);
    if (count === 0) break;
    applied += count;
    checked = await checkPolicies(workspace, options);
  }
  call.note(applied === 1 ? "Applied 1 fix." : `Applied ${applied} fixes.`);
  return checked;
}
