/** The answer of a scan, in the shape that other programs rely on (`remit scan --format json`). */
import type { Position } from "../compiler/source.ts";
import type { Language, Tier } from "./facts.ts";

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface AgentResult {
  readonly id: string;
  readonly name: string | null;
  readonly framework: string;
  readonly language: Language;
  readonly file: string;
  readonly cell?: number;
  readonly range: Range;
  readonly tier: Tier;
  readonly tools: readonly string[];
  readonly toolsAll: boolean;
  readonly mcpServers: readonly string[];
  readonly group: string;
  /** The policy's agent that it is; `null` where none is, or no policy was compared. */
  readonly declaredAs: string | null;
}

export interface ServerResult {
  readonly name: string | null;
  readonly file: string;
  readonly cell?: number;
  readonly range: Range;
  /** The id of the agent that it is given to, where that is known. */
  readonly agent: string | null;
}

export interface Coverage {
  readonly complete: boolean;
  /** Files out of scope by the class of their path. */
  readonly outOfScope: Readonly<Record<"test" | "vendored" | "generated" | "fixture", number>>;
  readonly excluded: number;
  /** Files that were not read, or not whole, and why. */
  readonly unread: readonly { readonly file: string; readonly reason: string; readonly line?: number }[];
}

export interface ScanResult {
  readonly version: 1;
  readonly root: string;
  readonly files: { readonly seen: number; readonly parsed: number; readonly skipped: number };
  readonly agents: readonly AgentResult[];
  readonly mcpServers: readonly ServerResult[];
  readonly coverage: Coverage;
  readonly errors: readonly { readonly file: string; readonly message: string }[];
}
