/** Roles and bindings: manifests, Helm templates and values, OLM, Terraform, kubebuilder markers and `kubectl`. */
import { type Bindings, wordsOf } from "../bindings.ts";
import { entriesOf, get, isFalse, items, str, type Text, text, under, type Value, walk } from "../value.ts";
import type { KubernetesBinding, KubernetesGrant, KubernetesRole, KubernetesRule } from "./fact.ts";

const none: Bindings = new Map();

function ruleOf(value: Value): readonly KubernetesRule[] {
  const verbs = wordsOf(get(value, "verbs"), none);
  const resources = wordsOf(get(value, "resources"), none);
  if (verbs.length === 0 || resources.length === 0) return [];
  const groups = wordsOf(get(value, "apiGroups", "api_groups"), none);
  const names = wordsOf(get(value, "resourceNames", "resource_names"), none);
  return [{ extent: { at: value.at, end: value.end }, groups, resources, verbs, names }];
}

/** A word without any template in it. */
function known(value: Value | undefined): string {
  const word = str(value) ?? "";
  return /[«${]/.test(word) ? "" : word;
}

const namespaceOf = (around: Value) => known(under(around, "metadata", "namespace"));

function role(
  rules: Value | undefined,
  name: string,
  cluster: boolean,
  around: Value,
  label = "",
): readonly KubernetesRole[] {
  const list = items(rules).flatMap(ruleOf);
  if (list.length === 0) return [];
  const labels = entriesOf(under(around, "metadata", "labels")).some((entry) =>
    entry.key.includes("aggregate-to-"),
  );
  return [
    {
      kind: "kubernetes-role",
      extent: { at: around.at, end: around.end },
      name,
      label,
      namespace: namespaceOf(around),
      cluster,
      rules: list,
      aggregated: labels,
      proof: "proven",
    },
  ];
}

function binding(
  name: string,
  cluster: boolean,
  roleRef: Value | undefined,
  subjects: Value | undefined,
  around: Value,
): readonly KubernetesBinding[] {
  const [named] = wordsOf(get(roleRef, "name"), none);
  if (!named) return [];
  const list = items(subjects).flatMap((subject) => {
    const [who] = wordsOf(get(subject, "name"), none);
    return who
      ? [{ kind: str(get(subject, "kind")) ?? "", name: who, namespace: known(get(subject, "namespace")) }]
      : [];
  });
  const roleKind = str(get(roleRef, "kind")) ?? "ClusterRole";
  return [
    {
      kind: "kubernetes-binding",
      extent: { at: around.at, end: around.end },
      name,
      namespace: namespaceOf(around),
      cluster,
      role: named,
      roleKind,
      subjects: list,
      proof: "proven",
    },
  ];
}

/** A key of Helm's values or a template may switch the block off. */
const switchedOff = (value: Value) => isFalse(get(value, "create", "enabled"));

function manifest(value: Value): readonly KubernetesGrant[] {
  const kind = get(value, "kind");
  const word = kind?.kind === "text" ? kind.value : "";
  const [metadata] = wordsOf(under(value, "metadata", "name"), none);
  const name = metadata?.value ?? "";
  // `kind: {{ if .cluster }}ClusterRole{{ else }}Role{{ end }}` leaves both words; the wider one counts.
  const cluster = word.includes("Cluster");
  if (/RoleBinding/.test(word))
    return binding(name, cluster, get(value, "roleRef"), get(value, "subjects"), value);
  if (/^«*(?:Cluster)?«*Role«*(?:Role«*)?$/.test(word))
    return role(get(value, "rules"), name, cluster, value);
  return [];
}

function terraform(call: Value & { kind: "call" }): readonly KubernetesGrant[] {
  const [type = "", label = ""] = call.args.map((argument) => str(argument) ?? "");
  const match = /^kubernetes_(cluster_)?role(_binding)?(?:_v1)?$/.exec(type);
  if (!match) return [];
  const cluster = match[1] !== undefined;
  const name = known(under(call, "metadata", "name")) || label;
  if (match[2]) {
    const subjects = call.entries.filter((entry) => entry.key === "subject").map((entry) => entry.value);
    return binding(
      name,
      cluster,
      get(call, "role_ref"),
      { kind: "list", items: subjects, at: call.at, end: call.end },
      call,
    );
  }
  const rules = call.entries.filter((entry) => entry.key === "rule").map((entry) => entry.value);
  return role({ kind: "list", items: rules, at: call.at, end: call.end }, name, cluster, call, label);
}

/** Pulumi, cdk8s and the client for Python: `new k8s.rbac.v1.ClusterRole("agent", { rules: […] })`. */
const makers = /(?:^|\.)(?:rbac\.v1\.|Kube|V1)(?:Cluster)?Role(?:Binding)?$/;

function constructed(call: Value & { kind: "call" }): readonly KubernetesGrant[] {
  const type = call.callee.slice(call.callee.lastIndexOf(".") + 1);
  const cluster = type.includes("Cluster");
  const name =
    known(under(call, "metadata", "name")) || call.args.flatMap((word) => str(word) ?? []).at(0) || "";
  return type.endsWith("Binding")
    ? binding(name, cluster, get(call, "roleRef", "role_ref"), get(call, "subjects"), call)
    : role(get(call, "rules"), name, cluster, call);
}

/** Roles and bindings of a document. `values`: it is a Helm values file, where rules stand under a key of their own. */
export function rbacGrants(root: Value, path: string): readonly KubernetesGrant[] {
  const found: KubernetesGrant[] = [];
  const values = /(?:^|\/)values[\w.-]*\.ya?ml$/i.test(path);
  walk(root, (value, trail) => {
    if (value.kind === "call" && value.callee === "resource") found.push(...terraform(value));
    if (value.kind === "call" && makers.test(value.callee)) found.push(...constructed(value));
    if (value.kind !== "dict") return undefined;
    const kind = str(get(value, "kind"));
    if (kind === "CustomResourceDefinition" || kind === "FlowSchema") return false;
    found.push(...manifest(value));
    const cluster = trail?.up?.key === "clusterPermissions" || /cluster/i.test(trail?.key ?? "");
    const olm =
      trail?.value.kind === "list" &&
      (trail.up?.key === "clusterPermissions" || trail.up?.key === "permissions");
    if (olm && get(value, "rules"))
      found.push(...role(get(value, "rules"), str(get(value, "serviceAccountName")) ?? "", cluster, value));
    if (values && /rbac|role/i.test(trail?.key ?? "") && !switchedOff(value))
      for (const entry of value.entries)
        if (
          /^(?:rules|clusterRules|extraRules|additionalRules|clusterRoleRules|roleRules|extraClusterRoleRules)$/.test(
            entry.key,
          )
        )
          found.push(...role(entry.value, trail?.key ?? "", entry.key !== "roleRules", value));
    return undefined;
  });
  return found;
}

const list = (word: string, at: number): readonly Text[] =>
  word
    .replace(/"/g, "")
    .split(/[;,]/)
    .map((part) => text(part === "core" ? "" : part, { at, end: at + word.length }));

/** `//+kubebuilder:rbac:groups=…,resources=…,verbs=…`: what a generator will write into the operator's role. */
export function kubebuilderGrants(source: string): readonly KubernetesGrant[] {
  const rules: KubernetesRule[] = [];
  const marker = /^[ \t]*\/\/[ \t]*\+kubebuilder:rbac:(\S+)/gm;
  let namespaced = false;
  for (let match = marker.exec(source); match; match = marker.exec(source)) {
    const at = match.index;
    const fields = new Map(
      (match[1] ?? "").split(/,(?=\w+=)/).map((field): [string, string] => {
        const equals = field.indexOf("=");
        return [field.slice(0, equals), field.slice(equals + 1)];
      }),
    );
    namespaced ||= fields.has("namespace");
    rules.push({
      extent: { at, end: at + match[0].length },
      groups: list(fields.get("groups") ?? "", at),
      resources: list(fields.get("resources") ?? "", at),
      verbs: list(fields.get("verbs") ?? "", at),
      names: fields.has("resourceNames") ? list(fields.get("resourceNames") ?? "", at) : [],
    });
  }
  if (rules.length === 0) return [];
  return [
    {
      kind: "kubernetes-role",
      extent: rules[0]?.extent ?? { at: 0, end: 0 },
      name: "manager-role",
      label: "",
      namespace: "",
      cluster: !namespaced,
      rules,
      aggregated: false,
      proof: "proven",
    },
  ];
}
