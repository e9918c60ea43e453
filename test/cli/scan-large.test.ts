/** A tree that is large enough for a thread of its own to look at files ahead. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scanHost } from "../../cli/scan-host.ts";
import { inventory } from "../../scan/result.ts";
import { scan } from "../../scan/scan.ts";
import { build, runBuilt } from "./built.ts";

const folder = mkdtempSync(join(tmpdir(), "remit-large-"));
const tree = join(folder, "tree");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  build();
  mkdirSync(tree);
  for (let index = 0; index < 2_400; index++) {
    if (index % 200 === 0) mkdirSync(join(tree, `part-${index / 200}`));
    const name = join(tree, `part-${Math.floor(index / 200)}`, `file-${index}`);
    if (index % 12 === 0)
      writeFileSync(
        `${name}.ts`,
        `import { Agent } from "@openai/agents";\nimport { word } from "./file-${index + 1}.js";\nnew Agent({ name: word });\n`,
      );
    else if (index % 12 === 1) writeFileSync(`${name}.ts`, `export const word = "agent-${index}";\n`);
    else if (index % 12 === 2) writeFileSync(`${name}.py`, 'from agents import Agent\nAgent(name="x")\n\0');
    else writeFileSync(`${name}.ts`, `export const value${index} = ${index};\n`);
  }
  writeFileSync(
    join(folder, "secret.ts"),
    'import { Agent } from "@openai/agents";\nnew Agent({ name: "out" });\n',
  );
  symlinkSync(join(folder, "secret.ts"), join(tree, "part-11/link.ts"));
  symlinkSync("file-12.ts", join(tree, "part-0/inner.ts"));
  execFileSync("mkfifo", [join(tree, "part-11/pipe.ts")]);
});

test("gives what a look at every file in its turn gives", async () => {
  const { out, code } = runBuilt(["scan", "--no-policy", "--format", "json", "--fail-on", "none"], tree);
  expect(code).toBe(0);
  const { files, agents, coverage } = JSON.parse(out);
  const found = inventory(
    await scan(scanHost(tree), { includeTests: false, inScope: () => true }),
    new Map(),
  );
  expect({ files, coverage }).toEqual({ files: found.files, coverage: found.coverage });
  expect(agents).toEqual(found.agents);
  expect(agents).toHaveLength(201);
  expect(coverage.unread).toHaveLength(202);
});
