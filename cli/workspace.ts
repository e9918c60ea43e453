/** Which workspace a command works on (docs/cli.md, Workspaces), and how its files are shown. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Config } from "../compiler/config.ts";
import type { Host } from "../compiler/host.ts";
import type { Call } from "./command.ts";
import * as common from "./common.ts";
import { defaultConfig } from "./default-config.ts";
import { failure, systemReason } from "./failure.ts";
import { inside, nodeHost } from "./host.ts";

export interface Workspace {
  /** Absolute. */
  readonly root: string;
  readonly config: Config;
  readonly host: Host;
  /** Whether a file (relative to the root) is among the paths that were asked for; all of them where none was. */
  readonly asked: (file: string) => boolean;
  /** The paths that were asked for: as they were written, relative to the root, and what each covers. */
  readonly paths: readonly AskedPath[];
  /** The paths are the workspace, for want of a `remit.yaml`. */
  readonly isMadeOfPaths: boolean;
  /** A file as people and CI systems see it: relative to where the command runs. */
  readonly shown: (file: string) => string;
}

export interface AskedPath {
  readonly written: string;
  /** Relative to the root, with `/`; empty for the root. */
  readonly path: string;
  readonly covers: (file: string) => boolean;
}

/**
 * The workspace of the given paths: that of `--config`, else the nearest `remit.yaml` above the first path. Where
 * there is none, the paths themselves are the workspace, and the current folder without any.
 */
export async function openWorkspace(call: Call, words: readonly string[] = call.args): Promise<Workspace> {
  const { cwd } = call.io;
  const given = words.map((path) => existing(cwd, path));
  const named = call.get(common.config);
  const file = named === undefined ? findConfig(given[0]?.folder ?? cwd) : resolve(cwd, named);
  const root = file === undefined ? (commonFolder(given.map((item) => item.folder)) ?? cwd) : dirname(file);
  const outside = given.find((item) => !inside(root, item.path));
  if (outside !== undefined)
    throw failure(
      `'${outside.written}' is not in the workspace '${root}'. Run Remit once for each workspace.`,
    );
  const within = given.map((item) => relative(root, item.path).split(sep).join("/"));
  const paths = given.map(({ written }, index): AskedPath => {
    const path = within[index] ?? "";
    return { written, path, covers: covering(path) };
  });
  const config = await load(cwd, file, root, within, given);
  return {
    root,
    config,
    host: nodeHost(root, call.get(common.at) ?? call.io.clock()),
    asked: (name) => paths.length === 0 || paths.some(({ covers }) => covers(name)),
    paths,
    isMadeOfPaths: file === undefined,
    shown: (name) => relative(cwd, join(root, name)).split(sep).join("/"),
  };
}

/** Whether a file is the path or below it; the empty path is the whole workspace. */
export const covering =
  (path: string) =>
  (file: string): boolean =>
    path === "" || file === path || file.startsWith(`${path}/`);

interface Given {
  readonly written: string;
  readonly path: string;
  readonly folder: string;
}

function existing(cwd: string, written: string): Given {
  const path = resolve(cwd, written);
  try {
    return { written, path, folder: statSync(path).isDirectory() ? path : dirname(path) };
  } catch (error) {
    throw failure(`Cannot read '${written}': ${systemReason(error) ?? "it is no path"}.`);
  }
}

/** The nearest `remit.yaml` in a folder (absolute) or above it. */
export function findConfig(folder: string): string | undefined {
  const file = join(folder, "remit.yaml");
  if (existsSync(file)) return file;
  const above = dirname(folder);
  return above === folder ? undefined : findConfig(above);
}

function commonFolder(folders: readonly string[]): string | undefined {
  const [first, ...others] = folders;
  if (first === undefined) return undefined;
  return others.every((folder) => inside(first, folder)) ? first : commonFolder([dirname(first), ...others]);
}

async function load(
  cwd: string,
  file: string | undefined,
  root: string,
  within: readonly string[],
  given: readonly Given[],
): Promise<Config> {
  if (file !== undefined) {
    const { readConfig } = await import("./config.ts");
    try {
      return readConfig(readFileSync(file, "utf8"), relative(cwd, file), root);
    } catch (error) {
      const reason = systemReason(error);
      throw reason === undefined ? error : failure(`Cannot read '${file}': ${reason}.`);
    }
  }
  const policies = within.map((path, index) =>
    given[index]?.path === given[index]?.folder
      ? `${escapeGlob(path)}${path === "" ? "" : "/"}**/*.remit`
      : escapeGlob(path),
  );
  const config = defaultConfig(root);
  return policies.length === 0 ? config : { ...config, policies };
}

/** A path as a glob that matches just it. */
const escapeGlob = (path: string): string => path.replace(/[\\*?[\]{}()!+@]/g, "\\$&");
