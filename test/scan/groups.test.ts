/** Which sites are one agent. */
import { expect, test } from "vitest";
import { inventory } from "../../scan/result.ts";
import { scan } from "../../scan/scan.ts";
import { memoryHost } from "./memory-host.ts";

/** The agents of a tree, as `FILE:LINE`, by their groups. */
async function groupsIn(files: Readonly<Record<string, string>>): Promise<readonly (readonly string[])[]> {
  const scanned = await scan(memoryHost(files), { includeTests: true, inScope: () => true });
  const groups = new Map<string, string[]>();
  for (const { group, file, range } of inventory(scanned, new Map()).agents)
    groups.set(group, [...(groups.get(group) ?? []), `${file}:${range.start.line}`]);
  return [...groups.values()];
}

test("a call of CrewAI and the key of the configuration that it names are one agent, also with the same key elsewhere", async () => {
  const yaml = "writer:\n  role: Writer\n  goal: Write\n  backstory: Wrote\n";
  const code = `from crewai import Agent
class Crew:
    def writer(self):
        return Agent(config=self.agents_config["writer"])
`;
  expect(
    await groupsIn({
      "a/config/agents.yaml": yaml,
      "a/crew.py": code,
      "b/config/agents.yaml": yaml,
    }),
  ).toEqual([["a/config/agents.yaml:1", "a/crew.py:4"], ["b/config/agents.yaml:1"]]);
});

test("branches of one function make one agent; one after the other makes two", async () => {
  const code = `from strands import Agent
def made(fast):
    if fast:
        agent = Agent(model="a")
    else:
        agent = Agent(model="b")
    return agent

def given(fast):
    if fast:
        return Agent(name="helper", model="a")
    return Agent(name="helper", model="b")

def both():
    agent = Agent(name="one")
    agent = Agent(name="one")
    if agent:
        other = Agent(name="two")
    else:
        third = Agent(name="three")
    return agent
`;
  expect(await groupsIn({ "made.py": code })).toEqual([
    ["made.py:4", "made.py:6"],
    ["made.py:11", "made.py:12"],
    ["made.py:15"],
    ["made.py:16"],
    ["made.py:18"],
    ["made.py:20"],
  ]);
});
