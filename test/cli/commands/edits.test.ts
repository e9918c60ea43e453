import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { build, CLI } from "../built.ts";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { AT, world } from "../world.ts";

const read = (root: string, name = "agents.remit"): string => readFileSync(join(root, name), "utf8");

describe("suspend and resume", () => {
  it("write one statement and leave every other byte as it is", async () => {
    const root = folder(world);
    const before = read(root);
    const done = await remit(
      ["suspend", "helper", "--because", 'INC-7: "wrong" ${mail}\\ \u001b[31m', ...AT, "--format", "json"],
      { cwd: root },
    );
    expect(done.err).toBe("");
    expect(readJson("suspend", done.out)).toMatchObject({
      agent: "acme.helper",
      changed: true,
      suspended: { since: "2026-12-01T10:00:00Z" },
    });
    const line =
      '  suspended since 2026-12-01T10:00:00Z because "INC-7: \\"wrong\\" \\${mail}\\\\ \\u{1b}[31m"\n';
    expect(read(root)).toBe(before.replace("  expires 2027-03-01\n", `  expires 2027-03-01\n${line}`));
    await remit(["resume", "helper", ...AT], { cwd: root });
    expect(read(root)).toBe(before);
  });

  it("stop the agent at once in what is decided afterwards", async () => {
    const root = folder(world);
    await remit(["suspend", "helper", "--because", "x", ...AT], { cwd: root });
    const asked = await remit(
      ["eval", "--agent", "helper", "--action", "tool:search", "--at", "2026-12-01T10:00Z"],
      { cwd: root },
    );
    expect(asked.code).toBe(1);
    expect(asked.out).toContain("suspended");
  });

  it("are idempotent", async () => {
    const root = folder(world);
    await remit(["suspend", "helper", "--because", "first", ...AT], { cwd: root });
    const once = read(root);
    const again = await remit(
      ["suspend", "helper", "--because", "second", "--at", "2026-12-02", "--format", "json"],
      { cwd: root },
    );
    expect(readJson("suspend", again.out)).toMatchObject({ changed: false, suspended: { because: "first" } });
    expect(read(root)).toBe(once);
    const resumed = await remit(["resume", "helper", ...AT], { cwd: root });
    expect(resumed.out).toContain("is no longer suspended");
    const more = await remit(["resume", "helper", ...AT], { cwd: root });
    expect([more.code, more.out]).toEqual([
      0,
      "acme.helper is not suspended in agents.remit: nothing was changed, and there is nothing to apply.\n",
    ]);
    const json = await remit(["resume", "helper", ...AT, "--format", "json"], { cwd: root });
    expect(readJson("suspend", json.out)).toMatchObject({ changed: false, suspended: null, steps: [] });
  });

  it("say what a clock other than now means, and that a child stops with its parent", async () => {
    const root = folder({
      ...world,
      "child.remit": 'namespace acme\nagent child under helper { purpose "x"  may tool:search }\n',
    });
    const later = await remit(["suspend", "helper", "--because", "x", "--at", "2027-01-01"], { cwd: root });
    expect(later.out).toContain("--at says since when: until 2027-01-01 it may act as before.");
    expect((await remit(["explain", "helper", "tool:search", ...AT], { cwd: root })).code).toBe(0);
    const now = await remit(["suspend", "helper", "--because", "x"], { cwd: root });
    expect(now.out).not.toContain("--at");
    expect(read(root).match(/suspended/g)).toHaveLength(1);
    expect((await remit(["explain", "helper", "tool:search"], { cwd: root })).out).toContain(
      "suspended since",
    );
    const child = await remit(["resume", "child"], { cwd: root });
    expect(child.out).toContain("It is stopped with acme.helper, which is: remit resume acme.helper");
  });

  it.each([
    ["\r\n", "CRLF"],
    ["\n", "LF"],
  ])("keep the file's line ends (%j) and a byte order mark", async (ending) => {
    const text = `\ufeff${world["agents.remit"].replace(/\n/g, ending)}`;
    const root = folder({ ...world, "agents.remit": text });
    await remit(["suspend", "helper", "--because", "x", ...AT], { cwd: root });
    const line = `  suspended since 2026-12-01T10:00:00Z because "x"${ending}`;
    expect(read(root)).toBe(
      text.replace(`  expires 2027-03-01${ending}`, `  expires 2027-03-01${ending}${line}`),
    );
    await remit(["resume", "helper", ...AT], { cwd: root });
    expect(read(root)).toBe(text);
  });

  it("find the place in an agent on one line, and in one without members before its grants", async () => {
    const root = folder({
      ...world,
      "more.remit":
        "namespace acme\nuse people\nagent tiny { owner ada expires 2027-03-01  may tool:search } // stays\n",
    });
    await remit(["suspend", "tiny", "--because", "x", ...AT], { cwd: root });
    expect(read(root, "more.remit")).toBe(
      'namespace acme\nuse people\nagent tiny { owner ada expires 2027-03-01  suspended since 2026-12-01T10:00:00Z because "x"  may tool:search } // stays\n',
    );
    await remit(["resume", "tiny", ...AT], { cwd: root });
    expect((await remit(["check", ...AT], { cwd: root })).code).toBe(0);
  });

  it("name what is missing: an agent, a reason, a file that may be written", async () => {
    const root = folder(world);
    expect((await remit(["suspend", "nobody", "--because", "x"], { cwd: root })).err).toContain(
      "There is no agent named 'nobody'",
    );
    const silent = await remit(["suspend", "helper"], { cwd: root });
    expect([silent.code, silent.err]).toEqual([2, expect.stringContaining("Say why")]);
    if (process.getuid?.() !== 0) {
      chmodSync(join(root, "agents.remit"), 0o444);
      expect((await remit(["suspend", "helper", "--because", "x"], { cwd: root })).code).toBe(2);
    }
  });

  it("name each target's own folder, and how its format is applied", async () => {
    const root = folder({
      ...world,
      "more.remit": `target opa edge {}
target aws a { account "123456789012" }
target aws b { account "210987654321"  format terraform }
target aws c { account "111122223333"  format json }
agent acme-files { owner people.ada  expires 2027-03-01
  identity { oidc issuer "https://id.acme.example" subject "files" }
  may aws:s3:GetObject on "arn:aws:s3:::b/*"  may tool:search }
`,
    });
    const done = await remit(["suspend", "acme-files", "--because", "x", ...AT], { cwd: root });
    const steps = done.out.split("\n").filter((line) => /^ {2}\d\. (opa|aws)/.test(line));
    expect(steps).toEqual([
      expect.stringContaining("opa  Build and serve the bundle opa/stop again"),
      expect.stringContaining("opa.edge  Build and serve the bundle opa.edge/stop again"),
      expect.stringContaining("aws.a  Deploy the templates of aws.a: "),
      expect.stringContaining("aws.b  Run terraform apply in aws.b: "),
      expect.stringContaining("aws.c  Put the documents of aws.c in place, permissions-1.json first: "),
    ]);
  });

  it("with an instant that has passed say nothing of a time to come", async () => {
    const root = folder(world);
    const past = await remit(["suspend", "helper", "--because", "x", "--at", "2020-01-01"], { cwd: root });
    expect(past.out).toContain("is suspended since 2020-01-01: x");
    expect(past.out).not.toContain("may act as before");
  });

  it("leave an agent that is suspended already as it is, whatever instant is given, and say so", async () => {
    const root = folder(world);
    await remit(["suspend", "helper", "--because", "first", "--at", "2026-11-01"], { cwd: root });
    const once = read(root);
    const again = await remit(["suspend", "helper", "--because", "second", "--at", "2020-01-01"], {
      cwd: root,
    });
    expect(read(root)).toBe(once);
    expect(again.out).toContain("is suspended since 2026-11-01: first");
    expect(again.out).toContain("It was suspended already: instant and reason stay.");
  });

  it("keep a file canonical that was, and break into the lines of a block otherwise", async () => {
    const text =
      'namespace acme\n\nagent small under helper { source "apps/**" }\n\nagent wide under helper {\n  may tool:search\n}\n';
    const root = folder({ ...world, "more.remit": text });
    const formatted = async () => (await remit(["fmt", "--check", "more.remit"], { cwd: root })).code;
    expect(await formatted()).toBe(0);
    for (const name of ["small", "wide"]) {
      expect((await remit(["suspend", name, "--because", "x", ...AT], { cwd: root })).err).toBe("");
      expect(await formatted()).toBe(0);
    }
    const loose = folder({ ...world, "more.remit": text.replace("{\n", "  {\n") });
    await remit(["suspend", "wide", "--because", "x", ...AT], { cwd: loose });
    expect(read(loose, "more.remit")).toContain('{\n  suspended since 2026-12-01T10:00:00Z because "x"\n');
  });

  it("write no character that is not seen", async () => {
    const root = folder(world);
    await remit(["suspend", "helper", "--because", "a\u202eb\u200bc\u2066d", ...AT], { cwd: root });
    expect(read(root)).toContain('because "a\\u{202e}b\\u{200b}c\\u{2066}d"');
  });

  it("are not held up by a failing test, and say beforehand what holds them up", async () => {
    const root = folder({
      ...world,
      "wrong.remit":
        'namespace acme\ntest "fails" { as helper  at 2026-12-01T10:00Z  allow tool:unheard }\ntest "wrong" { as helper  allow tool:unheard }\n',
    });
    const plan = await remit(["suspend", "helper", "--because", "x", ...AT], { cwd: root });
    expect(plan.out).not.toContain("It will be refused");
    expect((await remit(["compile", ...AT], { cwd: root })).code).toBe(1);
    const stop = await remit(["compile", "--only-suspensions", ...AT], { cwd: root });
    expect([stop.code, stop.err]).toEqual([
      0,
      expect.stringMatching(/The tests of the policy have \d errors?, which hold up no suspension/),
    ]);
    expect(read(root, "dist/opa/stop/remit_stop/data.json")).toContain("acme.helper");

    writeFileSync(join(root, "wrong.remit"), "namespace acme\nagent { { {\n");
    const blocked = await remit(["suspend", "helper", "--because", "x", ...AT], { cwd: root });
    expect(blocked.out).toMatch(/It will be refused until this is mended: wrong\.remit:2:\d+: /);
    const refused = await remit(["compile", "--only-suspensions", ...AT], { cwd: root });
    expect([refused.code, refused.out]).toEqual([
      1,
      expect.stringContaining("Nothing is stopped by this yet"),
    ]);
    expect(refused.out).toContain("git restore");
  });

  it("say for which environments to compile where a target stands in several, and plan each of them", async () => {
    const staged = (own: string, target: string) =>
      folder({
        ...world,
        "agents.remit": world["agents.remit"]
          .replace("namespace acme\nuse people\n", "$&environment dev environment prod environment test\n")
          .replace("  expires 2027-03-01\n", `$&${own}`)
          .replace("target opa {}", target),
      });
    const root = staged("  environments prod, test\n", "target opa {}");
    const done = await remit(["suspend", "helper", "--because", "x", ...AT], { cwd: root });
    expect(done.out).toMatch(
      /1\. remit compile --only-suspensions --environment prod\n {5}remit compile --only-suspensions --environment test\n {5}Each with the --out [^\n]*\n {2}2\. opa/,
    );
    const commands = [...done.out.matchAll(/remit (compile --only-suspensions --environment \w+)/g)];
    for (const [index, command] of commands.entries()) {
      const words = command[1]?.split(" ") ?? [];
      const ran = await remit([...words, "--out", `out-${index}`, ...AT], { cwd: root });
      expect([words.length, ran.code, ran.out]).toEqual([4, 0, expect.stringContaining("opa")]);
    }
    const resumed = await remit(["resume", "helper", ...AT], { cwd: root });
    expect(resumed.out).toContain(
      "1. remit compile --environment prod\n     remit compile --environment test\n",
    );

    const sure = staged("", "target opa { environment prod }");
    const plain = await remit(["suspend", "helper", "--because", "x", ...AT], { cwd: sure });
    expect(plain.out).toContain("1. remit compile --only-suspensions\n  2. opa");
  });

  it("print the plan in order, with what remains", async () => {
    const root = folder(world);
    const done = await remit(["suspend", "helper", "--because", "x", ...AT], { cwd: root });
    expect(done.out).toMatch(
      /1\. remit compile --only-suspensions\n {2}2\. opa {2}Build and serve the bundle opa\/stop again[^\n]*\n {5}Remains: None/,
    );
  });
});

