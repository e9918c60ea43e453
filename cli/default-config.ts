import { basename } from "node:path";
import type { Config } from "../compiler/config.ts";

/** What holds where there is no `remit.yaml`. `root` is absolute. */
export function defaultConfig(root: string): Config {
  const name = basename(root).replace(/[^A-Za-z0-9._-]+/g, "-");
  return {
    workspace: name.replace(/^[^A-Za-z0-9]+/, "").slice(0, 63) || "workspace",
    policies: ["**/*.remit"],
    scan: { include: ["**"], exclude: [] },
  };
}
