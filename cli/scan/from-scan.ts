/** The first policy of a workspace whose code already has agents: one stub for each, its owner to be named. */

import { declarableName, stanzaOf } from "../../rules/compare/stanza.ts";
import { groups } from "../../rules/compare/view.ts";
import { scan } from "../../scan/scan.ts";
import { scanHost } from "../scan-host.ts";
import { likelyOwners } from "./owners.ts";

/** `root` is absolute; `expires` a date as policies write it. `undefined` where no agent is found. */
export async function policyFromScan(root: string, at: number, expires: string): Promise<string | undefined> {
  const { agents, servers } = await scan(scanHost(root), { includeTests: false, inScope: () => true });
  const found = groups({ at, agents, servers });
  if (found.length === 0) return undefined;
  const ownersOf = likelyOwners(root);
  const names = new Set<string>();
  const stubs = found.map((group) => {
    const base = declarableName(group);
    let name = base;
    for (let number = 2; names.has(name); number++) name = `${base}-${number}`;
    names.add(name);
    const owner = ownersOf(group.first.file);
    const text = stanzaOf(group, expires).replace(/^agent \S+/, `agent ${name}`);
    return owner === undefined ? text : text.replace("FILL-IN-THE-OWNER", `FILL-IN-THE-OWNER // ${owner}`);
  });
  return `remit 1

// Who answers for agents. Only a human can: write them here, then name one in each agent below.
owner you "Your Name" { email "you@example.com" }

${stubs.join("\n")}`;
}
