/** Input that nobody writes in good faith: every file gives facts or a trouble, soon, and nothing else happens. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { scanHost } from "../../cli/scan-host.ts";
import type { ScanHost } from "../../scan/host.ts";
import { keptSupply } from "../../scan/kept.ts";
import { tooHard } from "../../scan/limits.ts";
import { inventory } from "../../scan/result.ts";
import { scan } from "../../scan/scan.ts";
import { readerFailed } from "../../scan/supply.ts";
import { build, CLI } from "../cli/built.ts";
import { memoryHost, type Tree } from "./memory-host.ts";
import { mutated, randoms, seeds } from "./mutations.ts";

const everywhere = { includeTests: true, inScope: () => true };
const sdk = 'import { Agent } from "@openai/agents";\n';
const py = "from agents import Agent\n";

async function scanned(tree: Tree) {
  const result = await scan(memoryHost(tree), everywhere);
  return {
    agents: result.agents.map((agent) => agent.name),
    unread: result.unread.map(({ reason }) => reason),
  };
}

describe("nesting deeper than people write is told, not followed", () => {
  test.each([
    ["arrays", "a.ts", `${sdk}const x = ${"[".repeat(10_000)}${"]".repeat(10_000)};`],
    ["objects", "a.ts", `${sdk}const x = ${"{a:".repeat(10_000)}1${"}".repeat(10_000)};`],
    ["elements", "a.tsx", `${sdk}const x = ${"<a>".repeat(10_000)}${"</a>".repeat(10_000)};`],
    ["negations", "a.ts", `${sdk}const x = ${"!".repeat(20_000)}1;`],
    ["parentheses", "a.py", `${py}x = ${"(".repeat(10_000)}1${")".repeat(10_000)}`],
    [
      "branches",
      "a.py",
      py + Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}if x:\n`).join(""),
    ],
    [
      "JSON",
      "a.json",
      `{"nodes": ${"[".repeat(10_000)}${"]".repeat(10_000)}, "t": "n8n-nodes-langchain.agent"}`,
    ],
    ["Terraform", "a.tf", `resource "aws_iam_role" "a" {\n  b = ${"{".repeat(10_000)}`],
    ["YAML", "a.yaml", `model: x\ninstruction: y\nagents: ${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}`],
  ])("%s", async (_, path, text) => {
    expect((await scanned({ [path]: text })).unread).not.toEqual([]);
  });

  test("a long chain of operators or calls is not deep", async () => {
    const text = `${sdk}const x = ${"1 + ".repeat(3_000)}1;\nnew Agent({ name: "there" });`;
    expect(await scanned({ "a.ts": text })).toEqual({ agents: ["there"], unread: [] });
  });
});

describe("a parser that a text keeps busy is stopped", () => {
  const python = `${py}a = Agent(name="there")\n${"x = 1\n".repeat(2_000)}`;
  const hcl = `resource "aws_iam_role" "agent" {\n${'  a = ["b"]\n'.repeat(2_000)}}\n`;
  /** A host on whose machine each step takes a second. */
  const slow = (tree: Tree): ScanHost => {
    let time = 0;
    return { ...memoryHost(tree), spent: () => (time += 1000) };
  };

  test.each([
    ["a.py", python],
    ["a.tf", hcl],
  ])("%s", async (path, text) => {
    expect((await scanned({ [path]: text })).unread).toEqual([]);
    const result = await scan(slow({ [path]: text }), everywhere);
    expect(result.unread.map(({ reason }) => reason)).toEqual([tooHard]);
    // The parser has forgotten the text.
    expect((await scanned({ [path]: text })).unread).toEqual([]);
  });

  test("a later scan with a cache tries again", async () => {
    const kept = new Map<string, string>();
    const cache = {
      read: (key: string) => kept.get(key),
      write: (key: string, text: string) => kept.set(key, text),
    };
    const cached = async (host: ScanHost) => {
      const { files } = await host.files();
      const supply = keptSupply(host, cache, files);
      const facts = await supply.facts("a.py");
      await supply.facts("a.py");
      supply.keep();
      return facts?.troubles.map(({ message }) => message);
    };
    expect(await cached(slow({ "a.py": python }))).toEqual([tooHard]);
    expect(await cached(memoryHost({ "a.py": python }))).toEqual([]);
  });

  test.each([
    ["graphs", "a.py", "from langgraph.graph import StateGraph\n", "g = StateGraph(dict)\n", 25_000],
    [
      "classes",
      "a.py",
      "from smolagents import MultiStepAgent\n",
      "class A(MultiStepAgent):\n  x = 1\n",
      20_000,
    ],
    [
      "roles in a variable",
      "a.sh",
      "",
      'R="roles/owner"\ngcloud projects add-iam-policy-binding "$P" --member="user:a" --role="$R"\n',
      10_000,
    ],
    [
      "comments",
      "a.py",
      "from agents import Agent\n",
      "# a line of old code that nobody wants to lose\n",
      20_000,
    ],
  ])(
    "as many %s as fit into a file cost their number",
    async (_, path, before, piece, count) => {
      const result = await scan(memoryHost({ [path]: `${before}${piece.repeat(count)}` }), everywhere);
      const said = result.unread.map(({ reason }) => reason);
      expect(said).toEqual(
        path === "a.sh" ? ["It holds more than 5000 grants; the others are left out."] : [],
      );
    },
    20_000,
  );

  test("Terraform in error", async () => {
    const text = `resource "a" "b" {\n  actions = ["c"${"if (x) ".repeat(30_000)};]\n}\n`;
    expect((await scanned({ "a.tf": text })).unread).toEqual([tooHard]);
  });
});

