import { expect, test } from "vitest";
import { folder, remit } from "../run.ts";

const cell = (source: string): unknown => ({ cell_type: "code", source, metadata: {}, outputs: [] });
const notebook = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { language_info: { name: "python" } },
  cells: [cell("import os\n"), cell('from agents import Agent\n\nx = Agent(name="clerk")\n')],
});
const files = { "p.remit": 'owner ada "Ada" { email "ada@acme.example" }\n', "desk.ipynb": notebook };

test("a finding in a notebook names the cell beside the line", async () => {
  const pretty = await remit(["scan"], { cwd: folder(files) });
  expect(pretty.out).toContain("┌─ desk.ipynb, cell 1:3:5\n");
  const github = await remit(["scan", "--format", "github"], { cwd: folder(files) });
  expect(github.out).toMatch(/^::error file=desk\.ipynb,line=3,.* \(cell 1, line 3\)$/m);
});

test("what is neither a rule nor, for want of a policy, an agent is told as that", async () => {
  const { code, err } = await remit(["explain", "nonsense"], { cwd: folder({}) });
  expect(err).toMatch(
    /^remit: There is no rule or diagnostic 'nonsense', and agents are known from a policy alone\. There is no policy in '/,
  );
  expect(code).toBe(2);
  expect((await remit(["explain", "mcp-shell-server"], { cwd: folder({}) })).code).toBe(0);
});
