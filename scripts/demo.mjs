/** Shows Remit at work on `examples`: real commands, real output. The clock is set, so every run shows the same. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist/cli/remit.js");
const out = mkdtempSync(join(tmpdir(), "remit-demo-"));
const color = process.stdout.isTTY && !process.env.NO_COLOR;

/** Each: what it shows, the words, the exit code that belongs to it, the folder. */
const steps = [
  ["Check ten agents, their services, guardrails and tests", ["check"], 0],
  ["What it says about a file with mistakes", ["check"], 1, "examples/mistakes"],
  ["Who answers for an agent, what may it do, and until when?", ["explain", "treasury-bot"], 0],
  [
    "May invoice-triage pay 100.00?",
    ["explain", "invoice-triage", "invoices:pay", "--input", "amount=100", "--input", "vendor=Initech"],
    1,
  ],
  [
    "And with Omar's approval?",
    [
      "eval",
      "--agent",
      "invoice-triage",
      "--action",
      "invoices:pay",
      "--input",
      "amount=100",
      "--input",
      "vendor=Initech",
      "--approved-by",
      "omar",
    ],
    0,
  ],
  ["Who else may pay?", ["who-can", "invoices:pay"], 0],
  ["Compile it for OPA, Cedar, AWS, Keycloak and Okta", ["compile", "--out", out], 0],
  ["The same tests, decided by the compiled policy in OPA", ["test", "--engine", "opa"], 0],
  [
    "500 generated requests: do the engines and the reference ever disagree?",
    ["verify", "--requests", "500"],
    0,
  ],
  [
    "Which agents, tools and grants of an application does its policy not cover?",
    ["scan"],
    1,
    "examples/travel",
  ],
];

let failed = false;
for (const [title, words, expected, folder = "examples/finance"] of steps) {
  const shown = words.map((word) => (word === out ? "dist" : word)).join(" ");
  console.log(
    color
      ? `\n\u001b[1m${title}\u001b[22m\n\u001b[2m$ remit ${shown}\u001b[22m`
      : `\n${title}\n$ remit ${shown}`,
  );
  const done = spawnSync(
    process.execPath,
    [cli, ...words, "--at", "2026-12-01T10:00Z", ...(color ? ["--color", "always"] : [])],
    {
      cwd: join(root, folder),
      encoding: "utf8",
    },
  );
  process.stdout.write(`${done.stdout}${done.stderr}`.replaceAll(out, "dist"));
  if (done.status !== expected) {
    failed = true;
    console.log(`(exit code ${done.status}, where ${expected} was expected)`);
  }
}
rmSync(out, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
