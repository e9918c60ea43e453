/** An export of a directory of people, as CSV with a header line. */
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { readInstant } from "../compiler/literals.ts";
import { failure, systemReason } from "./failure.ts";

export interface DirectoryPerson {
  /** Lower case. */
  readonly email: string;
  readonly active: boolean;
  /** Epoch seconds. */
  readonly left?: number;
}

/** Names that directories give their columns, compared without case, blanks, `_` and `-`. */
const columns: Readonly<Record<"email" | "active" | "left", readonly string[]>> = {
  email: ["email", "mail", "emailaddress", "userprincipalname", "primaryemail", "login", "username"],
  active: ["active", "enabled", "accountenabled", "status", "state"],
  left: [
    "left",
    "leftat",
    "enddate",
    "terminated",
    "terminationdate",
    "lastday",
    "leavedatetime",
    "employeeleavedatetime",
  ],
};

const inactive = new Set([
  "false",
  "0",
  "no",
  "inactive",
  "disabled",
  "suspended",
  "deprovisioned",
  "terminated",
  "left",
  "deleted",
  "archived",
]);

/** Reads the people by email. Throws a `failure` for a file that is no such export. */
export function readPeople(path: string, shown: string): ReadonlyMap<string, DirectoryPerson> {
  const rows = rowsOf(path, shown);
  const [header, ...lines] = rows;
  if (header === undefined)
    throw failure(`'${shown}' is empty; it must be CSV with a header line and a column 'email'.`);
  const names = header.map((name) => name.toLowerCase().replace(/[\s_-]/g, ""));
  const column = (kind: "email" | "active" | "left"): number =>
    names.findIndex((name) => columns[kind].includes(name));
  const [email, active, left] = [column("email"), column("active"), column("left")];
  if (email < 0) throw failure(`'${shown}' has no column 'email'; its columns are ${header.join(", ")}.`);
  const people = new Map<string, DirectoryPerson>();
  for (const row of lines) {
    const mail = row[email]?.trim().toLowerCase() ?? "";
    if (mail === "") continue;
    const state = active < 0 ? "" : (row[active]?.trim().toLowerCase() ?? "");
    const day = left < 0 ? "" : (row[left]?.trim() ?? "");
    const instant = day === "" ? undefined : readInstant(day)?.seconds;
    if (day !== "" && instant === undefined)
      throw failure(`'${shown}': '${day}' of ${mail} is no date; write it as 2027-03-31.`);
    people.set(mail, {
      email: mail,
      active: !inactive.has(state),
      ...(instant === undefined ? {} : { left: instant }),
    });
  }
  return people;
}

function rowsOf(path: string, shown: string): readonly (readonly string[])[] {
  try {
    const text = readFileSync(path, "utf8");
    const first = text.slice(0, text.search(/[\r\n]|$/));
    const delimiter = first.includes(",")
      ? ","
      : first.includes(";")
        ? ";"
        : first.includes("\t")
          ? "\t"
          : ",";
    const rows: unknown = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000,
    });
    return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row.map(String) : [])) : [];
  } catch (error) {
    const reason = systemReason(error);
    if (reason !== undefined) throw failure(`Cannot read '${shown}': ${reason}.`);
    throw failure(`'${shown}' is no CSV: ${error instanceof Error ? error.message : "it cannot be read"}.`);
  }
}
