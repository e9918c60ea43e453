/**
 * The steps of a pull request's check: check and diff, as annotations, SARIF files, a job
 * summary and one comment that is found and replaced. Plain Node; everything comes by environment variables, nothing
 * is put into a shell. The variables are described in action.yml and docs/ci.md.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const env = process.env;
const remit = fileURLToPath(new URL("../dist/cli/remit.js", import.meta.url));
const folder = resolve(env.REMIT_WORKSPACE || ".");
const output = resolve(env.REMIT_OUTPUT || join(env.RUNNER_TEMP || tmpdir(), "remit"));
const at = env.REMIT_AT ? ["--at", env.REMIT_AT] : [];
const marker = "<!-- remit-diff -->";
/** GitHub refuses longer comments; a summary may be longer. */
const longestComment = 60_000;

/** Runs Remit without a shell; its annotations go straight to standard output where `show` is set. */
function run(args, show = false) {
  const done = spawnSync(process.execPath, [remit, ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (show) process.stdout.write(done.stdout ?? "");
  return { code: done.status ?? 3, text: done.stdout ?? "", error: (done.stderr ?? "").trim() };
}

/** Text of unknown origin in Markdown: nothing in it is markup, HTML, a mention or a command. */
const plain = (text) =>
  text
    .replace(/[^\x20-\x7e\u00a0-\u02ff]/g, " ")
    .replace(/[\\`*_{}[\]()+!|~$^=&<>"'#@:.-]/g, (character) =>
      /[&<>"'#@:.]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`,
    );

/** A workflow command with data that cannot end it. */
const command = (name, text) =>
  console.log(`::${name}::${text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A")}`);

function checkStep() {
  const sarif = join(output, "check.sarif");
  run(["check", ...at, "--format", "sarif", "--out", sarif]);
  const result = run(["check", ...at, "--format", "github"], true);
  if (result.code > 1) command("error", result.error);
  const markdown =
    result.code > 1
      ? `### remit check\n\n${plain(result.error)}\n`
      : run(["check", ...at, "--format", "markdown"]).text;
  return { name: "check", code: result.code, markdown, sarif };
}

function diffStep(base) {
  const sarif = join(output, "diff.sarif");
  const failOn = ["--fail-on", env.REMIT_FAIL_ON || "none"];
  const result = run(["diff", base, ".", ...at, ...failOn, "--format", "markdown"]);
  if (result.code > 1) {
    command("warning", result.error);
    return {
      name: "diff",
      code: 0,
      markdown: `${marker}\n### Access changes\n\nNot compared: ${plain(result.error)}\n`,
      sarif: undefined,
    };
  }
  run(["diff", base, ".", ...at, "--fail-on", "none", "--format", "sarif", "--out", sarif]);
  run(["diff", base, ".", ...at, "--fail-on", "none", "--format", "github"], true);
  const wider = run(["diff", base, ".", ...at, "--fail-on", "wider", "--format", "json"]).code === 1;
  return { name: "diff", code: result.code, markdown: result.text, sarif, wider };
}

/** Makes the comment, or replaces the one that an earlier run made. */
async function comment(text) {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, REMIT_PULL_REQUEST: number } = env;
  const api = env.GITHUB_API_URL || "https://api.github.com";
  if (!token || !repository || !/^\d+$/.test(number ?? "")) return "no comment: no token, or no pull request";
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "content-type": "application/json",
  };
  const call = async (method, path, body) => {
    const answer = await fetch(`${api}/repos/${repository}${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.json();
  };
  for (let page = 1; page <= 30; page++) {
    const list = await call("GET", `/issues/${number}/comments?per_page=100&page=${page}`);
    const mine = list.find(
      (one) => typeof one.body === "string" && one.body.startsWith(marker) && one.user?.type === "Bot",
    );
    if (mine !== undefined) {
      await call("PATCH", `/issues/comments/${mine.id}`, { body: text });
      return "comment replaced";
    }
    if (list.length < 100) break;
  }
  await call("POST", `/issues/${number}/comments`, { body: text });
  return "comment made";
}

/** Appends a file that the runner reads, where it names one. */
function report(variable, text) {
  const file = env[variable];
  if (file) appendFileSync(file, text);
}

if (!existsSync(remit)) {
  console.error("Remit is not built here; run 'node scripts/setup.mjs' first.");
  process.exit(2);
}
mkdirSync(output, { recursive: true });
const base = env.REMIT_BASE || undefined;
const steps = [checkStep(), ...(base === undefined ? [] : [diffStep(base)])];
const diff = steps.find((step) => step.name === "diff");
const summary = steps.map((step) => step.markdown).join("\n");
report("GITHUB_STEP_SUMMARY", `${summary}\n`);
const whole = diff?.markdown ?? `${marker}\n${summary}`;
const text =
  whole.length > longestComment
    ? `${whole.slice(0, whole.lastIndexOf("\n", longestComment))}\n\n… the whole is in the job summary.\n`
    : whole;
const file = join(output, "comment.md");
writeFileSync(file, text);
report(
  "GITHUB_OUTPUT",
  [`comment=${file}`, `sarif=${output}`, `wider=${diff?.wider === true}`, ""].join("\n"),
);
if (env.REMIT_COMMENT === "true")
  try {
    console.error(await comment(readFileSync(file, "utf8")));
  } catch (error) {
    command("warning", `The comment could not be written: ${error.message}`);
  }
for (const step of steps) console.error(`${step.name}: ${step.code === 0 ? "passed" : "objects"}`);
process.exit(Math.max(0, ...steps.map((step) => step.code)));
