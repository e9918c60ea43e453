/** Who an agent is, without line numbers: its group, its id, and the names that a policy may know it by. */
import type { Remark } from "./facts.ts";
import type { LinkedAgent } from "./link/site.ts";

/** An agent of the whole scan. Several sites of one agent share `group`. */
export interface FoundAgent extends LinkedAgent {
  readonly id: string;
  readonly group: string;
}

/**
 * Gives each agent an id that is made of its file and name; of several alike, all but the first have their number.
 * `agents` are in the order of the report.
 */
export function identify(agents: readonly LinkedAgent[]): readonly FoundAgent[] {
  const counts = new Map<string, number>();
  const groups = new Map<string, string>();
  return agents.map((agent) => {
    const base = `${agent.file}#${agent.name ?? agent.aliases[0] ?? agent.construct}`;
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    const id = count === 1 ? base : `${base}~${count}`;
    const key = agent.group;
    if (key === undefined) return { ...agent, id, group: id };
    const group = groups.get(key) ?? id;
    groups.set(key, group);
    return { ...agent, id, group };
  });
}

/** A name as policies write it: lower case, words joined by hyphens. `InvoiceTriage`, `invoice_triage`: `invoice-triage`. */
export function policyName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** What a remark at a construct declares: the name after `remit:`. */
export function declaredIn(remark: Remark): string | undefined {
  return /^:\s*(?:agent\s+)?([A-Za-z_][\w.-]*)\s*$/.exec(remark.text)?.[1];
}
