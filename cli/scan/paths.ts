/** What the paths of a scan limit: what is reported, not what is read. */
import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Call } from "../command.ts";
import { failure } from "../failure.ts";
import { inside } from "../host.ts";
import { findConfig, type Workspace } from "../workspace.ts";
import type { Judged } from "./scanning.ts";

/** Rules that say that something is nowhere in the code: only a look at all of it can tell. */
const ofTheWhole = new Set(["missing-agent", "unused-grant"]);

/** Paths that are the workspace for want of a `remit.yaml` are code to a scan: a file of it is no policy. */
export function asCode(workspace: Workspace): Workspace {
  if (!workspace.isMadeOfPaths) return workspace;
  const { config } = workspace;
  return {
    ...workspace,
    config: { ...config, policies: config.policies.filter((glob) => glob.endsWith(".remit")) },
  };
}

/** The workspace as it is read: whole, unless the paths are the workspace for want of a `remit.yaml`. */
export function asRead(workspace: Workspace): Workspace {
  return workspace.isMadeOfPaths ? workspace : { ...workspace, asked: () => true };
}

/** What was judged, as far as it lies in the paths that were asked for. */
export function inPaths(workspace: Workspace, judged: Judged): Judged {
  const { asked, paths, isMadeOfPaths } = workspace;
  if (isMadeOfPaths || paths.length === 0 || paths.some(({ covers }) => covers(""))) return judged;
  const { scanned } = judged;
  const isIn = ({ file }: { readonly file: string }): boolean => asked(file);
  const agents = scanned.agents.filter(isIn);
  const groups = new Set(agents.map(({ group }) => group));
  return {
    ...judged,
    scanned: {
      ...scanned,
      agents,
      servers: scanned.servers.filter(isIn),
      grants: scanned.grants.filter(isIn),
      unread: scanned.unread.filter(isIn),
    },
    findings: judged.findings.filter((finding) => isIn(finding) && !ofTheWhole.has(finding.rule)),
    declaredAs: new Map([...judged.declaredAs].filter(([group]) => groups.has(group))),
  };
}

/** A file of another place than the workspace that the command runs in is a mistake, and has no policy. */
export function refuseOutside(call: Call, workspace: Workspace): void {
  const home = workspace.isMadeOfPaths ? findConfig(call.io.cwd) : undefined;
  if (home === undefined) return;
  const root = dirname(home);
  const outside = call.args.find((written) => {
    const path = resolve(call.io.cwd, written);
    return !inside(root, path) && statSync(path).isFile();
  });
  if (outside !== undefined)
    throw failure(
      `'${outside}' is not in the workspace '${root}'. Scan files of the workspace, or a whole folder that is elsewhere.`,
    );
}