describe("review", () => {
  it("writes the certification of the owner, and nothing else", async () => {
    const root = folder(world);
    const before = read(root);
    const done = await remit(["review", "helper", "--by", "ada", "--at", "2026-12-01", "--format", "json"], {
      cwd: root,
    });
    expect(readJson("review", done.out)).toMatchObject({
      changed: true,
      reviewed: { at: "2026-12-01T00:00:00Z", by: "people.ada" },
    });
    expect(read(root)).toBe(
      before.replace("  expires 2027-03-01\n", "  expires 2027-03-01\n  reviewed 2026-12-01 by ada\n"),
    );
    const again = await remit(
      ["review", "helper", "--by", "people.ada", "--at", "2026-12-01", "--format", "json"],
      { cwd: root },
    );
    expect(readJson("review", again.out)).toMatchObject({ changed: false });
  });

  it("refuses a review of a later day, which today's check would take for an error", async () => {
    const root = folder(world);
    const before = read(root);
    const done = await remit(["review", "helper", "--by", "ada", "--at", "2026-12-02"], { cwd: root });
    expect([done.code, done.err]).toEqual([
      2,
      expect.stringContaining("A review on 2026-12-02 is not over yet"),
    ]);
    expect(read(root)).toBe(before);
  });

  it("refuses a review by somebody who has left by then, and says who may make it", async () => {
    const left = "manager max  left 2026-10-01 }";
    const root = folder({
      ...world,
      "people.remit": world["people.remit"].replace("manager max }", left),
      "agents.remit": world["agents.remit"].replace(
        "  expires 2027-03-01",
        "  expires 2027-03-01\n  reviewed 2026-11-20 by max",
      ),
    });
    const before = read(root);
    const gone = await remit(["review", "helper", "--by", "ada", ...AT], { cwd: root });
    expect([gone.code, gone.out, gone.err]).toEqual([
      2,
      "",
      expect.stringContaining(
        "'people.ada' left on 2026-10-01, so a review of 'acme.helper' by them on 2026-12-01 10:00 UTC would not count. It can be reviewed by people.max.",
      ),
    ]);
    expect(read(root)).toBe(before);
    // Of a day on which she was there it counts, and what is said is that one, not the latest.
    const done = await remit(["review", "helper", "--by", "ada", "--at", "2026-09-30"], { cwd: root });
    expect([done.code, done.out]).toEqual([
      0,
      "acme.helper: reviewed 2026-09-30 by people.ada, written to agents.remit\n",
    ]);
    expect(read(root)).toContain("reviewed 2026-09-30 by ada\n");
    const again = await remit(["review", "helper", "--by", "ada", "--at", "2026-09-30"], { cwd: root });
    expect(again.out).toContain("reviewed 2026-09-30 by people.ada, already in agents.remit");
  });

  it("says that nobody may review an agent whose whole line has left", async () => {
    const root = folder({
      ...world,
      "people.remit": world["people.remit"].replace("manager max }", "left 2026-10-01 }"),
    });
    const gone = await remit(["review", "helper", "--by", "ada", ...AT], { cwd: root });
    expect([gone.code, gone.err]).toEqual([
      2,
      expect.stringContaining("Nobody who may review it is there: give 'acme.helper' another owner"),
    ]);
  });

  it("says who left, where nobody answers for an agent", async () => {
    const root = folder({
      ...world,
      "people.remit": world["people.remit"].replace("manager max }", "left 2026-11-20 }"),
    });
    const done = await remit(["explain", "helper", "tool:search", ...AT], { cwd: root });
    expect(done.out + done.err).toContain("since 2026-11-20: people.ada left on 2026-11-20.");
  });

  it("shows a whole clause as one span of code in the worksheet", async () => {
    const root = folder({
      ...world,
      "agents.remit": world["agents.remit"].replace(
        "  may tool:search\n",
        '  may tool:search where request.ip in 10.0.0.0/8 and not request.mfa\n  may aws:s3:GetObject on "arn:aws:s3:::acme/in/*", "arn:aws:s3:::acme/b"\n',
      ),
    });
    const done = await remit(["review", "--all", ...AT], { cwd: root });
    expect(done.out).toContain(
      "| ☐ | `may tool:search where request.ip in 10.0.0.0/8 and not request.mfa` |",
    );
    expect(done.out).toContain(
      '| ☐ | `may aws:s3:GetObject on "arn:aws:s3:::acme/in/*", "arn:aws:s3:::acme/b"` |',
    );
    expect(done.out).toContain("| | `never mail:send where urgent` | |");
  });

  it.each(["markdown", "csv", "json"])(
    "writes no character that acts on a terminal as %s",
    async (wanted) => {
      const title = "Ada\\u{1b}[31m\\u{0}\\u{202e}\\u{9b}\\u{e0041}";
      const root = folder({ ...world, "people.remit": world["people.remit"].replace('"Ada"', `"${title}"`) });
      // A file's name, too: JSON holds it as it is, in JSON's own escapes.
      const name = "a\u202e\u009b\u{e0041}.remit";
      renameSync(join(root, "agents.remit"), join(root, name));
      const done = await remit(["review", "--all", "--format", wanted, ...AT], { cwd: root, terminal: true });
      expect([done.code, done.out]).toEqual([0, expect.stringContaining("mail:read")]);
      expect(done.out).not.toMatch(/[^\P{Cc}\r\n]|[\u202e\u{e0041}]/u);
      if (wanted === "json") expect(JSON.stringify(JSON.parse(done.out))).toContain(JSON.stringify(name));
    },
  );

  it("takes somebody above the owner, and no stranger, and nobody unknown", async () => {
    const root = folder({
      ...world,
      "people.remit": `${world["people.remit"]}\nowner eve { email "eve@acme.example" }\nteam other { lead eve }\n`,
    });
    const before = read(root);
    const stranger = await remit(["review", "helper", "--by", "eve", ...AT], { cwd: root });
    expect([stranger.code, stranger.err]).toEqual([
      2,
      expect.stringContaining("neither the owner of 'helper' nor above"),
    ]);
    const unknown = await remit(["review", "helper", "--by", "zoe", ...AT], { cwd: root });
    expect([unknown.code, unknown.err]).toEqual([
      2,
      expect.stringContaining("There is no owner named 'zoe'"),
    ]);
    expect(read(root)).toBe(before);
    expect((await remit(["review", "helper", "--by", "max", ...AT], { cwd: root })).code).toBe(0);
    expect(read(root)).toContain("reviewed 2026-12-01T10:00:00Z by max");
  });

  it("shows what is due, in three formats, and last use where a report of usage is given", async () => {
    const root = folder({
      ...world,
      "agents.remit": world["agents.remit"].replace(
        "  expires 2027-03-01",
        "  expires 2027-03-01\n  starts 2026-09-15\n  review every 90d or suspend",
      ),
    });
    const sheet = await remit(["review", ...AT], { cwd: root });
    expect(sheet.out).toContain("## acme.helper");
    expect(sheet.out).toContain("access lapses then");
    const json = await remit(["review", ...AT, "--format", "json"], { cwd: root });
    expect(readJson("review", json.out)).toMatchObject({
      reviews: [{ agent: "acme.helper", state: "due", suspends: true }],
    });
    const csv = await remit(["review", ...AT, "--format", "csv"], { cwd: root });
    expect(csv.out.split("\r\n")[0]).toContain('"agent","state","due"');
    expect(
      readJson(
        "review",
        (await remit(["review", "--at", "2026-10-01", "--format", "json"], { cwd: root })).out,
      ),
    ).toMatchObject({ reviews: [] });
  });

  it("names who has left, by an export of the directory", async () => {
    const root = folder({
      ...world,
      "people.csv":
        "\ufeffDisplay Name;User Principal Name;Account Enabled\r\nAda;ADA@acme.example;True\r\nMax;max@acme.example;False\r\n",
    });
    const done = await remit(["review", "--people", "people.csv", ...AT, "--format", "json"], { cwd: root });
    expect(done.code).toBe(1);
    expect(readJson("review", done.out)).toMatchObject({
      people: [
        {
          owner: "people.max",
          state: "is no longer active",
          roles: ["approver for acme.helper", "manager of people.ada"],
        },
      ],
    });
    const bad = folder({ ...world, "people.csv": "name\nAda\n" });
    expect((await remit(["review", "--people", "people.csv"], { cwd: bad })).err).toContain(
      "has no column 'email'",
    );
  });

  it("of two changes at once none is lost", async () => {
    build();
    const { spawn } = await import("node:child_process");
    const root = folder(world);
    const run = (words: readonly string[]) =>
      new Promise<number | null>((resolve) =>
        spawn(process.execPath, [CLI, ...words], { cwd: root, stdio: "ignore" }).on("close", resolve),
      );
    const codes = await Promise.all([
      run(["review", "helper", "--by", "ada", "--at", "2026-11-01"]),
      run(["review", "helper", "--by", "max", "--at", "2026-11-02"]),
      run(["suspend", "helper", "--because", "x", "--at", "2026-11-03"]),
    ]);
    expect(codes).toEqual([0, 0, 0]);
    expect(read(root)).toContain("reviewed 2026-11-01 by ada");
    expect(read(root)).toContain("reviewed 2026-11-02 by max");
    expect(read(root)).toContain('suspended since 2026-11-03 because "x"');
  });
});

