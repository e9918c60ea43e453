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
    put(
      cwd,
      "bot.remit",
      "agent bot under top { owner people.ada  expires 2027-03-01  may tool:search }\n",
    );
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
