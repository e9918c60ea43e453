/** Every format of `remit scan`, read by a program that is not ours, over a tree whose every name is hostile. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { SaxesParser } from "saxes";
import { beforeAll, describe, expect, test } from "vitest";
import { folder, type Ran, remit } from "../run.ts";
import { sarifComplaints } from "../sarif-schema.ts";
import { readJson } from "../schema.ts";

const policy = `owner ada "Ada" { email "ada@acme.example" }

agent clerk {
  owner   ada
  purpose "Files things."
  source  "src/desk.py"
  expires 2026-06-30
  may tool:file_away
}
`;

const desk = `from agents import Agent, function_tool


@function_tool
def shred(paper: str) -> str:
    return paper


clerk = Agent(name="clerk", tools=[shred])
`;

/** What a name can do harm with in one of the formats. */
const hostile = [
  "new\nline",
  "carriage\rreturn",
  "::error::boom",
  "%0A::warning file=x::boom",
  "##[error]boom",
  "ansi\u001b[31m\u001b]0;title\u0007",
  "right\u202eto\u2066left",
  "</script><script>alert(1)</script>",
  "tick`s```and | pipes |",
  "<img src=x onerror=alert(1)>",
  "[link](javascript:alert(1)) @everyone #1",
  "quote\" ' & ]]> <!-- --> ",
  "a,line=1::x",
  "${{ secrets.TOKEN }} $(id) {{x}}",
  "emoji 🦊 日本 שלום",
  "..%2f..%2fetc",
];

const pythonText = (text: string): string =>
  `"${[...text].map((character) => (/[\w ]/.test(character) ? character : escaped(character))).join("")}"`;
const escaped = (character: string): string =>
  `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;

/** A file name holds neither of these two. */
const fileOf = (text: string): string => `src/${text.replaceAll("/", "∕").replaceAll("\0", "")}.py`;

const world = {
  "a.remit": policy,
  "src/desk.py": desk,
  ".github/workflows/w.yml": "on: push\npermissions: write-all\njobs:\n  a:\n    steps:\n      - run: x\n",
  "half.py": "from agents import Agent\nAgent(name=(\n",
  ...Object.fromEntries(
    hostile.map((text) => [
      fileOf(text),
      `from agents import Agent\n\nx = Agent(name=${pythonText(text)})\n`,
    ]),
  ),
};

const root = folder(world);
const ran = (...words: readonly string[]): Promise<Ran> =>
  remit(["scan", "--at", "2026-12-01", ...words], { cwd: root });

interface Finding {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  readonly fingerprint: string;
}
let findings: readonly Finding[];

beforeAll(async () => {
  const document = readJson("scan", (await ran("--format", "json")).out);
  findings = Array.isArray(member(document, "findings"))
    ? arrayOf(document, "findings").filter(isFinding)
    : [];
});

function isFinding(value: unknown): value is Finding {
  return typeof value === "object" && value !== null && "rule" in value && "file" in value;
}
function member(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path)
    found = typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}
function arrayOf(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = member(value, ...path);
  return Array.isArray(found) ? found : [];
}

test("json names every file and agent as it is", () => {
  const files = new Set(findings.filter(({ rule }) => rule === "undeclared-agent").map(({ file }) => file));
  for (const text of hostile) expect(files).toContain(fileOf(text));
});

describe("pretty", () => {
  test.each([
    ["--color", "never"],
    ["--quiet", "--color", "never"],
  ])("lets nothing act on a terminal (%s %s)", async (...words) => {
    const { out, err } = await ran(...words);
    expect(out + err).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
    expect(out).toContain("undeclared-agent");
  });
});

describe("SARIF", () => {
  let log: unknown;
  beforeAll(async () => {
    const { out } = await ran("--format", "sarif");
    expect(sarifComplaints(out)).toEqual([]);
    log = JSON.parse(out);
  });

  test("has the findings, at relative addresses that lead back to the files", () => {
    const places = arrayOf(log, "runs", 0, "results").map((result) => [
      member(result, "ruleId"),
      decodeURIComponent(
        String(member(result, "locations", 0, "physicalLocation", "artifactLocation", "uri")),
      ),
      member(result, "partialFingerprints", "remit/v1"),
    ]);
    expect(places).toEqual(findings.map(({ rule, file, fingerprint }) => [rule, file, fingerprint]));
    for (const result of arrayOf(log, "runs", 0, "results")) {
      const uri = String(member(result, "locations", 0, "physicalLocation", "artifactLocation", "uri"));
      const address = new URL(uri, "https://base.example/tree/");
      expect(address.href.startsWith("https://base.example/tree/")).toBe(true);
      expect(address.hash + address.search).toBe("");
    }
  });

  test("says with each rule what it is, how bad, and where its page is", () => {
    const rules = arrayOf(log, "runs", 0, "tool", "driver", "rules");
    expect(rules.length).toBeGreaterThan(3);
    for (const rule of rules) {
      expect(String(member(rule, "shortDescription", "text")).length).toBeGreaterThan(10);
      expect(String(member(rule, "help", "text")).length).toBeGreaterThan(10);
    }
  });

  test("has the declaration as a fix that fits into the policy's file", () => {
    const result = arrayOf(log, "runs", 0, "results").find(
      (each) => member(each, "ruleId") === "undeclared-agent",
    );
    const change = member(result, "fixes", 0, "artifactChanges", 0);
    expect(member(change, "artifactLocation", "uri")).toBe("a.remit");
    expect(member(change, "replacements", 0, "deletedRegion", "startLine")).toBe(policy.split("\n").length);
    expect(String(member(change, "replacements", 0, "insertedContent", "text"))).toContain(
      "FILL-IN-THE-OWNER",
    );
  });

  test("has the way from the declaration to the code where a finding spans both", () => {
    for (const rule of ["expired-agent-in-code", "undeclared-tool"]) {
      const result = arrayOf(log, "runs", 0, "results").find((each) => member(each, "ruleId") === rule);
      const steps = arrayOf(result, "codeFlows", 0, "threadFlows", 0, "locations").map((step) => [
        member(step, "location", "physicalLocation", "artifactLocation", "uri"),
        member(step, "location", "physicalLocation", "region", "startLine"),
      ]);
      expect(steps).toEqual([
        ["a.remit", 3],
        ["src/desk.py", 9],
      ]);
    }
  });
});

describe("github", () => {
  /** Lines as the runner reads them: a command begins a line after blanks, or stands as `##[` anywhere in it. */
  const commands = (out: string): readonly string[] =>
    out.split(/\r\n|\r|\n/).filter((line) => /^\s*::|##\[/.test(line));

  test("is one command a finding and one for the file that was not read whole, and no text makes another", async () => {
    const { out } = await ran("--format", "github");
    const found = commands(out);
    expect(found).toHaveLength(findings.length + 1);
    expect(found.at(-1)).toMatch(/^::notice file=[^,]*,(?:line=\d+,)?title=not read whole::/);
    for (const line of found.slice(0, -1))
      expect(line).toMatch(/^::(?:error|warning|notice) file=[^,]*,line=\d+,endLine=\d+,/);
  });

  test("stays so where the text goes into a log beside other lines", async () => {
    for (const format of ["pretty", "markdown"])
      expect(commands((await ran("--format", format)).out)).toEqual([]);
    for (const format of ["junit", "json", "sarif"]) {
      const { out, err } = await ran("--format", format);
      expect(commands(out).filter((line) => /^\s*::/.test(line))).toEqual([]);
      expect(commands(err)).toEqual([]);
    }
  });

  test("names the file as it is, once the runner has put its characters back", async () => {
    const { out } = await ran("--format", "github");
    expect(out).toContain("file=src/a%2Cline=1%3A%3Ax.py,");
    expect(out).toContain("file=src/%250A%3A%3Awarning file=x%3A%3Aboom.py,");
  });
});

