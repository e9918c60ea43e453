import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { filesBelow } from "../../cli/tree.ts";
import { emitAws } from "../../compiler/emit/aws/emit.ts";
import type { EmittedFile } from "../../compiler/emit/emission.ts";
import { checkWorkspace } from "../../compiler/index.ts";
import { isObject } from "../../compiler/model/json.ts";
import type { Policy } from "../../compiler/model/policy.ts";
import { policies, target } from "../compiler/emit/aws/arbitrary.ts";
import { createOnly } from "../compiler/emit/aws/create-only.ts";
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

/** The AWS output of every example that has such a target, in this format. */
async function examples(format: string) {
  const made: { readonly name: string; readonly files: readonly EmittedFile[] }[] = [];
  for (const world of ["finance", "support", "travel"]) {
    const root = join("examples", world);
    const paths = filesBelow(root).filter((path) => /\.(remit|json|lock)$/.test(path));
    const texts = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
    const config = { workspace: world, policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
    const { policies: checked } = await checkWorkspace(memoryHost(texts, { at: "2026-12-01" }), config);
    for (const policy of checked) {
      for (const one of policy.targets.filter(({ kind }) => kind === "aws")) {
        const settings = { ...one.settings, format };
        const emission = await emitAws({ policy, target: { ...one, settings }, at }, (name) =>
          host.data(name),
        );
        expect(emission.problems).toEqual([]);
        made.push({ name: `${world}-${policy.environment}`, files: emission.files });
      }
    }
  }
  return made;
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

  it.skipIf(cfnLint === undefined)("every example's templates are, too", async () => {
    const paths: string[] = [];
    for (const { name, files } of await examples("cloudformation"))
      for (const { path, content } of files.filter((file) => file.path.endsWith(".json"))) {
        const file = join(folder, `${name}-${path.replaceAll("/", "-")}`);
        writeFileSync(file, content);
        paths.push(file);
      }
    expect(paths.length).toBeGreaterThan(0);
    const done = spawnSync(cfnLint ?? "", ["--format", "json", "--", ...paths], { encoding: "utf8" });
    expect([done.stdout.trim(), done.status]).toEqual(["[]", 0]);
  });

  it.skipIf(cfnLint === undefined)("what a resource keeps for life is what its schema says", () => {
    const schemas = join(dirname(cfnLint ?? ""), "lib/cfnlint/data/schemas");
    const read = (path: string): Readonly<Record<string, unknown>> => {
      const value: unknown = JSON.parse(readFileSync(join(schemas, path), "utf8"));
      return isObject(value) ? value : {};
    };
    const names = read("providers/us-east-1.json");
    for (const [type, properties] of Object.entries(createOnly).filter(([name]) =>
      name.startsWith("AWS::"),
    )) {
      const { createOnlyProperties } = read(`resources/${names[type]}.json`);
      const pointers = Array.isArray(createOnlyProperties) ? createOnlyProperties.map(String).sort() : [];
      expect(pointers, type).toEqual(properties.map((name) => `/properties/${name}`));
    }
  });

  const parliament = engine("parliament");
  it.skipIf(parliament === undefined)("parliament finds nothing in the examples' permissions", async () => {
    let judged = 0;
    for (const { files } of await examples("json"))
      for (const { path, content } of files.filter((file) => /permissions-\d+\.json$/.test(file.path))) {
        const done = spawnSync(parliament ?? "", [], { input: content, encoding: "utf8" });
        // Its list of actions is older than the catalog.
        const findings = done.stdout
          .split("\n")
          .filter((line) => line !== "" && !line.includes("Unknown action"));
        expect(findings, path).toEqual([]);
        judged++;
      }
    expect(judged).toBeGreaterThan(3);
  });

  it.skipIf(parliament === undefined)(
    "parliament finds nothing in permissions that name their resources",
    async () => {
      let judged = 0;
      // Parliament takes IPv6 networks for mistakes; IAM has them.
      const known = drawn(15).filter((policy) => !JSON.stringify(policy).includes("2001:db8"));
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
