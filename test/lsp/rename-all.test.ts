/** Whatever is renamed in a whole policy, the policy means the same afterwards. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rename } from "../../lsp/features/rename.ts";
import { marksOf } from "../../lsp/marks.ts";
import { openProject } from "../../lsp/project.ts";
import { viewOf } from "../../lsp/view.ts";
import { memoryHost } from "../compiler/memory-host.ts";
import { edited } from "./at.ts";

const folder = new URL("../../examples/finance/policy/", import.meta.url);
const files: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => /\.(?:remit|json)$/.test(name))
    .map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
);
const config = { workspace: "finance", policies: ["*.remit"], scan: { include: [], exclude: [] } };
const open = (texts: Readonly<Record<string, string>>) => {
  const host = memoryHost(texts, { at: "2026-12-01" });
  return openProject("/t", host, config, [], host.now);
};
const NEW = "quite-new-name";

test("every declared name, input, label and target of the finance example", async () => {
  const project = open(files);
  const codes = async (one: ReturnType<typeof open>): Promise<readonly string[]> =>
    (await one.whole()).problems.map(({ code }) => code).sort();
  const before = await codes(project);
  const { names } = await project.bound();
  const places = [
    ...names.entries.map(({ file, at: { start } }) => ({ path: file.file.path, start })),
    ...marksOf(names)
      .filter(({ declares }) => declares)
      .map(({ span }) => ({ path: span.file, start: span.start })),
  ];
  expect(places.length).toBeGreaterThan(30);
  let renamed = 0;
  for (const { path, start } of places) {
    const view = await viewOf(project, path);
    if (view === undefined) throw new Error(`'${path}' is a policy`);
    const result = await rename(view, start + 1, NEW);
    if (result.kind === "refused") {
      expect(result.why).toMatch(/built-in services' actions have the label/);
      continue;
    }
    renamed++;
    const texts = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, edited(text, result.edits, name)]),
    );
    expect(texts[path]).toContain(NEW);
    expect(await codes(open(texts)), `${path}: ${files[path]?.slice(start, start + 20)}`).toEqual(before);
  }
  expect(renamed).toBeGreaterThan(25);
});
