/**
 * Which files can hold grants. Each row stands for one reader, and holds for every file in which that reader finds
 * something; what a reader looks for by name is taken from its own table, so that the two cannot drift apart.
 */
import { watchedCalls } from "./agents/calls.ts";
import { watchedFlags } from "./agents/flags.ts";
import { watchedSettings } from "./agents/settings.ts";
import { subagentPath } from "./github/workflows.ts";
import { speaksOfOauth } from "./oauth/scopes.ts";

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const anyOf = (words: Iterable<string>) => new RegExp([...words].map(escaped).join("|"));

/** Names that are common words: they count only in the company that their reader asks for. */
const companions: Readonly<Record<string, RegExp>> = {
  enabled: /sandbox/,
  sandbox: /danger-full-access|gemini|tools["']?\s*[:=]|\[tools\]/i,
  decision: /toolName/,
  shell: /fast\.agent/,
  toolkits: /tools\.get/,
  safe_mode: /Toolkit|AgentFactory/,
  trust_remote_code: /[tT]ool/,
};
const settingNames = [...watchedSettings].filter(
  (name) => companions[name] === undefined && name !== "permission",
);

/** A row holds where every expression is met. `in`: only in source code, or only in everything else. */
interface Row {
  readonly needles: readonly RegExp[];
  readonly in?: "code" | "data";
}
const everywhere = (...needles: readonly RegExp[]): Row => ({ needles });
const code = (...needles: readonly RegExp[]): Row => ({ needles, in: "code" });
const data = (...needles: readonly RegExp[]): Row => ({ needles, in: "data" });

const rows: readonly Row[] = [
  // AWS
  everywhere(/(?:Not)?Action\b/, /Effect|Resource|Principal/),
  everywhere(/PolicyStatement|[pP]olicyDocument|policy_document/),
  everywhere(/:iam::aws:policy\/|ManagedPolic|managed_polic|AwsManagedPolicy|AWS::Serverless/),
  everywhere(/AWS::(?:IAM|Bedrock)|aws-cdk|aws_cdk|@pulumi|pulumi|cdktf/),
  // Google Cloud
  everywhere(/gcloud/),
  everywhere(/members["']?\s*[:=]/, /role["']?\s*[:=]/),
  everywhere(/I[aA][mM](?:Member|Binding|Policy|PartialPolicy|PolicyMember)/),
  // Azure and Microsoft Graph
  everywhere(
    /[rR]oleAssignment|roleDefinition|RoleDefinition|[aA]ssignableScopes|role assignment|create-for-rbac/,
  ),
  everywhere(/type["']?\s*[:=]\s*["']?(?:Role|Scope)\b|=Role|=Scope|AppRoleAssignment/),
  // Kubernetes
  everywhere(
    /Role\b|rolebinding|RoleBinding|kubebuilder:rbac|clusterPermissions|rules/,
    /rbac|apiGroups|api_groups|roleRef|kubectl|\boc\b|verbs/,
  ),
  code(/\b(?:docker|podman)\b/, /--privileged|docker\.sock|--pid|--ipc|--userns|--cap-add|\/:\//),
  code(/containers/, /privileged|hostPath|hostPID|hostIPC|SYS_ADMIN|\bALL\b/),
  data(
    /docker\.sock|containerd\.sock|podman\.sock|crio\.sock|privileged|hostPath|hostPID|hostIPC|SYS_ADMIN|cap[-_]add|pid|ipc|\/:|["' ]\/["',\r\n]/,
    /services|containers|docker|podman|runArgs/,
  ),
  everywhere(/apiVersion/, /kind["']?:\s*["']?(?:Secret|ServiceAccount|Pod|Deployment)\b/),
  // GitHub
  everywhere(/default_permissions/),
  data(/\bjobs["']?:/),
  // Identity providers and payments
  everywhere(/fullScopeAllowed|serviceAccountsEnabled|clientRoles|\/api\/v2\//),
  everywhere(/sk_(?:live|test)_/),
  everywhere(
    /access-key|service-accounts keys|workload-identity-pools|compute instances create|credential reset/,
  ),
  // Agents
  everywhere(/[mM][cC][pP]|server-filesystem|context_servers/, /(?:command|cmd|url|Url|uri)["']?\s*[:=]/),
  everywhere(/allowed[-_]?tools|allow_?list_?tools|core[-_]?tools|allow-tool/i),
  everywhere(/permissions/, /\ballow["']?\s*[:=]/),
  data(/\btools\b/, /\b(?:allowed|core)\b/),
  everywhere(anyOf(settingNames)),
  ...Object.entries(companions).map(([name, company]) =>
    everywhere(new RegExp(`\\b${name}["']?\\s*[:=]`), company),
  ),
  code(new RegExp(`\\b(?:${[...watchedCalls].map(escaped).join("|")})\\s{0,3}[(<[]`)),
  ...watchedFlags.map(({ pattern, program }) =>
    program ? everywhere(pattern, program) : everywhere(pattern),
  ),
];

/** Files that are read whatever stands in them: there a key alone, or the lack of one, is what matters. */
const always =
  /(?:^|\/)(?:action\.ya?ml|devcontainer\.json)$|(?:^|\/)\.github\/workflows\/[^/]+\.(?:ya?ml|md)$|\.(?:tf|tofu)$/i;

/** Whether a file can hold a grant. Never false for one in which a reader finds something. */
export function mayHoldGrants(path: string, text: string): boolean {
  if (always.test(path) || subagentPath.test(path)) return true;
  const kind = /\.(?:[cm]?[jt]sx?|pyi?|ipynb)$/i.test(path) ? "code" : "data";
  const met = (row: Row) =>
    (row.in === undefined || row.in === kind) && row.needles.every((needle) => needle.test(text));
  return rows.some(met) || speaksOfOauth(path, text);
}
