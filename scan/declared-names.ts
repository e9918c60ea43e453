/** Which agent each `remit: NAME` comment speaks of. */
import { type LineTable, positionAt } from "../compiler/source.ts";
import type { FileFacts } from "./facts.ts";
import { declaredIn } from "./identity.ts";
import type { LinkedAgent } from "./link/site.ts";

/** How many lines below its comment a construct may begin: a decorator or an opening bracket may stand between. */
const reach = 2;

/**
 * The agents, each with the name that a comment gives it. A comment behind code speaks of that line alone. One on a
 * line of its own speaks of the agents on the nearest line below it that has any. Of several, the nearest counts.
 */
export function withDeclaredNames(
  agents: readonly LinkedAgent[],
  facts: ReadonlyMap<string, Pick<FileFacts, "language" | "lines" | "remarks">>,
): readonly LinkedAgent[] {
  const byFile = new Map<string, ReadonlyMap<number, string>>();
  return agents.map((agent) => {
    const file = facts.get(agent.file);
    if (file === undefined || file.remarks.length === 0) return agent;
    const names = byFile.get(agent.file) ?? namesByLine(file, linesOf(agents, agent.file, file.lines));
    byFile.set(agent.file, names);
    const declaredName = names.get(positionAt(file.lines, agent.extent.at).line);
    return declaredName === undefined ? agent : { ...agent, declaredName };
  });
}

function linesOf(agents: readonly LinkedAgent[], file: string, lines: LineTable): readonly number[] {
  const found = agents
    .filter((agent) => agent.file === file)
    .map(({ extent }) => positionAt(lines, extent.at).line);
  return found.sort((one, other) => one - other);
}

/** The declared name by the line on which agents begin. Remarks are in the order of the text. */
function namesByLine(
  { language, lines, remarks }: Pick<FileFacts, "language" | "lines" | "remarks">,
  agentLines: readonly number[],
): ReadonlyMap<number, string> {
  const above = new Map<number, string>();
  const behind = new Map<number, string>();
  for (const remark of remarks) {
    const name = declaredIn(remark);
    if (name === undefined) continue;
    const line = positionAt(lines, remark.extent.at).line;
    const [page, another] = language === "markdown" ? agentLines : [];
    // A page is its agent, wherever in it the comment stands.
    if (page !== undefined && another === undefined) above.set(page, name);
    else if (remark.trails === true) behind.set(line, name);
    else {
      const next = agentLines.find((each) => each >= line);
      if (next !== undefined && next <= line + reach) above.set(next, name);
    }
  }
  return new Map([...above, ...behind]);
}
