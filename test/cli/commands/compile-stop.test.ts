import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isObject } from "../../../compiler/model/json.ts";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { world } from "../world.ts";

const agent = (name: string, more = "") =>
  `agent ${name} { owner people.ada  expires 2027-03-01  may tool:search  ${more} }\n`;

const suspended = 'suspended since 2026-11-30 because "INC-1"';

/** A workspace with a whole compile's output; `files` are added to it. */
async function compiled(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = folder({ ...world, ...files });
  expect(await remit(["compile", "--at", "2026-12-01T10:00Z"], { cwd })).toMatchObject({ code: 0, err: "" });
  return cwd;
}

const stop = (cwd: string, ...more: readonly string[]) =>
  remit(["compile", "--only-suspensions", "--at", "2026-12-01T11:00Z", ...more], { cwd });

const put = (cwd: string, file: string, text: string) => writeFileSync(join(cwd, file), text);

const json = (cwd: string, path: string): unknown => JSON.parse(readFileSync(join(cwd, path), "utf8"));

function stopList(cwd: string, path = "dist/opa/stop/remit_stop/data.json"): readonly string[] {
  const list = json(cwd, path);
  return isObject(list) && isObject(list.agents) ? Object.keys(list.agents) : [];
}

describe("compile --only-suspensions, in OPA", () => {
  test.each([
    ["deleted", "", ""],
    ["renamed", agent("bot2"), ""],
    ["resumed", agent("bot"), ""],
    ["excepted from the target", agent("bot", suspended), "except bot"],
  ])("an agent that was stopped and is %s stays stopped until a whole compile", async (_, then, except) => {
    const policy = (more: string) => `target opa spare { ${more} }\n`;
    const cwd = await compiled({
      "t.remit": policy(""),
      "bot.remit": agent("bot"),
      "other.remit": agent("other"),
    });
    const list = "dist/opa.spare/stop/remit_stop/data.json";
    put(cwd, "bot.remit", agent("bot", suspended));
    await stop(cwd);
    expect(stopList(cwd, list)).toEqual(["bot"]);
    put(cwd, "bot.remit", then);
    put(cwd, "t.remit", policy(except));
    put(cwd, "other.remit", agent("other", suspended));
    const ran = await stop(cwd);
    expect(ran.code).toBe(0);
    expect(ran.out).not.toContain("not stopped by this");
    expect(stopList(cwd, list)).toEqual(["bot", "other"]);
    await remit(["compile", "--at", "2026-12-01T12:00Z"], { cwd });
    expect(stopList(cwd, list)).toEqual(["other"]);
  });

  test("an agent that is excepted now and in the last bundle is stopped when it is suspended", async () => {
    const cwd = await compiled({ "t.remit": "target opa spare {}\n", "bot.remit": agent("bot") });
    put(cwd, "t.remit", "target opa spare { except bot }\n");
    put(cwd, "bot.remit", agent("bot", suspended));
    expect((await stop(cwd)).code).toBe(0);
    expect(stopList(cwd, "dist/opa.spare/stop/remit_stop/data.json")).toEqual(["bot"]);
  });

  test("an agent that moved under a suspended one is stopped although the last bundle has it elsewhere", async () => {
    const cwd = await compiled({ "bot.remit": agent("bot"), "top.remit": agent("top") });
    put(cwd, "top.remit", agent("top", suspended));
    put(cwd, "bot.remit", "agent bot under top { owner people.ada  expires 2027-03-01  may tool:search }\n");
    expect(await stop(cwd)).toMatchObject({ code: 0 });
    expect(stopList(cwd)).toEqual(["bot", "top"]);
  });

  test("a list that cannot be read is said", async () => {
    const cwd = await compiled({ "bot.remit": agent("bot") });
    put(cwd, "dist/opa/stop/remit_stop/data.json", "{");
    expect((await stop(cwd)).out).toContain(
      "opa: stop/remit_stop/data.json of the last output cannot be read",
    );
  });

  test("the stop is for the package that the last output has", async () => {
    const cwd = await compiled({
      "t.remit": 'target opa spare { package "one.two" }\n',
      "bot.remit": agent("bot"),
    });
    put(cwd, "t.remit", 'target opa spare { package "three" }\n');
    put(cwd, "bot.remit", agent("bot", suspended));
    for (const _ of [1, 2]) {
      const ran = await stop(cwd);
      expect(ran.code).toBe(0);
      expect(ran.out).toContain(
        "opa.spare: the stop is for the package one.two, which the last output has; three takes a whole compile",
      );
      expect(json(cwd, "dist/opa.spare/stop/.manifest")).toMatchObject({ roots: ["one/two_stop"] });
      expect(stopList(cwd, "dist/opa.spare/stop/one/two_stop/data.json")).toEqual(["bot"]);
      expect(() => json(cwd, "dist/opa.spare/stop/three_stop/data.json")).toThrow();
    }
  });
});

