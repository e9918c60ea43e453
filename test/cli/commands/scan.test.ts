import { expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";

const code = {
  "a.py": 'from agents import Agent\n\ntriage = Agent(name="triage")\n',
  "policy.json": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
};

test("scan names the agents of the code and the grants that are too broad, in the shape of its schema", async () => {
  const done = await remit(["scan", "--no-policy", "--format", "json"], { cwd: folder(code) });
  expect(done.code).toBe(1);
  expect(readJson("scan", done.out)).toMatchObject({
    agents: [{ name: "triage", framework: "openai-agents-python", file: "a.py" }],
    findings: [{ rule: "aws-full-admin", severity: "error", file: "policy.json" }],
  });
});
