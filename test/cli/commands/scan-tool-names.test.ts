/** A tool is compared with the policy under the name that the model sees. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";

const cases = {
  "the decorator of LangChain": {
    file: "a.py",
    code: `from langchain.agents import create_agent
from langchain_core.tools import tool


@tool("pay_invoice", return_direct=True)
def pay(x: str) -> str:
    return x


x = create_agent(model="m", name="x", tools=[pay])
`,
    tools: ["pay"],
    names: ["pay_invoice"],
  },
  "the decorator of OpenAI Agents": {
    file: "a.py",
    code: `from agents import Agent, function_tool


@function_tool(name_override="delete_customer_record")
def wipe(x: str) -> str:
    return x


x = Agent(name="x", tools=[wipe])
`,
    tools: ["wipe"],
    names: ["delete_customer_record"],
  },
  "CrewAI: a decorator, a class, an object of it, and a class below it": {
    file: "a.py",
    code: `from crewai import Agent
from crewai.tools import BaseTool, tool


@tool("Price lookup")
def price(x: str) -> str:
    return x


class MailTool(BaseTool):
    name: str = "send_mail"


class LoudMail(MailTool):
    pass


class Plain:
    name: str = "no tool's base"


mailer = MailTool()
x = Agent(role="x", goal="g", backstory="s", tools=[price, MailTool(), mailer, LoudMail(), Plain()])
`,
    tools: ["price", "MailTool", "mailer", "LoudMail", "Plain"],
    names: ["Price lookup", "send_mail", "send_mail", "send_mail", "Plain"],
  },
  "the options of LangChain's tool in TypeScript": {
    file: "a.ts",
    code: `import { tool } from "@langchain/core/tools";
import { createAgent } from "langchain";
const search = tool(async (x) => x, { name: "search_docs", description: "d" });
export const x = createAgent({ name: "x", model: "m", tools: [search] });
`,
    tools: ["search"],
    names: ["search_docs"],
  },
  "the first argument of the Copilot SDK's tools": {
    file: "a.ts",
    code: `import { CopilotClient, defineTool } from "@github/copilot-sdk";
const look = defineTool("look_up", { handler: async () => "" });
export const x = await new CopilotClient().createSession({ model: "m", tools: [look] });
`,
    tools: ["look"],
    names: ["look_up"],
  },
} as const;

const policy = (tools: readonly string[]): string =>
  `owner ada "Ada" { email "ada@acme.example" }\nagent x {\n  owner ada\n  purpose "Works."\n  expires 2027-03-01\n${tools
    .map((tool) => `  may tool:${tool}\n`)
    .join("")}}\n`;

const written = (name: string): string => (/^[\w-]+$/.test(name) ? name : `"${name}"`);

describe.each(Object.entries(cases))("%s", (_, { file, code, tools, names }) => {
  test("the document has the identifiers and the names, and messages the names", async () => {
    const root = folder({ "p.remit": policy([]), [file]: code });
    const { out } = await remit(["scan", "--format", "json"], { cwd: root });
    const document = readJson("scan", out);
    expect(document).toMatchObject({
      agents: [{ tools, toolNames: names }],
      findings: names.map((name) => ({
        rule: "undeclared-tool",
        message: `'x' holds the tool '${name}', which 'x' may not use. Take it away, or grant \`tool:${written(name)}\`.`,
      })),
    });
  });

  test("the policy may use either, and neither counts as unused", async () => {
    for (const given of [tools, names]) {
      const known = policy([...new Set(given)].map(written));
      const { out, code: exit } = await remit(["scan"], { cwd: folder({ "p.remit": known, [file]: code }) });
      expect(out).toContain("nothing to report");
      expect(exit).toBe(0);
    }
  });

  test("a first policy from the code has the names", async () => {
    const root = folder({ [file]: code });
    expect((await remit(["init", "--from-scan"], { cwd: root })).code).toBe(0);
    const text = readFileSync(join(root, "policy/agents.remit"), "utf8");
    for (const name of names) expect(text).toContain(`tool:${written(name)}`);
  });
});
