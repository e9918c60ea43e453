/** A second scan with a cache: what did not change is not linked again, and the result is that of a fresh scan. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discover } from "../../scan/discover.ts";
import type { ScanHost } from "../../scan/host.ts";
import type { FactCache } from "../../scan/kept.ts";
import { keptSupply } from "../../scan/kept.ts";
import { inventory } from "../../scan/result.ts";
import { type Scanned, scan } from "../../scan/scan.ts";
import { makeShard } from "../../scan/shard.ts";
import { memoryHost, type Tree } from "./memory-host.ts";

const everywhere = { includeTests: true, inScope: () => true };

interface TestCache extends FactCache {
  readonly kept: Map<string, string>;
  /** Texts of whole facts that were read since the list was emptied, by the path of their file. */
  readonly read: (key: string) => string | undefined;
  readonly opened: string[];
}

function testCache(): TestCache {
  const kept = new Map<string, string>();
  const opened: string[] = [];
  return {
    kept,
    opened,
    read: (key) => {
      const text = kept.get(key);
      const path = /^\{"path":"([^"]+)"/.exec(text ?? "")?.[1];
      if (path !== undefined) opened.push(path);
      return text;
    },
    write: (key, text) => {
      kept.set(key, text);
    },
  };
}

/** All that a report is made of, with the files that were needed. */
function shown(scanned: Scanned): string {
  return JSON.stringify(
    [inventory(scanned, new Map()), scanned.grants, [...scanned.facts.keys()].sort()],
    null,
    1,
  );
}

/** A host that tells when a file is as it was. */
function stamped(tree: Tree): ScanHost {
  const host = memoryHost(tree);
  return {
    ...host,
    files: async () => {
      const listing = await host.files();
      return {
        ...listing,
        files: listing.files.map((file) => ({ ...file, stamp: String(tree[file.path]) })),
      };
    },
  };
}

const names = (scanned: Scanned) =>
  scanned.agents.map(({ name, tools }) => [name, ...tools.map((tool) => tool.name)]);

const tree = {
  "package.json": '{"name":"desk"}',
  "src/agents.ts":
    'import { Agent } from "@openai/agents";\nimport { tools } from "./tools.js";\nexport const clerk = new Agent({ name: "clerk", tools });\n',
  "src/tools.ts": 'import { search } from "./search.js";\nexport const tools = [search];\n',
  "src/search.ts":
    'import { tool } from "@openai/agents";\nexport const search = tool({ name: "search", execute: () => "" });\n',
  "src/other.ts":
    'import { Agent } from "@openai/agents";\nexport const other = new Agent({ name: "other" });\n',
  "py/desk.py": "from agents import Agent\nfrom .names import NAME\ndesk = Agent(name=NAME)\n",
  "py/names.py": 'NAME = "desk"\n',
} satisfies Tree;

