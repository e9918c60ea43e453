/** What agents are called and hold where that is written elsewhere, or only known when the program runs. */
import { describe, expect, test } from "vitest";
import { scan } from "../../scan/scan.ts";
import { memoryHost } from "./memory-host.ts";

/** `name [tools] (servers)` of each agent; `…` among the tools where not all of them are known. */
async function agentsIn(file: string, text: string): Promise<readonly string[]> {
  const { agents } = await scan(memoryHost({ [file]: text }), { includeTests: true, inScope: () => true });
  return agents.map(({ name, tools, toolsDynamic, mcpServers }) => {
    const list = [...tools.map((tool) => tool.name), ...(toolsDynamic ? ["…"] : [])].join(" ");
    return `${name ?? "*"} [${list}]${mcpServers.length === 0 ? "" : ` (${mcpServers.join(" ")})`}`;
  });
}

const python = (text: string) => agentsIn("a.py", `from agents import Agent, RealtimeAgent\n${text}`);
const script = (text: string) => agentsIn("a.ts", `import { Agent } from "@openai/agents";\n${text}`);

describe("a copy of an agent", () => {
  const base = 'base = Agent(name="base", tools=[look], mcp_servers=[files])\n';

  test("holds what the agent holds, as far as it is given nothing else", async () => {
    expect(
      await python(`${base}one = base.clone(name="one")\ntwo = base.clone(name="two", tools=[pay])\n`),
    ).toEqual(["base [look] (files)", "one [look] (files)", "two [pay] (files)"]);
    expect(
      await script(
        'const base = new Agent({ name: "base", tools: [look], mcpServers: [files] });\nconst one = base.clone({ name: "one" });\nconst none = base.clone({ name: "none", tools: [] });\n',
      ),
    ).toEqual(["base [look] (files)", "one [look] (files)", "none [] (files)"]);
  });

  test("of a copy holds what the first holds", async () => {
    expect(
      await python(`${base}one = base.clone(name="one", mcp_servers=[wiki])\ntwo = one.clone(name="two")\n`),
    ).toEqual(["base [look] (files)", "one [look] (wiki)", "two [look] (wiki)"]);
  });

  test("has tools that nobody knows where the agent is made elsewhere", async () => {
    expect(await python('def copy(agent: Agent):\n    return agent.clone(name="one")\n')).toEqual([
      "one […]",
    ]);
    expect(await script('export const copy = (agent: Agent) => agent.clone({ name: "one" });\n')).toEqual([
      "one […]",
    ]);
  });
});

describe("a parameter", () => {
  test("is no tool: what it stands for, only the run knows", async () => {
    expect(
      await script(
        "export function make(name: string, tools: Tool[]) { return new Agent({ name, tools }); }\n",
      ),
    ).toEqual(["* […]"]);
    expect(
      await python('def make(extra, one):\n    return Agent(name="a", tools=[find_customer, one, *extra])\n'),
    ).toEqual(["a [find_customer …]"]);
    expect(await script('export const make = (o: O) => new Agent({ name: "a", tools: o.tools });\n')).toEqual(
      ["a […]"],
    );
  });

  test("stands at least for its default", async () => {
    expect(await python('def make(tools=[look]):\n    return Agent(name="a", tools=tools)\n')).toEqual([
      "a [look …]",
    ]);
  });

  test("that is a list of servers is told by its name, for there is nothing else to tell", async () => {
    expect(await python('def make(wiki):\n    return Agent(name="a", mcp_servers=[wiki])\n')).toEqual([
      "a [] (wiki)",
    ]);
  });
});

test("what a server lists among the tools is not known", async () => {
  expect(await python('a = Agent(name="a", tools=[look, client.list_tools_sync()])\n')).toEqual([
    "a [look …]",
  ]);
});

describe("a loop", () => {
  test("makes agents whose names and tools change from round to round", async () => {
    expect(await script('for (const k of ["k1", "k2"]) new Agent({ name: k });\n')).toEqual(["* []"]);
    expect(await python('for k in ("k1", "k2"):\n    Agent(name=k)\n')).toEqual(["* []"]);
    expect(
      await script(
        'for (const c of [{ name: "c1", tools: [x] }, { name: "c2", tools: [y] }]) new Agent({ name: c.name, tools: c.tools });\n',
      ),
    ).toEqual(["* […]"]);
  });

  test("of one round is no loop", async () => {
    expect(await script('for (const k of ["k1"]) new Agent({ name: k });\n')).toEqual(["k1 []"]);
  });
});

describe("a name", () => {
  test.each([
    ['"%s-bot" % TEAM', "fin-bot"],
    ['"%s-%d" % (TEAM, 3)', "fin-3"],
    ['"100%% %s" % TEAM', "*"],
    ['"%5s" % TEAM', "*"],
    ['"%s-%s" % TEAM', "*"],
    ['"{}-bot".format(TEAM)', "fin-bot"],
    ['"{1}{0}".format(TEAM, "x")', "xfin"],
    ['"{team}-bot".format(team=TEAM)', "fin-bot"],
    ['"{:>5}".format(TEAM)', "*"],
    ['"{{}}".format(TEAM)', "*"],
    ['"{}{}".format(TEAM)', "*"],
  ])("is folded from %s", async (written, name) => {
    expect(await python(`TEAM = "fin"\na = Agent(name=${written})\n`)).toEqual([`${name} []`]);
  });

  test("is taken from an enumeration, of another file too", async () => {
    const text = 'export enum Names { Payer = "payer", Second }\n';
    expect(
      await script(`${text}new Agent({ name: Names.Payer });\nnew Agent({ name: Names.Second });\n`),
    ).toEqual(["payer []", "* []"]);
    const { agents } = await scan(
      memoryHost({
        "names.ts": text,
        "a.ts":
          'import { Agent } from "@openai/agents";\nimport { Names } from "./names";\nnew Agent({ name: Names.Payer });\n',
      }),
      { includeTests: true, inScope: () => true },
    );
    expect(agents.map(({ name }) => name)).toEqual(["payer"]);
  });

  test("of a graph is given where it is compiled", async () => {
    const head =
      "from langgraph.graph import StateGraph\nfrom langgraph.prebuilt import ToolNode\nm = llm.bind_tools([pay])\n";
    expect(
      await agentsIn(
        "g.py",
        `${head}g = StateGraph(S)\ng.add_node("tools", ToolNode([pay]))\napp = g.compile(name="payer")\nother.compile(name="x")\n`,
      ),
    ).toEqual(["payer [pay]"]);
    expect(
      await agentsIn(
        "g.ts",
        'import { StateGraph } from "@langchain/langgraph";\nimport { ToolNode } from "@langchain/langgraph/prebuilt";\nconst m = llm.bindTools([search]);\nexport const app = new StateGraph(S)\n  .addNode("tools", new ToolNode([search]))\n  .compile({ name: "newsroom" });\n',
      ),
    ).toEqual(["newsroom [search]"]);
    expect(
      await agentsIn(
        "g.py",
        `${head}g = StateGraph(S)\ng.add_node("t", ToolNode([pay]))\nRe.compile(name="x")\n`,
      ),
    ).toEqual(["g [pay]"]);
  });
});
