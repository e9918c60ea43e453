/** `remit compile`: every target, or one, into a folder that is replaced as a whole. */
import { relative, resolve } from "node:path";
import { compileTargets, type Output } from "../../compiler/emit/compile.ts";
import { nextOf, targetName } from "../../compiler/emit/enforcement.ts";
import type { Checked, CheckOptions } from "../../compiler/index.ts";
import { formatInstant } from "../../compiler/model/time.ts";
import type { Problem } from "../../compiler/problem.ts";
import { checkPolicies, diagnosticsReport, findingsOf, frontEnd } from "../checking.ts";
import { refuseOtherEnvironment, unknownTarget } from "../choosing-target.ts";
import { type Call, defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { diagnosticsJson } from "../diagnostics-json.ts";
import { failure } from "../failure.ts";
import { foreignPolicy } from "../foreign.ts";
import { goneInWords, leftInWords, namesOf } from "../gone.ts";
import { inside } from "../host.ts";
import { flag, text } from "../option.ts";
import { differences, type OutFolder, openOutFolder, planOutput, writeOutput } from "../out-folder.ts";
import { countsInWords, type Finding, plural } from "../report/finding.ts";
import { printable } from "../report/printable.ts";
import { reporters } from "../report/report.ts";
import { styleOf } from "../report/style.ts";
import { holdingUpStops } from "../stopping.ts";
import { readFrom } from "../tree.ts";
import { version } from "../version.ts";
import { openWorkspace, type Workspace } from "../workspace.ts";

const out = text("out", "DIR", "the folder of the output (default dist)");
const target = text("target", "KIND[.NAME]", "only these; nothing is said of the others, and theirs stays");
const check = flag("check", "write nothing; exit with 1 where the folder is not what a compile would make");
const strict = flag("strict", "an error for each grant that is left out or that nothing enforces");
const onlySuspensions = flag(
  "only-suspensions",
  "only what stops agents now, over the last output; no new grant",
);
const format = common.format(["pretty", "json", "sarif", "github", "junit", "markdown"]);

export default defineCommand({
  arguments: [common.paths],
  options: [out, target, check, strict, onlySuspensions],
  common: [format, common.at, common.environment, common.config, common.color],
  examples: [
    { line: "remit compile", does: "writes dist/, one folder for each target" },
    { line: "remit compile --target opa --out build/policy", does: "only OPA, elsewhere" },
    { line: "remit compile --check", does: "whether dist/ is up to date" },
  ],
  notes:
    "All or nothing: where the policy has an error, or a file cannot be written, the old output stays as it is. A review\nthat lapsed is a warning here: the access that ended by it has to end at the targets.\n--target KIND is every target of that kind, 'KIND.' the one without a name.\nAn agent that was deleted is not stopped by --only-suspensions, which says so: suspend it and delete it later. Who was\nstopped before stays so until the whole is compiled.\n--check compiles at the instant of the last compile, unless --at says another, and says what has come due since.",
  run: async (call) => {
    const workspace = await openWorkspace(call);
    const folder = openOutFolder(
      resolve(workspace.root, call.get(out) ?? "dist"),
      workspace.config.workspace,
      call.get(onlySuspensions),
    );
    const clock = call.get(common.at) ?? (call.get(check) ? folder.previousAt : undefined);
    const options = {
      environment: call.get(common.environment),
      ...(clock === undefined ? {} : { at: clock }),
    };
    const checked = blocking(
      call.get(onlySuspensions)
        ? await checkedForStop(call, workspace, options)
        : await checkPolicies(workspace, options),
    );
    const output = await compiled(call, workspace, checked, folder);
    const problems = [...checked.problems, ...output.problems];
    const sound = problems.every(({ severity }) => severity !== "error");
    const { stale, foreign } = sound ? settle(call, folder, output) : { stale: [], foreign: [] };
    const due = call.get(check) ? dueSince(output, call.get(common.at) ?? call.io.clock()) : [];
    await report(call, workspace, checked, {
      output,
      folder,
      problems,
      stale: [...stale, ...due],
      foreign,
    });
    return sound && stale.length + due.length === 0 ? 0 : 1;
  },
});

/**
 * Only what stands in the way. A review that lapsed does not: the access that it took away has to reach the targets, so
 * here it is a warning.
 */
function blocking(checked: Checked): Checked {
  const problems = checked.problems.flatMap((one): Problem[] =>
    one.severity !== "error" ? [] : [one.code === "review-overdue" ? { ...one, severity: "warning" } : one],
  );
  return { ...checked, problems };
}

/**
 * A stop waits neither for tests nor for advice: of what is in error, only that blocks which leaves something out of
 * the policy, since what is left out could be a stop.
 */
async function checkedForStop(call: Call, workspace: Workspace, options: CheckOptions): Promise<Checked> {
  const checked = await frontEnd(workspace, options);
  const problems = holdingUpStops(checked);
  const others = checked.problems.filter(({ severity }) => severity === "error").length - problems.length;
  if (others > 0)
    call.note(`The tests of the policy have ${plural(others, "error")}, which hold up no suspension.`);
  return { ...checked, problems };
}

async function compiled(
  call: Call,
  workspace: Workspace,
  checked: Checked,
  folder: OutFolder,
): Promise<Output> {
  if (checked.problems.some(({ severity }) => severity === "error"))
    return { files: [], targets: [], gone: [], problems: [] };
  const only = call.get(target);
  const options = {
    version,
    strict: call.get(strict),
    onlySuspensions: call.get(onlySuspensions),
    ...(only === undefined ? {} : { only }),
    ...(folder.previous === undefined ? {} : { previous: folder.previous }),
    read: (path: string) => readFrom(folder.path, path),
  };
  const output = await compileTargets(checked, options, workspace.host.data);
  if (output.targets.length > 0 || (only === undefined && output.problems.length > 0)) return output;
  const known = new Set(checked.policies.flatMap((policy) => policy.targets.map(targetName)));
  if (known.size === 0) await refuseOtherEnvironment(workspace, checked, call.get(common.environment));
  if (known.size === 0)
    throw failure(
      [
        "The policy has no target to compile for. Declare one, such as 'target opa {}'.",
        ...leftInWords(folder.previous),
      ].join("\n"),
    );
  throw failure(unknownTarget(only ?? "", [...known].sort()));
}

/** Writes the output, or with `--check` says how the folder differs from it; and what is there that is not Remit's. */
function settle(call: Call, folder: OutFolder, output: Output): Pick<Outcome, "stale" | "foreign"> {
  const suspensions = call.get(onlySuspensions);
  const partly = call.get(target) !== undefined || suspensions;
  const plan = planOutput(
    folder,
    new Map(output.files.map(({ path, content }) => [path, content])),
    partly
      ? { targets: new Set(output.targets.map((one) => targetName(one.target))), suspensions }
      : undefined,
  );
  const foreign = foreignPolicy(
    folder,
    plan,
    output.targets.map((one) => one.target),
  );
  if (call.get(check)) return { stale: [...differences(folder, plan), ...foreign], foreign };
  writeOutput(folder, plan);
  return { stale: [], foreign };
}

/** Targets whose scheduled output had to be applied again by `now` (epoch seconds). */
function dueSince(output: Output, now: number): readonly string[] {
  return output.targets.flatMap(({ target: one, emission }) => {
    const next = emission.enforcement.flatMap(({ enforcement }) => nextOf(enforcement) ?? []);
    const first = Math.min(...next);
    return first <= now ? [`${targetName(one)} had to be compiled again by ${formatInstant(first)}`] : [];
  });
}

interface Outcome {
  readonly output: Output;
  readonly folder: OutFolder;
  readonly problems: readonly Problem[];
  readonly stale: readonly string[];
  /** What would be policy in the folder and is not Remit's; with `--check` it is among what is stale. */
  readonly foreign: readonly string[];
}

async function report(call: Call, workspace: Workspace, checked: Checked, outcome: Outcome): Promise<void> {
  const findings = await findingsOf(workspace, checked, outcome.problems);
  const { path } = outcome.folder;
  const shownFolder = inside(call.io.cwd, path) ? relative(call.io.cwd, path) || "." : path;
  const sound = outcome.problems.every(({ severity }) => severity !== "error");
  const written = sound && !call.get(check);
  const lines = written ? tally(outcome.output, shownFolder, call.get(onlySuspensions)) : [];
  lines.push(...remarksOf(outcome.output));
  const warnings = outcome.foreign.map((line) => `warning: ${line}`);
  if (written && call.get(format) === "pretty") lines.push(...warnings);
  // The other formats, JSON aside, have no place for what is not about the source.
  else if (call.get(format) !== "pretty" && call.get(format) !== "json") warnings.forEach(call.note);
  const end = conclusion(call, sound, findings, outcome, shownFolder);
  await call.write(
    reporters[call.get(format)](
      {
        ...diagnosticsReport(workspace, checked, findings),
        command: "compile",
        json: compileJson(checked, outcome, findings, shownFolder, written),
        conclusion: [...lines, ...outcome.stale, ...(end === "" ? [] : [end])].join("\n"),
      },
      styleOf(call),
    ),
  );
}

/** What to do where no suspension can be compiled. */
const unstopped =
  "\nNothing is stopped by this yet: what is in error is missing from the policy, and it could be a suspension.\nMend it, or bring the file back as it was when it last compiled (git restore), and compile again; what cannot wait\nis stopped by hand where the plan of 'remit suspend' says.";

function conclusion(
  call: Call,
  sound: boolean,
  findings: readonly Finding[],
  { stale, output, folder: { there } }: Outcome,
  folder: string,
): string {
  if (!sound) {
    const state = there ? `${folder} is as it was` : "nothing is written";
    return `${countsInWords(findings)}; ${state}${call.get(onlySuspensions) ? unstopped : ""}`;
  }
  const fresh = output.gone.filter((object) => object.fresh);
  if (!call.get(check)) return goneInWords(fresh, namesOf(output.targets)).join("\n");
  return stale.length === 0 ? `${folder} is up to date` : `${folder} is out of date`;
}

const KINDS = ["native", "scheduled", "waived", "left-out", "not-applicable"] as const;

function counts({ emission }: Output["targets"][number]): Readonly<Record<(typeof KINDS)[number], number>> {
  const count = (kind: (typeof KINDS)[number]): number =>
    emission.enforcement.filter(({ enforcement }) => enforcement.kind === kind).length;
  return {
    native: count("native"),
    scheduled: count("scheduled"),
    waived: count("waived"),
    "left-out": count("left-out"),
    "not-applicable": count("not-applicable"),
  };
}

/** What the targets say of their files, one line each. */
const remarksOf = ({ targets }: Output): readonly string[] =>
  targets.flatMap(({ target: one, emission }) =>
    (emission.remarks ?? []).map((remark) => printable(`${targetName(one)}: ${remark}`, "one-line")),
  );

/** One line a target. */
function tally(output: Output, folder: string, suspensions: boolean): string[] {
  const width = Math.max(...output.targets.map((one) => targetName(one.target).length));
  return output.targets.map((one) => {
    const name = targetName(one.target);
    const found = counts(one);
    const parts = KINDS.flatMap((kind) =>
      found[kind] === 0 ? [] : [`${found[kind]} ${kind.replace("-", " ")}`],
    );
    const files = output.files.filter(({ path }) => path.startsWith(`${name}/`)).length;
    const grants = suspensions ? "what is granted stays" : `grants: ${parts.join(", ") || "none"}`;
    return `${name.padEnd(width)}  ${folder}/${name}  ${files} files; ${grants}`;
  });
}

/** The document of `compile --format json` (docs/schemas/compile.schema.json). */
function compileJson(
  checked: Checked,
  { output, stale, foreign }: Outcome,
  findings: readonly Finding[],
  folder: string,
  written: boolean,
): unknown {
  return {
    version: 1,
    at: formatInstant(checked.at),
    out: folder,
    written,
    targets: output.targets.map((one) => ({
      target: targetName(one.target),
      environment: one.policy.environment ?? null,
      files: output.files.flatMap(({ path }) =>
        path.startsWith(`${targetName(one.target)}/`) ? [path] : [],
      ),
      grants: counts(one),
      remarks: one.emission.remarks ?? [],
    })),
    gone: output.gone.map(({ target: from, kind, name }) => ({ target: from, kind, name })),
    stale,
    foreign,
    diagnostics: diagnosticsJson(findings),
  };
}
