/**
 * Sets the project up and runs every check there is. The last line is the total over all test reports, in which lint,
 * types and set-up count as one test each. Exits with 1 when anything failed or no test ran.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const reports = mkdtempSync(join(tmpdir(), "remit-ci-"));
const total = { passed: 0, failed: 0 };
const failures = [];

function run(title, command, args) {
  console.log(`\n── ${title}`);
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 1, 2],
    env: { ...process.env, NO_COLOR: "1" },
  });
  if (done.error !== undefined) console.log(`'${command}' could not be started: ${done.error.message}`);
  return done.status === 0;
}

function step(title, command, args) {
  const passed = run(title, command, args);
  if (passed) total.passed++;
  else {
    total.failed++;
    failures.push(title);
  }
  return passed;
}

/** Counts what the report says; a suite that crashed before it wrote one counts as one failure. */
function suite(title, config) {
  const report = join(reports, `${title.replaceAll(" ", "-")}.json`);
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    config,
    "--reporter=default",
    "--reporter=json",
  ];
  const passed = run(title, process.execPath, [...args, `--outputFile.json=${report}`]);
  let counted = { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 0 };
  if (existsSync(report)) counted = JSON.parse(readFileSync(report, "utf8"));
  const broken = !passed && counted.numFailedTests === 0 ? 1 : 0;
  total.passed += counted.numPassedTests;
  total.failed += counted.numFailedTests + broken;
  if (!passed) failures.push(title);
  if (passed && counted.numPassedTests === 0) {
    total.failed++;
    failures.push(`${title}: no test ran`);
  }
}

if (step("set up", process.execPath, ["scripts/setup.mjs"])) {
  if (existsSync(join(root, "scripts/engines.mjs")))
    step("engines", process.execPath, ["scripts/engines.mjs"]);
  step("lint", process.execPath, [
    "node_modules/@biomejs/biome/bin/biome",
    "check",
    "--error-on-warnings",
    ".",
  ]);
  step("types", process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit"]);
  suite("tests", "vitest.config.ts");
  suite("tests with engines", "vitest.engines.config.ts");
}

if (failures.length > 0) console.log(`\nFailed: ${failures.join(", ")}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
