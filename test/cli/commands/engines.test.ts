import { expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { AT, world } from "../world.ts";

const TARGETS = `target cedar {}
target aws { account "123456789012" }
target opa some { only acme.helper }
target keycloak { realm "acme" }
target okta staff { org "https://acme.okta.example"  server "agents" }
`;
const cwd = folder({ ...world, "targets.remit": TARGETS });

test("test runs the same cases in each engine, and counts what an engine cannot be asked", async () => {
  const { code, out } = await remit(["test", "--engine", "all", "--format", "json", ...AT], { cwd });
  expect(code).toBe(0);
  expect(readJson("test", out)).toMatchObject({ summary: { failed: 0, passed: 11, notAsked: 4 } });
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
      { name: "opa.some", requests: 300, notAsked: 0 },
      { name: "cedar", requests: 300 },
      { name: "aws", requests: 300, notAsked: 300 },
    ],
    notDecided: ["keycloak", "okta.staff"],
    disagreements: [],
  });
  const words = (await remit(["verify", "--requests", "10", ...AT], { cwd })).out;
  expect(words).toContain("keycloak, okta.staff: not asked, since they hand out tokens and see no request\n");
});

test("verify and test ask only engines that the policy has a target for, and one that is named", async () => {
  const plain = folder(world);
  const asked = async (...words: readonly string[]) =>
    readJson(
      "verify",
      (await remit(["verify", "--requests", "20", "--format", "json", ...words, ...AT], { cwd: plain })).out,
    );
  expect(await asked()).toMatchObject({ engines: [{ name: "opa" }], notDecided: [] });
  expect(await asked("--engine", "cedar")).toMatchObject({ engines: [{ name: "cedar" }] });
  const { out } = await remit(["test", "--engine", "all", ...AT], { cwd: plain });
  expect(out).toContain("6 passed, 0 failed\n");
});

test("an OPA target is asked for its own agents only, and must deny the others", async () => {
  const other = `agent acme-other { owner people.ada  expires 2027-03-01  may tool:search }
target opa one { only acme-other }
test "the other searches" { as acme-other  at 2026-12-01  allow tool:search }
`;
  const both = folder({ ...world, "more.remit": other });
  const { out } = await remit(["test", "--engine", "opa", "--format", "json", ...AT], { cwd: both });
  expect(readJson("test", out)).toMatchObject({ summary: { failed: 0, passed: 5, notAsked: 3 } });
  expect((await remit(["verify", "--requests", "300", ...AT], { cwd: both })).code).toBe(0);
});
