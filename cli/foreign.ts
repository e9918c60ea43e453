/**
 * What stands in an OPA target's folder, is not Remit's, and would be policy all the same: OPA loads what lies in a
 * bundle's folder whatever put it there.
 */
import { join } from "node:path";
import { targetName } from "../compiler/emit/enforcement.ts";
import type { Target } from "../compiler/model/test-and-target.ts";
import type { OutFolder, Plan } from "./out-folder.ts";
import { printable } from "./report/printable.ts";
import { filesBelow } from "./tree.ts";

/**
 * Names that `opa build`, `opa run` and `opa test` read from a folder; letters of either case, for disks that fold it. What
 * `opa sign` puts beside them (`.signatures.json`) decides nothing.
 */
const loaded = /^(?!\.signatures\.json$)(?:\.manifest|.*\.(?:rego|json|ya?ml|wasm))$/is;

/** One line for each such file, sorted; neither the last compile nor this one has made it. */
export function foreignPolicy(
  { path, previous }: OutFolder,
  { tree }: Plan,
  targets: readonly Target[],
): readonly string[] {
  const known = new Set([...tree.keys(), ...Object.keys(previous?.files ?? {})]);
  return targets
    .filter(({ kind }) => kind === "opa")
    .flatMap((target) => {
      const name = targetName(target);
      return namesBelow(join(path, name)).map((file) => `${name}/${file}`);
    })
    .filter((file) => !known.has(file) && loaded.test(file.slice(file.lastIndexOf("/") + 1)))
    .sort()
    .map(
      (file) =>
        `${printable(file, "one-line")} is not Remit's, and OPA takes it for policy: it can allow what the policy denies`,
    );
}

/** A folder that may not be opened may not be replaced either, and the writing of the output says so. */
function namesBelow(folder: string): readonly string[] {
  try {
    return filesBelow(folder);
  } catch {
    return [];
  }
}
