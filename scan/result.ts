/** The answer of a scan, in the shape that other programs rely on (`remit scan --format json`). */
import { type LineTable, type Position, positionAt } from "../compiler/source.ts";
import type { Extent } from "./code.ts";
import type { FileFacts, Language, Tier } from "./facts.ts";
import type { Scanned } from "./scan.ts";

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place in a file; in a notebook, `range` counts in the cell. */
export interface Place {
  readonly file: string;
  readonly cell?: number;
  readonly range: Range;
}

export interface AgentResult extends Place {
  readonly id: string;
  readonly name: string | null;
  readonly framework: string;
  readonly language: Language;
  readonly tier: Tier;
  /** As the code has them. */
  readonly tools: readonly string[];
  /** The same ones in the same order, by the names under which the model sees them, as far as those are written. */
  readonly toolNames: readonly string[];
  readonly toolsAll: boolean;
  readonly mcpServers: readonly string[];
  readonly group: string;
  /** The policy's agent that it is; `null` where none is, or no policy was compared. */
  readonly declaredAs: string | null;
}

export interface ServerResult extends Place {
  readonly name: string | null;
  /** The id of an agent that it is given to, where that is known. */
  readonly agent: string | null;
}

export interface Coverage {
  readonly complete: boolean;
  /** Files out of scope by the class of their path. */
  readonly outOfScope: Readonly<Record<"test" | "vendored" | "generated" | "fixture", number>>;
  /** Files out of scope by the configuration. */
  readonly excluded: number;
  /** What ignore files left out: files, and folders as one each. */
  readonly ignored: number;
  /** Files that were not read, or not whole, and why. */
  readonly unread: readonly { readonly file: string; readonly reason: string; readonly line?: number }[];
}

export interface Inventory {
  readonly files: { readonly seen: number; readonly parsed: number; readonly skipped: number };
  readonly agents: readonly AgentResult[];
  readonly mcpServers: readonly ServerResult[];
  readonly coverage: Coverage;
}

/** `declaredAs` by group. */
export function inventory(scanned: Scanned, declaredAs: ReadonlyMap<string, string>): Inventory {
  const { facts, discovered } = scanned;
  const owners = new Map<string, string>();
  for (const agent of scanned.agents)
    for (const server of agent.mcpServers) owners.set(`${agent.file}\n${server}`, agent.id);
  return {
    files: { seen: discovered.seen, parsed: facts.size, skipped: discovered.seen - facts.size },
    agents: scanned.agents.map((agent) => ({
      id: agent.id,
      name: agent.name,
      framework: agent.framework,
      language: agent.language,
      ...placeOf(facts.get(agent.file), agent.file, agent.extent),
      tier: agent.tier,
      tools: agent.tools.map((tool) => tool.name),
      toolNames: agent.tools.map((tool) => tool.called ?? tool.name),
      toolsAll: agent.toolsAll,
      mcpServers: agent.mcpServers,
      group: agent.group,
      declaredAs: declaredAs.get(agent.group) ?? null,
    })),
    mcpServers: scanned.servers.map((server) => ({
      name: server.name,
      ...placeOf(facts.get(server.file), server.file, server.extent),
      agent: (server.name === null ? undefined : owners.get(`${server.file}\n${server.name}`)) ?? null,
    })),
    coverage: {
      complete: scanned.unread.length === 0,
      outOfScope: discovered.outOfScope,
      excluded: discovered.excluded,
      ignored: discovered.ignored,
      unread: scanned.unread.map(({ file, reason, at }) => ({
        file,
        reason,
        ...(at === undefined ? {} : { line: positionAt(facts.get(file)?.lines ?? [0], at).line }),
      })),
    },
  };
}

/** Lines and columns of an extent. In a notebook they are those of the cell in which it begins. */
export function placeOf(
  facts: Pick<FileFacts, "lines" | "cells"> | undefined,
  file: string,
  { at, end }: Extent,
): Place {
  const lines: LineTable = facts?.lines ?? [0];
  const start = positionAt(lines, at);
  const stop = positionAt(lines, end);
  const cell = facts?.cells?.findLast((each) => each.at <= at);
  if (cell === undefined) return { file, range: { start, end: stop } };
  const before = positionAt(lines, cell.at).line - 1;
  const inCell = ({ line, column }: Position): Position => ({ line: line - before, column });
  return { file, cell: cell.index, range: { start: inCell(start), end: inCell(stop) } };
}
