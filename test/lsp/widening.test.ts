/** What an edit widens, said at the grant that does it; and what a person can set. */
import { describe, expect, test } from "vitest";
import { openBases } from "../../lsp/bases.ts";
import { runTestAt } from "../../lsp/features/test-run.ts";
import type { Outside } from "../../lsp/outside.ts";
import { openProject } from "../../lsp/project.ts";
import { DEFAULTS, readSettings, type Settings } from "../../lsp/settings.ts";
import { memoryHost } from "../compiler/memory-host.ts";
import { at } from "./at.ts";

const SAVED =
  'owner ada { email "ada@b.example" }\nscope s { allow tool:x }\nagent a { owner ada  expires 2027-03-31  may s  may tool:y until 2027-01-01 }\nagent b { owner ada  expires 2027-03-31  may s }\n';
const config = { workspace: "test", policies: ["*.remit"], scan: { include: [], exclude: [] } };

/** A project of the one file with what it is compared with, and what the person is told. */
function world(settings: Partial<Settings> = {}, revisions: Readonly<Record<string, string>> = {}) {
  const host = memoryHost({ "p.remit": SAVED });
  const outside: Outside = {
    version: "1",
    clock: host.now,
    host: () => host,
    findRoot: () => "/t",
    config: async () => ({ config }),
    page: () => undefined,
    pageUri: () => undefined,
    revision: (_, name) =>
      revisions[name] === undefined ? undefined : memoryHost({ "p.remit": revisions[name] }),
  };
  const told: string[] = [];
  const bases = openBases(
    outside,
    () => ({ ...DEFAULTS, ...settings }),
    (message) => told.push(message),
  );
  return { bases, project: openProject("/t", host, config, [], host.now), told };
}

/** Notices after edits of the one file, compared one by one and shown in the last text. */
async function notices(edits: readonly string[], ...given: Parameters<typeof world>) {
  const { bases, project } = world(...given);
  for (const text of edits) {
    project.set("p.remit", text);
    await bases.compare(project);
  }
  const text = edits.at(-1) ?? SAVED;
  return bases.notices(project, "p.remit", text).map(({ span, message, related }) => ({
    text: text.slice(span.start, span.end),
    message,
    related: related.map((one) => one.message),
  }));
}

describe("an edit that widens", () => {
  test("is told at the grant, with a request that is allowed now", async () => {
    expect(await notices([SAVED.replace("may tool:y until 2027-01-01", "may tool:y")])).toEqual([
      {
        text: "may tool:y",
        message:
          "This gives more than the saved files. From 2027-01-01, a may call tool:y, with no approval.",
        related: [],
      },
    ]);
  });

  test("in a scope is told once, with the other agents beside it", async () => {
    const [found, ...others] = await notices([SAVED.replace("allow tool:x", "allow tool:x, tool:z")]);
    expect(others).toEqual([]);
    expect(found?.text).toBe("allow tool:x, tool:z");
    expect(found?.message).toMatch(/a may call tool:z, with no approval\. And 1 more like it\.$/);
    expect(found?.related).toEqual(["b may call tool:z, with no approval."]);
  });

  test("of what narrows or changes nothing is not told", async () => {
    expect(await notices([SAVED.replace("2027-01-01", "2026-12-01")])).toEqual([]);
    expect(await notices([SAVED, `// a\n${SAVED}`])).toEqual([]);
  });

  test("is told against a revision, and not at all when that is set", async () => {
    const wider = SAVED.replace("tool:y until", "tool:y, tool:z until");
    expect(await notices([wider], { widens: "off" })).toEqual([]);
    const revision = { widens: { revision: "HEAD" } };
    expect(
      (await notices([SAVED], revision, { HEAD: SAVED.replace("may tool:y", "may tool:w") }))[0]?.message,
    ).toMatch(/^This gives more than 'HEAD'\. a may call tool:y/);
    expect(await notices([wider], revision)).toEqual([]);
  });

  test("of an agent with a mistake in the base is not told", async () => {
    const broken = SAVED.replace(
      "owner ada  expires 2027-03-31  may s }",
      "owner nobody  expires 2027-03-31 }",
    );
    expect(await notices([SAVED], { widens: { revision: "HEAD" } }, { HEAD: broken })).toEqual([]);
  });
});

test("an edit that comes meanwhile ends the comparison; the next one tells of both", async () => {
  const { bases, project } = world();
  await bases.compare(project);
  const wider = SAVED.replace("tool:y until", "tool:y, tool:z until");
  project.set("p.remit", wider);
  const first = bases.compare(project);
  const both = wider.replace("may s }", "may s  may tool:w }");
  project.set("p.remit", both);
  expect(await first).toBe(false);
  expect(bases.notices(project, "p.remit", both)).toEqual([]);
  expect(await bases.compare(project)).toBe(true);
  expect(bases.notices(project, "p.remit", both)).toHaveLength(2);
  // A notice goes along with what is typed before it, and goes where it is typed into.
  const moved = bases.notices(project, "p.remit", `// above\n${both.replace("may tool:w", "may  tool:w")}`);
  expect(moved).toEqual([]);
  const [one] = bases.notices(project, "p.remit", `// above\n${both}`);
  expect(`// above\n${both}`.slice(one?.span.start, one?.span.end)).toMatch(/^may tool:y, tool:z/);
});

test("a revision that is none is told, once", async () => {
  const { bases, project, told } = world({ widens: { revision: "HAED" } });
  await bases.compare(project);
  await bases.compare(project);
  expect(told).toEqual(["remit.widens: there is no revision 'HAED' of /t; 'saved' needs none."]);
});

describe("settings", () => {
  test("are read from any shape, and what is missing stays as it was", () => {
    expect(readSettings(undefined)).toEqual(DEFAULTS);
    for (const value of [null, 1, [], { widens: 1 }, { widens: "", lenses: "no" }, { remit: null }])
      expect(readSettings(value)).toEqual(DEFAULTS);
    expect(readSettings({ remit: { widens: "HEAD", hints: false } })).toEqual({
      widens: { revision: "HEAD" },
      lenses: true,
      hints: false,
    });
    expect(readSettings({ lenses: false }, { ...DEFAULTS, widens: "off" })).toEqual({
      ...DEFAULTS,
      widens: "off",
      lenses: false,
    });
  });
});

describe("a test that a person runs", () => {
  const run = async (source: string) => {
    const { view, offset } = await at(source);
    return runTestAt(view, offset);
  };
  test("says its title, what came of it and the first reason of a failure", async () => {
    expect(await run(`${SAVED}test "it may" { as a at 2026-12-01 ▮allow tool:x }`)).toEqual({
      kind: "passed",
      message: "it may: passes: 1 case",
    });
    const failed = await run(`${SAVED}test "it may" { as a at 2026-12-01 ▮allow tool:q }`);
    expect(failed?.kind).toBe("failed");
    expect(failed?.message).toMatch(/^it may: fails: 1 case\. .*No 'may' of a names this action/);
    expect(await run(`${SAVED}▮`)).toBeUndefined();
  });
});
