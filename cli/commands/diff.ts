/** `remit diff`: what a change of the policy gives and takes, with a request as witness for each. */
import type { ParseCache } from "../../compiler/checked.ts";
import { formatInstant } from "../../compiler/literals.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { type Comparison, compare, openSide } from "../diffing.ts";
import { choice, flag } from "../option.ts";
import { diffFindings, diffJson, diffMarkdown, diffPretty, diffRule } from "../report/diff.ts";
import { sourcesOf } from "../report/excerpt.ts";
import { reporters } from "../report/report.ts";
import { styleOf } from "../report/style.ts";

const format = common.format(["pretty", "json", "sarif", "github", "markdown"]);
const all = flag("all", "list the agents that are the same, too");
const failOn = choice("fail-on", ["wider", "any", "none"], "what makes the exit code 1 (default wider)");

export default defineCommand({
  arguments: [
    { syntax: "<OLD>", description: "a file, a folder, or a git revision (rev:NAME)" },
    { syntax: "<NEW>", description: "what it is compared with" },
  ],
  options: [all, failOn],
  common: [format, common.out, common.at, common.environment, common.config, common.color],
  examples: [
    { line: "remit diff main .", does: "what the working tree allows that main did not" },
    { line: "remit diff v1 v2 --format markdown", does: "a comment for the pull request" },
  ],
  notes:
    "What names a path and a revision at once is refused: './main' is the path, 'rev:main' the revision. A whole commit hash is always a revision; programs write rev: before whatever they were given.\nThe comparison is exact from the clock (--at) on: an agent that is the same may do the same, whatever its text looks like. Where environments are declared, each is compared. --fail-on wider asks about decisions alone: what an engine answers to some request. What a platform enforces or a reviewer goes by can grow with the same decisions (a waive, another identity, 'enforced outside', a guardrail that went or has another exception, a target that covers fewer agents, a lower risk): it is listed under 'other', and only --fail-on any fails for it.",
  run: async (call) => {
    const environment = call.get(common.environment);
    const [oldName = "", newName = ""] = call.args;
    // A file that is the same on both sides is parsed once.
    const cache: ParseCache = new Map();
    const old = await openSide(call, oldName, environment, cache);
    const fresh = await openSide(call, newName, environment, cache);
    const comparison = compare(old, fresh);
    const wanted = call.get(format);
    const at = formatInstant(comparison.at);
    if (wanted === "json") await call.write(diffJson(comparison, at, call.get(all)));
    else if (wanted === "markdown") await call.write(diffMarkdown(comparison));
    else if (wanted === "pretty") await call.write(diffPretty(comparison, styleOf(call), call.get(all)));
    else {
      const texts = new Map(fresh.checked.files.map((file) => [file.path, file.text]));
      await call.write(
        reporters[wanted](
          {
            command: "diff",
            at: comparison.at,
            findings: diffFindings(comparison),
            files: fresh.checked.files.length,
            rule: diffRule,
            source: sourcesOf(texts),
            shown: fresh.workspace.shown,
            json: undefined,
          },
          styleOf(call),
        ),
      );
    }
    return fails(comparison, call.get(failOn) ?? "wider") ? 1 : 0;
  },
});

function fails({ agents, other }: Comparison, failing: "wider" | "any" | "none"): boolean {
  if (failing === "none") return false;
  if (failing === "any")
    return other.length > 0 || agents.some((agent) => agent.verdict !== "same" || agent.incomplete);
  return agents.some((agent) => agent.wider.length > 0 || agent.incomplete);
}
