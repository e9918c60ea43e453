/** How reports name places: paths outside of the current folder, marks at a file's beginning, blanks in names. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";

const owner = 'owner ada "Ada" { email "ada@acme.example" }\n';
const rogue = 'from agents import Agent\n\nrogue = Agent(name="rogue")\n';

describe("a file outside of the current folder", () => {
  test("is named from the current folder on", async () => {
    const root = folder({
      "remit.yaml": "workspace: acme\n",
      "a.remit": `${owner}agent one { owner adda expires 2027-03-31 }\n`,
      "a.py": rogue,
      "svc/b.py": rogue,
    });
    const cwd = join(root, "svc");
    const scanned = await remit(["scan", "--format", "github"], { cwd });
    expect(scanned.out).toContain("file=../a.py,");
    expect(scanned.out).toContain("file=b.py,");
    expect((await remit(["check", "--format", "github"], { cwd })).out).toContain("file=../a.remit,");
  });
});

describe("a mark at the beginning of a file", () => {
  test("counts in no column of a policy, and is not shown", async () => {
    const cwd = folder({ "a.remit": `\ufeffagent one { owner adda expires 2027-03-31 }\n` });
    const plain = folder({ "a.remit": `agent one { owner adda expires 2027-03-31 }\n` });
    const ran = await remit(["check"], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.out).toBe((await remit(["check"], { cwd: plain })).out);
  });

  test("does no harm to a baseline, and an entry without a fingerprint is refused", async () => {
    const cwd = folder({
      "remit.yaml": "workspace: acme\n",
      "a.remit": owner,
      "marked.json": '\ufeff{"version":1,"findings":[]}',
      "odd.json": '{"version":1,"findings":[{"fingerprint":"a"},{"fingerprint":5}]}',
    });
    expect(await remit(["scan", "--baseline", "marked.json"], { cwd })).toMatchObject({ code: 0, err: "" });
    const odd = await remit(["scan", "--baseline", "odd.json"], { cwd });
    expect(odd.code).toBe(2);
    expect(odd.err).toContain("Entry 2 of the baseline 'odd.json' has no fingerprint");
  });
});

test("a name with blanks is one piece in the inventory of the Markdown report", async () => {
  const cwd = folder({ "my files/a_b c.py": rogue });
  const { out } = await remit(["scan", "--format", "markdown"], { cwd });
  expect(out).toContain("| `my files/a_b c.py:3` |");
});

test("the pages of the rules about ignores are there to be explained", async () => {
  const cwd = folder({});
  for (const rule of ["ignore-unused", "ignore-expired", "ignore-malformed", "hidden-finding"]) {
    const ran = await remit(["explain", rule], { cwd });
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain(`# ${rule}: `);
  }
});

test("init names the policy to be filled in by its path from the current folder", async () => {
  const cwd = folder({});
  expect((await remit(["init"], { cwd })).err).toContain("put your own names into policy/agents.remit,");
  expect((await remit(["init", "sub"], { cwd })).err).toContain("into sub/policy/agents.remit,");
});

test("a file of code without a workspace around it is no policy to a scan", async () => {
  const cwd = folder({ "s/a.py": rogue });
  const ran = await remit(["scan", "s/a.py"], { cwd });
  expect(ran.code).toBe(0);
  expect(ran.out).toContain("No policy was compared");
});
