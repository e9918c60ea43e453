/** Slack: bot, user and configuration scopes, from the manifest types of the official client, and those it lacks. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { slackExtra, slackLabels, slackRisk } from "../overlay-slack.ts";
import { npmPackage } from "./packages.ts";
import { type Row, writeCatalog } from "./write.ts";

const [name, version] = ["@slack/web-api", "8.2.0"];

export function generateSlack(): void {
  const source = readFileSync(join(npmPackage(name, version), "dist/types/request/manifest.d.ts"), "utf8");
  const scopes = new Set(slackExtra);
  for (const match of source.matchAll(/^(?:export )?type \w*Scopes? = ([^;]+);/gm))
    for (const literal of (match[1] ?? "").matchAll(/'([^']+)'/g))
      if (literal[1] && literal[1] !== "none") scopes.add(literal[1]);
  const actions = [...scopes].map((scope): Row => {
    const labels = slackLabels(scope);
    return labels.length > 0
      ? [scope, slackRisk(scope), "", [0], labels]
      : [scope, slackRisk(scope), "", [0]];
  });
  const part = { title: "Slack", limited: false, types: [["id", "${Id}"]] as const, actions };
  console.log("slack", writeCatalog("slack", `${name} ${version}`, { all: part }));
}
