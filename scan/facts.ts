/**
 * What one file says, as plain JSON: it can be kept in a cache, travel between machines, and be linked later.
 * Places are offsets in the file; `lines` turns them into lines and columns when a report is made.
 */
import type { LineTable } from "../compiler/source.ts";
import type { Code, Extent } from "./code.ts";
import type { Grant } from "./grants/fact.ts";

export type Language =
  | "typescript"
  | "javascript"
  | "python"
  | "java"
  | "kotlin"
  | "csharp"
  | "go"
  | "rust"
  | "yaml"
  | "json"
  | "toml"
  | "hcl"
  | "markdown"
  | "xml"
  | "agentscript"
  | "typespec"
  | "bicep"
  | "shell";

/**
 * `explicit`: an agent. `implicit`: a loop in which a model picks tools. The others are inventory: a container of
 * agents, what hosts one, what stands for one that is elsewhere, and an A2A card.
 */
export type Tier = "explicit" | "implicit" | "orchestrator" | "host" | "remote" | "card";

/** A tool that an agent holds. */
export interface ToolFact {
  /** As the list has it: a function's or a variable's name, a class, a key, a literal. */
  readonly name: string;
  /** The name under which the model sees it, where it is another and known. */
  readonly called?: string;
  readonly extent?: Extent;
}

/** A site that brings an agent into being. */
export interface AgentFact {
  /** Id of the framework or format in `frameworks`. */
  readonly framework: string;
  readonly tier: Tier;
  /** The construct of the framework's table, for people: `agent`, `subagent-md`. */
  readonly construct: string;
  /** The name that is written there; `null` where one is given that cannot be known statically. */
  readonly name: string | null;
  /** Other names of the same thing: the variable, the exported symbol, the key, the class. */
  readonly aliases: readonly string[];
  readonly extent: Extent;
  readonly tools: readonly ToolFact[];
  /** No list, and that means every tool there is. */
  readonly toolsAll: boolean;
  /** The list has parts that cannot be known statically. */
  readonly toolsDynamic: boolean;
  /** Names of the MCP servers that it is given, in order. */
  readonly mcpServers: readonly string[];
  /** Sites with the same text here are one agent (unique in the file). Absent: a group of its own. */
  readonly group?: string;
  /** Names of agents under it. */
  readonly subagents?: readonly string[];
  readonly model?: string;
  /** From a `remit: name` comment at the construct. */
  readonly declaredName?: string;
  /** The configuration file and key that it is merged with. */
  readonly merges?: string;
  /** The cell, in a notebook, from 0. */
  readonly cell?: number;
}

export interface McpServerFact {
  readonly name: string | null;
  readonly extent: Extent;
  /** Command line, joined by blanks, or URL; absent where it is not known. */
  readonly command?: string;
  readonly url?: string;
  /** `client`: a server that agents are given. `server`: one that is written here. */
  readonly role: "client" | "server";
  readonly cell?: number;
}

/** What a rule about grants looks at. */
export type GrantFact = Grant;

/** A comment that speaks to Remit: `remit: name`, `remit-ignore RULE until DATE: reason`. */
export interface Remark {
  readonly extent: Extent;
  /** What follows `remit`, trimmed: `: invoice-triage`, `-ignore undeclared-agent until 2027-01-01: …`. */
  readonly text: string;
  /** Code stands before it on its line. */
  readonly trails?: true;
}

/** A part of a file that could not be read. */
export interface Trouble {
  readonly message: string;
  readonly at?: number;
}

export interface FileFacts {
  readonly path: string;
  readonly language: Language;
  readonly lines: LineTable;
  /** Present for programming languages: agents in it are found by linking. */
  readonly code?: Code;
  /** Of notebooks: where each cell begins in the code that was read, and how its lines map. */
  readonly cells?: readonly CellPlace[];
  /** What needs no linking: declarative formats. */
  readonly agents: readonly AgentFact[];
  readonly mcpServers: readonly McpServerFact[];
  readonly grants: readonly GrantFact[];
  readonly remarks: readonly Remark[];
  readonly troubles: readonly Trouble[];
}

/** A cell of a notebook: `index` among all cells, `at` the offset of its first character in the joined code. */
export interface CellPlace {
  readonly index: number;
  readonly at: number;
}
