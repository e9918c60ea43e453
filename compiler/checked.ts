/** What checking a workspace takes and gives. */
import type { Config } from "./config.ts";
import type { Host } from "./host.ts";
import type { Instant, Policy } from "./model/policy.ts";
import type { Problem } from "./problem.ts";
import type { Reference } from "./semantics/context.ts";
import type { Lock } from "./semantics/lock.ts";
import type { Names } from "./semantics/names.ts";
import type { SourceFile } from "./syntax/ast.ts";

export interface CheckOptions {
  /** Only this environment, by its name; absent: each declared one in turn. */
  readonly environment?: string;
  /** The clock; absent: `host.now()`. Epoch seconds. */
  readonly at?: Instant;
  /** Files parsed before, which are used again where path and text are the same. The caller's to keep. */
  readonly cache?: ParseCache;
  /** Whether to note what each name stands for, which an editor needs. */
  readonly references?: boolean;
}

/** By path. */
export type ParseCache = Map<string, ParsedFile>;

export interface ParsedFile {
  readonly file: SourceFile;
  readonly problems: readonly Problem[];
}

export interface Checked {
  readonly at: Instant;
  readonly files: readonly SourceFile[];
  /** Names of the declared environments. */
  readonly environments: readonly string[];
  /** One for each environment, or a single one where none is declared. Whatever was in error is left out of it. */
  readonly policies: readonly Policy[];
  /** In file order, each once, whatever the number of environments. */
  readonly problems: readonly Problem[];
  /** Every declared name. */
  readonly names: Names;
  /** What each name in the files stands for, where that was asked for. */
  readonly references: readonly Reference[];
  readonly lock: {
    /** What `remit.lock` holds; absent where there is none that can be read. */
    readonly frozen?: Lock;
    /** What `remit lock --update` would write. */
    readonly current: Lock;
  };
}

export type CheckWorkspace = (host: Host, config: Config, options?: CheckOptions) => Promise<Checked>;
