import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";

const policy = `owner ada "Ada" { email "ada@acme.example" }

agent clerk {
  owner   ada
  purpose "Files things."
  expires 2027-03-01
  may tool:file_away
}
`;

const desk = `from agents import Agent, function_tool


@function_tool
def file_away(paper: str) -> str:
    return paper


clerk = Agent(name="clerk", tools=[file_away])
`;

const intruder = `from pydantic_ai import Agent

mailer = Agent("test", name="mailer")
`;

const world = { "agents.remit": policy, "src/desk.py": desk };

interface Document {
  readonly agents: readonly {
    readonly name: string;
    readonly file: string;
    readonly declaredAs: string | null;
  }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly file: string;
    readonly fingerprint: string;
  }[];
  readonly coverage: { readonly complete: boolean };
}

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && "agents" in value && "findings" in value;
}

async function scanned(
  cwd: string,
  ...words: readonly string[]
): Promise<Document & { readonly code: number }> {
  const { code, out, err } = await remit(["scan", "--format", "json", ...words], { cwd });
  expect(err).toBe("");
  const document = readJson("scan", out);
  if (!isDocument(document)) throw new Error("no document of a scan");
  return { ...document, code };
}

const rulesOf = ({ findings }: Document): readonly string[] =>
  findings.map(({ rule, file }) => `${file} ${rule}`);

