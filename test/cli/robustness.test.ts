/** The built command line under bad conditions. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { generatePolicy } from "../../bench/generate.ts";
import { filesBelow } from "../../cli/tree.ts";
import { build, CLI, ended, giveAway, runBuilt, runUnprivileged, startBuilt } from "./built.ts";
import { folder } from "./run.ts";
import { AT, world } from "./world.ts";

beforeAll(build);

const isRoot = process.getuid?.() === 0;

/** Neither a crash nor a hang: an exit code of the contract, and no stack trace. */
function expectOrderly(ended: {
  code: number | null;
  signal: string | null;
  out: string;
  err: string;
}): void {
  expect([0, 1, 2], `${ended.signal}\n${ended.err}`).toContain(ended.code);
  expect(ended.err).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
}

test("a current folder that was deleted is said in one message", () => {
  const gone = folder({});
  const words = ['cd "$1" && rmdir "$1" && exec "$2" "$3" check', "sh", gone, process.execPath, CLI];
  const { status, stdout, stderr } = spawnSync("sh", ["-c", ...words], { encoding: "utf8" });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^remit: The current folder cannot be used: there is no such file or folder\.[^\n]*\n$/,
  );
});

describe("odd files", () => {
  test("an empty file is a policy without anything in it", () => {
    expect(runBuilt(["check"], folder({ "a.remit": "" }))).toMatchObject({ code: 0, err: "" });
  });

  test("line ends, a BOM, emoji and blanks in names change nothing", () => {
    const odd = Object.fromEntries(
      Object.entries(world).map(([name, text]) => [
        name.endsWith(".yaml") ? name : `🦊 with blanks ${name}`,
        name.endsWith(".yaml")
          ? text
          : `\ufeff${text.replaceAll("\n", "\r\n").replace("Answers", "🦊 Answers 日本")}`,
      ]),
    );
    const cwd = folder(odd);
    expect(runBuilt(["check", ...AT], cwd)).toMatchObject({ code: 0, err: "" });
    expect(runBuilt(["compile", ...AT], cwd)).toMatchObject({ code: 0, err: "" });
    expect(runBuilt(["check", `🦊 with blanks agents.remit`, ...AT], cwd)).toMatchObject({ code: 0 });
  });

  test("a file of 10 MB is checked", () => {
    const line = '/// A line of text that says nothing.\nowner o0000000 { email "o0000000@acme.example" }\n';
    const count = Math.ceil(10_000_000 / line.length);
    const text = Array.from({ length: count }, (_, index) =>
      line.replaceAll("0000000", String(index).padStart(7, "0")),
    ).join("");
    const done = runBuilt(["check"], folder({ "a.remit": text }), { seconds: 110 });
    expectOrderly(done);
    expect(done.out).toMatch(/ in 1 file\n$/);
  });

  const deep: readonly (readonly [string, string])[] = [
    [
      "100,000 nested parentheses",
      `agent a { may x:y where ${"(".repeat(100_000)}a == 1${")".repeat(100_000)} }`,
    ],
    ["100,000 open braces", "agent a { ".repeat(100_000)],
    ["a string of 5 MB without an end", `let a = "${"x".repeat(5_000_000)}`],
    ["5 MB of one comment without an end", `/*${"*".repeat(5_000_000)}`],
    ["a million closing braces", "}".repeat(1_000_000)],
    [
      "a chain of 10,000 lets",
      Array.from(
        { length: 10_000 },
        (_, index) => `let l${index} = ${index === 0 ? '"x"' : `"\${l${index - 1}}"`}\n`,
      ).join(""),
    ],
  ];
  for (const [what, text] of deep)
    test(`${what}: a result or a clear error`, () => {
      const cwd = folder({ "a.remit": text });
      for (const words of [["check"], ["fmt", "--check"]])
        expectOrderly(runBuilt(words, cwd, { seconds: 50 }));
    });

  test("1,000 namespaces that use each other are checked", () => {
    const text = Array.from({ length: 1000 }, (_, index): readonly [string, string] => [
      `n${index}.remit`,
      `namespace n${index}\nuse n${(index + 1) % 1000}\nowner o${index} { email "o${index}@acme.example"  manager o${(index + 1) % 1000} }\n`,
    ]);
    expectOrderly(runBuilt(["check"], folder(Object.fromEntries(text)), { seconds: 50 }));
  });

  test("bytes that are no text are refused by name", () => {
    const cwd = folder(world);
    writeFileSync(join(cwd, "x.remit"), Buffer.from([0xff, 0xfe, 0x6f, 0x00, 0x00, 0xd8]));
    const done = runBuilt(["check", ...AT], cwd);
    expect(done).toMatchObject({ code: 2, err: "remit: 'x.remit' is not UTF-8 text; save it as UTF-8.\n" });
  });
});

