/**
 * Makes a checkout ready to run: installs the packages of package-lock.json where they differ from it, and builds
 * `dist` where it is missing or older than a source. Does nothing where nothing is needed. Plain Node, no packages,
 * so that it runs before anything is installed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const NEEDED = [20, 19];
/** What goes into the build; tests and docs of people only do not. */
const SOURCES = [
  "cli",
  "compiler",
  "rules",
  "scan",
  "lsp",
  "docs",
  "scripts",
  "package.json",
  "package-lock.json",
];

function fail(message) {
  console.error(message);
  process.exit(2);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  fail(
    `Remit needs Node ${NEEDED.join(".")} or later; this is Node ${process.versions.node}. Install a newer Node and run the command again.`,
  );
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether node_modules holds what the lock says, by versions: a checkout's file times say nothing. */
function installed() {
  const wanted = readJson("package-lock.json")?.packages ?? {};
  const present = readJson("node_modules/.package-lock.json")?.packages;
  if (present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const there = present[path];
    // An optional package may be one for another platform.
    return there === undefined ? entry.optional === true : there.version === entry.version;
  });
}

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = 0;
  for (const name of readdirSync(path)) {
    if (name !== "node_modules" && !name.startsWith(".")) latest = Math.max(latest, newest(join(path, name)));
  }
  return latest;
}

function built() {
  const stamp = statSync(join(root, "dist/built.json"), { throwIfNoEntry: false });
  return stamp !== undefined && SOURCES.every((source) => newest(join(root, source)) <= stamp.mtimeMs);
}

function run(title, command, args) {
  console.error(title);
  // npm is a .cmd file on Windows, which only a shell starts.
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32" && command === "npm",
  });
  if (done.error !== undefined) fail(`'${command}' could not be started: ${done.error.message}`);
  if (done.status !== 0) fail(`'${command} ${args.join(" ")}' failed; its messages are above.`);
}

checkNode();
if (!existsSync(join(root, "package-lock.json")))
  fail("There is no package-lock.json here; is this a whole checkout?");
if (!installed()) {
  // Within 'npm install --global' of a git address, npm hands the wish for a global place on.
  const flags = ["--ignore-scripts", "--global=false", "--no-audit", "--no-fund"];
  run("Installing packages (npm ci) …", "npm", ["ci", ...flags]);
}
if (!built()) run("Building …", process.execPath, [join(root, "scripts/build.mjs")]);
