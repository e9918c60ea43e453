/** Which files are scanned, which are not, and why. */
import type { ListedFile, ScanHost, SkipReason } from "./host.ts";
import { sizeLimit } from "./limits.ts";
import { classifyPath, type PathClass } from "./paths.ts";

export interface DiscoverOptions {
  /** Tests, fixtures, vendored and generated files too. */
  readonly includeTests: boolean;
  /** Which of the listed paths are in scope: `include` and `exclude` of the configuration. */
  readonly inScope: (path: string) => boolean;
}

export interface Discovered {
  readonly files: readonly ListedFile[];
  /** Every path of the tree, whatever its class: names are followed to them too. */
  readonly paths: readonly string[];
  readonly seen: number;
  /** Files out of scope by their path's class. */
  readonly outOfScope: Readonly<Record<Exclude<PathClass, "product">, number>>;
  readonly excluded: number;
  /** What ignore files left out: files, and folders as one each. */
  readonly ignored: number;
  readonly tooLarge: readonly string[];
  readonly skipped: readonly { readonly path: string; readonly reason: SkipReason }[];
}

export async function discover(host: Pick<ScanHost, "files">, options: DiscoverOptions): Promise<Discovered> {
  const { files, skipped, ignored = 0 } = await host.files();
  const outOfScope = { test: 0, vendored: 0, generated: 0, fixture: 0 };
  const kept: ListedFile[] = [];
  const tooLarge: string[] = [];
  let excluded = 0;
  for (const file of files) {
    const pathClass = classifyPath(file.path);
    if (!options.inScope(file.path)) excluded++;
    else if (pathClass === "vendored" || (pathClass !== "product" && !options.includeTests))
      outOfScope[pathClass]++;
    else if (file.size > sizeLimit) tooLarge.push(file.path);
    else kept.push(file);
  }
  return {
    files: kept,
    paths: files.map((file) => file.path),
    seen: files.length,
    outOfScope,
    excluded,
    ignored,
    tooLarge,
    skipped,
  };
}
