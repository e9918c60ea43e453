/** `remit: NAME` in comments: which agent each speaks of. */
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";

const policy = (names: readonly string[]): string =>
  `owner ada "Ada" { email "ada@acme.example" }\n${names
    .map((name) => `agent ${name} { owner ada  source "src/**"  purpose "Works."  expires 2027-03-01 }\n`)
    .join("")}`;

interface Document {
  readonly agents: readonly { readonly name: string; readonly declaredAs: string | null }[];
  readonly findings: readonly { readonly rule: string; readonly message: string }[];
}

const isDocument = (value: unknown): value is Document =>
  typeof value === "object" && value !== null && "agents" in value && "findings" in value;

async function scanned(names: readonly string[], code: string, file = "src/a.py"): Promise<Document> {
  const root = folder({ "agents.remit": policy(names), [file]: code });
  const { out, err } = await remit(["scan", "--format", "json"], { cwd: root });
  expect(err).toBe("");
  const document = readJson("scan", out);
  if (!isDocument(document)) throw new Error("no document of a scan");
  return document;
}

const declared = ({ agents }: Document): readonly string[] =>
  agents.map(({ name, declaredAs }) => `${name}: ${declaredAs ?? "-"}`);

const head = "from agents import Agent\n";

describe("a `remit: NAME` comment", () => {
  test("behind code speaks of its own line alone", async () => {
    const found = await scanned(
      ["kb"],
      `${head}i4 = Agent(name="q4")  # remit: kb\ni5 = Agent(name="q5")\n\ni6 = Agent(name="q6")\n`,
    );
    expect(declared(found)).toEqual(["q4: kb", "q5: -", "q6: -"]);
    expect(found.findings.map(({ rule }) => rule)).toEqual(["undeclared-agent", "undeclared-agent"]);
  });

  test("behind the line before does not beat the agent's own", async () => {
    const code = `${head}i4 = Agent(name="q4")  # remit: kb\ni5 = Agent(name="q5")  # remit: desk\n`;
    expect(declared(await scanned(["kb", "desk"], code))).toEqual(["q4: kb", "q5: desk"]);
    const above = `${head}i4 = Agent(name="q4")  # remit: kb\n# remit: desk\ni5 = Agent(name="q5")\n`;
    expect(declared(await scanned(["kb", "desk"], above))).toEqual(["q4: kb", "q5: desk"]);
  });

  test("on a line of its own speaks of the construct below it, and of no second one", async () => {
    const code = `${head}# remit: kb\nq4 = Agent(name="q4")\nq5 = Agent(name="q5")\n`;
    expect(declared(await scanned(["kb"], code))).toEqual(["q4: kb", "q5: -"]);
  });

  test("of several the nearest counts, and one behind the line most of all", async () => {
    const two = `${head}# remit: kb\n# remit: desk\nq4 = Agent(name="q4")\n`;
    expect(declared(await scanned(["kb", "desk"], two))).toEqual(["q4: desk"]);
    const both = `${head}# remit: kb\nq4 = Agent(name="q4")  # remit: desk\n`;
    expect(declared(await scanned(["kb", "desk"], both))).toEqual(["q4: desk"]);
  });

  test("is read the same way in the languages with C's comments", async () => {
    const code = `import { Agent } from "@openai/agents";
const a = new Agent({ name: "q4" }); // remit: kb
const b = new Agent({ name: "q5" });
/* remit: desk */ const c = new Agent({ name: "q6" });
/**
 * remit: mail
 */
const d = new Agent({ name: "q7" });
`;
    const found = await scanned(["kb", "desk", "mail"], code, "src/a.ts");
    expect(declared(found)).toEqual(["q4: kb", "q5: -", "q6: desk", "q7: mail"]);
  });

  test("that names no agent of the policy is told as that, though the place would lead to one", async () => {
    const found = await scanned(["kb"], `${head}q4 = Agent(name="q4")  # remit: nobody\n`);
    expect(declared(found)).toEqual(["q4: -"]);
    expect(found.findings.map(({ message }) => message)).toContain(
      "A comment says that the openai-agents-python agent 'q4' is 'nobody', which no policy declares. Correct the name in the comment, or declare 'nobody' with an owner and an end.",
    );
  });

  test("gives its name to the stub", async () => {
    const root = folder({
      "agents.remit": policy(["kb"]),
      "src/a.py": `${head}q4 = Agent(name="q4")  # remit: nobody\n`,
    });
    const { out } = await remit(["scan", "--format", "json"], { cwd: root });
    expect(out).toContain('agent nobody \\"q4\\" {');
  });
});
