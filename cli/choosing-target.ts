/** Why a compile has no target, with the way out. */
import { targetName } from "../compiler/emit/enforcement.ts";
import type { Checked } from "../compiler/index.ts";
import { nearest } from "../compiler/nearest.ts";
import { frontEnd } from "./checking.ts";
import { failure } from "./failure.ts";
import { printable } from "./report/printable.ts";
import type { Workspace } from "./workspace.ts";

/** What to say where `--target` names none of those that there are. */
export function unknownTarget(written: string, known: readonly string[]): string {
  const [near] = nearest(written, known);
  const hint = near === undefined ? "" : ` Did you mean '${near}'?`;
  return `There is no target '${printable(written, "one-line")}'; there are ${known.join(", ")}.${hint}`;
}

/** Throws a `failure` where the policy has targets, and all of them are for other environments than the one asked for. */
export async function refuseOtherEnvironment(
  workspace: Workspace,
  { at }: Checked,
  environment: string | undefined,
): Promise<void> {
  if (environment === undefined) return;
  const { policies } = await frontEnd(workspace, { at });
  const others = policies.flatMap((policy) =>
    policy.targets.map((target) => `${targetName(target)} (${policy.environment})`),
  );
  if (others.length > 0)
    throw failure(
      `No target is for the environment '${environment}'; there are ${[...new Set(others)].sort().join(", ")}.`,
    );
}
