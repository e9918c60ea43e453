import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { knowledgeOf, loadParsers } from "../../../bench/score/grant-tools.ts";
import { lineTable } from "../../../compiler/source.ts";
import { grantFindings } from "../../../rules/scan/findings.ts";
import type { FileFacts } from "../../../scan/facts.ts";
import { readGrants } from "../../../scan/grants/read.ts";
import { remarksIn } from "../../../scan/remarks.ts";

const parsers = await loadParsers();
const now = Date.UTC(2026, 10, 24) / 1000;

async function findingsOf(files: Readonly<Record<string, string>>) {
  const facts = Object.entries(files).map(
    ([path, text]): FileFacts => ({
      path,
      language: "yaml",
      lines: lineTable(text),
      agents: [],
      mcpServers: [],
      grants: readGrants(path, text, parsers).grants,
      remarks: remarksIn(text, "#"),
      troubles: [],
    }),
  );
  return grantFindings({
    files: facts,
    knowledge: await knowledgeOf(facts.flatMap((file) => file.grants)),
    text: (file) => files[file],
    digest: (text) => createHash("sha256").update(text).digest("hex"),
    now,
  });
}

const workflow = `on: push
permissions: write-all
jobs:
  a:
    steps:
      - run: x
`;
const path = ".github/workflows/a.yml";

describe("findings about grants", () => {
  test("have a line, a column and a severity", async () => {
    const [finding] = await findingsOf({ [path]: workflow });
    expect(finding).toMatchObject({
      rule: "gha-write-all",
      severity: "error",
      file: path,
      range: { start: { line: 2, column: 14 } },
    });
  });

  test("keep their fingerprint when a line is inserted above them", async () => {
    const before = await findingsOf({ [path]: workflow });
    const after = await findingsOf({ [path]: `# one more line\n${workflow}` });
    expect(after.map((finding) => finding.fingerprint)).toEqual(before.map((finding) => finding.fingerprint));
    expect(after[0]?.range.start.line).toBe(3);
  });

  test("of a renamed file have another fingerprint and the same kin", async () => {
    const [before] = await findingsOf({ [path]: workflow });
    const [after] = await findingsOf({ ".github/workflows/b.yml": workflow });
    expect(after?.fingerprint).not.toBe(before?.fingerprint);
    expect(after?.kin).toBe(before?.kin);
  });

  test("of equal blocks in one file differ", async () => {
    const mcp = '{"mcpServers":{"a":{"command":"x-mcp","args":["y"],"trust":true}}}';
    const two = await findingsOf({ "one.yaml": `---\n${mcp}\n---\n${mcp}\n` });
    expect(new Set(two.map((finding) => finding.fingerprint)).size).toBe(2);
  });

  test("are silent under an ignore that holds", async () => {
    const ignored = workflow.replace(
      "permissions",
      "# remit-ignore gha-write-all until 2027-01-31: release\npermissions",
    );
    expect(await findingsOf({ [path]: ignored })).toEqual([]);
  });

  test("come with the ignore when that has ended", async () => {
    const ended = workflow.replace(
      "permissions",
      "# remit-ignore gha-write-all until 2026-01-31: release\npermissions",
    );
    expect((await findingsOf({ [path]: ended })).map((finding) => finding.rule)).toEqual([
      "ignore-expired",
      "gha-write-all",
    ]);
  });

  test("tell of ignores that cover nothing or lack something", async () => {
    const text = `# remit-ignore gha-write-all until 2027-01-31: gone\nx: 1\n# remit-ignore gha-write-all\ny: 2\n`;
    expect((await findingsOf({ "a.yaml": text })).map((finding) => finding.rule)).toEqual([
      "ignore-unused",
      "ignore-malformed",
    ]);
  });

  test("never show a credential", async () => {
    const secret = "sk_live_51Hq2pQ7vKdNz0aBcD3eFgH";
    const found = await findingsOf({ "a.yaml": `stripe: ${secret}\n` });
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain(secret.slice(8));
  });
});
