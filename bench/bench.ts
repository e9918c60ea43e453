/** What a benchmark is: a file of this folder whose default export makes rows, and a line in the table of `run.ts`. */

export interface Row {
  readonly what: string;
  /** With its unit: `412 ms CPU`. */
  readonly value: string;
  /** What it is compared with, as a ratio or a time, and how far it may go. */
  readonly ratio?: { readonly is: number; readonly atMost: number; readonly of: string };
}

/** `folders`: those that were named on the command line; most benchmarks take none. */
export type Bench = (folders: readonly string[]) => Promise<readonly Row[]>;
