import { str, type Value } from "../../scan/grants/value.ts";
import { set } from "./agent.ts";
import { argument, used } from "./framework.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

/** A connection as a user that may do everything. SQLite has no users, and its files are samples. */
const superuser =
  /^(?:postgres(?:ql)?|mysql|mariadb|mssql|oracle|cockroachdb)(?:\+\w+)?:\/\/(?:postgres|root|admin|sa|system|dba|superuser)(?::[^@]*)?@/i;

const url = (value: Value | undefined) =>
  value?.kind === "text" && superuser.test(value.value) ? value : undefined;

export default defineScanRule({
  id: "sql-agent-write",
  title: "An agent speaks SQL as the database's superuser",
  tier: "high",
  maps: maps("ASI02", "LLM06:2025", "250 89"),
  *check(grants) {
    for (const setting of grants.of("agent-setting")) {
      const all =
        setting.value.kind === "name"
          ? /(?:^|\.)WriteMode\.ALLOWED$/.test(setting.value.path)
          : str(setting.value)?.toLowerCase() === "allowed";
      if (setting.key !== "write_mode" || !all || isRig(setting.file)) continue;
      const message =
        "write_mode = ALLOWED lets the agent change and drop every table that its credentials reach. Leave it blocked, or protected for temporary tables.";
      yield { ...set(setting, message), tier: "medium" };
    }
    const calls = grants.of("framework-call");
    // The connection alone is any program's; beside an agent's toolkit it is the agent's.
    const agentic = new Set(
      calls.flatMap((use) =>
        /^(?:create_sql_agent|createSqlAgent|SQLDatabaseToolkit|SQLTools)$/.test(use.callee) ||
        /(?:^|\.)(?:SQLDatabase|SqlDatabase)\./.test(use.call.callee)
          ? [use.file]
          : [],
      ),
    );
    for (const use of calls) {
      if (
        !agentic.has(use.file) ||
        isRig(use.file) ||
        argument(use, "include_tables", "includesTables", "includeTables")
      )
        continue;
      if (!/^(?:from_uri|SQLTools|SqlDatabase|fromDataSourceParams)$/.test(use.callee)) continue;
      const found = [...use.call.args, argument(use, "db_url", "uri", "database_uri", "url")]
        .map(url)
        .find((value) => value !== undefined);
      if (!found) continue;
      const user = /:\/\/([^:@]+)/.exec(str(found) ?? found.value)?.[1] ?? "a superuser";
      const message = `The agent's database connection is that of '${user}', so a sentence can drop or read every table. Connect as a role that reads the tables it needs.`;
      yield used(use, message);
    }
  },
});
