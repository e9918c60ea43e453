/** The compiler's public interface. */
import type { Config } from "./config.ts";
import type { Host } from "./host.ts";
import type { Instant, Policy } from "./model/policy.ts";
import type { Problem } from "./problem.ts";
import type { SourceFile } from "./syntax/ast.ts";

export type { Config } from "./config.ts";
export type { Host } from "./host.ts";
export type { Fix, Problem, Related, Severity } from "./problem.ts";
export type { Span } from "./source.ts";

export interface CheckOptions {
  /** Only this environment; absent: each declared one in turn. */
  readonly environment?: string;
  /** The clock; absent: `host.now()`. Epoch seconds. */
  readonly at?: Instant;
}

export interface Checked {
  readonly at: Instant;
  readonly files: readonly SourceFile[];
  /** One for each environment, or a single one where none is declared. Whatever was in error is left out of it. */
  readonly policies: readonly Policy[];
  /** In file order, each once, whatever the number of environments. */
  readonly problems: readonly Problem[];
}

/** Signature of the front end; the implementation is re-exported here when it lands. */
export type CheckWorkspace = (host: Host, config: Config, options?: CheckOptions) => Promise<Checked>;
