import { asked, requested } from "./oauth.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Scopes of OAuth apps and classic tokens that reach every repository or the organisation. */
const wide: Readonly<Record<string, Tier>> = {
  repo: "high",
  delete_repo: "critical",
  "admin:org": "critical",
  "admin:enterprise": "critical",
  "admin:repo_hook": "critical",
  "admin:org_hook": "critical",
  "admin:gpg_key": "critical",
  "admin:public_key": "critical",
  "admin:ssh_signing_key": "critical",
  site_admin: "critical",
  workflow: "high",
  "write:org": "high",
  "write:packages": "high",
  "delete:packages": "high",
  user: "high",
};

export default defineScanRule({
  id: "github-classic-scope",
  title: "A classic scope over all repositories",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const scope of requested(grants, "github")) {
      const tier = wide[scope.value];
      if (!tier) continue;
      const message = `The classic scope ${scope.value} covers every repository or organisation that the user can reach. Use a GitHub App, or a fine-grained token for chosen repositories.`;
      yield { ...asked(scope, message), tier };
    }
    for (const server of grants.of("mcp-server"))
      for (const { key, value } of server.env) {
        if (!value.value.startsWith("ghp_")) continue;
        const message = `${key} of the server '${server.name}' is a classic token, which reaches all repositories. Use a fine-grained token for chosen repositories.`;
        yield {
          file: server.file,
          extent: { at: value.at, end: value.end },
          subject: `${server.name} ${key}`,
          message,
          proof: server.proof,
        };
      }
  },
});