describe("bytes that are no good text", () => {
  test("UTF-16 is read", async () => {
    const text = `${sdk}new Agent({ name: "wide" });`;
    const bytes = new Uint8Array([0xff, 0xfe, ...new Uint8Array(Buffer.from(text, "utf16le"))]);
    expect(await scanned({ "a.ts": bytes })).toEqual({ agents: ["wide"], unread: [] });
  });

  test("invalid UTF-8 in a string hides nothing else", async () => {
    const bytes = Buffer.concat([
      Buffer.from(py),
      Buffer.from([0x78, 0x3d, 0x22, 0xff, 0xfe, 0x22, 0x0a]),
      Buffer.from('a = Agent(name="there")\n'),
    ]);
    expect((await scanned({ "a.py": bytes })).agents).toEqual(["there"]);
  });

  test("NUL bytes make a file unread, and it is told", async () => {
    expect(await scanned({ "a.py": `${py}\0Agent(name="x")` })).toEqual({
      agents: [],
      unread: ["It is no text."],
    });
  });

  test("a file that is too large is told", async () => {
    const bytes = new Uint8Array(5_000_000).fill(120);
    expect((await scanned({ "a.ts": bytes })).unread).toEqual(["It is too large to be read."]);
  });

  test("half a file gives what is whole in it, and its error", async () => {
    const { agents, unread } = await scanned({
      "a.ts": `${sdk}new Agent({ name: "first" });\nnew Agent({ name: "second", tools: [`,
    });
    expect(agents).toEqual(["first", "second"]);
    expect(unread).toHaveLength(1);
  });
});

describe("a text that no parser survives", () => {
  const deadly = `${py}x = a${"/*".repeat(10_000)}${"*/".repeat(10_000)}`;

  test("is told, and the files after it are read as if it were not there", async () => {
    const after = { "b.py": `${py}Agent(name="b")`, "c.tf": 'resource "aws_iam_role" "r" {}' };
    const { agents, unread } = await scanned({ "a.py": deadly, ...after });
    expect(agents).toEqual(["b"]);
    expect(unread).toHaveLength(1);
  });

  test("gives the same facts whatever was read before", async () => {
    const alone = await scanned({ "a.py": deadly });
    expect(await scanned({ "a.py": deadly, "b.py": `${py}Agent(name="b")` })).toEqual({
      agents: ["b"],
      unread: alone.unread,
    });
  });
});

test("a program that is longer than people write is told, a notebook of that size is read", async () => {
  const code = `${py}Agent(name="there")\n`;
  const blanks = " ".repeat(1_400_000);
  const notebook = { cells: [{ cell_type: "code", source: code, outputs: [blanks] }] };
  expect(await scanned({ "a.py": `${code}#${blanks}`, "b.ipynb": JSON.stringify(notebook) })).toEqual({
    agents: ["there"],
    unread: ["It is too large to be read."],
  });
});

