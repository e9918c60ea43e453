/** The machine as the server sees it; the command line gives it. Folders are absolute paths. */
import type { Config } from "../compiler/config.ts";
import type { Host } from "../compiler/host.ts";

export interface Outside {
  readonly version: string;
  /** Epoch seconds. */
  readonly clock: () => number;
  /** The host of a folder; `undefined` where there is no such folder. */
  readonly host: (root: string) => Host | undefined;
  /** The folder of the nearest `remit.yaml`, from a folder upwards. */
  readonly findRoot: (folder: string) => string | undefined;
  /** What `remit.yaml` says, or the defaults; a `mistake` is for the person, and the defaults hold. */
  readonly config: (root: string) => Promise<{ readonly config: Config; readonly mistake?: string }>;
  /** The Markdown page of a diagnostic. */
  readonly page: (code: string) => string | undefined;
  /** Where that page can be opened. */
  readonly pageUri: (code: string) => string | undefined;
  /** The host of a git revision of a folder; `undefined` where there is no such revision. */
  readonly revision: (root: string, revision: string) => Host | undefined;
}