describe("permissions", () => {
  test.skipIf(isRoot)("a file that may not be read is named", () => {
    const cwd = folder(world);
    chmodSync(join(cwd, "people.remit"), 0o000);
    expect(runBuilt(["check"], cwd)).toMatchObject({
      code: 2,
      err: "remit: Cannot read 'people.remit': permission denied.\n",
    });
  });

  test.skipIf(isRoot)("a folder that may not be written keeps its output", () => {
    const cwd = folder(world);
    expect(runBuilt(["compile", ...AT], cwd).code).toBe(0);
    chmodSync(cwd, 0o500);
    expect(runBuilt(["compile", ...AT], cwd)).toMatchObject({
      code: 2,
      err: expect.stringContaining("permission denied"),
    });
    chmodSync(cwd, 0o700);
  });

  test.each([
    ["the folder of the output", "dist", 0o500],
    ["a folder in it", "dist/opa/stop", 0o500],
    ["a closed folder in it", "dist/opa/stop", 0o000],
  ])(
    "%s that may not be written stops the compile before it writes, and the next one goes on",
    (_, name, mode) => {
      const cwd = giveAway(folder(world));
      const stuck = join(cwd, name);
      expect(runUnprivileged(["compile", ...AT], cwd).code).toBe(0);
      writeFileSync(join(cwd, "dist/opa/README.md"), "old");
      const before = digest(cwd);
      chmodSync(stuck, mode);
      for (let run = 0; run < 2; run++)
        expect(runUnprivileged(["compile", ...AT], cwd)).toMatchObject({
          code: 2,
          err: `remit: Cannot write '${join(cwd, "dist")}': '${stuck}' is write-protected. Allow writing there, or choose another folder with --out. The old output is as it was.\n`,
        });
      expect([digest(cwd), readdirSync(cwd).filter((one) => one.includes("remit-"))]).toEqual([before, []]);
      chmodSync(stuck, 0o700);
      expect(runUnprivileged(["compile", ...AT], cwd).code).toBe(0);
      expect(digest(cwd)).not.toBe(before);
    },
  );

  test("a closed folder in the output ends the check of it with its name, not as a bug", () => {
    const cwd = giveAway(folder(world));
    expect(runUnprivileged(["compile", ...AT], cwd).code).toBe(0);
    chmodSync(join(cwd, "dist/opa/stop"), 0o000);
    const { code, err } = runUnprivileged(["compile", "--check", ...AT], cwd);
    expect(err).toMatch(/^remit: Cannot read '.*dist\/opa\/stop\/.*': permission denied\.\n$/);
    expect(code).toBe(2);
    chmodSync(join(cwd, "dist/opa/stop"), 0o700);
  });

  test("a replaced output that was left behind write-protected is taken away", () => {
    const cwd = giveAway(folder(world));
    expect(runUnprivileged(["compile", ...AT], cwd).code).toBe(0);
    mkdirSync(join(cwd, ".dist.remit-old/opa"), { recursive: true });
    writeFileSync(join(cwd, ".dist.remit-old/opa/README.md"), "old");
    giveAway(cwd);
    chmodSync(join(cwd, ".dist.remit-old/opa"), 0o500);
    expect(runUnprivileged(["compile", ...AT], cwd)).toMatchObject({ code: 0, err: "" });
    expect(readdirSync(cwd).filter((one) => one.includes("remit-"))).toEqual([]);
  });

  test("a file of the output that nobody may change stops the compile before it writes", (context) => {
    const cwd = folder(world);
    expect(runBuilt(["compile", ...AT], cwd).code).toBe(0);
    const file = join(cwd, "dist/opa/README.md");
    if (spawnSync("chattr", ["+i", file]).status !== 0) return context.skip();
    const before = digest(cwd);
    const ran = runBuilt(["compile", ...AT], cwd);
    spawnSync("chattr", ["-i", file]);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(`'${file}' is write-protected`) });
    expect([digest(cwd), readdirSync(cwd).filter((one) => one.includes("remit-"))]).toEqual([before, []]);
  });

  test("the root of the file system is no folder for output", () => {
    expect(runBuilt(["compile", "--out", "/", ...AT], folder(world))).toMatchObject({
      code: 2,
      err: "remit: '/' is the root of the file system, which no output can replace. Name a folder with --out.\n",
    });
  });

  test("where there is no output yet, none is said to be as it was", () => {
    const { code, out } = runBuilt(
      ["compile", ...AT],
      folder({ ...world, "more.remit": "agent more { }\n" }),
    );
    expect([code, out]).toEqual([1, expect.stringMatching(/2 errors; nothing is written\n$/)]);
  });

  test("a folder named like a policy is none", () => {
    const cwd = folder(world);
    mkdirSync(join(cwd, "folder.remit"));
    expect(runBuilt(["check", ...AT], cwd).code).toBe(0);
  });
});

