/** What the rules about Kubernetes share: rules with what they reach, by the bindings that the scan saw. */
import type { Located } from "../../scan/grants/fact.ts";
import type { KubernetesBinding, KubernetesRole, KubernetesRule } from "../../scan/grants/kubernetes/fact.ts";
import type { Text } from "../../scan/grants/value.ts";
import type { Grants, Offence } from "./rule.ts";

export type Role = Located<KubernetesRole>;

export interface Granted {
  readonly role: Role;
  readonly rule: KubernetesRule;
  /** A `ClusterRole` that is bound by `RoleBinding`s alone reaches their namespaces only. */
  readonly reach: "cluster" | "namespace";
}

/** Every rule of every role. Bindings are matched by name over the whole scan, as manifests are applied together. */
export function granted(grants: Grants): readonly Granted[] {
  const bindings = grants.of("kubernetes-binding");
  return grants.of("kubernetes-role").flatMap((role) => {
    const own = bindings.filter((binding) => binds(binding, role));
    const namespaced = own.length > 0 && own.every((binding) => !binding.cluster);
    const reach = role.cluster && !namespaced ? "cluster" : "namespace";
    return role.rules.map((rule): Granted => ({ role, rule, reach }));
  });
}

/** Whether the binding gives this role: by its name, or by its block in Terraform. */
export function binds(binding: KubernetesBinding, role: KubernetesRole): boolean {
  if ((binding.roleKind === "ClusterRole") !== role.cluster) return false;
  const block = /^\$\{kubernetes_(?:cluster_)?role(?:_v1)?\.([\w-]+)\./.exec(binding.role.value)?.[1];
  return block === undefined ? binding.role.value === role.name : block === role.label;
}

export const hasStar = (words: readonly Text[]) => words.some((word) => word.value === "*");

/** The word of the list that is one of the names or `*`. */
export function oneOf(words: readonly Text[], names: readonly string[], star = true): Text | undefined {
  return (
    words.find((word) => names.includes(word.value)) ??
    (star ? words.find((word) => word.value === "*") : undefined)
  );
}

/** Whether the rule is about the API group; the core group is `""`. */
export const inGroup = (rule: KubernetesRule, ...groups: readonly string[]) =>
  rule.groups.length === 0 || rule.groups.some((word) => word.value === "*" || groups.includes(word.value));

export const everything = ({ rule }: Granted) => hasStar(rule.resources) && hasStar(rule.verbs);

export function roleOffence({ role }: Granted, at: Text, subject: string, message: string): Offence {
  return {
    file: role.file,
    extent: { at: at.at, end: at.end },
    subject: `${role.name} ${subject}`,
    message,
    proof: role.proof,
  };
}

/** `ClusterRole 'x'`, with template marks taken out. */
export function roleName({ role }: { readonly role: Role }): string {
  return `${role.cluster ? "ClusterRole" : "Role"} '${role.name.replace(/«+/g, "…")}'`;
}
