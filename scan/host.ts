/** The outside as the scan sees it. Paths are relative to the root, with `/`, and never lead out of it. */

export interface ScanHost {
  /** Every file below the root that the ignore files leave, sorted by code unit. Links that leave the root are skipped. */
  files(): Promise<Listing>;
  /** The bytes of a file; `undefined` where there is none, it cannot be read, or it is no regular file. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Wasm by the name of its package: `web-tree-sitter`, `tree-sitter-python`, `tree-sitter-hcl`. */
  grammar(name: GrammarName): Promise<Uint8Array>;
  /** The parsers' runtime as a module of its own, for when the loaded one has trapped: a new one for each number. */
  freshRuntime(number: number): Promise<Runtime>;
  /** The processor time that this process has spent, in milliseconds. Only differences mean something. */
  spent(): number;
  /** A collision-resistant digest, in hexadecimal. */
  digest(bytes: Uint8Array | string): string;
}

export type Runtime = typeof import("web-tree-sitter");

export type GrammarName = "web-tree-sitter" | "tree-sitter-python" | "tree-sitter-hcl";

export interface Listing {
  readonly files: readonly ListedFile[];
  /** What lies in the tree and is not read, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: SkipReason }[];
  /** How many files and folders the ignore files left out; a folder with all that is in it counts as one. */
  readonly ignored?: number;
}

export interface ListedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Another one whenever the file's bytes are others; absent where the host cannot promise that. */
  readonly stamp?: string;
}

export type SkipReason =
  | "not a regular file"
  | "a link out of the folder"
  | "a link in a circle"
  | "cannot be opened"
  | "its name is not valid text";
