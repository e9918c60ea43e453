import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { emitAws } from "../../compiler/emit/aws/emit.ts";
import type { Policy } from "../../compiler/model/policy.ts";
import { policies, target } from "../compiler/emit/aws/arbitrary.ts";
import { memoryHost } from "../compiler/memory-host.ts";
import { instant } from "../compiler/model/policies.ts";
import { engine } from "./engine.ts";

const host = memoryHost({});
const at = instant("2026-07-01");
const folder = mkdtempSync(join(tmpdir(), "remit-aws-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const drawn = (count: number): readonly Policy[] => fc.sample(policies, { numRuns: count, seed: 7 });

async function outputOf(policy: Policy, format: string) {
  const settings = { ...target.settings, format };
  return emitAws({ policy, target: { ...target, settings }, at }, (name) => host.data(name));
}

describe("AWS output before its own judges", () => {
  const cfnLint = engine("cfn-lint");
  it.skipIf(cfnLint === undefined)("100 generated policies are templates that cfn-lint accepts", async () => {
    const files: string[] = [];
    for (const [index, policy] of drawn(100).entries()) {
      const { files: emitted } = await outputOf(policy, "cloudformation");
      for (const file of emitted.filter((one) => one.path.endsWith(".json"))) {
        const path = join(folder, `${index}-${file.path}`);
        writeFileSync(path, file.content);
        if (Object.keys(JSON.parse(String(file.content)).Resources).length > 0) files.push(path);
      }
    }
    expect(files.length).toBeGreaterThan(50);
    const done = spawnSync(cfnLint ?? "", ["--format", "json", "--", ...files], { encoding: "utf8" });
    expect(done.stdout.trim()).toBe("[]");
    expect(done.status).toBe(0);
  });

  const parliament = engine("parliament");
  it.skipIf(parliament === undefined)(
    "parliament finds nothing in permissions that name their resources",
    async () => {
      let judged = 0;
      // Parliament takes IPv6 networks for mistakes; IAM has them.
      const known = drawn(60).filter((policy) => !JSON.stringify(policy).includes("2001:db8"));
      for (const policy of known) {
        const { files } = await outputOf(policy, "json");
        for (const file of files.filter((one) => /permissions-\d+\.json$/.test(one.path))) {
          const done = spawnSync(parliament ?? "", [], { input: file.content, encoding: "utf8" });
          // Grants without `on` are `resource-missing` in the policy already; the rest must be clean.
          const findings = done.stdout
            .split("\n")
            .filter((line) => line !== "" && !line.includes("Unnecessary use of Resource *"));
          expect(findings, String(file.content)).toEqual([]);
          judged++;
        }
      }
      expect(judged).toBeGreaterThan(10);
    },
  );
});
