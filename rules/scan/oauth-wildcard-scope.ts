import { asked } from "./oauth.ts";
import { defineScanRule, maps } from "./rule.ts";

/** `*`, `all` and `mail:*` follow every scope that is added later; `read:*` at least only reads. */
function wild(value: string, beside: readonly string[]): "wide" | "read" | undefined {
  if (value === "*" || /^[\w.-]{2,}:\*$/.test(value))
    return /^(?:read|view|get|list)[:_]/.test(value) ? "read" : "wide";
  // The word alone is a filter in many interfaces; beside other scopes it is one.
  return value === "all" && beside.some((other) => /^(?:openid|email|profile|offline_access)$|:/.test(other))
    ? "wide"
    : undefined;
}

export default defineScanRule({
  id: "oauth-wildcard-scope",
  title: "A wildcard in place of scopes",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const scope of grants.of("oauth-scope")) {
      // Names of npm packages, cache keys and filters are called scopes too: an OAuth flow must be near.
      const kind =
        scope.option || (scope.flow === "unknown" && scope.provider === "unknown" && !scope.near)
          ? undefined
          : wild(scope.value, scope.beside);
      if (!kind) continue;
      const message = `The scope '${scope.value}' grants whatever the service offers, now and later. List the scopes that are used.`;
      yield {
        ...asked(scope, message),
        tier: kind === "read" ? "low" : "high",
        proof: scope.flow === "unknown" ? "inferred" : scope.proof,
      };
    }
  },
});
