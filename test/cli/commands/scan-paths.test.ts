/** Paths of a scan limit what is reported, not what is read. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";

const files = {
  "remit.yaml": "workspace: acme\n",
  "agents.remit": `owner ada "Ada" { email "ada@acme.example" }
agent clerk { owner ada  source "src/**"  purpose "Files."  expires 2027-03-01  may tool:file_away, tool:gone }
agent absent { owner ada  source "lib/**"  purpose "Is not here."  expires 2027-03-01 }
`,
  "src/desk.py": `from agents import Agent, function_tool
from names import NAME


@function_tool
def file_away(paper: str) -> str:
    return paper


clerk = Agent(name=NAME, tools=[file_away])
`,
  "src/names.py": 'NAME = "clerk"\n',
  "src/other.py": 'from agents import Agent\n\nintruder = Agent(name="intruder")\n',
  "z.py": "x = 1\n",
};

interface Document {
  readonly agents: readonly { readonly file: string }[];
  readonly findings: readonly { readonly rule: string; readonly file: string }[];
}

const isDocument = (value: unknown): value is Document =>
  typeof value === "object" && value !== null && "agents" in value && "findings" in value;

async function rules(cwd: string, ...paths: readonly string[]): Promise<readonly string[]> {
  const { out, err } = await remit(["scan", "--format", "json", ...paths], { cwd });
  expect(err).toBe("");
  const document = readJson("scan", out);
  if (!isDocument(document)) throw new Error("no document of a scan");
  return [
    ...document.agents.map(({ file }) => `agent ${file}`),
    ...document.findings.map(({ rule, file }) => `${rule} ${file}`),
  ];
}

describe("the paths of a scan", () => {
  test("the whole tree has everything", async () => {
    const whole = [
      "agent src/desk.py",
      "agent src/other.py",
      "unused-grant agents.remit",
      "missing-agent agents.remit",
      "undeclared-agent src/other.py",
    ];
    const root = folder(files);
    expect(await rules(root)).toEqual(whole);
    expect(await rules(root, ".")).toEqual(whole);
    expect(await rules(root, "z.py", root)).toEqual(whole);
  });

  test("a file without agents makes no declared agent missing, and no grant unused", async () => {
    const root = folder(files);
    expect(await rules(root, "z.py")).toEqual([]);
    expect(await rules(root, "z.py", "agents.remit")).toEqual([]);
  });

  test("names are followed out of the paths, and findings stay inside of them", async () => {
    const root = folder(files);
    expect(await rules(root, "src/desk.py")).toEqual(["agent src/desk.py"]);
    expect(await rules(join(root, "src"), "other.py")).toEqual([
      "agent src/other.py",
      "undeclared-agent src/other.py",
    ]);
  });

  test("a file that cannot be read whole elsewhere does not make a scan of others incomplete", async () => {
    const root = folder({ ...files, "src/broken.py": "import agents\0" });
    const words = ["scan", "--fail-on-incomplete", "--fail-on", "none"];
    expect((await remit([...words, "src"], { cwd: root })).code).toBe(1);
    expect((await remit([...words, "z.py"], { cwd: root })).code).toBe(0);
  });

  test("a file outside of the workspace is refused by name; a folder elsewhere is a scan of its own", async () => {
    const root = folder(files);
    const elsewhere = folder({ "a.py": files["src/other.py"] });
    const { code, err } = await remit(["scan", join(elsewhere, "a.py")], { cwd: root });
    expect(err).toBe(
      `remit: '${join(elsewhere, "a.py")}' is not in the workspace '${root}'. Scan files of the workspace, or a whole folder that is elsewhere.\n`,
    );
    expect(code).toBe(2);
    expect(await rules(root, elsewhere)).toEqual(["agent a.py"]);
  });

  test("without a workspace, the paths are all that is read", async () => {
    const root = folder({ "src/desk.py": files["src/desk.py"], "src/names.py": files["src/names.py"] });
    const { out } = await remit(["scan", "src/names.py", "--format", "json"], { cwd: root });
    expect(readJson("scan", out)).toMatchObject({ agents: [] });
  });
});
