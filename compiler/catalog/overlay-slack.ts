/** What Slack's scopes risk, by their names, and the documented ones that the client's types lack. */

export const slackExtra: readonly string[] = [
  "assistant:write",
  "canvases:read",
  "canvases:write",
  "im:write.topic",
  "lists:read",
  "lists:write",
  "search:read.files",
  "search:read.im",
  "search:read.mpim",
  "search:read.private",
  "search:read.public",
  "search:read.users",
  "team.access_logs:read",
];

/** `a`: the workspace's own administration, or the apps' own rights. */
export function slackRisk(scope: string): "r" | "w" | "a" {
  if (scope === "admin" || scope === "app_configurations:write") return "a";
  if (scope.startsWith("admin.")) return scope.endsWith(":read") ? "r" : "a";
  const level = scope.split(":")[1] ?? "";
  if (level.startsWith("read") || level.startsWith("history")) return "r";
  return /^(identity\.|openid$|email$|profile$|tokens\.basic$)/.test(scope) ? "r" : "w";
}

/** Messages are private and may come from anybody (shared channels, apps); what is posted leaves the agent. */
export function slackLabels(scope: string): readonly string[] {
  if (/:history$/.test(scope) || /^search:read/.test(scope)) return ["private-data", "untrusted-content"];
  if (/^chat:write/.test(scope) || scope === "incoming-webhook") return ["external-send"];
  if (scope === "files:read" || scope === "users:read.email") return ["private-data"];
  return [];
}
