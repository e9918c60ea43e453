import { describe, expect, test } from "vitest";
import { knowledgeOf, loadParsers } from "../../../bench/score/grant-tools.ts";
import { checkGrants } from "../../../rules/scan/check.ts";
import { scanRules } from "../../../rules/scan/index.ts";
import { mayHoldGrants } from "../../../scan/grants/prefilter.ts";
import { readGrants } from "../../../scan/grants/read.ts";
import { readPages } from "./pages.ts";

const parsers = await loadParsers();

/** `line rule` of each finding, sorted. */
async function findings(file: string, text: string): Promise<readonly string[]> {
  const grants = readGrants(file, text, parsers).grants.map((grant) => ({ ...grant, file }));
  const found = checkGrants(scanRules, grants, await knowledgeOf(grants));
  return found.map(({ extent, rule }) => `${text.slice(0, extent.at).split("\n").length} ${rule}`).sort();
}

const isCode = (file: string) => /\.(?:py|[jt]sx?)$/.test(file);
const isPython = (file: string) => file.endsWith(".py");

/** The import lines of a text: the module, and the names that it brings in by themselves. */
function importLines(file: string, text: string) {
  const pattern = isPython(file)
    ? /^from (?<module>[\w.]+) import (?<names>[\w, ]+)$/gm
    : /^import \{ (?<names>[\w, ]+) \} from "(?<module>[^"]+)";$/gm;
  return [...text.matchAll(pattern)].map(({ 0: line, groups }) => ({
    line,
    module: groups?.module ?? "",
    names: (groups?.names ?? "").split(",").map((name) => name.trim()),
  }));
}

/** Replaces a name where it stands alone: not as a keyword, a key, a member or in a text. */
const used = (text: string, name: string, by: string, file: string) =>
  text.replace(
    new RegExp(`(?<![\\w."'/-])${name}(?![\\w"'/-]|\\s*:|${isPython(file) ? "=(?!=)" : "\\s*=(?!=)"})`, "g"),
    by,
  );

/** `import { X as XAlias }`, and `XAlias` wherever `X` stood. */
function withAliases(file: string, text: string): string {
  let result = text;
  for (const { line, module, names } of importLines(file, text)) {
    const list = names.map((name) => `${name} as ${name.slice(0, 1)}_${name.length}`).join(", ");
    const rest = names.reduce(
      (body, name) => used(body, name, `${name.slice(0, 1)}_${name.length}`, file),
      result.replace(line, "@@"),
    );
    result = rest.replace(
      "@@",
      isPython(file) ? `from ${module} import ${list}` : `import { ${list} } from "${module}";`,
    );
  }
  return result;
}

/** `import * as ns0`, `import x as ns0`, and `ns0.X` wherever `X` stood. */
function withNamespaces(file: string, text: string): string {
  let result = text;
  for (const [index, { line, module, names }] of importLines(file, text).entries()) {
    const rest = names.reduce(
      (body, name) => used(body, name, `ns${index}.${name}`, file),
      result.replace(line, "@@"),
    );
    result = rest.replace(
      "@@",
      isPython(file) ? `import ${module} as ns${index}` : `import * as ns${index} from "${module}";`,
    );
  }
  return result;
}

const examples = readPages()
  .flatMap((page) => page.examples)
  .filter(
    ({ file, text, verdict }) => verdict === "fails" && isCode(file) && importLines(file, text).length > 0,
  );

