/** `remit lsp`: the language server on standard input and output. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Outside } from "../../lsp/outside.ts";
import { assetRoot } from "../assets.ts";
import { pageOf } from "../checking.ts";
import { defineCommand } from "../command.ts";
import { readConfig } from "../config.ts";
import { defaultConfig } from "../default-config.ts";
import { isFailure, systemReason } from "../failure.ts";
import { commitOf, gitHost } from "../git.ts";
import { nodeHost } from "../host.ts";
import { flag } from "../option.ts";
import { version } from "../version.ts";

const stdio = flag("stdio", "speak on standard input and output (the only way, and the default)");

export default defineCommand({
  arguments: [],
  options: [stdio],
  common: [],
  examples: [
    { line: "remit lsp --stdio", does: "what an editor starts; docs/editor-support.md has the settings" },
  ],
  notes: "Ends when the editor says so or goes away: with 0 after a 'shutdown', else with 1.",
  run: async (call) => {
    const { serve } = await import("../../lsp/server.ts");
    serve(outside(call.io.clock), process.stdin, process.stdout);
    // The server ends the process.
    return new Promise(() => {});
  },
});

/** This machine as the server sees it; `clock` gives epoch seconds. */
export function outside(clock: () => number): Outside {
  return {
    version,
    clock,
    host: (root) => (isFolder(root) ? nodeHost(root, clock()) : undefined),
    findRoot,
    config: async (root) => {
      const file = join(root, "remit.yaml");
      const config = defaultConfig(root);
      try {
        return existsSync(file)
          ? { config: readConfig(readFileSync(file, "utf8"), "remit.yaml", root) }
          : { config };
      } catch (error) {
        const reason = isFailure(error)
          ? error.message
          : `remit.yaml cannot be read: ${systemReason(error)}.`;
        return { config, mistake: reason };
      }
    },
    page: pageOf,
    pageUri: (code) => {
      const path = join(assetRoot, "docs/diagnostics", `${code}.md`);
      return existsSync(path) ? pathToFileURL(path).href : undefined;
    },
    revision: (root, revision) => {
      const commit = commitOf(root, revision);
      const host = nodeHost(root, clock());
      return commit === undefined ? undefined : gitHost(root, commit, clock(), host.data);
    },
  };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function findRoot(folder: string): string | undefined {
  if (existsSync(join(folder, "remit.yaml"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : findRoot(above);
}
