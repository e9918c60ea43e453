/** `remit codeowners`: CODEOWNERS lines from the owners of agents and their `source` globs. */
import { codeOwners } from "../../compiler/model/codeowners.ts";
import { frontEnd } from "../checking.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { assertSound } from "../deciding.ts";
import { openWorkspace } from "../workspace.ts";

const format = common.format(["pretty", "json"]);

export default defineCommand({
  arguments: [common.paths],
  options: [],
  common: [format, common.out, common.at, common.environment, common.config],
  examples: [
    { line: "remit codeowners >> .github/CODEOWNERS", does: "owners review the code of their agents" },
  ],
  notes:
    "Patterns are relative to the workspace; where that is not the repository's root, put its folder before them.",
  run: async (call) => {
    const workspace = await openWorkspace(call);
    const checked = await frontEnd(workspace, { environment: call.get(common.environment) });
    assertSound(checked);
    const all = checked.policies.map((policy) => codeOwners(policy, checked.at));
    const lines = unique(all.flatMap((one) => one.lines));
    for (const { glob, agent } of all.flatMap((one) => one.unsaid))
      call.note(`${agent}: CODEOWNERS cannot say ${JSON.stringify(glob)}; it is left out.`);
    await call.write(
      call.get(format) === "json"
        ? `${JSON.stringify({ version: 1, lines }, null, 2)}\n`
        : lines.map((line) => `${line.pattern} ${line.people.join(" ")}\n`).join(""),
    );
    return 0;
  },
});

function unique<T>(items: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = JSON.stringify(item);
    return seen.has(key) ? false : seen.add(key);
  });
}