describe("a second scan", () => {
  test("of the same tree reads no code at all, and writes nothing", async () => {
    const cache = testCache();
    const first = await scan(stamped(tree), { ...everywhere, cache });
    expect(names(first)).toEqual([["desk"], ["clerk", "search"], ["other"]]);
    cache.opened.length = 0;
    const before = new Map(cache.kept);
    const second = await scan(stamped(tree), { ...everywhere, cache });
    expect(shown(second)).toBe(shown(first));
    expect(cache.opened).toEqual([]);
    expect(cache.kept).toEqual(before);
  });

  test("reads the code of those files only on which a changed one rests", async () => {
    const cache = testCache();
    await scan(memoryHost(tree), { ...everywhere, cache });
    cache.opened.length = 0;
    const changed = { ...tree, "src/agents.ts": tree["src/agents.ts"].replace('"clerk"', '"chief"') };
    const second = await scan(memoryHost(changed), { ...everywhere, cache });
    expect(names(second)).toEqual([["desk"], ["chief", "search"], ["other"]]);
    expect(cache.opened.sort()).toEqual(["src/search.ts", "src/tools.ts"]);
  });

  test("links nothing anew where only a comment behind the code is another", async () => {
    const cache = testCache();
    await scan(memoryHost(tree), { ...everywhere, cache });
    cache.opened.length = 0;
    const changed = {
      ...tree,
      "src/tools.ts": `${tree["src/tools.ts"]}\n// more\n`,
      "py/names.py": `${tree["py/names.py"]}# more\n`,
    };
    const second = await scan(memoryHost(changed), { ...everywhere, cache });
    expect(shown(second)).toBe(shown(await scan(memoryHost(changed), everywhere)));
    expect(cache.opened).toEqual([]);
  });

  test.each<[string, Tree, unknown]>([
    [
      "in what another file imports",
      { ...tree, "py/names.py": 'NAME = "counter"\n' },
      [["counter"], ["clerk", "search"], ["other"]],
    ],
    [
      "two files away",
      { ...tree, "src/search.ts": tree["src/search.ts"].replaceAll("const search", "const find, search") },
      [["desk"], ["clerk", "search"], ["other"]],
    ],
    [
      "by a file that is gone",
      Object.fromEntries(Object.entries(tree).filter(([path]) => path !== "py/names.py")),
      [[null], ["clerk", "search"], ["other"]],
    ],
    [
      "by a file that takes the place of another in an import",
      { ...tree, "src/tools.js": "export const tools = [];\n" },
      [["desk"], ["clerk"], ["other"]],
    ],
    [
      "by a configuration that names a package of the project as a catalogued one",
      {
        ...tree,
        "tsconfig.json": '{"compilerOptions":{"paths":{"@openai/agents":["./src/mine.ts"]}}}',
        "src/mine.ts": "export class Agent { constructor(options: object) {} }\n",
      },
      [["desk"]],
    ],
  ])("sees a change %s", async (_, changed, expected) => {
    const cache = testCache();
    await scan(memoryHost(tree), { ...everywhere, cache });
    const warm = await scan(memoryHost(changed), { ...everywhere, cache });
    expect(shown(warm)).toBe(shown(await scan(memoryHost(changed), everywhere)));
    expect(names(warm)).toEqual(expected);
  });

  test("does not keep a file in the result that nobody asks for any more", async () => {
    const cache = testCache();
    const asks: Tree = {
      ...tree,
      "py/other.py": "from .names import NAME\nfrom agents import Agent\nx = Agent(name=NAME)\n",
    };
    await scan(memoryHost(asks), { ...everywhere, cache });
    const alone: Tree = { ...tree, "py/desk.py": "x = 1\n" };
    const warm = await scan(memoryHost(alone), { ...everywhere, cache });
    expect(warm.facts.has("py/names.py")).toBe(false);
    expect(shown(warm)).toBe(shown(await scan(memoryHost(alone), everywhere)));
  });

  test("whose kept code is gone reads the files again", async () => {
    const cache = testCache();
    const first = await scan(memoryHost(tree), { ...everywhere, cache });
    for (const [key, text] of cache.kept) if (text.startsWith('{"path":"src/')) cache.kept.delete(key);
    const changed = { ...tree, "src/agents.ts": `// once more\n${tree["src/agents.ts"]}` };
    const second = await scan(memoryHost(changed), { ...everywhere, cache });
    expect(names(second)).toEqual(names(first));
    cache.opened.length = 0;
    await scan(memoryHost({ ...changed, "src/agents.ts": tree["src/agents.ts"] }), { ...everywhere, cache });
    expect(cache.opened).toContain("src/tools.ts");
  });

  test.each([
    '{"looks":[null],"facts":[],"rests":[],"links":[]}',
    '{"looks":[],"facts":[["src/agents.ts",null]],"rests":[],"links":[["src/agents.ts",{}]]}',
    '{"looks":[],"facts":[],"rests":[null],"links":[]}',
    "[]",
    "null",
  ])("does not believe a record such as %s", async (text) => {
    const cache = testCache();
    const first = await scan(memoryHost(tree), { ...everywhere, cache });
    for (const [key, kept] of cache.kept) if (kept.startsWith('{"looks"')) cache.kept.set(key, text);
    expect(shown(await scan(memoryHost(tree), { ...everywhere, cache }))).toBe(shown(first));
  });

  test("is not led astray by a part of a scan in between, which links nothing", async () => {
    const cache = testCache();
    await scan(memoryHost(tree), { ...everywhere, cache });
    const changed = { ...tree, "src/tools.ts": "export const tools = [];\n" };
    const host = memoryHost(changed);
    const { files } = await discover(host, everywhere);
    const supply = keptSupply(host, cache, files, { whole: true });
    await makeShard(host, supply, everywhere, [1, 1]);
    supply.keep();
    const warm = await scan(host, { ...everywhere, cache });
    expect(names(warm)).toEqual([["desk"], ["clerk"], ["other"]]);
  });
});

