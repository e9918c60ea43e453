/**
 * Sets up the real engines that the tests ask, by name and version, in a cache outside of the checkout, and reuses
 * what is there: `node scripts/engines.mjs [NAME…]`, all of them without a name. The cache is `REMIT_ENGINES_CACHE`,
 * else `remit-engines` in the user's cache folder. Plain Node, no packages.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installCodeServer } from "./code-server.mjs";

const exe = process.platform === "win32" ? ".exe" : "";
const libc = { linux: "-gnu", win32: "-msvc" }[process.platform] ?? "";

/**
 * One entry an engine: `program` is the path below its folder whose presence says that it is there, `install` fills
 * an empty folder, `by` names what has to be on the machine for that, `about` says how long it takes.
 */
export const engines = {
  opa: {
    version: "1.22.2",
    program: `opa${exe}`,
    by: "Go 1.25 or later",
    about: "about 200 s of CPU, once",
    install: (folder, version) =>
      run("go", ["install", `github.com/open-policy-agent/opa@v${version}`], { GOBIN: folder, GOFLAGS: "" }),
  },
  "cfn-lint": {
    version: "1.58.0",
    program: "run",
    by: "Python 3.9 or later with pip",
    about: "about 10 s, once",
    install: (folder, version) => pythonTool(folder, `cfn-lint==${version}`, "cfnlint.runner", "main"),
  },
  parliament: {
    version: "1.6.4",
    program: "run",
    by: "Python 3.9 or later with pip",
    about: "about 10 s, once",
    install: (folder, version) => pythonTool(folder, `parliament==${version}`, "parliament.cli", "cli"),
  },
  chromium: debianProgram("chromium", ["chromium", "fonts-dejavu-core"]),
  neovim: debianProgram("nvim", ["neovim"]),
  emacs: debianProgram("emacs", ["emacs-nox", "elpa-eglot"]),
  "code-server": {
    version: "4.100.3",
    program: "run",
    by: "Node 20 with npm and its headers, and Debian's package manager with root's rights",
    about: "about 60 s of CPU, once",
    install: (folder, version) => installCodeServer(folder, version, run, debianPackages),
  },
  typespec: {
    version: "1.9.0",
    program: "node_modules/@typespec/compiler/cmd/tsp-server.js",
    by: "npm",
    about: "about 10 s, once",
    install: (folder, version) =>
      run("npm", [
        ...["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"],
        `@typespec/compiler@${version}`,
      ]),
  },
  "ast-grep": {
    version: "0.51.1",
    program: `node_modules/@ast-grep/cli-${process.platform}-${process.arch}${libc}/ast-grep${exe}`,
    by: "npm",
    about: "about 5 s, once",
    install: (folder, version) =>
      run("npm", [
        ...["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"],
        `@ast-grep/cli@${version}`,
      ]),
  },
  "ai-bom": {
    version: "3.6.0",
    program: "run",
    by: "Python 3.10 or later with pip",
    about: "about 20 s, once",
    install: (folder, version) => pythonTool(folder, `ai-bom==${version}`, "ai_bom.cli", "app"),
  },
  "scopesafe-aibom": {
    version: "0.3.0",
    program: "run",
    by: "Python 3.10 or later with pip",
    about: "about 10 s, once",
    install: (folder, version) =>
      pythonTool(folder, `scopesafe-aibom==${version}`, "aibom.cli", "main_entry"),
  },
  keycloak: {
    version: "26.7.3",
    program: "bin/kc.sh",
    by: "Java 17 or later, Maven and unzip",
    about: "about 60 s, once",
    install: (folder, version) => {
      const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy";
      const artifact = `-Dartifact=org.keycloak:keycloak-quarkus-dist:${version}:zip`;
      run("mvn", ["-q", "-B", plugin, artifact, `-DoutputDirectory=${folder}`]);
      const archive = join(folder, `keycloak-quarkus-dist-${version}.zip`);
      run("unzip", ["-q", archive, "-d", folder]);
      rmSync(archive);
      // The archive holds one folder; what is in it moves up.
      const inner = join(folder, `keycloak-${version}`);
      for (const entry of readdirSync(inner)) renameSync(join(inner, entry), join(folder, entry));
      rmSync(inner, { recursive: true });
      const features = "--features=jwt-authorization-grant,identity-assertion-jwt";
      run(join(folder, "bin/kc.sh"), ["build", "--db=dev-mem", features, "--health-enabled=true"]);
    },
  },
};

