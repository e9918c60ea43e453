import { expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { AT, world } from "../world.ts";

const cwd = folder(world);

test("test runs the same cases in each engine, and counts what an engine cannot be asked", async () => {
  const { code, out } = await remit(["test", "--engine", "all", "--format", "json", ...AT], { cwd });
  expect(code).toBe(0);
  expect(readJson("test", out)).toMatchObject({ summary: { failed: 0, passed: 8, notAsked: 4 } });
  for (const engine of ["cedar", "aws"])
    expect((await remit(["test", "--engine", engine, ...AT], { cwd })).code).toBe(0);
});

test("a case that the policy fails fails in the engine too, under the engine's name", async () => {
  const wrong = folder({
    ...world,
    "agents.remit": world["agents.remit"].replace("deny  mail:send", "allow mail:send"),
  });
  const { code, out } = await remit(["test", "--engine", "opa", ...AT], { cwd: wrong });
  expect(code).toBe(1);
  expect(out).toContain("Expected allow, opa says deny.");
});

test("verify asks OPA, Cedar and AWS, and says how many requests each was not asked", async () => {
  const { code, out } = await remit(["verify", "--requests", "300", "--format", "json", ...AT], { cwd });
  expect(code, out).toBe(0);
  expect(readJson("verify", out)).toMatchObject({
    engines: [
      { name: "opa", requests: 300, notAsked: 0 },
      { name: "cedar", requests: 300 },
      { name: "aws", requests: 300, notAsked: 300 },
    ],
    disagreements: [],
  });
});