describe("codeowners", () => {
  it("prints a line for each source, deeper ones later", async () => {
    const root = folder({
      ...world,
      "agents.remit": world["agents.remit"].replace(
        "  expires",
        '  deputy max\n  source "apps/mail/**", "apps/mail/in box/#*.py"\n  expires',
      ),
    });
    const done = await remit(["codeowners", ...AT], { cwd: root });
    expect(done.out).toBe(
      "/apps/mail/ ada@acme.example max@acme.example\n/apps/mail/in\\ box/\\#*.py ada@acme.example max@acme.example\n",
    );
    readJson("codeowners", (await remit(["codeowners", ...AT, "--format", "json"], { cwd: root })).out);
  });
});

describe("check --fail-on-expiring", () => {
  it("fails while an agent's access ends within the time", async () => {
    const root = folder(world);
    expect(
      (await remit(["check", "--at", "2027-02-20", "--fail-on-expiring", "7d"], { cwd: root })).code,
    ).toBe(0);
    const soon = await remit(["check", "--at", "2027-02-20", "--fail-on-expiring", "14d"], { cwd: root });
    expect([soon.code, soon.out]).toEqual([
      1,
      expect.stringContaining("'acme.helper' ends at 2027-03-01, within 14d"),
    ]);
    expect((await remit(["check", "--fail-on-expiring", "soon"], { cwd: root })).code).toBe(2);
  });
});