/** A small project at random: files that import each other, pass on, make agents or hold what agents are given. */
const projects = fc.array(
  fc.record({
    kind: fc.constantFrom("agent", "tools", "barrel", "class", "plain"),
    uses: fc.integer({ min: 0, max: 9 }),
    also: fc.integer({ min: 0, max: 9 }),
    name: fc.constantFrom("a", "b", "c"),
  }),
  { minLength: 3, maxLength: 9 },
);

type Project = typeof projects extends fc.Arbitrary<infer Value> ? Value : never;

function treeOf(project: Project): Tree {
  const file = (index: number): string => `./f${index % (project.length + 1)}.js`;
  return Object.fromEntries(
    project.map(({ kind, uses, also, name }, index) => [
      `f${index}.ts`,
      {
        agent: `import { Agent } from "@openai/agents";\nimport { given } from "${file(uses)}";\nexport const given2 = new Agent({ name: "${name}", tools: given });\nexport { given } from "${file(also)}";\n`,
        tools: `import { given as more } from "${file(uses)}";\nimport { x } from "${file(also)}";\nexport const given = [${name}, ...more, x];\n`,
        barrel: `export * from "${file(uses)}";\nexport { Base } from "${file(also)}";\n`,
        class: `import { Base } from "${file(uses)}";\nimport { given } from "${file(also)}";\nexport class Mine extends Base {}\nexport const given2 = new Mine({ name: "${name}", tools: given });\n`,
        plain: `import { Agent as Base, tool } from "@openai/agents";\nexport { Base };\nexport const x = tool({ name: "${name}" });\n`,
      }[kind],
    ]),
  );
}

test("after any change the result is that of a fresh scan, 250 projects changed thrice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(projects, { minLength: 4, maxLength: 4 }), fc.nat(), async (states, mix) => {
      const cache = testCache();
      const [first = [], ...others] = states;
      let now: Project = first;
      await scan(memoryHost(treeOf(now)), { ...everywhere, cache });
      for (const [step, other] of others.entries()) {
        // A part of the files of another project take the places of what was there.
        now = now.map((old, index) => ((mix + index) % 3 === step ? (other[index] ?? old) : old));
        if ((mix + step) % 4 === 0) now = now.slice(0, -1);
        const host = memoryHost(treeOf(now));
        (await import("node:fs")).writeFileSync("/tmp/pc/last.json", JSON.stringify([treeOf(now)]));
        const warm = await scan(host, { ...everywhere, cache });
        expect(shown(warm)).toBe(shown(await scan(host, everywhere)));
      }
    }),
    { numRuns: 250, seed: 20_261_124 },
  );
});

test("neither kept facts nor those of a shard hold the credentials of an MCP server's command line", async () => {
  const secret = "Ab12Cd34Ef56Gh78Ij90";
  const servers = {
    one: { command: "x", args: ["-t", `ghp_${secret}`] },
    two: { url: `https://app:${secret}@mcp.test/sse` },
  };
  const host = memoryHost({ ".mcp.json": JSON.stringify({ mcpServers: servers }) });
  const cache = testCache();
  const scanned = await scan(host, { ...everywhere, cache });
  expect(scanned.servers).toHaveLength(2);
  expect([...cache.kept.values()].join("\n")).not.toContain(secret);
  const supply = keptSupply(host, testCache(), (await host.files()).files, { whole: true });
  expect(JSON.stringify(await makeShard(host, supply, everywhere, [1, 1]))).not.toContain(secret);
});