test("an agent that an earlier stop denies is not called one that is not stopped when it is deleted", async () => {
  const grants = `identity { aws role "bot" oidc issuer "https://id.x.example" subject "bot" } may aws:s3:GetObject on "arn:aws:s3:::b/*" may m:go`;
  const targets = `service m { protocol mcp  action go { risk read } }
target aws { account "123456789012" }
target aws tf { account "223456789012" format terraform }
target aws js { account "323456789012" format json }
target cedar {}
target cedar gw { profile agentcore gateway "arn:aws:bedrock-agentcore:eu-north-1:123456789012:gateway/nw-1" principal tag "client_id" }
`;
  const cwd = await compiled({
    "t.remit": targets,
    "bot.remit": agent("bot", grants).replace("may tool:search", ""),
  });
  const said = async () => {
    const report = readJson("compile", (await stop(cwd, "--format", "json")).out);
    const list = isObject(report) && Array.isArray(report.targets) ? report.targets : [];
    return list.flatMap((one) => (isObject(one) && Array.isArray(one.remarks) ? one.remarks : []));
  };
  put(cwd, "bot.remit", agent("bot", `${grants} ${suspended}`).replace("may tool:search", ""));
  expect(await said()).toEqual([]);
  rmSync(join(cwd, "bot.remit"));
  expect(await said()).toEqual([]);
});

describe("compile --only-suspensions, at an AgentCore gateway", () => {
  test("the forbid is remembered, and said to be gone when the agent acts again", async () => {
    const bot = (more: string) =>
      agent("bot", `identity { oidc issuer "https://id.x.example" subject "bot" } may m:go ${more}`);
    const target = `service m { protocol mcp  action go { risk read } }
target cedar gw { profile agentcore gateway "arn:aws:bedrock-agentcore:eu-north-1:123456789012:gateway/nw-1" principal tag "client_id" }
`;
    const cwd = await compiled({ "t.remit": target, "bot.remit": bot("") });
    const policies = () => {
      const list = json(cwd, "dist/cedar.gw/policies.json");
      return isObject(list) ? Object.entries(list) : [];
    };
    const manifest = () => readFileSync(join(cwd, "dist/manifest.json"), "utf8");
    const listed = (key: "targets" | "gone") => {
      const value = readJson("manifest", manifest());
      return JSON.stringify(isObject(value) ? value[key] : undefined);
    };
    const round = async (at: string) => {
      put(cwd, "bot.remit", bot(suspended));
      expect((await stop(cwd)).code).toBe(0);
      const forbid = policies().find(([, body]) => JSON.stringify(body).includes("; stopped"))?.[0] ?? "none";
      expect(listed("targets")).toContain(`"${forbid}"`);
      expect(listed("gone")).not.toContain(`"${forbid}"`);
      put(cwd, "bot.remit", bot(""));
      await remit(["compile", "--at", at], { cwd });
      expect(listed("targets")).not.toContain(`"${forbid}"`);
      expect(listed("gone")).toContain(`"${forbid}"`);
      expect(readFileSync(join(cwd, "dist/cedar.gw/README.md"), "utf8")).toContain(
        forbid.replaceAll("_", "\\_"),
      );
    };
    await round("2026-12-01T12:00Z");
    await round("2026-12-01T13:00Z");
  });
});

