/** How a kind of file becomes facts. A reader is a value; the list of them all is in `readers.ts`. */
import type { FileFacts, Language } from "./facts.ts";
import type { ScanHost } from "./host.ts";

/** A file that passed the prefilter, decoded. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface Reader {
  readonly language: Language;
  /** Whether files of this name are this reader's; the first reader that says so gets the file. */
  readonly takes: (path: string) => boolean;
  /**
   * Facts of one file. Never throws for what stands in the file: what could not be read is in `troubles`.
   * `tools` gives the loaded parsers; loading happens once, when the first file needs it.
   */
  readonly read: (file: TextFile, tools: ReaderTools) => Promise<FileFacts> | FileFacts;
}

export type ReaderTools = Pick<ScanHost, "grammar" | "freshRuntime" | "spent">;
