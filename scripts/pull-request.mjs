/**
 * The steps of a pull request's check: check, diff and scan, as annotations, SARIF files, a job summary and one
 * comment that is found and replaced. Plain Node; everything comes by environment variables, nothing is put into a
 * shell. The variables are described in action.yml and docs/ci.md.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const { GITHUB_TOKEN: token, ...env } = process.env;
const remit = fileURLToPath(new URL("../dist/cli/remit.js", import.meta.url));
const folder = resolve(env.REMIT_WORKSPACE || ".");
const output = resolve(env.REMIT_OUTPUT || join(env.RUNNER_TEMP || tmpdir(), "remit"));
const facts = join(output, "facts");
/** Values stand in the words of their options, where none of them can be an option itself. */
const at = env.REMIT_AT ? [`--at=${env.REMIT_AT}`] : [];
const base = env.REMIT_BASE || undefined;
/** The branch chooses its file names: `rev:` says that none of them is meant. */
const revision = `rev:${base}`;
const marker = "<!-- remit-diff -->";
/** Characters of a step in the comment, which GitHub refuses over 65,536, and in the summary (a megabyte). */
const most = { comment: 20_000, summary: 300_000 };

/** Runs Remit without a shell and without the token; its annotations go straight to standard output where `show` is set. */
function run(args, show = false) {
  const done = spawnSync(process.execPath, [remit, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (show) process.stdout.write(done.stdout ?? "");
  const error = (done.stderr ?? "").trim() || done.error?.message || "";
  return { code: done.status ?? 3, text: done.stdout ?? "", error };
}

/** Text of unknown origin as a block of code, which nothing in it ends. */
function block(text) {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text}\n${fence}\n`;
}

/** A workflow command with data that cannot end it. */
const command = (name, text) =>
  console.log(`::${name}::${text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A")}`);

/** A shallow checkout lacks the base: its commit alone is fetched. Where that fails, each step says what is missing. */
function fetchBase() {
  const git = (...args) =>
    spawnSync("git", args, { cwd: folder, encoding: "utf8", env: { ...env, GIT_TERMINAL_PROMPT: "0" } });
  if (!/^[0-9a-f]{40,64}$/.test(base ?? "")) return;
  if (git("cat-file", "-e", `${base}^{commit}`).status === 0) return;
  if (git("rev-parse", "--is-shallow-repository").stdout?.trim() !== "true") return;
  git("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--depth=1", "origin", base);
}

/** What a step could not do: it passes only where nothing was to fail anyhow. */
function undone(name, title, { code, error }, failOn) {
  const isAsked = failOn !== "none" || code > 2;
  command(isAsked ? "error" : "warning", error);
  return { name, code: isAsked ? code : 0, markdown: `### ${title}\n\nNot compared:\n\n${block(error)}` };
}

function checkStep() {
  run(["check", ...at, "--format", "sarif", "--out", join(output, "check.sarif")]);
  const { code, error } = run(["check", ...at, "--format", "github"], true);
  if (code > 1) {
    command("error", error);
    return { name: "check", code, markdown: `### remit check\n\n${block(error)}` };
  }
  return { name: "check", code, markdown: run(["check", ...at, "--format", "markdown"]).text };
}

function diffStep() {
  const failOn = env.REMIT_FAIL_ON || "none";
  const compare = (fails, ...more) => ["diff", revision, ".", ...at, `--fail-on=${fails}`, ...more];
  const { code, text, error } = run(compare(failOn, "--format", "markdown"));
  if (code > 1) return undone("diff", "Access changes", { code, error }, failOn);
  run(compare("none", "--format", "sarif", "--out", join(output, "diff.sarif")));
  run(compare("none", "--format", "github"), true);
  const some = run(compare("wider", "--format", "json")).code === 1;
  return { name: "diff", code, markdown: text.replace(`${marker}\n`, ""), some };
}

/** Without a base there is nothing to be newer than: all findings are reported, and none fails the job. */
function scanStep() {
  const failOn = base === undefined ? "none" : env.REMIT_SCAN_FAIL_ON || "error";
  const since = base === undefined ? [] : [`--since=${revision}`];
  const scan = (fails, ...more) => ["scan", ...since, ...at, "--cache", facts, `--fail-on=${fails}`, ...more];
  const { code, text, error } = run(scan(failOn, "--format", "markdown"));
  if (code > 1) return undone("scan", "remit scan", { code, error }, failOn);
  run(scan("none", "--format", "sarif", "--out", join(output, "scan.sarif")));
  const some = run(scan("note", "--format", "github"), true).code === 1;
  rmSync(facts, { recursive: true, force: true });
  return { name: "scan", code, markdown: text, some };
}

/** At most so many characters, whole lines, with what they open closed. */
function cut(text, length) {
  if (text.length <= length) return text;
  const kept = text.slice(0, text.lastIndexOf("\n", length)).split("\n");
  let fence = "";
  let isFolded = false;
  for (const line of kept) {
    if (fence !== "") fence = line === fence ? "" : fence;
    else if (line.startsWith("```")) fence = /^`+/.exec(line)?.[0] ?? "";
    else if (line.startsWith("<details>")) isFolded = true;
    else if (line === "</details>") isFolded = false;
  }
  if (fence !== "") kept.push(fence);
  if (isFolded) kept.push("", "</details>");
  return [...kept, "", "… and more: the annotations and the SARIF files have all of it."].join("\n");
}

/** Makes the comment, or replaces the one that an earlier run made. */
async function comment(text) {
  const { GITHUB_REPOSITORY: repository, REMIT_PULL_REQUEST: number } = env;
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

/** Appends to a file that the runner reads, where it names one. */
function report(variable, text) {
  const file = env[variable];
  if (file) appendFileSync(file, text);
}

/** Ends without having looked at anything. */
function refuse(message) {
  command("error", message);
  process.exit(2);
}

if (!statSync(remit, { throwIfNoEntry: false })?.isFile())
  refuse("Remit is not built here; run 'node scripts/setup.mjs' first.");
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
  refuse(`There is no folder '${env.REMIT_WORKSPACE}', which REMIT_WORKSPACE (the input 'workspace') names.`);
mkdirSync(output, { recursive: true });
fetchBase();
const steps = [
  ...(base === undefined ? [] : [diffStep()]),
  checkStep(),
  ...(env.REMIT_SCAN === "false" ? [] : [scanStep()]),
];
const joined = (some, length) => some.map(({ markdown }) => cut(markdown.trimEnd(), length)).join("\n\n");
report("GITHUB_STEP_SUMMARY", `${joined(steps, most.summary)}\n`);
// A check that passes says nothing to a reviewer.
const told = steps.filter(({ name, code }) => name !== "check" || code !== 0);
const text = `${marker}\n${joined(told, most.comment)}\n`;
const file = join(output, "comment.md");
writeFileSync(file, text);
const some = (name) => steps.find((step) => step.name === name)?.some === true;
report(
  "GITHUB_OUTPUT",
  [`comment=${file}`, `sarif=${output}`, `wider=${some("diff")}`, `findings=${some("scan")}`, ""].join("\n"),
);
if (env.REMIT_COMMENT === "true")
  try {
    console.error(await comment(text));
  } catch (error) {
    command("warning", `The comment could not be written: ${error.message}`);
  }
for (const { name, code } of steps) console.error(`${name}: ${code === 0 ? "passed" : "objects"}`);
process.exit(Math.max(0, ...steps.map((step) => step.code)));
