/** What a keystroke shows at once is what the whole check shows. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Problem } from "../../compiler/problem.ts";
import { openProject } from "../../lsp/project.ts";
import { memoryHost } from "../compiler/memory-host.ts";

const read = (name: string): string =>
  readFileSync(new URL(`../../examples/finance/policy/${name}`, import.meta.url), "utf8");
const NAMES = ["agents", "guardrails", "people", "scopes", "services", "targets", "tests"];
const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(NAMES.map((name) => [`${name}.remit`, read(`${name}.remit`)])),
  "chat.tools.json": read("chat.tools.json"),
};

/** By file, code, place and text; the fixes and related places of what is kept come with the next whole check. */
const keys = (problems: readonly Problem[], path: string): readonly string[] =>
  [
    ...new Set(
      problems
        .filter(({ span }) => span.file === path)
        .map(({ code, span, message }) => `${code} ${span.start}..${span.end} ${message}`),
    ),
  ].sort();

/** Edits of an agent or test that leave every other declaration's meaning as it is. */
const edits = [
  ["agents.remit", "owner    jane", "owner    nobody"],
  ["agents.remit", "  session  1h", "  session  90d"],
  ["agents.remit", "may invoice-files", "may invoice-files, aws:s3:*"],
  ["agents.remit", "may invoice-files", "may aws:s3:"],
  ["agents.remit", "may invoice-files", "may tool:send_summary"],
  ["agents.remit", "may invoice-files", "// may invoice-files"],
  ["tests.remit", "deny ", "allow "],
  ["tests.remit", "at 2026", "at 2046"],
] as const;

test("after an edit of an agent or a test", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...edits), fc.nat(20), async ([path, from, to], which) => {
      const text = files[path] ?? "";
      const places = text.split(from).length - 1;
      fc.pre(places > 0);
      let count = which % places;
      const changed = text.replaceAll(from, (found) => (count-- === 0 ? to : found));
      const host = memoryHost(files, { at: "2026-12-01" });
      const config = { workspace: "test", policies: ["*.remit"], scan: { include: [], exclude: [] } };
      const project = openProject("/t", host, config, [], host.now);
      await project.whole();
      project.set(path, changed);
      const quick = await project.quick(path);
      const { problems } = await project.whole();
      const late = new Set(["unused"]);
      const settled = (list: readonly Problem[]) => list.filter(({ code }) => !late.has(code));
      expect(keys(settled(quick), path)).toEqual(keys(settled(problems), path));
    }),
    { seed: 20261124, numRuns: 60 },
  );
});

test("a problem after the edit moves with the text", async () => {
  const source =
    'owner ada { email "a@b.example" }\nagent a { owner ada expires 2099-01-01 }\nagent b { owner nobody expires 2099-01-01 }\n';
  const host = memoryHost({ "p.remit": source });
  const config = { workspace: "test", policies: ["*.remit"], scan: { include: [], exclude: [] } };
  const project = openProject("/t", host, config, [], host.now);
  await project.whole();
  const text = source.replace("agent a {", 'agent a {\n\n purpose "x"');
  project.set("p.remit", text);
  const unknown = (await project.quick("p.remit")).filter(({ code }) => code === "unknown-name");
  expect(unknown.map(({ span }) => text.slice(span.start, span.end))).toEqual(["nobody"]);
});

test("an edit that is taken back shows what was shown before it", async () => {
  const source = `owner ada { email "a@b.example" }\nagent a { owner ada expires 2099-01-01 may tool:x whre }\nagent b { owner nobody expires 2099-01-01 }\n`;
  const host = memoryHost({ "p.remit": source });
  const config = { workspace: "test", policies: ["*.remit"], scan: { include: [], exclude: [] } };
  const project = openProject("/t", host, config, [], host.now);
  const { problems } = await project.whole();
  expect(problems.map(({ code }) => code)).toEqual(expect.arrayContaining(["syntax", "unknown-name"]));
  project.set("p.remit", source.replace("agent b", "agent c"));
  expect(keys(await project.quick("p.remit"), "p.remit")).not.toEqual([]);
  project.set("p.remit", source);
  expect(keys(await project.quick("p.remit"), "p.remit")).toEqual(keys(problems, "p.remit"));
});

test("what mentions a changed agent is checked with it, wherever it stands in the file", async () => {
  const agent = (name: string, more = "") =>
    `agent ${name} { owner ada expires 2099-01-01 may tool:x ${more}}\n`;
  const source = `owner ada { email "a@b.example" }\ntest "first" { as mid at 2098-01-01 allow tool:x }\n${agent("one")}${agent("mid")}${agent("last")}test "second" { as mid at 2098-01-01 deny tool:x via last }\n`;
  const host = memoryHost({ "p.remit": source });
  const config = { workspace: "test", policies: ["*.remit"], scan: { include: [], exclude: [] } };
  const project = openProject("/t", host, config, [], host.now);
  await project.whole();
  const text = source.replace(agent("mid"), agent("mid", "retired 2027-01-01 "));
  project.set("p.remit", text);
  const failed = (list: readonly Problem[]) => list.filter(({ code }) => code === "test-failed");
  const quick = await project.quick("p.remit");
  expect(failed(quick)).toHaveLength(1);
  expect(keys(failed(quick), "p.remit")).toEqual(keys(failed((await project.whole()).problems), "p.remit"));
});