describe("compile --only-suspensions, for Keycloak and Okta", () => {
  const service = 'service s { audience "https://s.x.example"  action read { risk read } }\n';
  const bot = (identity: string, more = "") => agent("bot", `identity { ${identity} } may s:read ${more}`);
  const plan = (cwd: string, target: string): string =>
    readFileSync(join(cwd, `dist/${target}/plan.json`), "utf8");

  test("a client that was renamed is stopped by its old name and its new one, again and again", async () => {
    const cwd = await compiled({
      "t.remit": `${service}target keycloak { realm "r" }\n`,
      "bot.remit": bot('keycloak client "old"'),
    });
    put(cwd, "bot.remit", bot('keycloak client "fresh"', suspended));
    for (const _ of [1, 2]) {
      expect((await stop(cwd)).code).toBe(0);
      expect(plan(cwd, "keycloak").match(/"id":"client\/[^"]*"/g)).toEqual([
        '"id":"client/old"',
        '"id":"client/fresh"',
      ]);
    }
  });

  test("a client is stopped in the realm of the last output, and where the target excepts it by now", async () => {
    const cwd = await compiled({
      "t.remit": `${service}target keycloak { realm "r" }\n`,
      "bot.remit": bot('keycloak client "bot"'),
    });
    put(cwd, "bot.remit", bot('keycloak client "bot"', suspended));
    put(cwd, "t.remit", `${service}target keycloak { realm "other" }\n`);
    const ran = await stop(cwd);
    expect(ran.out).toContain(
      "keycloak: the plan stops agents in realm r, which the last output is for, and in other",
    );
    for (const realm of ["r", "other"])
      expect(plan(cwd, "keycloak")).toContain(`"path":["admin","realms","${realm}","clients"]`);
    put(cwd, "t.remit", `${service}target keycloak { realm "r"  except bot }\n`);
    await stop(cwd);
    expect(plan(cwd, "keycloak")).toContain('"id":"client/bot"');
  });

  test("an agent in Okta is found by its description too, and the last organisation is named", async () => {
    const target = (org: string, more = "") =>
      `${service}target okta { org "https://${org}.okta.example"  server "a" ${more} }\n`;
    const cwd = await compiled({ "t.remit": target("x"), "bot.remit": bot('okta agent "old"') });
    put(cwd, "bot.remit", bot('okta agent "fresh"', suspended));
    put(cwd, "t.remit", target("y"));
    for (const _ of [1, 2]) {
      const ran = await stop(cwd);
      expect(ran.out).toContain("run the plan with OKTA_ORG_URL set to that one");
      expect(plan(cwd, "okta")).toContain('"is":"fresh"');
      expect(plan(cwd, "okta")).toContain('{"at":"/profile/description","begins":"remit:acme agent bot; "}');
    }
    put(cwd, "t.remit", target("x", "except bot"));
    await stop(cwd);
    expect(plan(cwd, "okta")).toContain('"begins":"remit:acme agent bot; "');
  });
});

test("compile --only-suspensions over a folder without a manifest, or a corrupt one, names the way to stops alone", async () => {
  const cwd = await compiled({});
  put(cwd, "dist/manifest.json", '{"version": 1, "tar');
  const corrupt = await stop(cwd);
  expect(corrupt.code).not.toBe(0);
  expect(corrupt.err).toMatch(
    /manifest\.json is none that Remit can read: it is corrupt.*With --out and an empty folder/,
  );
  rmSync(join(cwd, "dist/manifest.json"));
  const missing = await stop(cwd);
  expect(missing.err).toMatch(/holds files and no manifest of Remit's\. .*With --out and an empty folder/);
  expect(await stop(cwd, "--out", "stops")).toMatchObject({ code: 0 });
  expect((await remit(["compile"], { cwd })).err).toContain("Choose another folder with --out");
});
