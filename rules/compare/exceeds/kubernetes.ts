/** What roles of Kubernetes give a service account. */
import { matches } from "../../../compiler/model/pattern.ts";
import type { Grant } from "../../../compiler/model/policy.ts";
import type { Extent } from "../../../scan/code.ts";
import type { Located } from "../../../scan/grants/fact.ts";
import type { KubernetesBinding, KubernetesRole } from "../../../scan/grants/kubernetes/fact.ts";
import type { Text } from "../../../scan/grants/value.ts";
import { binds } from "../../scan/kubernetes.ts";
import type { Grants } from "../../scan/rule.ts";
import type { Claim, Part } from "./claim.ts";

interface Action {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

/** What tells most of a pattern, the most telling first. */
const telling = [
  "core/secrets:get",
  "rbac.authorization.k8s.io/clusterrolebindings:create",
  "core/pods/exec:create",
  "core/pods:create",
  "apps/deployments:update",
  "core/configmaps:update",
  "core/pods:delete",
  "core/configmaps:get",
  "core/pods:get",
];

/** A part of what the roles give that every cluster has. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  "cluster-admin": telling,
  admin: telling.filter((action) => !action.startsWith("rbac")),
  edit: telling.filter((action) => !action.startsWith("rbac")),
  view: ["core/configmaps:get", "core/pods:get"],
};

/** The claims of bindings that name the service account `namespace/name`. `policyGrants` are the agent's. */
export function kubernetesClaims(
  serviceAccount: string,
  policyGrants: readonly Grant[],
  grants: Grants,
): readonly Claim[] {
  const [namespace = "", name = ""] = serviceAccount.split("/");
  const named = policyGrants.flatMap(({ actions }) =>
    actions.flatMap(({ text }) => (text.startsWith("k8s:") ? [text.slice("k8s:".length)] : [])),
  );
  const roles = grants.of("kubernetes-role");
  return grants.of("kubernetes-binding").flatMap((binding) => {
    const isNamed = binding.subjects.some(
      (subject) =>
        subject.kind === "ServiceAccount" &&
        subject.name.value === name &&
        (subject.namespace || binding.namespace || namespace) === namespace,
    );
    if (!isNamed) return [];
    const own = roles.filter(
      (role) =>
        binds(binding, role) &&
        (role.cluster ||
          role.namespace === "" ||
          binding.namespace === "" ||
          role.namespace === binding.namespace),
    );
    if (own.length === 0) return builtInClaim(serviceAccount, binding);
    return own.flatMap((role) => roleClaims(serviceAccount, binding, role, [...telling, ...named]));
  });
}

function claim(
  serviceAccount: string,
  place: { readonly file: string; readonly extent: Extent },
  parts: readonly Part[],
): readonly Claim[] {
  return parts.length === 0
    ? []
    : [
        {
          file: place.file,
          at: place.extent.at,
          holder: `The service account '${serviceAccount}'`,
          parts,
          proof: "proven",
          unbounded: false,
          lens: anyCluster,
        },
      ];
}

function builtInClaim(serviceAccount: string, binding: Located<KubernetesBinding>): readonly Claim[] {
  const { value } = binding.role;
  const given =
    binding.roleKind === "ClusterRole" && Object.hasOwn(builtIn, value) ? builtIn[value] : undefined;
  return claim(
    serviceAccount,
    binding,
    (given ?? []).map((action) => partOf(action, value, binding.extent, reach(binding, []))),
  );
}

/** One claim for each rule of the role. */
function roleClaims(
  serviceAccount: string,
  binding: KubernetesBinding,
  role: Located<KubernetesRole>,
  candidates: readonly string[],
): readonly Claim[] {
  return role.rules.flatMap((rule) => {
    const groups = rule.groups.length > 0 ? rule.groups.map((word) => word.value || "core") : ["core"];
    const isTaken = (words: readonly Text[], word: string) =>
      words.some(({ value, open }) => !open && (value === "*" || value === word || subresource(value, word)));
    const literal = groups.flatMap((group) =>
      rule.resources.flatMap((resource) =>
        rule.verbs.flatMap((verb) => {
          const isKnown =
            !resource.open && !verb.open && !/[*«]/.test(`${group}${resource.value}${verb.value}`);
          return isKnown ? [`${group}/${resource.value}:${verb.value}`] : [];
        }),
      ),
    );
    const fitting = candidates.filter((action) => {
      const { group, resource, verb } = split(action);
      return (
        groups.some((one) => one === "*" || one === group) &&
        isTaken(rule.resources, resource) &&
        isTaken(rule.verbs, verb)
      );
    });
    const said = rule.resources.map((word) => word.value).join(", ");
    const parts = [...new Set([...fitting, ...literal])].map((action) =>
      partOf(action, said, rule.extent, reach(binding, rule.names)),
    );
    return claim(serviceAccount, { file: role.file, extent: rule.extent }, parts);
  });
}

const subresource = (pattern: string, word: string) => /[*]/.test(pattern) && matches(pattern, word);

function split(action: string): Action {
  const [slash, colon] = [action.indexOf("/"), action.lastIndexOf(":")];
  return {
    group: action.slice(0, slash),
    resource: action.slice(slash + 1, colon),
    verb: action.slice(colon + 1),
  };
}

function partOf(action: string, said: string, extent: Extent, resources: Part["resources"]): Part {
  return { action: `k8s:${action}`, said, extent, denies: [], ...(resources ? { resources } : {}) };
}

/** What a binding reaches: the cluster, its namespace, or (where that is not known) nobody knows what. */
function reach(binding: KubernetesBinding, names: readonly Text[]): Part["resources"] {
  if (names.some((word) => word.open)) return undefined;
  const objects = names.length > 0 ? names.map((word) => word.value) : ["?*"];
  if (binding.cluster) return [objects.map((object) => `cluster/*/${object}`)];
  if (binding.namespace === "") return undefined;
  return [objects.map((object) => `cluster/${binding.namespace}/${object}`)];
}

/** Manifests do not say of which cluster they are: `prod/payments/*` is read as `cluster/payments/*`. */
function anyCluster(pattern: string): string {
  const slash = pattern.indexOf("/");
  return slash < 0 ? pattern : `cluster${pattern.slice(slash)}`;
}
