/** Agents that a runner of packages starts, and whose option it is that stands in a command. */
import { describe, expect, test } from "vitest";
import { knowledgeOf, loadParsers } from "../../../bench/score/grant-tools.ts";
import { checkGrants } from "../../../rules/scan/check.ts";
import { scanRules } from "../../../rules/scan/index.ts";
import { mayHoldGrants } from "../../../scan/grants/prefilter.ts";
import { readGrants } from "../../../scan/grants/read.ts";

const parsers = await loadParsers();

async function findings(file: string, text: string) {
  const grants = readGrants(file, text, parsers).grants.map((grant) => ({ ...grant, file }));
  if (grants.length > 0) expect(mayHoldGrants(file, text)).toBe(true);
  return checkGrants(scanRules, grants, await knowledgeOf(grants));
}

const workflow = (...lines: readonly string[]) => `on: push
permissions: { contents: write }
jobs:
  fix:
    runs-on: ubuntu-latest
    steps:
      - run: |
${lines.map((line) => `          ${line}\n`).join("")}`;

const inWorkflow = async (...lines: readonly string[]) =>
  (await findings(".github/workflows/fix.yml", workflow(...lines)))
    .filter(({ rule }) => rule === "agent-permission-bypass" || rule === "gha-agent-unrestricted-tools")
    .map(({ rule }) => rule);

describe("agents started from packages in a workflow", () => {
  test.each([
    "npx @anthropic-ai/claude-code -p fix --dangerously-skip-permissions",
    "npx -y @anthropic-ai/claude-code -p fix --dangerously-skip-permissions",
    "npx @anthropic-ai/claude-code@latest --print fix --dangerously-skip-permissions",
    "npx @anthropic-ai/claude-code --verbose fix --dangerously-skip-permissions",
    "bunx @anthropic-ai/claude-code -p fix --dangerously-skip-permissions",
    "npm exec @anthropic-ai/claude-code -- -p fix --dangerously-skip-permissions",
    "npx @google/gemini-cli --yolo -p 'fix what is open'",
    "npx @google/gemini-cli -y -p 'fix what is open'",
    "pnpm dlx @google/gemini-cli --yolo",
    "npx @openai/codex@0.50 exec --dangerously-bypass-approvals-and-sandbox 'fix what is open'",
  ])("are told: %s", async (command) => {
    expect(await inWorkflow(command)).toEqual(["agent-permission-bypass", "gha-agent-unrestricted-tools"]);
  });
});

describe("an option that other programs have, too", () => {
  test.each([
    ['npx -y gemini -p "hi"'],
    ["npx -y @google/gemini-cli -p hi"],
    ["gemini -p hi", "sudo apt-get install -y jq"],
    ["sudo apt-get install -y jq && gemini -p hi"],
    ["cursor-agent -p hi", "git push --force"],
  ])("is told of no agent that is not given it: %s", async (...lines) => {
    expect(await inWorkflow(...lines)).toEqual([]);
    expect(await findings("run.sh", `#!/bin/sh\n${lines.join("\n")}\n`)).toEqual([]);
  });

  test.each([
    ["gemini -y -p hi"],
    ['gemini -p "look; then fix" -y'],
    ["gemini -p hi \\", "  -y"],
    ["cursor-agent -p hi --force"],
  ])("is told of the agent that is given it: %s", async (...lines) => {
    expect(await inWorkflow(...lines)).toContain("agent-permission-bypass");
    const found = await findings("run.sh", `#!/bin/sh\n${lines.join("\n")}\n`);
    expect(found.map(({ rule }) => rule)).toContain("agent-permission-bypass");
  });
});

test("The program that an option is told of is the one of its own command", async () => {
  const text = workflow(
    'claude -p "fix what codex left"',
    'codex exec --dangerously-bypass-approvals-and-sandbox "fix"',
    'claude -p "ask codex" --dangerously-skip-permissions',
  );
  const told = (await findings(".github/workflows/fix.yml", text))
    .filter(({ rule }) => rule === "agent-permission-bypass")
    .map(({ message }) => /lets (\S+) run/.exec(message)?.[1]);
  expect(told).toEqual(["codex", "claude"]);
});
