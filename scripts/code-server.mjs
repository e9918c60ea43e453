/**
 * VS Code from npm, as a server that a browser opens: `code-server`, in the last version for Node 20. Its own set-up
 * script asks for more than is needed, so its parts are brought one by one: the packages, the native modules that the
 * server loads, built here, and a ripgrep of Debian's in the place of the one that would be downloaded.
 */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Fills an empty folder. `run` starts a program with arguments, an environment and a folder, and throws where it
 * fails; `debian` installs packages that are not there.
 */
export function installCodeServer(folder, version, run, debian) {
  debian(["python3", "make", "g++", "ripgrep"]);
  // The headers of this very Node; without them node-gyp would fetch them.
  const prefix = dirname(dirname(process.execPath));
  const environment = {
    npm_config_build_from_source: "true",
    ...(existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {}),
  };
  const npm = (cwd, ...args) => run("npm", [...args, "--no-audit", "--no-fund"], environment, cwd);
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  npm(folder, "install", "--ignore-scripts", "--omit=dev", `code-server@${version}`);
  const vscode = join(folder, "node_modules/code-server/lib/vscode");
  npm(vscode, "install", "--ignore-scripts", "--omit=dev");
  npm(join(vscode, "extensions"), "install", "--ignore-scripts", "--omit=dev");
  // Native modules without which it does not start; the terminal's is left out.
  npm(folder, "rebuild", "argon2");
  npm(vscode, "rebuild", "@vscode/spdlog", "native-watchdog");
  // Extensions look for VS Code's packages under this name too.
  symlinkSync("node_modules", join(vscode, "node_modules.asar"));
  const search = join(vscode, "node_modules/@vscode/ripgrep/bin");
  mkdirSync(search, { recursive: true });
  symlinkSync("/usr/bin/rg", join(search, "rg"));
  const start = join(folder, "node_modules/code-server/out/node/entry.js");
  if (!existsSync(start)) throw new Error("its program is not where it should be");
  writeFileSync(
    join(folder, "run"),
    '#!/bin/sh\nexec node "$(dirname "$0")/node_modules/code-server/out/node/entry.js" "$@"\n',
    { mode: 0o755 },
  );
}
