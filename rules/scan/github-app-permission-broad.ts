import { defineScanRule, maps } from "./rule.ts";

/** Permissions over the control plane: who belongs, what CI runs, which secrets there are. */
const control = new Set([
  "administration",
  "organization_administration",
  "workflows",
  "secrets",
  "organization_secrets",
  "actions_variables",
  "members",
  "organization_hooks",
  "repository_hooks",
  "environments",
  "organization_custom_roles",
  "organization_personal_access_tokens",
  "organization_personal_access_token_requests",
  "dependabot_secrets",
  "codespaces_secrets",
]);

export default defineScanRule({
  id: "github-app-permission-broad",
  title: "A GitHub App that can change CI or membership",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const { file, name, permissions, public: open, proof } of grants.of("github-app"))
      for (const { key, level, extent } of permissions) {
        const writes = level === "write" || level === "admin";
        const controls = control.has(key) && (writes || key.startsWith("organization_personal_access_token"));
        // Writing contents is a coding agent's work; in an App that anybody can install it is more.
        const published =
          open &&
          key === "contents" &&
          writes &&
          !permissions.some((other) => control.has(other.key) && other.level !== "read");
        if (!controls && !published) continue;
        const message = controls
          ? `The App${name === "" ? "" : ` '${name}'`} asks for ${key}: ${level}, with which it can change what CI runs or who has access. Drop it, or ask for it where one feature needs it.`
          : `The App${name === "" ? "" : ` '${name}'`} can be installed by anybody and asks for contents: write on all their repositories. Make it private, or ask for less.`;
        yield { file, extent, subject: `${name} ${key}`, message, tier: controls ? "high" : "medium", proof };
      }
  },
});
