/** Brings pinned packages of the registries into a cache outside of the repository's tree of sources, by the ordinary clients. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const cache = join(tmpdir(), "remit-catalogs");

function run(command: string, args: readonly string[], folder: string): void {
  try {
    execFileSync(command, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    throw new Error(`'${command} ${args.join(" ")}' failed, so this catalog stays as it is. ${output}`);
  }
}

/** Downloads and unpacks once for each name and version; `fill` gets an empty folder to fill. */
function cached(name: string, fill: (folder: string) => void): string {
  const target = join(cache, name.replaceAll("/", "+"));
  if (existsSync(target)) return target;
  const work = `${target}.new`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  fill(work);
  renameSync(work, target);
  return target;
}

/** The folder of an npm package's files. */
export function npmPackage(name: string, version: string): string {
  const folder = cached(`${name}@${version}`, (work) => {
    run("npm", ["pack", "--silent", "--ignore-scripts", `${name}@${version}`], work);
    run("tar", ["xzf", archive(work, ".tgz")], work);
  });
  return join(folder, "package");
}

/** The folder of a wheel's files. */
export function pythonPackage(name: string, version: string): string {
  return cached(`${name}==${version}`, (work) => {
    const only = ["--no-deps", "--only-binary", ":all:", "--quiet"];
    run("python3", ["-m", "pip", "download", ...only, `${name}==${version}`], work);
    run("python3", ["-m", "zipfile", "-e", archive(work, ".whl"), "."], work);
  });
}

function archive(folder: string, ending: string): string {
  const found = readdirSync(folder).find((file) => file.endsWith(ending));
  if (!found) throw new Error(`The registry's client left no ${ending} file.`);
  return found;
}
