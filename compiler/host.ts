/**
 * The outside world as the compiler sees it. Everything else in `compiler`, `scan` and `rules` is pure.
 * Paths are relative to the workspace, with `/`, and never lead out of it.
 */
export interface Host {
  /** The text of a file, or `undefined` where there is none or it cannot be read. A BOM is kept. */
  read(path: string): Promise<string | undefined>;
  /** Files that match any of the globs, sorted, links not followed out of the workspace. */
  list(globs: readonly string[]): Promise<readonly string[]>;
  /** The clock, in epoch seconds (`--at` sets it). */
  now(): number;
  /**
   * Generated data that ships with the compiler, by its name below `compiler/catalog/generated`
   * (`aws/s3.json`) or `compiler/model/generated` (`zones/Europe/Berlin.json`); `undefined` where there is none.
   */
  data(name: string): Promise<unknown>;
}
