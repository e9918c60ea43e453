import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";

const code = (name: string): string => `from agents import Agent\n\nx = Agent(name="${name}")\n`;

describe("remit scan --fix", () => {
  test("says that the owner is to be filled in, and writes the stub of an agent once", async () => {
    const root = folder({
      "policy/people.remit": 'owner ada "Ada" { email "ada@acme.example" }\n',
      "a.py": code("Mail Desk"),
      "b.py": code("Mail Desk"),
    });
    const stubs = (): string => readFileSync(join(root, "policy/undeclared.remit"), "utf8");
    const owners = "Fill in who owns each agent, where FILL-IN-THE-OWNER stands: only a person can.";
    const first = await remit(["scan", "--fix"], { cwd: root });
    expect(first.err).toContain(`Wrote 2 stubs into 'policy/undeclared.remit'. ${owners}`);
    const before = stubs();
    expect(before.match(/^agent .*$/gm)).toEqual([
      'agent mail-desk "Mail Desk" {',
      'agent mail-desk-2 "Mail Desk" {',
    ]);

    const second = await remit(["scan", "--fix"], { cwd: root });
    expect(second.err).toContain(`Wrote no stub: 2 agents have a stub already. ${owners}`);
    expect(stubs()).toBe(before);

    writeFileSync(join(root, "c.py"), code("clerk"));
    const third = await remit(["scan", "--fix"], { cwd: root });
    expect(third.err).toContain("Wrote 1 stub into 'policy/undeclared.remit'; 2 agents have a stub already.");
    expect(stubs().startsWith(before)).toBe(true);
    expect(stubs()).toContain("agent clerk {");
  });

  test("finds a stub that was moved to another file of the policy", async () => {
    const root = folder({ "policy/people.remit": "", "a.py": code("clerk") });
    await remit(["scan", "--fix"], { cwd: root });
    const path = join(root, "policy/undeclared.remit");
    writeFileSync(join(root, "policy/agents.remit"), readFileSync(path, "utf8"));
    writeFileSync(path, "");
    await remit(["scan", "--fix"], { cwd: root });
    expect(readFileSync(path, "utf8")).toBe("");
  });
});
