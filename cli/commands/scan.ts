/** `remit scan`: the agents, tools, MCP servers and grants in code, and what differs from the policy. */
import { basename, resolve } from "node:path";
import type { Checked } from "../../compiler/index.ts";
import type { ScanHost } from "../../scan/host.ts";
import { keptSupply } from "../../scan/kept.ts";
import { type Scanned, scan } from "../../scan/scan.ts";
import { makeShard, shardText } from "../../scan/shard.ts";
import { treeSupply } from "../../scan/supply.ts";
import { type Call, defineCommand, type Option } from "../command.ts";
import * as common from "../common.ts";
import { failure } from "../failure.ts";
import { gitHost } from "../git.ts";
import { flag, text } from "../option.ts";
import { namedCommit, revisionWord } from "../revision-name.ts";
import {
  digestIn,
  digestsOf,
  knownFrom,
  newFindings,
  readBaseline,
  updateBaseline,
} from "../scan/baseline.ts";
import { folderCache } from "../scan/cache.ts";
import { conclude } from "../scan/conclude.ts";
import { gitScanHost } from "../scan/git-tree.ts";
import { hiddenFindings } from "../scan/hidden.ts";
import { frugal } from "../scan/memory.ts";
import * as shared from "../scan/options.ts";
import { asCode, asRead, inPaths, limits, refuseOutside } from "../scan/paths.ts";
import { type Judged, judge, policyNow, policyOf, scopeOf } from "../scan/scanning.ts";
import { stubFile, stubsInWords, writeStubs } from "../scan/stubs.ts";
import { scanHost } from "../scan-host.ts";
import { openWorkspace, type Workspace } from "../workspace.ts";

const format = common.format(["pretty", "json", "sarif", "github", "junit", "markdown"]);
const since = text("since", "REV", "report only what this git revision did not have");
const shard = text("shard", "I/N", "write the facts of part I of N, for 'remit merge'");
const factsOnly = flag("facts-only", "write the facts and judge nothing, for 'remit merge'");
const cache = text("cache", "DIR", "keep facts in this folder, so that the next scan is faster");
const includeTests = flag("include-tests", "tests, fixtures and generated files too");
const fix = flag("fix", "write a stub into a policy file for each agent that none declares");

export default defineCommand({
  arguments: [
    { syntax: "[paths...]", description: "files or folders (default: the workspace of the current folder)" },
  ],
  options: [...shared.sharedOptions, since, shard, factsOnly, cache, includeTests, fix],
  common: [format, common.out, common.at, common.config, common.color],
  examples: [
    { line: "remit scan", does: "what the code of this workspace has that its policy does not" },
    { line: "remit scan --no-policy --format json", does: "an inventory of agents, tools and MCP servers" },
    {
      line: "remit scan --since main --format sarif --out scan.sarif",
      does: "new findings of a pull request",
    },
    { line: "remit scan --shard 2/8 --out part-2.json", does: "one of eight parts, for 'remit merge'" },
  ],
  notes:
    "Nothing of the code is executed, and nothing outside of the workspace is read. A comment `remit: NAME` at a construct says which declared agent it is; `remit-ignore RULE until DATE: reason` lets a finding stand for a while.\nWhat git tracks is scanned whatever .gitignore says; .remitignore, of the same form, leaves out that too. With --since, findings that comments, excludes or .remitignore hide and did not hide at the revision are told as notes: hidden-finding.",
  run: async (call) => {
    const workspace = asCode(await openWorkspace(call));
    refuseOutside(call, workspace);
    const part = partOf(call);
    if (part !== undefined) refuseJudging(call);
    const host = frugal(scanHost(workspace.root, written(call)));
    const options = { includeTests: call.get(includeTests), inScope: scopeOf(asRead(workspace)) };
    const folder = call.get(cache);
    const facts = folder === undefined ? undefined : folderCache(resolve(call.io.cwd, folder));
    const kept = { ...options, ...(facts === undefined ? {} : { cache: facts }) };
    if (part !== undefined) {
      const listing = await host.files();
      const listed: ScanHost = { ...host, files: async () => listing };
      const supply =
        facts === undefined ? treeSupply(host) : keptSupply(host, facts, listing.files, { whole: true });
      const made = await makeShard(listed, supply, options, part, limits(workspace));
      if ("keep" in supply) supply.keep();
      await call.write(shardText(made, host.digest));
      return 0;
    }
    if (call.get(shared.updateBaseline) && call.get(since) !== undefined)
      throw failure(
        "--update-baseline with --since would leave out what the revision had already. Leave out one of them.",
      );
    const isAsked = shared.askedRules(call);
    const at = workspace.host.now();
    const text = textIn(host);
    const policy = call.get(shared.noPolicy) ? undefined : await policyNow(workspace);
    const scanned = await scan(host, { ...kept, ahead: host.ahead });
    const judgeBy = (
      found: Scanned,
      asPolicy: Checked | undefined,
      readText: (file: string) => Promise<string | undefined>,
    ): Promise<Judged> =>
      judge(found, {
        at,
        text: readText,
        digest: host.digest,
        data: workspace.host.data,
        ...(asPolicy === undefined ? {} : { policy: asPolicy }),
      });
    const judgeNow = (found: Scanned): Promise<Judged> => judgeBy(found, policy, text);
    const judged = await judgeNow(scanned);
    const digestOf = digestIn(host);
    const reported = inPaths(limits(workspace), judged);
    const asked = reported.findings.filter(isAsked);
    const findings = await withoutKnown(call, workspace, asked, digestOf, async (commit, old) => {
      const oldHost = gitHost(workspace.root, commit, at, workspace.host.data);
      const oldPolicy = call.get(shared.noPolicy)
        ? undefined
        : await policyOf({ host: oldHost, config: workspace.config });
      const before = await judgeBy(await scan(old, kept), oldPolicy, textIn(old));
      const hidden = await hiddenFindings({
        workspace,
        configFile: basename(call.get(common.config) ?? "remit.yaml"),
        includeTests: options.includeTests,
        leftOut: written(call),
        now: { ...judged, ignored: judged.ignored.filter(({ finding }) => isAsked(finding)) },
        before,
        revision: old,
        digestOf,
        judge: async (found) => {
          const made = await judgeNow(found);
          return { ...made, findings: made.findings.filter(isAsked) };
        },
      });
      return { findings: before.findings, hidden };
    });
    if (call.get(fix)) applyStubs(call, workspace, judged, findings);
    return conclude(call, call.get(format), {
      command: "scan",
      at,
      workspace,
      judged: reported,
      findings,
      text,
      since: sinceOf(call),
    });
  },
});

