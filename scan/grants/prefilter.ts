/**
 * Which files can hold grants. Each row stands for one reader, and holds for every file in which that reader finds
 * something; what a reader looks for by name is taken from its own table, so that the two cannot drift apart.
 */
import { watchedCalls } from "./agents/calls.ts";
import { watchedFlags } from "./agents/flags.ts";
import { watchedSettings } from "./agents/settings.ts";
import { formatOf } from "./documents.ts";
import { subagentPath } from "./github/workflows.ts";
import { scopeWords, speaksOfOauth } from "./oauth/signs.ts";

/**
 * A row holds where one of the words stands in the text and every expression is met. Words are plain, because an
 * alternation of plain words is what the engine reads fastest. `in`: only in source code, or only in everything else.
 */
interface Row {
  readonly words: readonly string[];
  readonly also: readonly RegExp[];
  readonly in?: "code" | "data";
}
const row = (words: string, ...also: readonly RegExp[]): Row => ({ words: words.split(" "), also });
const code = (words: string, ...also: readonly RegExp[]): Row => ({ ...row(words, ...also), in: "code" });
const data = (words: string, ...also: readonly RegExp[]): Row => ({ ...row(words, ...also), in: "data" });

const hostAccess = "--privileged docker.sock --pid --ipc --userns --cap-add /:/";

