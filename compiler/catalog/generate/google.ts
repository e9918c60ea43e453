/** Google: OAuth scopes of every API in the discovery documents that the official Python client carries. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { googleAdmin, googleLabels } from "../overlay-google.ts";
import { member, record, text } from "./json.ts";
import { pythonPackage } from "./packages.ts";
import { type Row, short, writeCatalog } from "./write.ts";

const [name, version] = ["google-api-python-client", "2.202.0"];

/** By the scope's own ending, else by the verbs of its consent text; what says neither counts as write. */
function risk(scope: string, description: string): "r" | "w" | "a" {
  if (googleAdmin(scope)) return "a";
  if (/[._](readonly|read-only|read|metadata)$/.test(scope)) return "r";
  // Exports of the user's own data change nothing.
  if (scope.includes("/auth/dataportability.")) return "r";
  if (/^(openid|email|profile)$|\/userinfo\./.test(scope)) return "r";
  const changing =
    /\b(manage|edit|create|delete|change|update|write|add|send|upload|configure|modify|set|insert|move|copy|administer|full|import|act|compose|run|execute|interact|share|post|publish|control)\b/i;
  return /^(see|view|read|get|know)\b/i.test(description) && !changing.test(description) ? "r" : "w";
}

export function generateGoogle(): void {
  const folder = join(pythonPackage(name, version), "googleapiclient/discovery_cache/documents");
  const scopes = new Map<string, string>([
    ["openid", "Associate you with your personal info on Google"],
    ["email", "See your primary Google Account email address"],
    ["profile", "See your personal info, including any you have made public"],
  ]);
  for (const file of readdirSync(folder).sort()) {
    const found = member(
      member(member(JSON.parse(readFileSync(join(folder, file), "utf8")), "auth"), "oauth2"),
      "scopes",
    );
    for (const [scope, value] of Object.entries(found)) {
      const consent = text(record(value).description ?? "");
      const description = consent.startsWith("Private Service:") ? "" : consent;
      const before = scopes.get(scope);
      // The longest of several wordings is the one that tells most.
      if (before === undefined || description.length > before.length) scopes.set(scope, description);
    }
  }
  const actions = [...scopes].map(([scope, description]): Row => {
    const labels = googleLabels(scope);
    const level = risk(scope, description);
    return labels.length > 0
      ? [scope, level, short(description), [0], labels]
      : [scope, level, short(description), [0]];
  });
  const part = { title: "Google", limited: false, types: [["id", "${Id}"]] as const, actions };
  console.log("google", writeCatalog("google", `${name} ${version}`, { all: part }));
}
