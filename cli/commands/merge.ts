/** `remit merge`: the parts of one scan joined, linked, matched and reported, as one scan would have been. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { scanWith } from "../../scan/scan.ts";
import { joinShards, parseShard, type Shard } from "../../scan/shard.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { sha256 } from "../digest.ts";
import { failure, systemReason } from "../failure.ts";
import { knownFrom, newFindings, readBaseline, updateBaseline } from "../scan/baseline.ts";
import { conclude } from "../scan/conclude.ts";
import * as shared from "../scan/options.ts";
import { inPaths } from "../scan/paths.ts";
import { judge, policyNow } from "../scan/scanning.ts";
import { openWorkspace } from "../workspace.ts";

const format = common.format(["pretty", "json", "sarif", "github", "junit", "markdown"]);

export default defineCommand({
  arguments: [{ syntax: "<FACTS...>", description: "what 'remit scan --shard I/N' wrote, every part" }],
  options: shared.sharedOptions,
  common: [format, common.out, common.at, common.config, common.color],
  examples: [{ line: "remit merge part-*.json --format sarif", does: "one report of all parts" }],
  notes: "The code itself is not needed; the policy is that of the workspace of the current folder.",
  run: async (call) => {
    const shards = call.args.map((written) => readShard(resolve(call.io.cwd, written), written));
    const joined = await joinShards(shards);
    if ("trouble" in joined) throw failure(joined.trouble);
    const workspace = await openWorkspace(call, []);
    const isAsked = shared.askedRules(call);
    const at = workspace.host.now();
    const text = async (file: string): Promise<string | undefined> => {
      const kept = await joined.supply.text(file);
      return kept === "" ? undefined : kept;
    };
    const policy = call.get(shared.noPolicy) ? undefined : await policyNow(workspace);
    const scanned = await scanWith(joined.supply, joined.discovered);
    const judged = await judge(scanned, {
      at,
      text,
      digest: sha256,
      data: workspace.host.data,
      ...(policy === undefined ? {} : { policy }),
    });
    const reported = inPaths(joined.paths, judged);
    const digests = new Map(shards.flatMap((shard) => shard.digests));
    const there = new Set(joined.discovered.paths);
    const digestOf = (file: string): string | undefined =>
      digests.get(file) ?? (there.has(file) ? "" : undefined);
    let findings = reported.findings.filter(isAsked);
    const written = call.get(shared.baseline);
    if (written === undefined && call.get(shared.updateBaseline))
      throw failure("--update-baseline needs --baseline FILE.");
    if (written !== undefined) {
      const path = resolve(call.io.cwd, written);
      if (call.get(shared.updateBaseline)) {
        const fresh = knownFrom(findings, digestOf);
        call.note(updateBaseline(path, written, fresh, shared.selection(call, joined.paths)));
        findings = [];
      } else findings = newFindings(findings, readBaseline(path, written), digestOf).slice();
    }
    return conclude(call, call.get(format), {
      command: "merge",
      at,
      workspace,
      judged: reported,
      findings,
      text,
    });
  },
});

function readShard(path: string, written: string): Shard {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch (error) {
    throw failure(`Cannot read '${written}': ${systemReason(error) ?? "it cannot be opened"}.`);
  }
  const shard = parseShard(content, sha256);
  if (shard === undefined)
    throw failure(
      `'${written}' is no part of a scan by this version of Remit, or it is damaged. Write it anew.`,
    );
  return shard;
}
