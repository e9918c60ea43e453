/** How a file refers to an owner. */
import type { Checked } from "../checked.ts";
import type { SourceFile } from "../syntax/ast.ts";

/**
 * The simple name where it is the file's own namespace's or one that a single `use` offers, else the qualified one.
 * `owner` is qualified.
 */
export function ownerReference(checked: Pick<Checked, "policies">, file: SourceFile, owner: string): string {
  const dot = owner.lastIndexOf(".");
  const [namespace, name] = [owner.slice(0, Math.max(dot, 0)), owner.slice(dot + 1)];
  const here = file.namespaces[0]?.path?.text ?? "";
  const seen = [here, ...file.uses.flatMap((use) => use.path?.text ?? [])];
  const owners = new Set(checked.policies.flatMap((policy) => Object.keys(policy.owners)));
  const offers = seen.filter((space) => owners.has(space === "" ? name : `${space}.${name}`));
  if (namespace === here) return name;
  return offers.length === 1 && offers[0] === namespace ? name : owner;
}
