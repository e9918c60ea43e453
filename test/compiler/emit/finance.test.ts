/** What the finance example compiles to, to be read like code. `vitest -u` writes it anew. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { filesBelow } from "../../../cli/tree.ts";
import type { Call, RequestPlan, Step } from "../../../compiler/emit/apply/plan-shape.ts";
import { folder, remit } from "../../cli/run.ts";

/** What is the same for every policy, or a digest of the rest. */
const STATIC = /^manifest\.json$|\/apply\.mjs$|\.rego$|^opa\/(schemas|log|stop|tests)\/|\/\.manifest$/;

const out = join(folder({}), "out");
let files: readonly string[] = [];
const text = (path: string): string => readFileSync(join(out, path), "utf8");

beforeAll(async () => {
  const words = ["compile", "--out", out, "--quiet", "--at", "2026-12-01T10:00Z"];
  const { code, err } = await remit(words, { cwd: resolve("examples/finance") });
  expect([code, err]).toEqual([0, ""]);
  files = filesBelow(out).filter((path) => !STATIC.test(path));
});

/** A line a step: what it does, for what, and with which requests. */
function outline(plan: RequestPlan): string {
  const lines = plan.steps.map((step) =>
    [step.kind, step.id, ...callsOf(step).map(({ method, path }) => `${method} /${inWords(path)}`)].join(
      "  ",
    ),
  );
  return `${lines.join("\n")}\n`;
}

function callsOf(step: Step): readonly Call[] {
  switch (step.kind) {
    case "require":
      return [];
    case "ensure":
      return [step.create, step.update, step.undo].flatMap((call) => call ?? []);
    case "links":
      return [step.add, step.remove];
    case "entry":
      return [step.put];
    case "remove":
    case "call":
      return [step.call, step.undo];
  }
}

const inWords = (path: Call["path"]): string =>
  path.map((part) => (typeof part === "string" ? part : `{${Object.values(part).join("")}}`)).join("/");

describe("the finance example", () => {
  test("compiles for every kind of target", () => {
    const targets = new Set(filesBelow(out).flatMap((path) => /^([^/]+)\//.exec(path)?.[1] ?? []));
    expect([...targets].sort()).toEqual(["aws", "cedar", "cedar.chat-gateway", "keycloak", "okta", "opa"]);
  });

  test("gives the files of the golden output, byte for byte; plans are outlined", async () => {
    for (const path of files) {
      const plan = path.endsWith("/plan.json");
      const content = plan ? outline(JSON.parse(text(path))) : text(path);
      await expect(content).toMatchFileSnapshot(
        `golden/finance/${plan ? path.replace(".json", ".txt") : path}`,
      );
    }
  });

  test("leaves out of a platform only what another one enforces", () => {
    const { unenforced, permissions } = JSON.parse(text("enforcement.json"));
    expect(unenforced).toEqual([]);
    expect(new Set(permissions.map((row: { enforcement: string }) => row.enforcement))).toEqual(
      new Set(["left-out", "native", "not-applicable", "scheduled"]),
    );
  });
});
