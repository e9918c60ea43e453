/** `remit test`: the `test` blocks, in the reference evaluator or in an engine that runs compiled output. */

import type { Host } from "../../compiler/host.ts";
import type { Checked } from "../../compiler/index.ts";
import type { Origin } from "../../compiler/model/policy.ts";
import { formatInstant } from "../../compiler/model/time.ts";
import { diagnosticsReport, frontEnd, placesIn } from "../checking.ts";
import { type Call, defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { assertSound } from "../deciding.ts";
import { type EngineName, engineNames, engines, enginesFor } from "../engines/engine.ts";
import { choice, flag } from "../option.ts";
import type { Finding, Place, Report, TestOutcome } from "../report/finding.ts";
import { reporters } from "../report/report.ts";
import { styleOf } from "../report/style.ts";
import { type CaseResult, type Coverage, coverage, runTests, type Uncovered } from "../testing.ts";
import { openWorkspace, type Workspace } from "../workspace.ts";

const engine = choice<EngineName | "all">(
  "engine",
  [...engineNames, "all"],
  "who decides (default reference); the others run the compiled output, all those of the policy's targets",
);
const showCoverage = flag("coverage", "list the grants, nevers and conditions that no test reaches");
const format = common.format(["pretty", "json", "sarif", "github", "junit", "markdown"]);

export default defineCommand({
  arguments: [common.paths],
  options: [engine, showCoverage],
  common: [format, common.out, common.at, common.environment, common.config, common.color],
  examples: [
    { line: "remit test", does: "runs every test block" },
    { line: "remit test --engine opa", does: "the same cases against the compiled policy in OPA" },
    { line: "remit test --format junit --out tests.xml", does: "for a build server" },
  ],
  run: async (call) => {
    const workspace = await openWorkspace(call);
    const checked = await frontEnd(workspace, { environment: call.get(common.environment) });
    assertSound(checked);
    const results = (await allResults(call, checked, workspace.host.data)).filter((result) =>
      workspace.asked(result.test.origin.span.file),
    );
    const reach = call.get(showCoverage) ? coverage(checked.policies, checked.at) : undefined;
    const report = testReport(workspace, checked, results, reach);
    await call.write(reporters[call.get(format)](report, styleOf(call)));
    return results.every((result) => result.passed) ? 0 : 1;
  },
});

async function allResults(call: Call, checked: Checked, data: Host["data"]): Promise<readonly CaseResult[]> {
  const wish = call.get(engine) ?? "reference";
  const results: CaseResult[] = [];
  const names: readonly EngineName[] =
    wish === "all" ? ["reference", ...enginesFor(checked.policies)] : [wish];
  for (const name of names)
    for (const policy of checked.policies)
      for (const opened of await engines[name](policy, data))
        results.push(...(await runTests(policy, opened, checked.at)));
  return results;
}

function testReport(
  workspace: Workspace,
  checked: Checked,
  results: readonly CaseResult[],
  reach: Coverage | undefined,
): Report {
  const places = placesIn(new Map(checked.files.map((file) => [file.path, file.text])));
  const place = (origin: Origin): Place => places(origin.span);
  const failed = results.filter((result) => !result.passed);
  const findings = failed.map(
    (result): Finding => ({
      code: "test-failed",
      severity: "error",
      message: `${complaint(result)} ${result.reason}`,
      ...place(result.case.origin),
      related: [],
      fixes: [],
    }),
  );
  const uncovered = reach?.uncovered ?? [];
  return {
    ...diagnosticsReport(workspace, checked, [...findings, ...uncovered.map((item) => gap(item, place))]),
    command: "test",
    json: testJson(checked, results, reach),
    cases: results.map(
      (result): TestOutcome => ({
        ...place(result.case.origin),
        suite: result.test.title,
        name: [label(result), result.case.origin.text].filter((part) => part !== "").join(" "),
        ...(result.passed ? {} : { failure: `${complaint(result)} ${result.reason}` }),
      }),
    ),
    conclusion: conclusion(results, failed.length, reach),
  };
}

function conclusion(results: readonly CaseResult[], failed: number, reach: Coverage | undefined): string {
  const asked = results.filter((result) => result.actual !== "not-asked").length;
  const skipped = asked === results.length ? "" : `, ${results.length - asked} not asked`;
  const said = `${asked - failed} passed, ${failed} failed${skipped}`;
  if (reach === undefined) return said;
  return `${said}; ${reach.reached} of ${reach.total} statements and conditions reached`;
}

const complaint = ({ case: { expect }, actual, engine: name }: CaseResult): string =>
  `Expected ${expect}, ${name === "reference" ? "" : `${name} says `}got ${actual}.`.replace(
    "says got",
    "says",
  );

const label = ({ engine: name, environment }: CaseResult): string =>
  [environment ?? "", name === "reference" ? "" : name]
    .filter((part) => part !== "")
    .map((part) => `[${part}]`)
    .join("");

function gap(item: Uncovered, place: (origin: Origin) => Place): Finding {
  const why = {
    grant: `No test of '${item.agent}' is allowed by this`,
    never: `No test of '${item.agent}' is denied by this`,
    condition: `No test of '${item.agent}' is denied because this condition fails`,
  };
  return {
    code: "not-reached",
    severity: "info",
    message: `${why[item.what]}.`,
    ...place(item.origin),
    related: [],
    fixes: [],
  };
}

/** The document of `test --format json` (docs/schemas/test.schema.json). */
function testJson(checked: Checked, results: readonly CaseResult[], reach: Coverage | undefined): unknown {
  return {
    version: 1,
    at: formatInstant(checked.at),
    cases: results.map((result) => ({
      test: result.test.title,
      agent: result.test.agent,
      environment: result.environment ?? null,
      engine: result.engine,
      expected: result.case.expect,
      actual: result.actual,
      passed: result.passed,
      reason: result.reason,
      file: result.case.origin.span.file,
      line: result.case.origin.line,
      text: result.case.origin.text,
    })),
    summary: {
      passed: results.filter((result) => result.passed && result.actual !== "not-asked").length,
      failed: results.filter((result) => !result.passed).length,
      notAsked: results.filter((result) => result.actual === "not-asked").length,
    },
    ...(reach === undefined
      ? {}
      : {
          coverage: {
            reached: reach.reached,
            total: reach.total,
            uncovered: reach.uncovered.map((item) => ({
              agent: item.agent,
              what: item.what,
              file: item.origin.span.file,
              line: item.origin.line,
              text: item.origin.text,
            })),
          },
        }),
  };
}
