/** Texts compared with a policy, as a scan does it. */
import { knowledgeOf, loadParsers } from "../../../bench/score/grant-tools.ts";
import type { Policy } from "../../../compiler/model/policy.ts";
import rule from "../../../rules/compare/grant-exceeds-policy.ts";
import type { Difference } from "../../../rules/compare/rule.ts";
import { readGrants } from "../../../scan/grants/read.ts";
import type { FoundAgent } from "../../../scan/identity.ts";
import { match } from "../../../scan/match.ts";
import { instant } from "../../compiler/model/policies.ts";

const parsers = await loadParsers();
export const now = instant("2026-11-24");

/** What the rule finds in the files, `agents` being those that a scan would have seen in them. */
export async function exceeding(
  policies: readonly Policy[],
  files: Readonly<Record<string, string>>,
  agents: readonly FoundAgent[] = [],
): Promise<readonly Difference[]> {
  const grants = Object.entries(files).flatMap(([file, text]) =>
    readGrants(file, text, parsers).grants.map((grant) => ({ ...grant, file })),
  );
  const declared = policies.flatMap((policy) => Object.values(policy.agents));
  return [
    ...rule.check({
      at: now,
      agents,
      servers: [],
      policy: { agents: declared, services: [], matching: match(agents, declared), environments: policies },
      granted: { grants, knowledge: await knowledgeOf(grants) },
    }),
  ];
}

/** An agent that a scan saw at the first place of a text. */
export function seen(name: string, file: string, text: string, at: string): FoundAgent {
  const start = text.indexOf(at);
  return {
    framework: "f",
    tier: "explicit",
    construct: "agent",
    name,
    aliases: [],
    extent: { at: start, end: start + at.length },
    tools: [],
    toolsAll: false,
    toolsDynamic: false,
    mcpServers: [],
    language: "yaml",
    file,
    id: `${file}#${name}`,
    group: `${file}#${name}`,
  };
}