describe("a name that is brought in under another", () => {
  test("is tried with examples of both languages", () => {
    expect(examples.filter(({ file }) => isPython(file)).length).toBeGreaterThan(10);
    expect(examples.filter(({ file }) => !isPython(file)).length).toBeGreaterThan(2);
  });

  test.each(examples)("is the same to $rule (line $line, $file)", async ({ file, text }) => {
    const aliased = withAliases(file, text);
    expect(aliased).not.toBe(text);
    expect(await findings(file, aliased)).toEqual(await findings(file, text));
    expect(mayHoldGrants(file, aliased)).toBe(true);
  });

  test.each(examples)("is the same to $rule in its module (line $line, $file)", async ({ file, text }) => {
    const spaced = withNamespaces(file, text);
    expect(await findings(file, spaced)).toEqual(await findings(file, text));
    expect(mayHoldGrants(file, spaced)).toBe(true);
  });

  test.each([
    ["ShellTool", "from langchain_community.tools import ShellTool as ST\ntools = [ST()]\n"],
    [
      "LocalCommandLineCodeExecutor",
      "from autogen_ext.code_executors.local import LocalCommandLineCodeExecutor as LC\nexecutor = LC()\n",
    ],
    [
      "UnsafeLocalCodeExecutor",
      "from google.adk.agents import LlmAgent as L\nfrom google.adk.code_executors import UnsafeLocalCodeExecutor as U\nroot = L(name='a', code_executor=U())\n",
    ],
    [
      "strands_tools.shell",
      "from strands import Agent as SAgent\nfrom strands_tools import shell\na = SAgent(tools=[shell])\n",
    ],
    [
      "strands_tools.shell",
      "from strands import Agent\nfrom strands_tools import shell as sh\na = Agent(tools=[sh])\n",
    ],
    [
      "strands_tools.shell",
      "import strands\nimport strands_tools.shell as sh\na = strands.Agent(tools=[sh])\n",
    ],
  ])("is %s where it runs what the model writes", async (callee, text) => {
    const grants = readGrants("a.py", text, parsers).grants.map((grant) => ({ ...grant, file: "a.py" }));
    const found = checkGrants(scanRules, grants, await knowledgeOf(grants));
    expect(found.map(({ rule }) => rule)).toEqual(["unsandboxed-code-exec"]);
    expect(found[0]?.message).toContain(`${callee} runs`);
    // The place is what is written, not what it stands for.
    expect(text.slice(found[0]?.extent.at, found[0]?.extent.end)).not.toContain("\n");
  });

  test("is read from what is required", async () => {
    const text =
      'const { shellTool: run } = require("@openai/agents");\nconst tools = [run({ shell: here })];\n';
    expect(await findings("a.js", text)).toEqual(["2 unsandboxed-code-exec"]);
  });

  test("is read from an import over several lines, with types and defaults beside it", async () => {
    const text = `import agents, {
  type Shell,
  shellTool as run,
} from "@openai/agents";
const tools = [run({ shell: here })];
`;
    expect(await findings("a.ts", text)).toEqual(["5 unsandboxed-code-exec"]);
    const statement = `import { PolicyStatement as PS } from "aws-cdk-lib/aws-iam";
role.addToPolicy(new PS({ actions: ["*"], resources: ["*"] }));
`;
    expect(await findings("b.ts", statement)).toEqual(
      await findings(
        "b.ts",
        statement.replace("PolicyStatement as PS", "PolicyStatement").replace("PS(", "PolicyStatement("),
      ),
    );
  });

  test("is no import any more where the file binds it anew", async () => {
    const text = "from langchain_community.tools import ShellTool as ST\nST = make_safe()\ntools = [ST()]\n";
    expect(await findings("a.py", text)).toEqual([]);
  });
});

describe("a function of the file's own", () => {
  test.each([
    [
      "a.py",
      'def query(sql, options=None):\n    return db.run(sql)\n\nquery("x", options={"permission_mode": "bypassPermissions"})\n',
    ],
    [
      "a.ts",
      'function query(sql: string, options: object) { return db(sql); }\nquery("x", { permissionMode: "bypassPermissions" });\n',
    ],
    [
      "b.ts",
      'const query = (sql: string, options: object) => db(sql);\nquery("x", { permissionMode: "bypassPermissions" });\n',
    ],
    ["b.py", "class PythonREPL:\n    pass\n\nrepl = PythonREPL()\n"],
  ])("is not the framework's of that name (%s)", async (file, text) => {
    expect(await findings(file, text)).toEqual([]);
  });

  test("may hand on what it is given where the file brings a framework in", async () => {
    const text =
      'from claude_agent_sdk import ClaudeAgentOptions, query as ask\n\ndef query(text, options=None):\n    return ask(text, ClaudeAgentOptions(**options))\n\nquery("x", options={"permission_mode": "bypassPermissions"})\n';
    expect(await findings("a.py", text)).toEqual(["6 agent-permission-bypass"]);
  });
});
