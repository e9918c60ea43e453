import { get, str, type Text, type Value } from "../../scan/grants/value.ts";
import { set } from "./agent.ts";
import { argument, textOf, used } from "./framework.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

/** A connection as a user that may do everything. SQLite has no users, and its files are samples. */
const superuser =
  /^(?:postgres(?:ql)?|mysql|mariadb|mssql|oracle|cockroachdb)(?:\+\w+)?:\/\/(?:postgres|root|admin|sa|system|dba|superuser)(?::[^@]*)?@/i;

/** The user of a connection that may do everything, by its address. */
function byAddress(value: Value | undefined): string | undefined {
  const address: Text | undefined = textOf(value);
  return address && superuser.test(address.value) ? /:\/\/([^:@]+)/.exec(address.value)?.[1] : undefined;
}

/** The same, where the connection's parts are named: `new DataSource({ type: "postgres", username: "postgres" })`. */
function byParts(source: Value | undefined): string | undefined {
  const type = str(get(source, "type")) ?? "";
  const user = textOf(get(source, "username", "user"))?.value ?? "";
  return superuser.test(`${type}://${user}@`) ? user : undefined;
}

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
      const user =
        [...use.call.args, argument(use, "db_url", "uri", "database_uri", "url")]
          .map(byAddress)
          .find((value) => value !== undefined) ?? byParts(argument(use, "appDataSource"));
      if (!user) continue;
      const message = `The agent's database connection is that of '${user}', so a sentence can drop or read every table. Connect as a role that reads the tables it needs.`;
      yield used(use, message);
    }
  },
});