/** A Python program in a folder that can be moved: its packages, and a script that finds them beside itself. */
function pythonTool(folder, requirement, module, entry) {
  run("python3", [
    "-m",
    "pip",
    "install",
    "-q",
    "--disable-pip-version-check",
    "--target",
    join(folder, "lib"),
    requirement,
  ]);
  const script = `#!/bin/sh\nPYTHONPATH="$(dirname "$0")/lib" exec python3 -c "import sys; from ${module} import ${entry}; sys.exit(${entry}())" "$@"\n`;
  writeFileSync(join(folder, "run"), script, { mode: 0o755 });
}

/** A program of Debian's, in the version that the machine's release has; the script in the folder starts it. */
function debianProgram(program, packages) {
  return {
    version: "debian",
    program: "run",
    by: "Debian's package manager with root's rights",
    about: "about 60 s, once",
    install: (folder) => {
      debianPackages(packages);
      writeFileSync(join(folder, "run"), `#!/bin/sh\nexec /usr/bin/${program} "$@"\n`, { mode: 0o755 });
    },
  };
}

/** Installs those of Debian's packages that are missing. */
function debianPackages(packages) {
  if (packages.every(isInstalled)) return;
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages]);
}

function isInstalled(name) {
  const asked = spawnSync("dpkg-query", ["-W", "-f", "${Status}", name], { encoding: "utf8" });
  return asked.status === 0 && asked.stdout.endsWith(" installed");
}

/** Where the engines are kept. */
export function cacheFolder() {
  if (process.env.REMIT_ENGINES_CACHE) return process.env.REMIT_ENGINES_CACHE;
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "remit-engines");
}

/** The folder of an engine at its version, whether it is there or not. */
export function engineFolder(name) {
  return join(cacheFolder(), `${name}-${engines[name].version}`);
}

/** The path of an engine's program; `undefined` where it is not set up. */
export function enginePath(name) {
  const path = join(engineFolder(name), engines[name].program);
  return existsSync(path) ? path : undefined;
}

function run(command, args, environment = {}, cwd = undefined) {
  const env = { ...process.env, ...environment };
  const done = spawnSync(command, args, { stdio: ["ignore", 2, 2], env, cwd });
  if (done.error !== undefined) throw new Error(`'${command}' could not be started: ${done.error.message}`);
  if (done.status !== 0) throw new Error(`'${command} ${args.join(" ")}' failed; its messages are above.`);
}

/** Fills a folder beside the final one and renames it, so that a broken set-up is never taken for a whole one. */
function setUp(name) {
  const { version, by, about, install, program } = engines[name];
  if (enginePath(name) !== undefined) {
    console.log(`${name} ${version}: there`);
    return true;
  }
  console.log(`${name} ${version}: setting up (${about}) …`);
  const folder = engineFolder(name);
  const fresh = `${folder}.new-${process.pid}`;
  try {
    mkdirSync(fresh, { recursive: true });
    install(fresh, version);
    if (!existsSync(join(fresh, program))) throw new Error(`nothing named '${program}' came out of it`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
    console.log(`${name} ${version}: set up in ${folder}`);
    return true;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    console.error(
      `${name} ${version} could not be set up: ${error.message}. It needs ${by} and a package registry.`,
    );
    return false;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(engines);
  const unknown = names.find((name) => !Object.hasOwn(engines, name));
  if (unknown !== undefined) {
    console.error(`There is no engine named '${unknown}'; there are: ${Object.keys(engines).join(", ")}.`);
    process.exit(2);
  }
  if (names.map(setUp).includes(false)) process.exit(1);
}
