/** Compares what a scan found with labels. A finding matches a row of the same path within two lines; the nearest wins. */
import type { AgentResult, Inventory } from "../../scan/result.ts";
import type { AgentLabel, Labels, PlaceLabel } from "./labels.ts";

export interface Score {
  readonly required: number;
  readonly hit: number;
  readonly falseAlarms: number;
  readonly frameworkRight: number;
  readonly named: number;
  readonly nameRight: number;
  readonly tooled: number;
  readonly toolsRight: number;
  readonly servers: number;
  readonly serverHit: number;
  readonly serverFalse: number;
  readonly byFramework: ReadonlyMap<string, { readonly hit: number; readonly required: number }>;
  /** One line for each miss, false alarm and difference. */
  readonly notes: readonly string[];
}

const tolerance = 2;
/** Tiers that are inventory: neither needed nor false. */
const inventory = new Set(["card", "host", "remote", "orchestrator"]);

export function score(labels: Labels, result: Inventory): Score {
  const notes: string[] = [];
  const found = result.agents.filter((agent) => labels.inScope(agent.file));
  const matched = new Map<AgentResult, AgentLabel>();
  for (const agent of found) {
    const label = nearest(labels.agents, agent.file, agent.range.start.line);
    if (label !== undefined) matched.set(agent, label);
  }
  const required = new Map<string, AgentLabel[]>();
  for (const label of labels.agents)
    if (label.required) required.set(label.group, [...(required.get(label.group) ?? []), label]);
  let hit = 0;
  let frameworkRight = 0;
  let named = 0;
  let nameRight = 0;
  let tooled = 0;
  let toolsRight = 0;
  const byFramework = new Map<string, { hit: number; required: number }>();
  for (const [group, rows] of required) {
    const [label] = rows;
    if (label === undefined) continue;
    const counts = byFramework.get(label.framework) ?? { hit: 0, required: 0 };
    counts.required++;
    byFramework.set(label.framework, counts);
    const hits = [...matched].filter(([, row]) => row.group === group && row.required);
    const [best] = hits.sort(([one], [other]) => rank(one, label) - rank(other, label));
    if (best === undefined) {
      notes.push(`MISS ${label.path}:${label.lines[0]} ${label.framework} ${label.name ?? "-"}`);
      continue;
    }
    const [agent, row] = best;
    hit++;
    counts.hit++;
    if (agent.framework === row.framework) frameworkRight++;
    else notes.push(`FRAMEWORK ${at(agent)} ${agent.framework}, not ${row.framework}`);
    if (row.name !== null) {
      named++;
      if (agent.name !== null && row.names.includes(agent.name)) nameRight++;
      else notes.push(`NAME ${at(agent)} ${agent.name}, not ${row.names.join(" | ")}`);
    }
    if (row.tools !== null) {
      tooled++;
      const expected = [...new Set(row.tools)].sort().join(", ");
      const actual = [...new Set(agent.tools)].sort().join(", ");
      if (expected === actual) toolsRight++;
      else notes.push(`TOOLS ${at(agent)} [${actual}], not [${expected}]`);
    }
  }
  let falseAlarms = 0;
  for (const agent of found) {
    if (matched.has(agent) || inventory.has(agent.tier)) continue;
    if (labels.agents.some((label) => label.defines !== undefined && label.defines === agent.name)) continue;
    falseAlarms++;
    const negative = nearest(labels.negatives, agent.file, agent.range.start.line);
    notes.push(
      `FALSE ${at(agent)} ${agent.framework} ${agent.name} (${agent.tier})${negative === undefined ? "" : `: ${negative.text}`}`,
    );
  }
  const servers = scoreServers(labels, result, notes);
  return {
    required: required.size,
    hit,
    falseAlarms,
    frameworkRight,
    named,
    nameRight,
    tooled,
    toolsRight,
    ...servers,
    byFramework,
    notes,
  };
}

function scoreServers(
  labels: Labels,
  result: Inventory,
  notes: string[],
): Pick<Score, "servers" | "serverHit" | "serverFalse"> {
  const found = result.mcpServers.filter((server) => labels.inScope(server.file));
  const hits = new Set<PlaceLabel>();
  let serverFalse = 0;
  for (const server of found) {
    const label = nearest(labels.servers, server.file, server.range.start.line);
    if (label !== undefined) hits.add(label);
    else {
      serverFalse++;
      notes.push(`MCP-FALSE ${server.file}:${server.range.start.line} ${server.name}`);
    }
  }
  for (const label of labels.servers)
    if (!hits.has(label)) notes.push(`MCP-MISS ${label.path}:${label.lines[0]} ${label.text}`);
  return { servers: labels.servers.length, serverHit: hits.size, serverFalse };
}

/** Of several findings in one group: the one with the right framework and name. */
function rank(agent: AgentResult, label: AgentLabel): number {
  return (
    (agent.framework === label.framework ? 0 : 2) +
    (agent.name !== null && label.names.includes(agent.name) ? 0 : 1)
  );
}

function at(agent: AgentResult): string {
  return `${agent.file}:${agent.range.start.line}`;
}

function nearest<Row extends { readonly path: string; readonly lines: readonly number[] }>(
  rows: readonly Row[],
  path: string,
  line: number,
): Row | undefined {
  let best: Row | undefined;
  let distance = tolerance + 1;
  for (const row of rows)
    if (row.path === path)
      for (const each of row.lines)
        if (Math.abs(each - line) < distance) {
          best = row;
          distance = Math.abs(each - line);
        }
  return best;
}
