/** What earlier compiles made and the policy does not make any more, for people. */
import { targetName } from "../compiler/emit/enforcement.ts";
import { type GoneObject, goneObjects, type Manifest } from "../compiler/emit/manifest.ts";
import { printable } from "./report/printable.ts";

/** Names that a line about removed objects shows; the manifest lists all of them. */
const NAMED = 3;

/** One line for each target; `made` are the names of the targets that are compiled now. */
export function goneInWords(gone: readonly GoneObject[], made: ReadonlySet<string>): readonly string[] {
  const byTarget = new Map<string, GoneObject[]>();
  for (const one of gone) byTarget.set(one.target, [...(byTarget.get(one.target) ?? []), one]);
  return [...byTarget].map(([target, objects]) => {
    // What holds others comes first: with it, they go.
    const ordered = [
      ...objects.filter(({ within }) => within === undefined),
      ...objects.filter(({ within }) => within !== undefined),
    ];
    const names = ordered.slice(0, NAMED).map(({ kind, name }) => `${kind} '${printable(name, "one-line")}'`);
    const more = ordered.length > NAMED ? [`${ordered.length - NAMED} more`] : [];
    const how = made.has(target)
      ? `see ${target}/README.md for how they go`
      : `the target is gone from the policy, so ${byHand(objects, target)} ('gone' in manifest.json lists them)`;
    return `${target}: not made any more: ${[...names, ...more].join(", ")}; ${how}`;
  });
}

/** What a person does to remove the objects of a target that is not compiled any more. */
function byHand(objects: readonly GoneObject[], target: string): string {
  const stacks = objects.filter(({ kind }) => kind === "stack").map(({ name }) => name);
  if (stacks.length > 0) {
    const commands = stacks.map((name) => `'aws cloudformation delete-stack --stack-name ${name}'`);
    return `delete what holds them: ${commands.join(", ")}`;
  }
  if (objects.some(({ kind }) => kind === "Terraform configuration"))
    return `put main.tf.json back from version control into ${target}, whose other files are kept, and run 'terraform destroy' there`;
  return "remove them by hand";
}

/** What is left where the policy has no target any more; empty where there never was one. */
export function leftInWords(previous: Manifest | undefined): readonly string[] {
  return goneInWords(goneObjects(previous, []), new Set());
}

/** The targets of an output by name. */
export const namesOf = (targets: readonly { readonly target: Parameters<typeof targetName>[0] }[]) =>
  new Set(targets.map((one) => targetName(one.target)));
