/** `remit report`: one HTML page about all agents, which works from the disk. */
import { compileTargets } from "../../compiler/emit/compile.ts";
import { targetName } from "../../compiler/emit/enforcement.ts";
import { readAsset } from "../assets.ts";
import { checkPolicies, findingsOf } from "../checking.ts";
import { type Call, defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { assertSound } from "../deciding.ts";
import { compare, openNamed } from "../diffing.ts";
import { failure } from "../failure.ts";
import { text } from "../option.ts";
import { agentRows, graphOf, type PageData } from "../page/inventory.ts";
import { reportPage } from "../page/page.ts";
import { namedCommit, revisionWord } from "../revision-name.ts";
import { version } from "../version.ts";
import { openWorkspace } from "../workspace.ts";

const since = text("since", "REV", "also show what changed since a git revision");

export default defineCommand({
  arguments: [common.paths],
  options: [since],
  common: [common.out, common.at, common.environment, common.config],
  examples: [
    { line: "remit report --out agents.html", does: "inventory, ends, graph, findings, enforcement" },
    { line: "remit report --since main --out agents.html", does: "with what changed" },
  ],
  notes:
    "The page loads nothing and runs nothing but its own script. It can be printed, and read without a mouse.",
  run: async (call) => {
    const workspace = await openWorkspace(call);
    const checked = await checkPolicies(workspace, { environment: call.get(common.environment) });
    assertSound(checked);
    const output = await compileTargets(checked, { version }, workspace.host.data);
    const problems = [
      ...checked.problems,
      ...output.problems.filter((one) => !checked.problems.includes(one)),
    ];
    const data: PageData = {
      workspace: workspace.config.workspace,
      at: checked.at,
      agents: agentRows(checked.policies, output.targets, checked.at),
      targets: [...new Set(output.targets.map((one) => targetName(one.target)))],
      findings: await findingsOf(workspace, checked, problems),
      graph: graphOf(checked.policies),
      ...(await changes(call)),
    };
    await call.write(reportPage(data, { style: asset("report.css"), script: asset("report.js") }));
    return 0;
  },
});

async function changes(call: Call): Promise<Pick<PageData, "changes">> {
  const revision = call.get(since);
  if (revision === undefined) return {};
  const environment = call.get(common.environment);
  const old = await openNamed(call, revision, namedCommit(call.io.cwd, revision), environment);
  const fresh = await openNamed(call, call.args[0] ?? ".", undefined, environment);
  return { changes: { since: revisionWord(revision), comparison: compare(old, fresh) } };
}

function asset(name: string): string {
  const bytes = readAsset(`cli/page/${name}`);
  if (bytes === undefined) throw failure(`'${name}' is missing from this installation; install Remit again.`);
  return new TextDecoder().decode(bytes);
}