test("documents of a large YAML file are read one by one, each at its own place", async () => {
  const role = (verb: string) =>
    `kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: x}\nrules:\n  - {apiGroups: ["*"], resources: ["*"], verbs: ["${verb}"]}\n`;
  const filler = `# ${"x".repeat(200_000)}\n`;
  const text = `${role("get")}---\n${filler}---\n${role("*")}`;
  const { grants } = await scan(memoryHost({ "a.yaml": text }), everywhere);
  expect(grants.map(({ extent }) => extent.at > 200_000)).toEqual([false, true]);
});

test("aliases of YAML that multiply are followed to a limit", async () => {
  const rows = Array.from({ length: 24 }, (_, index) => {
    const before = `*a${index}`;
    return `a${index + 1}: &a${index + 1} [${Array.from({ length: 9 }, () => before).join(", ")}]`;
  });
  const text = `kind: app\napp: {mode: agent}\na0: &a0 [x, x]\n${rows.join("\n")}\n`;
  expect((await scanned({ "a.yml": text })).unread).toHaveLength(1);
});

describe("files that pass on everything of each other", () => {
  test.each([
    [
      "scripts",
      "ts",
      (files: readonly string[]) => files.map((file) => `export * from "./${file}.js";\n`).join(""),
      'import { clerk, nothing } from "./f0.js";\nimport { Agent } from "@openai/agents";\nnew Agent({ name: "desk", tools: [nothing], handoffs: [clerk] });\n',
      `${sdk}export const clerk = new Agent({ name: "clerk" });\n`,
    ],
    [
      "Python modules",
      "py",
      (files: readonly string[]) => files.map((file) => `from .${file} import *\n`).join(""),
      `${py}from .f0 import clerk, nothing\nAgent(name="desk", tools=[nothing], handoffs=[clerk])\n`,
      `${py}clerk = Agent(name="clerk")\n`,
    ],
  ])("in %s are followed once around", async (_, ending, passingOn, user, made) => {
    const files = Array.from({ length: 14 }, (_, index) => `f${index}`);
    const tree = Object.fromEntries(files.map((file) => [`${file}.${ending}`, passingOn(files)]));
    const { agents } = await scanned({
      ...tree,
      [`f5.${ending}`]: made + passingOn(files),
      [`user.${ending}`]: user,
    });
    expect(agents).toEqual(["clerk", "desk"]);
  });

  test("through many ways to the same name are followed on one of them", async () => {
    const layers = Array.from({ length: 40 }, (_, layer) => layer);
    const tree = Object.fromEntries(
      layers.flatMap((layer) =>
        ["a", "b", "c"].map((side) => [
          `l${layer}${side}.ts`,
          ["a", "b", "c"].map((next) => `export * from "./l${layer + 1}${next}.js";\n`).join(""),
        ]),
      ),
    );
    const { agents } = await scanned({
      ...tree,
      "l40b.ts": 'export const word = "found";\n',
      "user.ts": `${sdk}import { word } from "./l0a.js";\nimport { none } from "./l0b.js";\nnew Agent({ name: word, tools: [none] });\n`,
    });
    expect(agents).toEqual(["found"]);
  });
});

