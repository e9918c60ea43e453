/** What the rules about Google Cloud share. */
import type { Located } from "../../scan/grants/fact.ts";
import type { GcpBinding } from "../../scan/grants/gcp/fact.ts";
import type { Grants, Offence } from "./rule.ts";

export type Binding = Located<GcpBinding>;

const folderOf = (file: string) => file.slice(0, file.lastIndexOf("/") + 1);

/**
 * Every binding; one whose role is an element of a list that another file of its folder names counts for each role of
 * the list, at its place there.
 */
export function bindings(grants: Grants): readonly Binding[] {
  const lists = grants.of("gcp-role-list");
  return grants.of("gcp-binding").flatMap((binding): readonly Binding[] => {
    const { from } = binding;
    if (!from) return [binding];
    const named = lists.filter(
      (list) => folderOf(list.file) === folderOf(binding.file) && mentions(from, list.name),
    );
    return named.flatMap((list) =>
      list.roles.map((role) => ({
        ...binding,
        role,
        file: list.file,
        extent: { at: role.at, end: role.end },
      })),
    );
  });
}

/** Whether an expression speaks of a name, as a whole. */
function mentions(expression: string, name: string): boolean {
  const at = expression.indexOf(name);
  return at >= 0 && !/[\w-]/.test(expression[at + name.length] ?? "");
}

/** The role without `roles/`, for predefined ones; undefined for custom roles and what is not known. */
export function predefined(binding: Binding): string | undefined {
  return /^roles\/([\w.]+)$/.exec(binding.role.value)?.[1];
}

/** Project, folder or organization; a policy document belongs to one of them. */
export const isWide = (binding: Binding) => binding.level !== "resource";

const places = {
  project: "the project",
  folder: "the folder",
  organization: "the organization",
  unknown: "the project",
  resource: "the resource",
};
export const where = (binding: Binding) => places[binding.level];

/** `serviceAccount:x` of the agents of Google itself, which its services need. */
export const isServiceAgent = (binding: Binding) =>
  binding.members.length > 0 &&
  binding.members.every((member) =>
    /:service-[^@]*@|@gcp-sa-|@cloudservices\.|@cloudbuild\.|@gs-project-accounts/.test(member.value),
  );

export function bound(binding: Binding, subject: string, message: string): Offence {
  const { file, extent, holder, proof } = binding;
  const who = binding.members.map((member) => member.value).join(" ") || holder;
  return { file, extent, subject: `${who} ${subject}`, message, proof };
}

/** Who gets the role, as far as it is written. */
export function whom(binding: Binding): string {
  const [first] = binding.members;
  return first ? ` to '${first.value}'` : binding.holder === "" ? "" : ` by '${binding.holder}'`;
}
