/** What a declarative format is to the scan: how its documents are recognised, and what they declare. */
import type { Node } from "../document.ts";
import type { AgentFact, GrantFact, Language, McpServerFact } from "../facts.ts";

/** A document that was read; `text` is the whole file's, and every extent counts in it. */
export interface Document {
  readonly path: string;
  readonly text: string;
  readonly language: Language;
  /** One for each YAML document or front matter of the file; one for JSON and TOML; none where nothing could be read. */
  readonly roots: readonly Node[];
}

export interface Found {
  readonly agents?: readonly AgentFact[];
  readonly mcpServers?: readonly McpServerFact[];
  readonly grants?: readonly GrantFact[];
}

export interface Format {
  /** The framework's id in the table. */
  readonly framework: string;
  readonly languages: readonly Language[];
  /**
   * When the prefilter lets a file through: its path matches `path` (absent: any), and its bytes hold one needle of
   * each list in `needles` (none: all files that match the path). Bytes are compared as they stand.
   */
  readonly path?: RegExp;
  readonly needles: readonly (readonly string[])[];
  readonly find: (document: Document) => Found;
}