describe("the root's border", () => {
  const folder = mkdtempSync(join(tmpdir(), "remit-scan-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, "tree");
  mkdirSync(join(root, "inside"), { recursive: true });
  writeFileSync(
    join(folder, "secret.ts"),
    `${sdk}export const secret = "SECRET";\nnew Agent({ name: "outside" });\n`,
  );
  symlinkSync("../secret.ts", join(root, "link.ts"));
  symlinkSync("..", join(root, "up"));
  symlinkSync("circle", join(root, "circle"));
  symlinkSync("inside", join(root, "again"));
  symlinkSync("inside/own.ts", join(root, "alias.ts"));
  writeFileSync(join(root, "inside", "own.ts"), `${sdk}new Agent({ name: "inside" });\n`);
  writeFileSync(
    join(root, "import.ts"),
    `${sdk}import { secret } from "../secret";\nimport { secret as linked } from "./link";\nnew Agent({ name: secret });\nnew Agent({ name: linked });\n`,
  );
  execFileSync("mkfifo", [join(root, "pipe.ts")]);

  test("nothing outside is read, by link or by import; pipes are not waited for", async () => {
    const result = await scan(scanHost(root), everywhere);
    const found = inventory(result, new Map());
    expect(found.agents.map(({ file, name }) => `${file} ${name}`)).toEqual([
      "alias.ts inside",
      "import.ts null",
      "import.ts null",
      "inside/own.ts inside",
    ]);
    expect(JSON.stringify(found)).not.toContain("SECRET");
    expect(found.coverage.unread.map(({ file }) => file)).toEqual(["circle", "link.ts", "pipe.ts", "up"]);
  });
});

describe("files mutated at random", () => {
  const all = seeds();

  test.each([1, 2, 3])("two hundred of them, seed %i", async (seed) => {
    const random = randoms(seed * 7919);
    const tree: Record<string, Uint8Array> = {};
    for (let index = 0; index < 200; index++) {
      const { path, bytes } = mutated(all, random);
      tree[`${index}/${path}`] = bytes;
    }
    const result = await scan(memoryHost(tree), everywhere);
    // Every file is looked at: what gave no facts has nothing to say, or is told.
    for (const agent of result.agents) expect(result.facts.has(agent.file)).toBe(true);
    for (const { file, reason } of result.unread) {
      expect(tree[file]).toBeDefined();
      expect(reason).not.toContain(readerFailed);
    }
  });
});

describe("the built command", () => {
  const folder = mkdtempSync(join(tmpdir(), "remit-scan-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("tells each file that it could not read, in 512 MB", () => {
    build();
    const bomb = Array.from(
      { length: 30 },
      (_, index) => `b${index + 1}: &b${index + 1} [*b${index}, *b${index}]`,
    );
    const files: Readonly<Record<string, string | Uint8Array>> = {
      "line.ts": new Uint8Array(50 * 1024 * 1024).fill(97),
      "long.py": `${py}${"x = 1\n".repeat(300_000)}`,
      "deep.ts": `${sdk}const x = ${"[".repeat(10_000)}${"]".repeat(10_000)};`,
      "stack.py": `${py}x = a${"/*".repeat(10_000)}${"*/".repeat(10_000)}`,
      "deep.tf": `resource "aws_iam_role" "r" { x = ${"[".repeat(10_000)}${"]".repeat(10_000)} }`,
      "bomb.yml": `model: x\ninstruction: y\nagents:\nb0: &b0 [x, x]\n${bomb.join("\n")}\n`,
      ...Object.fromEntries(
        [1, 2, 3, 4].map((number) => [
          `wide${number}.py`,
          `${"/*".repeat(10_000)}${"*/".repeat(10_000)}\n${py}`,
        ]),
      ),
      "zero.py": `${py}\0`,
      "good.py": `${py}Agent(name="good")\n`,
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    symlinkSync("circle", join(folder, "circle"));
    execFileSync("mkfifo", [join(folder, "pipe.ts")]);
    const told = join(mkdtempSync(join(tmpdir(), "remit-told-")), "told.cjs");
    writeFileSync(
      told,
      'process.on("exit", () => { require("node:fs").writeFileSync(__filename + ".most", String(process.resourceUsage().maxRSS)); });',
    );
    const out = execFileSync(
      process.execPath,
      [
        "--max-old-space-size=320",
        "--require",
        told,
        CLI,
        "scan",
        "--no-policy",
        "--format",
        "json",
        "--fail-on",
        "none",
      ],
      { cwd: folder, encoding: "utf8", timeout: 100_000, maxBuffer: 1 << 28 },
    );
    const { agents, coverage, files: counts } = JSON.parse(out);
    // Kilobytes.
    expect(Number(readFileSync(`${told}.most`, "utf8"))).toBeLessThan(512 * 1024);
    expect(agents).toMatchObject([{ name: "good" }]);
    expect(counts.seen).toBe(Object.keys(files).length);
    expect(coverage.unread.map(({ file }: { readonly file: string }) => file)).toEqual([
      "bomb.yml",
      "circle",
      "deep.tf",
      "deep.ts",
      "line.ts",
      "long.py",
      "pipe.ts",
      "stack.py",
      "wide1.py",
      "wide2.py",
      "wide3.py",
      "wide4.py",
      "zero.py",
    ]);
  });
});
