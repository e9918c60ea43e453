import type { Text } from "../../scan/grants/value.ts";
import { lineOf, type Server, serverOffence, servers, wordsOf } from "./mcp.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

const readOnly = (server: Server) =>
  /--read-only\b|--readonly\b|--access-mode[= ]restricted|read_only=true|READ_?ONLY/i.test(
    `${lineOf(server)} ${server.env.map(({ key, value }) => `${key}=${value.value}`).join(" ")}`,
  );

/** What is wrong with a credential, by its name and its (masked) value. */
function fault(
  key: string,
  word: Text,
  server: Server,
): { readonly what: string; readonly tier: Tier } | undefined {
  const value = word.value;
  if (/^ghp_/.test(value))
    return { what: "a classic GitHub token, which reaches all repositories", tier: "high" };
  if (/^xoxp(?:[-…]|$)|^xoxe\.xoxp/.test(value))
    return { what: "a Slack user's token, which reads what that user can", tier: "high" };
  if (
    /^(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|redis|mssql|sqlserver):\/\/(?:postgres|root|admin|sa|superuser|neondb_owner|supabase_admin)(?::|@)/i.test(
      value,
    ) &&
    !readOnly(server)
  )
    return { what: "a database's superuser, without read-only mode", tier: "high" };
  if (/^AWS_PROFILE$/.test(key) && /^(?:admin|administrator|root|default|prod\w*|.*-admin)$/i.test(value))
    return { what: `the AWS profile '${value}', with all that it may do`, tier: "high" };
  if (/SERVICE_ROLE/i.test(key) && value !== "")
    return { what: "Supabase's service role, which row security does not bind", tier: "high" };
  if (/SUPABASE_ACCESS_TOKEN/.test(key) && !/--project-ref/.test(lineOf(server)) && !readOnly(server))
    return { what: "a token for every Supabase project", tier: "medium" };
  return undefined;
}

export default defineScanRule({
  id: "mcp-broad-credential",
  title: "A server with a credential that is worth more than its task",
  tier: "high",
  maps: maps("ASI03 ASI04", "LLM06:2025", "250 798"),
  *check(grants) {
    for (const server of servers(grants).filter((candidate) => !isRig(candidate.file))) {
      const args = wordsOf(server).map((word): { key: string; value: Text } => ({
        key: "argument",
        value: word,
      }));
      for (const { key, value } of [...server.env, ...server.headers, ...args]) {
        const found = fault(key, value, server);
        if (!found) continue;
        const message = `The server '${server.name}' gets ${found.what} (${key}). Give it a credential with the rights of its task, by reference.`;
        yield { ...serverOffence(server, value, key, message), tier: found.tier };
      }
    }
  },
});