/** Settings whose names are common words, and what must stand beside them. */
const companions: Readonly<Record<string, RegExp>> = {
  enabled: /sandbox/,
  sandbox: /danger-full-access|gemini|tools["']?\s*[:=]|\[tools\]/i,
  decision: /toolName/,
  shell: /fast\.agent/,
  toolkits: /tools\.get/,
  safe_mode: /Toolkit|AgentFactory/,
  trust_remote_code: /[tT]ool/,
  toolsets: /type["']?:\s*["']?shell\b/,
  mcpServer: /kagent\.dev/,
};

const rows: readonly Row[] = [
  // AWS
  row("\"Action\" 'Action' Action: Action= NotAction", /Effect|Resource|Principal/),
  row("PolicyStatement olicyDocument policy_document Grant.addToPrincipal"),
  row("sst.aws sst.config", /permissions/),
  row(":iam::aws:policy/ ManagedPolic managed_polic AwsManagedPolicy AWS::Serverless"),
  row(
    "AWS::IAM AWS::Bedrock aws-cdk aws_cdk @pulumi pulumi_ cdktf",
    /Role|Key|User|Agent|Runtime|Custom|AWS::/,
  ),
  // Google Cloud
  row("gcloud"),
  row("members", /role["']?\s*[:=]/, /bindings|google_/),
  row("includedPermissions WorkloadIdentityPoolProvider IAMCustomRole deploy-cloudrun"),
  row("bindings.append bindings.push", /role/),
  row("IAMMember IamMember IAMBinding IamBinding IAMPolicy IAMPartialPolicy"),
  // Azure and Microsoft Graph
  row("oleAssignment oleDefinition ssignableScopes create-for-rbac AppRole"),
  { words: ["role assignment create"], also: [] },
  row(
    "'Role' \"Role\" 'Scope' \"Scope\" Role Scope",
    /type["']?\s*[:=]\s*["']?(?:Role|Scope)\b|=Role|=Scope/,
  ),
  // Kubernetes
  row(
    "apiGroups api_groups roleRef role_ref kubebuilder:rbac rolebinding clusterrole kubernetes_role kubernetes_cluster_role",
  ),
  { words: ["create role "], also: [] },
  code(hostAccess, /\b(?:docker|podman)\b/),
  code("privileged Privileged hostPath hostPID hostIPC SYS_ADMIN ALL docker.sock", /[cC]ontainer/),
  data(
    `${hostAccess} podman.sock containerd.sock crio.sock privileged hostPath hostPID hostIPC SYS_ADMIN ALL pid: ipc: "/" /:`,
    /services|containers|docker|podman|runArgs/,
  ),
  row("apiVersion", /kind["']?:\s*["']?(?:Secret|ServiceAccount|Pod|Deployment)\b/),
  row("serviceAccountToken create_role CreateRoleCommand create-role update-role"),
  // GitHub
  row("default_permissions"),
  data('jobs: "jobs"'),
  // Identity providers and payments
  row("fullScopeAllowed serviceAccountsEnabled clientRoles /api/v2/"),
  row("sk_live_ sk_test_"),
  {
    words: [
      "access-key",
      "service-accounts keys",
      "workload-identity-pools",
      "compute instances create",
      "container clusters create",
      "container node-pools create",
      "iam roles",
      "credential reset",
    ],
    also: [],
  },
  // Agents
  row(
    "mcp MCP Mcp modelcontextprotocol StdioServerParameters server-filesystem context_servers",
    /(?:command|Command|cmd|url|Url|uri|image)["']?\s*[:=]/,
    /args|env|url|Url|command["']?\s*[:=]\s*\[|fullCommand|services|MCPTools/,
  ),
  row(
    "llowed_tools llowedTools llowed-tools llowedtools LLOWED_TOOLS allow-tool allowListTools allow_list_tools core_tools coreTools core-tools",
  ),
  row("permissions", /\ballow["']?\s*[:=]/),
  code("strands_tools"),
  data("executeCommand n8n-nodes-base.ssh", /ai_tool/),
  data("allowed core", /\btools\b/, /\b(?:allowed|core)["']?\s*[:=]/),
  {
    words: [...watchedSettings].filter((name) => companions[name] === undefined && name !== "permission"),
    also: [],
  },
  ...Object.entries(companions).map(
    ([name, company]): Row => ({ words: [name], also: [new RegExp(`\\b${name}["']?\\s*[:=]`), company] }),
  ),
  {
    words: [...watchedCalls],
    also: [new RegExp(`\\b(?:${[...watchedCalls].join("|")})\\s{0,3}(?:[(<[:]|as\\b)`)],
    in: "code",
  },
  ...watchedFlags.map(
    // The program may be a word of its own in a list, so that nothing is said of what follows it.
    ({ word, pattern, programs }): Row => ({
      words: [word],
      also: programs ? [pattern, new RegExp(`\\b(?:${programs})`)] : [pattern],
    }),
  ),
];

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

interface Index {
  /** All words, longest first, so that of two that begin alike the longer is found. */
  readonly pattern: RegExp;
  /** The rows that a found word speaks for: those of the words that it begins with, too. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}

function indexOf(kind: "code" | "data"): Index {
  const own = rows.filter((candidate) => candidate.in === undefined || candidate.in === kind);
  const words = [...new Set(own.flatMap((candidate) => candidate.words).concat(scopeWords))].sort(
    (a, b) => b.length - a.length,
  );
  const byWord = words.map((word): [string, readonly Row[]] => [
    word,
    own.filter((candidate) => candidate.words.some((other) => word.startsWith(other))),
  ]);
  return { pattern: new RegExp(words.map(escaped).join("|"), "g"), rows: new Map(byWord) };
}
const indexes = { code: indexOf("code"), data: indexOf("data") };

/** Files that are read whatever stands in them: there a key alone, or the lack of one, is what matters. */
const always =
  /(?:^|\/)(?:opencode\.jsonc?|mcp[^/]*\.jsonc?|action\.ya?ml|devcontainer\.json)$|(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)workflows\/[^/]+\.md$|\.(?:tf|tofu)$/i;

/** Whether a file's name is one of a format that grants are read from. */
export function mayGrant(path: string): boolean {
  return formatOf(path, "") !== undefined;
}

/** Whether a file can hold a grant. Never false for one in which a reader finds something. */
export function mayHoldGrants(path: string, text: string): boolean {
  if (always.test(path) || subagentPath.test(path)) return true;
  // Of Markdown only the front matter is read.
  if (/\.(?:md|mdc|mdx)$/i.test(path) && !/^\uFEFF?---/.test(text)) return false;
  const kind = /\.(?:[cm]?[jt]sx?|pyi?|ipynb)$/i.test(path) ? "code" : "data";
  const { pattern, rows: byWord } = indexes[kind];
  // Of its own, because the position of a search is state.
  const search = new RegExp(pattern);
  const seen = new Set<string>();
  const tried = new Set<Row>();
  // A word may begin inside of another, so the search goes on one character further.
  for (let found = search.exec(text); found; found = search.exec(text)) {
    search.lastIndex = found.index + 1;
    const [word] = found;
    if (seen.has(word)) continue;
    seen.add(word);
    for (const candidate of byWord.get(word) ?? []) {
      if (tried.has(candidate)) continue;
      tried.add(candidate);
      if (candidate.also.every((needle) => needle.test(text))) return true;
    }
  }
  return scopeWords.some((word) => seen.has(word)) && speaksOfOauth(path, text);
}
