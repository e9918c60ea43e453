import { asked, requested, type Scope } from "./oauth.ts";
import { defineScanRule, maps } from "./rule.ts";

/** With a user's token each reads what that user can read, direct messages included. */
const personal = new Set([
  "im:history",
  "mpim:history",
  "groups:history",
  "search:read",
  "search:read.private",
  "search:read.im",
  "search:read.mpim",
  "files:read",
  "search:read.files",
]);
const histories = ["channels:history", "groups:history", "im:history", "mpim:history"];

function judged(
  scope: Scope,
): { readonly message: string; readonly tier: "high" | "medium" | "low" } | undefined {
  const { beside, holder, value } = scope;
  // Searching exists for users' tokens only.
  const user =
    holder === "user" || (holder === "unknown" && beside.some((other) => other.startsWith("search:read")));
  if (user) {
    const all = [...new Set(beside)].filter((other) => personal.has(other));
    if (!personal.has(value)) return undefined;
    const message = `With a user's token ${value} puts everything that the user can read in Slack before the model. Use a bot token with app_mentions:read, and search on the user's action.`;
    return { message, tier: all.length > 1 ? "high" : "medium" };
  }
  const whole = histories.every((other) => beside.includes(other));
  if (!whole || !histories.includes(value)) return undefined;
  return {
    message: `The bot reads the history of every kind of conversation it is in. Ask for the kinds that it serves, or app_mentions:read.`,
    tier: "low",
  };
}

export default defineScanRule({
  id: "slack-history-broad",
  title: "Message history or search of Slack",
  tier: "medium",
  maps: maps("ASI03 ASI02", "LLM02:2025", "200"),
  *check(grants) {
    const seen = new Set<string>();
    for (const scope of requested(grants, "slack")) {
      const found = judged(scope);
      if (!found) continue;
      // One list of a bot is one finding; what a user's token reads is named one by one.
      const key = `${scope.file} ${scope.beside.join(" ")}`;
      if (found.tier === "low" && seen.has(key)) continue;
      seen.add(key);
      yield { ...asked(scope, found.message), tier: found.tier };
    }
  },
});
