/** Agents of declarative formats, with what they seldom say filled in. */
import type { AgentFact, ToolFact } from "../facts.ts";

type Said = Pick<AgentFact, "framework" | "construct" | "name" | "extent"> & Partial<AgentFact>;

export function agent(said: Said): AgentFact {
  return {
    tier: "explicit",
    aliases: [],
    tools: [],
    toolsAll: false,
    toolsDynamic: false,
    mcpServers: [],
    ...said,
  };
}

/** Tools by their names, each once, in order. */
export function tools(names: readonly string[]): readonly ToolFact[] {
  return [...new Set(names)].map((name) => ({ name }));
}
