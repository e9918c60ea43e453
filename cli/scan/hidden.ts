/**
 * What a change hides from the scan: findings that its comments, its `scan` section of remit.yaml or its `.remitignore`
 * files take away, and that were not taken away at the revision that it is compared with.
 */

import type { Config } from "../../compiler/config.ts";
import { formatInstantShort } from "../../compiler/literals.ts";
import { ignoreRules, type ScanFinding } from "../../rules/scan/findings.ts";
import type { ScanHost } from "../../scan/host.ts";
import { masked } from "../../scan/mask.ts";
import { type Scanned, scan } from "../../scan/scan.ts";
import { readConfig } from "../config.ts";
import { defaultConfig } from "../default-config.ts";
import { sha256 } from "../digest.ts";
import { isFailure } from "../failure.ts";
import { type RemitIgnore, scanHost } from "../scan-host.ts";
import type { Workspace } from "../workspace.ts";
import { digestIn, digestsOf, knownFrom, newFindings } from "./baseline.ts";
import { type Judged, scopeOf } from "./scanning.ts";

export interface Compared {
  readonly workspace: Pick<Workspace, "root" | "config" | "asked">;
  /** The name of the workspace's configuration, relative to its root. */
  readonly configFile: string;
  readonly includeTests: boolean;
  /** Absolute paths of what the scan itself writes. */
  readonly leftOut: readonly string[];
  readonly now: Judged;
  readonly before: Judged;
  /** The files of the revision. */
  readonly revision: ScanHost;
  /** Digest of a file of the tree; `undefined` where there is none. */
  readonly digestOf: (file: string) => Promise<string | undefined>;
  readonly judge: (scanned: Scanned) => Promise<Judged>;
}

/** A note for each finding that the change hides, at its place. */
export async function hiddenFindings(compared: Compared): Promise<readonly ScanFinding[]> {
  return [...(await hiddenByComments(compared)), ...(await hiddenByExcludes(compared))];
}

async function hiddenByComments({ now, before, revision, digestOf }: Compared) {
  if (now.ignored.length === 0) return [];
  const old = before.ignored.map(({ finding }) => finding);
  const contents = await digestsOf(old, digestIn(revision));
  const fresh = now.ignored.map(({ finding }) => finding);
  const here = await digestsOf([...fresh, ...old], digestOf);
  const hidden = new Set(newFindings(fresh, knownFrom(old, contents), here));
  return now.ignored
    .filter(({ finding }) => hidden.has(finding))
    .map(({ finding, by }) =>
      note(finding, `a 'remit-ignore' comment, until ${formatInstantShort(by.until)}: ${by.reason}`),
    );
}

/** Files that the revision's own excludes and ignore files would leave to be scanned are scanned, and their findings told. */
async function hiddenByExcludes(compared: Compared): Promise<readonly ScanFinding[]> {
  const { workspace, now, revision } = compared;
  const isInScope = scopeOf(workspace);
  const wasInScope = scopeOf({ asked: workspace.asked, config: await oldConfig(compared) });
  const listed = new Set(now.scanned.discovered.paths);
  const host = scanHost(workspace.root, compared.leftOut, await oldIgnores(revision));
  // Where nothing is ignored, the tree is listed whole already.
  const all =
    (now.scanned.discovered.ignored ?? 0) === 0
      ? [...listed]
      : (await host.files()).files.map(({ path }) => path);
  const hidden = new Set(all.filter((path) => wasInScope(path) && !(listed.has(path) && isInScope(path))));
  if (hidden.size === 0) return [];
  const judged = await compared.judge(
    await scan(host, { includeTests: compared.includeTests, inScope: (path) => hidden.has(path) }),
  );
  return [...judged.findings, ...judged.ignored.map(({ finding }) => finding)]
    .filter(({ file, rule }) => hidden.has(file) && !Object.hasOwn(ignoreRules, rule))
    .map((finding) =>
      note(
        finding,
        listed.has(finding.file)
          ? `the 'scan' section of ${compared.configFile}, which leaves the file out`
          : "a '.remitignore', which leaves the file out",
      ),
    );
}

/** A configuration that cannot be read left nothing out. */
async function oldConfig({ workspace, revision, configFile }: Compared): Promise<Pick<Config, "scan">> {
  const bytes = await revision.read(configFile);
  const otherwise = defaultConfig(workspace.root);
  if (bytes === undefined) return otherwise;
  try {
    return readConfig(new TextDecoder().decode(bytes), configFile, workspace.root);
  } catch (error) {
    if (isFailure(error)) return otherwise;
    throw error;
  }
}

async function oldIgnores(revision: ScanHost): Promise<RemitIgnore> {
  const texts = new Map<string, string>();
  for (const { path } of (await revision.files()).files) {
    if (path !== ".remitignore" && !path.endsWith("/.remitignore")) continue;
    const bytes = await revision.read(path);
    if (bytes !== undefined) texts.set(path, new TextDecoder().decode(bytes));
  }
  return (path) => texts.get(path);
}

const article = { error: "an error", warning: "a warning", note: "a note" } as const;

function note(finding: ScanFinding, by: string): ScanFinding {
  const rule = "hidden-finding";
  const print = (text: string): string => sha256(`${rule}\u0000${text}`).slice(0, 32);
  const { file, cell, range } = finding;
  return {
    rule,
    severity: "note",
    message: `This change hides ${article[finding.severity]}, '${finding.rule}': ${finding.message} It is hidden by ${masked(by)}.`,
    file,
    ...(cell === undefined ? {} : { cell }),
    range,
    fingerprint: print(finding.fingerprint),
    kin: print(finding.kin),
  };
}
