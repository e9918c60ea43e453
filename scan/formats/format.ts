/** What a declarative format is to the scan: how its documents are recognised, and what they declare. */
import type { AgentFact, Language, McpServerFact } from "../facts.ts";
import type { Value } from "../grants/value.ts";

/** A document that was read; `text` is the whole file's, and every extent counts in it. */
export interface Document {
  readonly path: string;
  readonly text: string;
  readonly language: Language;
  /**
   * One tree for each YAML document; one for JSON, TOML, HCL and front matter; none where nothing could be read (the
   * format may then look at `text` line by line). `scan/grants/value.ts` has the ways to look into them.
   */
  readonly roots: readonly Value[];
}

export interface Found {
  readonly agents?: readonly AgentFact[];
  readonly mcpServers?: readonly McpServerFact[];
}

export interface Format {
  /** The framework's id in the table. */
  readonly framework: string;
  /**
   * When the prefilter lets a file through: its path matches `path` (absent: any file that a document reader takes),
   * and its bytes hold one word of each list in `needles` (none: all files that match the path).
   */
  readonly path?: RegExp;
  readonly needles: readonly (readonly string[])[];
  readonly find: (document: Document) => Found;
}
