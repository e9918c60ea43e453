/** What the paths of a scan limit: what is reported, not what is read. */
import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Call } from "../command.ts";
import { failure } from "../failure.ts";
import { inside } from "../host.ts";
import { covering, findConfig, type Workspace } from "../workspace.ts";
import type { Judged } from "./scanning.ts";

/** Rules that say that something is nowhere in the code: only a look at all of it can tell. */
const ofTheWhole = new Set(["missing-agent", "unused-grant"]);

/** The workspace as it is read: whole, unless the paths are the workspace for want of a `remit.yaml`. */
export function asRead(workspace: Workspace): Workspace {
  return workspace.isMadeOfPaths ? workspace : { ...workspace, asked: () => true };
}

/** The paths that limit what is reported; none where everything is. */
export function limits({ paths, isMadeOfPaths }: Workspace): readonly string[] {
  return isMadeOfPaths || paths.some(({ covers }) => covers("")) ? [] : paths.map(({ path }) => path);
}

/** Whether findings are among those of the paths (relative to the root; none: all of them). */
export function coveredBy(
  paths: readonly string[],
): (finding: { readonly rule: string; readonly file: string }) => boolean {
  const covers = paths.map(covering);
  return ({ rule, file }) =>
    covers.length === 0 || (!ofTheWhole.has(rule) && covers.some((cover) => cover(file)));
}

/** What was judged, as far as it lies in the paths (relative to the root) that `limits` gives. */
export function inPaths(paths: readonly string[], judged: Judged): Judged {
  if (paths.length === 0) return judged;
  const { scanned } = judged;
  const covers = paths.map(covering);
  const isIn = ({ file }: { readonly file: string }): boolean => covers.some((cover) => cover(file));
  const isReported = coveredBy(paths);
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
    findings: judged.findings.filter(isReported),
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
