/** What Kubernetes's own documents on RBAC say beyond its API: verbs without an endpoint, and rights that lead to more. */

/** Verbs that only the authorizer knows (RBAC reference: privilege escalation, impersonation, certificates). */
export const kubernetesVerbs: readonly string[] = [
  "authentication.k8s.io/uids:impersonate",
  "authentication.k8s.io/userextras:impersonate",
  "certificates.k8s.io/signers:approve",
  "certificates.k8s.io/signers:attest",
  "certificates.k8s.io/signers:sign",
  "core/groups:impersonate",
  "core/serviceaccounts:impersonate",
  "core/users:impersonate",
  "rbac.authorization.k8s.io/clusterroles:bind",
  "rbac.authorization.k8s.io/clusterroles:escalate",
  "rbac.authorization.k8s.io/roles:bind",
  "rbac.authorization.k8s.io/roles:escalate",
];

const reads: ReadonlySet<string> = new Set(["get", "list", "watch"]);
const verbs: ReadonlySet<string> = new Set(["approve", "attest", "bind", "escalate", "impersonate", "sign"]);

/** Every verb on them. */
const whole: ReadonlySet<string> = new Set([
  // a service account's tokens are secrets, and `list` shows them whole
  "core/secrets",
  // code inside of running containers, with their identity
  "core/pods/exec",
  "core/pods/attach",
  "core/pods/ephemeralcontainers",
  // the kubelet's interface, past admission and audit
  "core/nodes/proxy",
  "core/serviceaccounts/token",
]);

/** Every verb but reading. */
const changing: ReadonlySet<string> = new Set([
  "rbac.authorization.k8s.io/roles",
  "rbac.authorization.k8s.io/rolebindings",
  "rbac.authorization.k8s.io/clusterroles",
  "rbac.authorization.k8s.io/clusterrolebindings",
  "admissionregistration.k8s.io/mutatingwebhookconfigurations",
  "admissionregistration.k8s.io/validatingwebhookconfigurations",
  "admissionregistration.k8s.io/validatingadmissionpolicies",
  "admissionregistration.k8s.io/validatingadmissionpolicybindings",
  "admissionregistration.k8s.io/mutatingadmissionpolicies",
  "admissionregistration.k8s.io/mutatingadmissionpolicybindings",
  "apiregistration.k8s.io/apiservices",
  "certificates.k8s.io/certificatesigningrequests/approval",
  "certificates.k8s.io/clustertrustbundles",
  // a volume of the host's own files
  "core/persistentvolumes",
  // labels of a namespace choose its pod security level
  "core/namespaces",
  "flowcontrol.apiserver.k8s.io/flowschemas",
]);

/** Connections into a workload: `get` opens them, and what goes through them is not only read. */
const connections: ReadonlySet<string> = new Set([
  "core/pods/portforward",
  "core/pods/proxy",
  "core/services/proxy",
]);

/** The risk of `group/resource:verb`: `r`, `w` or `a` (admin). */
export function kubernetesRisk(action: string): "r" | "w" | "a" {
  const [resource = "", verb = ""] = action.split(":");
  if (verbs.has(verb) || whole.has(resource)) return "a";
  if (reads.has(verb)) return connections.has(resource) ? "w" : "r";
  return changing.has(resource) ? "a" : "w";
}