/** The text of a file of the tree or of a revision. */
const textIn =
  (host: Pick<ScanHost, "read">) =>
  async (file: string): Promise<string | undefined> => {
    const bytes = await host.read(file);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };

/** What this run and the ones before it write: not a part of what is scanned, wherever it lies. */
function written(call: Call): readonly string[] {
  const named = [call.get(cache), call.get(common.out), call.get(shared.baseline)];
  return named.flatMap((path) => (path === undefined ? [] : [resolve(call.io.cwd, path)]));
}

/** The part that is asked for; all of it in one with `--facts-only` alone. */
function partOf(call: Call): readonly [number, number] | undefined {
  const written = call.get(shard);
  if (written === undefined) return call.get(factsOnly) ? [1, 1] : undefined;
  const [, index, count] = /^(\d{1,5})\/(\d{1,5})$/.exec(written) ?? [];
  const part = [Number(index), Number(count)] as const;
  if (!(part[0] >= 1 && part[0] <= part[1]))
    throw failure(`--shard takes a part such as 2/8, not '${written}'.`);
  return part;
}

/** Options that say how findings are judged do nothing where none are made. */
function refuseJudging(call: Call): void {
  const what = call.get(shard) === undefined ? "--facts-only" : "--shard";
  const given = (option: Option<unknown>): boolean => {
    const value = call.get(option);
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  };
  for (const option of [...shared.sharedOptions, since, fix])
    if (given(option))
      throw failure(
        `--${option.name} has no effect with ${what}, which writes facts and judges nothing. ${
          option === since || option === fix
            ? "Leave it out; a scan of the whole takes it."
            : "Leave it out; 'remit merge' takes it."
        }`,
      );
}

function sinceOf(call: Call): string | undefined {
  const written = call.get(since);
  return written === undefined ? undefined : revisionWord(written);
}

type Findings = Judged["findings"];

/** Leaves out what the baseline lists and what the revision had. */
async function withoutKnown(
  call: Call,
  workspace: Workspace,
  findings: Findings,
  digestOf: (file: string) => Promise<string | undefined>,
  atRevision: (commit: string, files: ScanHost) => Promise<{ findings: Findings; hidden: Findings }>,
): Promise<Findings> {
  let left = findings;
  const revision = call.get(since);
  if (revision !== undefined) {
    const commit = namedCommit(workspace.root, revision);
    const host = gitScanHost(workspace.root, commit);
    const old = await atRevision(commit, host);
    // A file of the revision that is not here any more may have moved: its content tells.
    const contents = await digestsOf(old.findings, digestIn(host));
    const here = await digestsOf([...left, ...old.findings], digestOf);
    left = [...newFindings(left, knownFrom(old.findings, contents), here), ...old.hidden];
  }
  const written = call.get(shared.baseline);
  if (written === undefined) {
    if (call.get(shared.updateBaseline)) throw failure("--update-baseline needs --baseline FILE.");
    return left;
  }
  const path = resolve(call.io.cwd, written);
  if (call.get(shared.updateBaseline)) {
    const fresh = knownFrom(left, await digestsOf(left, digestOf));
    call.note(updateBaseline(path, written, fresh, shared.selection(call, limits(workspace))));
    return [];
  }
  const known = readBaseline(path, written);
  return newFindings(left, known, await digestsOf([...left, ...known], digestOf));
}

function applyStubs(call: Call, workspace: Workspace, judged: Judged, findings: Findings): void {
  const names = judged.checked?.policies.flatMap((policy) => Object.keys(policy.agents)) ?? [];
  const taken = new Set(names.map((name) => name.split(".").at(-1) ?? name));
  const file = stubFile(judged.checked?.files.map((each) => each.path) ?? []);
  const texts = judged.checked?.files.map(({ text }) => text) ?? [];
  call.note(stubsInWords(writeStubs(workspace.root, file, findings, taken, texts), file));
}