describe("remit scan", () => {
  test("is content with what the policy declares", async () => {
    const { agents, findings, code } = await scanned(folder(world));
    expect(agents).toMatchObject([{ name: "clerk", file: "src/desk.py", declaredAs: "clerk" }]);
    expect(findings).toEqual([]);
    expect(code).toBe(0);
  });

  test("reports an undeclared agent with the stanza that would declare it, and exits with 1", async () => {
    const root = folder({ ...world, "src/mail.py": intruder });
    const { findings, code } = await scanned(root);
    expect(findings).toMatchObject([
      {
        rule: "undeclared-agent",
        severity: "error",
        file: "src/mail.py",
        range: { start: { line: 3, column: 10 } },
        fixes: [{ title: "Declare 'mailer'", edits: [{ file: "agents.remit" }] }],
      },
    ]);
    expect(code).toBe(1);
    expect((await scanned(root, "--fail-on", "none")).code).toBe(0);
    expect((await scanned(root, "--skip", "undeclared-agent")).findings).toEqual([]);
    expect((await scanned(root, "--only", "missing-agent")).findings).toEqual([]);
    expect((await scanned(root, "--no-policy")).findings).toEqual([]);
  });

  test("the stanza makes the policy complete once the owner is named", async () => {
    const root = folder({ ...world, "src/mail.py": intruder });
    await remit(["scan", "--fix", "--fail-on", "none"], { cwd: root });
    const path = join(root, "undeclared.remit");
    writeFileSync(path, readFileSync(path, "utf8").replace("FILL-IN-THE-OWNER", "ada"));
    expect((await scanned(root)).findings).toEqual([]);
    expect((await remit(["check"], { cwd: root })).code).toBe(0);
  });

  test("a finding is ignored with a reason and an end, and no longer", async () => {
    const ignored = intruder.replace(
      "mailer =",
      "# remit-ignore undeclared-agent until 2027-01-01: moved next month\nmailer =",
    );
    const root = folder({ ...world, "src/mail.py": ignored });
    expect(rulesOf(await scanned(root))).toEqual([]);
    expect(rulesOf(await scanned(root, "--at", "2027-02-01"))).toEqual([
      "src/mail.py ignore-expired",
      "src/mail.py undeclared-agent",
    ]);
  });

  test("tests are out of scope unless they are asked for", async () => {
    const root = folder({ ...world, "tests/test_mail.py": intruder });
    expect(rulesOf(await scanned(root))).toEqual([]);
    expect(rulesOf(await scanned(root, "--include-tests"))).toEqual(["tests/test_mail.py undeclared-agent"]);
  });

  test("paths and the configuration limit what is scanned", async () => {
    const root = folder({ ...world, "src/mail.py": intruder, "old/mail.py": intruder });
    writeFileSync(join(root, "remit.yaml"), "workspace: acme\npolicies: '*.remit'\n");
    expect(rulesOf(await scanned(root, "src"))).toEqual(["src/mail.py undeclared-agent"]);
    writeFileSync(
      join(root, "remit.yaml"),
      "workspace: acme\npolicies: '*.remit'\nscan:\n  exclude: [old/**]\n",
    );
    expect(rulesOf(await scanned(root))).toEqual(["src/mail.py undeclared-agent"]);
  });

  test("what is ignored by git is not read", async () => {
    const root = folder({
      ...world,
      ".gitignore": "build/\n!build/keep.py\n*.tmp.py\n",
      "build/mail.py": intruder,
      "a.tmp.py": intruder,
    });
    expect(rulesOf(await scanned(root))).toEqual([]);
  });

  test("a file that could not be read whole is told, and fails on request", async () => {
    const root = folder({ ...world, "src/half.py": "from agents import Agent\nAgent(name=(\n" });
    const { coverage, code } = await scanned(root, "--no-policy");
    expect(coverage.complete).toBe(false);
    expect(code).toBe(0);
    expect((await scanned(root, "--no-policy", "--fail-on-incomplete")).code).toBe(1);
  });

  test.each(["pretty", "sarif", "github", "junit", "markdown"])("writes %s", async (format) => {
    const { out } = await remit(["scan", "--format", format], {
      cwd: folder({ ...world, "src/mail.py": intruder }),
    });
    expect(out).toContain("mailer");
    expect(out).toContain("undeclared-agent");
  });

  test.each([
    [["--only", "no-such-rule"], "There is no rule 'no-such-rule'."],
    [["--shard", "9/8"], "--shard takes a part such as 2/8, not '9/8'."],
    [["--update-baseline"], "--update-baseline needs --baseline FILE."],
    [["--baseline", "none.json"], "Cannot read the baseline 'none.json'"],
    [["--since", "nowhere"], "is in no git repository"],
  ])("says what is wrong with %j", async (words, message) => {
    const { code, err } = await remit(["scan", ...words], { cwd: folder(world) });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe("what was there before", () => {
  const many = {
    ...world,
    "src/mail.py": intruder,
    "src/two.py": `${intruder}\nother = Agent("test", name="mailer")\n`,
    ".github/workflows/a.yml": "on: push\npermissions: write-all\njobs:\n  a:\n    steps:\n      - run: x\n",
  };

  test("a line inserted at the top of every file revives nothing", async () => {
    const root = folder(many);
    await remit(["scan", "--baseline", "base.json", "--update-baseline"], { cwd: root });
    expect((await scanned(root, "--baseline", "base.json")).findings).toEqual([]);
    for (const [name, text] of Object.entries(many))
      writeFileSync(join(root, name), `${name.endsWith(".remit") ? "//" : "#"} a line\n${text}`);
    expect((await scanned(root, "--baseline", "base.json")).findings).toEqual([]);
  });

  test("an update of a part of the baseline leaves the rest of it", async () => {
    const root = folder({ ...many, "remit.yaml": "workspace: acme\n" });
    const update = (...words: readonly string[]) =>
      remit(["scan", ...words, "--baseline", "base.json", "--update-baseline"], { cwd: root });
    await update();
    const whole = readFileSync(join(root, "base.json"), "utf8");
    expect(JSON.parse(whole).findings.length).toBeGreaterThan(2);
    for (const words of [["src/mail.py"], ["--only", "undeclared-agent"], ["--skip", "undeclared-agent"]]) {
      expect((await update(...words)).err).toMatch(/; \d+ that this run did not look for stay in it\.\n$/);
      expect(readFileSync(join(root, "base.json"), "utf8")).toBe(whole);
    }
    writeFileSync(join(root, "src/mail.py"), "");
    await update("src/mail.py");
    const left = readFileSync(join(root, "base.json"), "utf8");
    expect(left).not.toContain('"file": "src/mail.py"');
    expect(left).toContain('"file": "src/two.py"');
    expect(await update("--since", "HEAD")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--update-baseline with --since"),
    });
  });

  test("policies that remit.yaml names and that are not there are a mistake, as in a check", async () => {
    const root = folder({ "remit.yaml": "policies: policy/**/*.remit\n", "a.py": intruder });
    for (const words of [["check"], ["scan"], ["scan", "--fix"]]) {
      const { code, err } = await remit(words, { cwd: root });
      expect(err).toContain("(looked for policy/**/*.remit)");
      expect(code).toBe(2);
    }
    expect((await remit(["scan", "--no-policy"], { cwd: root })).code).toBe(0);
    writeFileSync(join(root, "remit.yaml"), "workspace: acme\n");
    expect((await remit(["scan"], { cwd: root })).code).toBe(0);
  });

  test("a file that is renamed takes its findings along; a copy does not", async () => {
    const root = folder(many);
    await remit(["scan", "--baseline", "base.json", "--update-baseline"], { cwd: root });
    mkdirSync(join(root, "lib"));
    renameSync(join(root, "src/mail.py"), join(root, "lib/post.py"));
    expect((await scanned(root, "--baseline", "base.json")).findings).toEqual([]);
    writeFileSync(join(root, "lib/copy.py"), intruder);
    writeFileSync(join(root, "src/mail.py"), intruder);
    expect(rulesOf(await scanned(root, "--baseline", "base.json"))).toEqual([
      "lib/copy.py undeclared-agent",
      "lib/post.py undeclared-agent",
    ]);
  });

  test("--since reports what the revision did not have, under the policy that it had", async () => {
    const root = folder(many);
    const git = (...words: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@x.example", ...words], { cwd: root });
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "first");
    expect((await scanned(root, "--since", "HEAD")).findings).toEqual([]);
    renameSync(join(root, "src/mail.py"), join(root, "src/post.py"));
    writeFileSync(join(root, "src/new.py"), intruder.replaceAll("mailer", "poster"));
    writeFileSync(join(root, "agents.remit"), policy.replace("may tool:file_away", "may tool:other"));
    expect(rulesOf(await scanned(root, "--since", "HEAD"))).toEqual([
      "agents.remit unused-grant",
      "src/desk.py undeclared-tool",
      "src/new.py undeclared-agent",
    ]);
  });
});

describe("the same bytes by every way", () => {
  const fixtures = join(import.meta.dirname, "../../scan/fixtures");

  test("shards merge into what one scan gives", async () => {
    const whole = await remit(["scan", fixtures, "--format", "json", "--no-policy", "--fail-on", "none"], {
      cwd: fixtures,
    });
    const parts = folder({});
    for (let part = 1; part <= 8; part++) {
      const { out } = await remit(["scan", fixtures, "--shard", `${part}/8`], { cwd: fixtures });
      writeFileSync(join(parts, `${part}.json`), out);
    }
    const files = Array.from({ length: 8 }, (_, index) => join(parts, `${index + 1}.json`));
    const merged = await remit(["merge", ...files, "--format", "json", "--no-policy", "--fail-on", "none"], {
      cwd: parts,
    });
    expect(merged.out).toBe(whole.out);
    const missing = await remit(["merge", ...files.slice(1), "--format", "json"], { cwd: parts });
    expect(missing.err).toContain("Of 8 parts, these are missing: 1.");
    const { out } = await remit(["scan", fixtures, "--facts-only"], { cwd: fixtures });
    writeFileSync(join(parts, "all.json"), out);
    const alone = await remit(["merge", "all.json", "--format", "json", "--no-policy", "--fail-on", "none"], {
      cwd: parts,
    });
    expect(alone.out).toBe(whole.out);
  });

  test("a cold and a warm cache give what no cache gives, and damage is worked out anew", async () => {
    const words = ["scan", fixtures, "--format", "json", "--no-policy", "--fail-on", "none"];
    const cache = join(folder({}), "cache");
    const without = await remit(words, { cwd: fixtures });
    const cold = await remit([...words, "--cache", cache], { cwd: fixtures });
    const warm = await remit([...words, "--cache", cache], { cwd: fixtures });
    expect(cold.out).toBe(without.out);
    expect(warm.out).toBe(without.out);
    for (const path of execFileSync("find", [cache, "-name", "*.json"], { encoding: "utf8" })
      .trim()
      .split("\n")) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "{}");
    }
    expect((await remit([...words, "--cache", cache], { cwd: fixtures })).out).toBe(without.out);
  });
});

test("init --from-scan writes a stub for each agent, with a hint at its owner", async () => {
  const root = folder({
    "src/desk.py": desk,
    "src/mail.py": intruder,
    CODEOWNERS: "* @acme/all\n/src/mail.py @ada\n",
  });
  expect((await remit(["init", "--from-scan"], { cwd: root })).code).toBe(0);
  const path = join(root, "policy/agents.remit");
  const text = readFileSync(path, "utf8");
  expect(text).toContain("agent clerk {");
  expect(text).toContain("may tool:file_away");
  expect(text).toContain("owner    FILL-IN-THE-OWNER // CODEOWNERS: @ada");
  writeFileSync(path, text.replaceAll("FILL-IN-THE-OWNER", "you"));
  expect((await remit(["check"], { cwd: root })).out).not.toContain("error");
  expect((await scanned(root)).findings).toEqual([]);
});

describe("without a policy, people see what was found", () => {
  const hostile = `from agents import Agent

evil = Agent(name="x\\u001b[31m | <img src=x> \\n::error::y")
`;

  test("pretty lists every agent once, with its framework, its place and its tools", async () => {
    const cwd = folder({ "src/desk.py": desk, "src/mailer.py": intruder });
    const { out, code } = await remit(["scan"], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(/^agent +framework +where +tools$/m);
    expect(out).toMatch(/^clerk +openai-agents-python +src\/desk\.py:9 +file_away$/m);
    expect(out).toMatch(/^mailer +pydantic-ai +src\/mailer\.py:3$/m);
    expect(out).toContain("'remit init --from-scan' writes a first policy");
  });

  test("a compared policy needs no list", async () => {
    const { out } = await remit(["scan"], { cwd: folder(world) });
    expect(out).not.toContain("framework");
  });

  test("a hostile name stays one line, without markup or control characters", async () => {
    const cwd = folder({ "src/evil.py": hostile });
    const { out } = await remit(["scan"], { cwd });
    expect(out).not.toContain("\u001b");
    expect(out.split("\n").filter((line) => line.startsWith("::error"))).toEqual([]);
    const markdown = (await remit(["scan", "--format", "markdown"], { cwd })).out;
    const html = micromark(markdown, {
      allowDangerousHtml: true,
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
    });
    expect(html).not.toContain("<img");
    expect(html.match(/<td>/g)).toHaveLength(4);
  });
});