describe("JUnit", () => {
  test("is well-formed XML with a case for each finding, and one for the file that was not read whole", async () => {
    const { out } = await ran("--format", "junit");
    const cases: string[] = [];
    let failures = 0;
    const elements = new Set<string>();
    const parser = new SaxesParser();
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("opentag", ({ name, attributes }) => {
      elements.add(name);
      if (name === "testcase") cases.push(String(attributes.file));
      if (name === "failure") failures++;
    });
    parser.write(out).close();
    expect([...elements].sort()).toEqual(["failure", "skipped", "testcase", "testsuite", "testsuites"]);
    expect(cases).toHaveLength(findings.length + 1);
    const suites = out.match(/failures="(\d+)"/)?.[1];
    expect(failures).toBe(Number(suites));
    expect(cases).toContain(fileOf("</script><script>alert(1)</script>"));
  });
});

describe("Markdown", () => {
  test("is one table with a row for each finding, and no markup of theirs", async () => {
    const { out } = await ran("--format", "markdown");
    const page = micromark(out, {
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
      allowDangerousHtml: true,
    });
    expect(page.match(/<table>/g)).toHaveLength(1);
    expect(page.match(/<tr>/g)).toHaveLength(findings.length + 1);
    const tags = new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map((match) => match[1]));
    expect([...tags].sort()).toEqual(
      [
        "code",
        "details",
        "h3",
        "li",
        "p",
        "pre",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
      ].filter((tag) => tags.has(tag)),
    );
    expect(page).not.toMatch(/<a |<img|onerror=[^a]|javascript:[^a]/);
  });
});

describe("--fix", () => {
  test("writes a stub for every undeclared agent, however it is called, and the policy checks once owners are named", async () => {
    const own = folder(world);
    const { code, err } = await remit(["scan", "--fix", "--fail-on", "none", "--at", "2026-12-01"], {
      cwd: own,
    });
    expect(code).toBe(0);
    const count = findings.filter(({ rule }) => rule === "undeclared-agent").length;
    expect(count).toBeGreaterThanOrEqual(hostile.length);
    expect(err).toContain(`Wrote ${count} stubs into 'undeclared.remit'.`);
    const text = readFileSync(join(own, "undeclared.remit"), "utf8");
    expect(text.match(/^agent /gm)).toHaveLength(count);
    expect(text.match(/FILL-IN-THE-OWNER/g)).toHaveLength(count);
    const before = await remit(["check", "--format", "json"], { cwd: own });
    const codes = new Set(arrayOf(JSON.parse(before.out), "diagnostics").map((each) => member(each, "code")));
    // The owners are all that is missing.
    expect([...codes].filter((each) => each !== "unknown-name" && each !== "agent-expired")).not.toContain(
      "syntax",
    );
    writeFileSync(join(own, "undeclared.remit"), text.replaceAll("FILL-IN-THE-OWNER", "ada"));
    const after = await remit(["check", "--format", "json", "--at", "2026-12-01"], { cwd: own });
    const errors = arrayOf(JSON.parse(after.out), "diagnostics").filter(
      (each) => member(each, "severity") === "error" && member(each, "file") === "undeclared.remit",
    );
    expect(errors).toEqual([]);
    const again = await remit(["scan", "--format", "json", "--fail-on", "none", "--at", "2026-12-01"], {
      cwd: own,
    });
    expect(
      arrayOf(JSON.parse(again.out), "findings").filter(
        (each) => member(each, "rule") === "undeclared-agent",
      ),
    ).toEqual([]);
  });
});