describe("pipes and signals", () => {
  test("a pipe that closes early is no error", () => {
    const cwd = folder({ "a.remit": "owner\n".repeat(3000) });
    const script = `"${process.execPath}" "${CLI}" check --format json | head -c 10; echo "\${PIPESTATUS[0]}"`;
    const out = execFileSync("bash", ["-c", script], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(out).toMatch(/^\{\s+"versi1\n$/);
  });

  test("eval stops quietly when its reader goes away", () => {
    const cwd = folder(world);
    writeFileSync(join(cwd, "r.jsonl"), '{"agent":"acme.helper","action":"tool:search"}\n'.repeat(20_000));
    const script = `"${process.execPath}" "${CLI}" eval --requests r.jsonl ${AT.join(" ")} | head -n 1 > /dev/null; echo "\${PIPESTATUS[0]}"`;
    expect(execFileSync("bash", ["-c", script], { cwd, encoding: "utf8" })).toBe("0\n");
  });

  test("Ctrl-C half-way ends by that signal, with the old report whole and nothing left over", async () => {
    const cwd = folder({ ...Object.fromEntries(generatePolicy({ agents: 150 })), "report.json": "old" });
    const child = startBuilt(["verify", "--requests", "1000000", "--out", "report.json", ...AT], cwd);
    const end = ended(child);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    child.kill("SIGINT");
    expect(await end).toEqual({ code: null, signal: "SIGINT" });
    expect(readFileSync(join(cwd, "report.json"), "utf8")).toBe("old");
    expect(filesBelow(cwd).filter((name) => name.includes(".new-"))).toEqual([]);
  });

  test("a compile killed at any instant leaves the old output or the new one, whole", async () => {
    const files = Object.fromEntries(generatePolicy({ agents: 40 }));
    const cwd = folder(files);
    const first = ["compile", "--at", "2026-12-01"];
    expect(runBuilt(first, cwd).code).toBe(0);
    const states = new Set([digest(cwd)]);
    rmSync(join(cwd, "dist"), { recursive: true });
    const second = ["compile", "--at", "2026-12-02"];
    expect(runBuilt(second, cwd).code).toBe(0);
    states.add(digest(cwd));
    expect(states.size).toBe(2);
    const span = 900;
    for (let delay = 200; delay < span; delay += 50) {
      const child = startBuilt(delay % 100 === 0 ? first : second, cwd);
      const end = ended(child);
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill("SIGKILL");
      await end;
      // What the next command finds: it brings back what was between two renamings.
      runBuilt(["compile", "--check"], cwd);
      expect(states, `killed after ${delay} ms`).toContain(digest(cwd));
    }
  });
});

const digest = (cwd: string): string =>
  JSON.stringify(
    filesBelow(join(cwd, "dist")).map((path) => [path, readFileSync(join(cwd, "dist", path), "utf8")]),
  );
