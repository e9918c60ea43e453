/**
 * GitHub: `permission:level` of Apps (`pull_requests:write`, from the REST description) and of workflows
 * (`pull-requests:write`, from the workflow schema), each spelled as its platform spells it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { githubAdmin, githubLabels } from "../overlay-github.ts";
import { list, member, record, text } from "./json.ts";
import { npmPackage } from "./packages.ts";
import { type Row, short, writeCatalog } from "./write.ts";

const apps = ["@octokit/openapi", "23.0.2"] as const;
const workflows = ["@actions/workflow-parser", "0.3.61"] as const;

const types: readonly (readonly [string, string])[] = [
  ["repository", "${Owner}/${Repository}"],
  ["reference", "${Owner}/${Repository}@${Reference}"],
  ["organization", "${Organization}"],
];

function row(name: string, level: string, description: string, organization: boolean): Row {
  const action = `${name}:${level}`;
  const admin = level === "admin" || githubAdmin.has(action.replaceAll("-", "_"));
  const risk = admin ? "a" : level === "read" ? "r" : "w";
  const labels = githubLabels[action.replaceAll("-", "_")];
  const places = organization ? [2] : [0, 1];
  return labels
    ? [action, risk, short(description), places, labels]
    : [action, risk, short(description), places];
}

function appRows(): readonly Row[] {
  const file = join(npmPackage(...apps), "generated/api.github.com.json");
  const schemas = member(member(JSON.parse(readFileSync(file, "utf8")), "components"), "schemas");
  const properties = member(schemas["app-permissions"], "properties");
  return Object.entries(properties).flatMap(([name, value]) => {
    const { description, enum: levels } = record(value);
    const what = text(description)
      .replace(/^The level of permission to grant the access token (for|to) /, "")
      .replace(/^The level of permission to /, "");
    const organization = /^(organization|members|team|enterprise)/.test(name);
    return list(levels).map((level) => row(name, text(level), what, organization));
  });
}

const workflowLevels: Readonly<Record<string, readonly string[]>> = {
  "permission-level-any": ["read", "write"],
  "permission-level-read-or-no-access": ["read"],
  "permission-level-write-or-no-access": ["write"],
};

function workflowRows(): readonly Row[] {
  const file = join(npmPackage(...workflows), "dist/workflow-v1.0.min.json");
  const definitions = member(JSON.parse(readFileSync(file, "utf8")), "definitions");
  const properties = member(member(definitions["permissions-mapping"], "mapping"), "properties");
  return Object.entries(properties).flatMap(([name, value]) => {
    const { type, description } = record(value);
    return (workflowLevels[text(type)] ?? []).map((level) => row(name, level, text(description), false));
  });
}

export function generateGithub(): void {
  const rows = new Map([...appRows(), ...workflowRows()].map((one) => [one[0], one]));
  const part = { title: "GitHub", limited: true, types, actions: [...rows.values()] };
  console.log("github", writeCatalog("github", `${apps.join(" ")}, ${workflows.join(" ")}`, { all: part }));
}
