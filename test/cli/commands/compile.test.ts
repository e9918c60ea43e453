import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow } from "../../../cli/tree.ts";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { AT, world } from "../world.ts";

const text = (root: string, path: string): string => readFileSync(join(root, path), "utf8");

function snapshot(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(filesBelow(root).map((path) => [path, readFileSync(join(root, path), "base64")]));
}

async function compiled(files: Readonly<Record<string, string>> = world): Promise<string> {
  const cwd = folder(files);
  const ran = await remit(["compile", ...AT], { cwd });
  expect(ran).toMatchObject({ code: 0, err: "" });
  return cwd;
}

describe("compile", () => {
  test("writes a folder a target, with a manifest of every file and what each target enforces", async () => {
    const cwd = await compiled();
    const dist = join(cwd, "dist");
    const manifest = readJson("manifest", text(dist, "manifest.json"));
    readJson("enforcement", text(dist, "enforcement.json"));
    expect(manifest).toMatchObject({
      workspace: "acme",
      at: "2026-12-01T10:00:00Z",
      targets: [{ target: "opa" }],
    });
    const digests = Object.fromEntries(
      filesBelow(dist)
        .filter((path) => path !== "manifest.json")
        .map((path) => [
          path,
          createHash("sha256")
            .update(readFileSync(join(dist, path)))
            .digest("hex"),
        ]),
    );
    expect(manifest).toMatchObject({ files: digests });
  });

  test("makes the same bytes of the same input", async () => {
    const [one, other] = [await compiled(), await compiled()];
    expect(snapshot(join(one, "dist"))).toEqual(snapshot(join(other, "dist")));
  });

  test("keeps the old output whole when the policy has an error", async () => {
    const cwd = await compiled();
    const before = snapshot(join(cwd, "dist"));
    writeFileSync(join(cwd, "more.remit"), "agent more { }\n");
    const { code, out } = await remit(["compile", ...AT], { cwd });
    expect(code).toBe(1);
    expect(out).toMatch(/2 errors; dist is as it was\n$/);
    expect(snapshot(join(cwd, "dist"))).toEqual(before);
  });

  test("keeps the old output of every target whole when one target cannot be made", async () => {
    const cwd = await compiled({ ...world, "more.remit": "target cedar {}\n" });
    const before = snapshot(join(cwd, "dist"));
    const more = `target cedar {}
target aws { account "123456789012" }
agent acme-files { owner people.ada  expires 2027-03-01  may aws:s3:GetObject on "arn:aws:s3:::b/*" }
`;
    writeFileSync(join(cwd, "more.remit"), more);
    const { code, out } = await remit(["compile", ...AT], { cwd });
    expect(code).toBe(1);
    expect(out).toContain("error[missing-member]: Agent 'acme-files' needs an identity { oidc");
    expect(snapshot(join(cwd, "dist"))).toEqual(before);
  });

  test("keeps files in the folder that are not its own, and takes its old ones away", async () => {
    const cwd = await compiled({ ...world, "t.remit": "target opa spare {}\n" });
    writeFileSync(join(cwd, "dist/opa/.signatures.json"), "{}");
    expect(existsSync(join(cwd, "dist/opa.spare"))).toBe(true);
    writeFileSync(join(cwd, "t.remit"), "");
    await remit(["compile", ...AT], { cwd });
    expect(existsSync(join(cwd, "dist/opa.spare/README.md"))).toBe(false);
    expect(text(cwd, "dist/opa/.signatures.json")).toBe("{}");
    expect(readdirSync(cwd).filter((name) => name.includes("remit-"))).toEqual([]);
  });

  test("says in one line a target what is not made any more, once; --check then finds the folder up to date", async () => {
    const agents = (names: readonly string[]) =>
      names
        .map(
          (name) => `agent ${name} { owner people.ada  expires 2027-03-01
  identity { oidc issuer "https://id.acme.example" subject "${name}" }
  may aws:s3:GetObject on "arn:aws:s3:::b/*" }`,
        )
        .join("\n");
    const target = 'target aws { account "123456789012"  format json }\n';
    const cwd = await compiled({ ...world, "more.remit": target + agents(["one", "two", "three"]) });
    writeFileSync(join(cwd, "more.remit"), target + agents(["one"]));
    const { out } = await remit(["compile", ...AT], { cwd });
    expect(out.split("\n").filter((line) => line.includes("not made any more"))).toEqual([
      "aws: not made any more: managed policy 'remit.three-1', managed policy 'remit.three-boundary', managed policy 'remit.two-1', 3 more; see aws/README.md for how they go",
    ]);
    const dist = snapshot(join(cwd, "dist"));
    expect((await remit(["compile", "--check"], { cwd })).out).toContain("dist is up to date\n");
    const again = await remit(["compile", "--format", "json", ...AT], { cwd });
    expect(readJson("compile", again.out)).toMatchObject({ gone: Array(6).fill({ target: "aws" }) });
    expect(snapshot(join(cwd, "dist"))).toEqual(dist);
    expect((await remit(["compile", "--target", "opa", ...AT], { cwd })).out).not.toContain("not made");
    expect(snapshot(join(cwd, "dist"))).toEqual(dist);
    writeFileSync(join(cwd, "more.remit"), "");
    expect((await remit(["compile", ...AT], { cwd })).out).toContain(
      "aws: not made any more: managed policy 'remit.one-1', managed policy 'remit.one-boundary', role 'one'; the target is gone from the policy, so remove them by hand ('gone' in manifest.json lists them)",
    );
    const last = readJson("manifest", text(cwd, "dist/manifest.json"));
    expect(last).toMatchObject({ gone: Array(9).fill({ target: "aws" }) });
  });

  test("a target that is taken out of the policy leaves its objects in 'gone', and the line says how they go", async () => {
    const agent = `agent one { owner people.ada  expires 2027-03-01
  identity { oidc issuer "https://id.acme.example" subject "one" }
  may aws:s3:GetObject on "arn:aws:s3:::b/*"  may tool:search }\n`;
    const targets = `target aws { account "123456789012" }
target aws tf { account "210987654321"  format terraform }
target cedar {}
target opa edge { package "edge" }\n`;
    const cwd = await compiled({ ...world, "more.remit": agent + targets });
    writeFileSync(join(cwd, "dist/aws.tf/terraform.tfstate"), "{}");
    writeFileSync(join(cwd, "more.remit"), agent);
    const { out } = await remit(["compile", ...AT], { cwd });
    const gone = "the target is gone from the policy, so";
    const listed = "('gone' in manifest.json lists them)";
    expect(out.split("\n").filter((line) => line.includes("not made any more"))).toEqual([
      `aws: not made any more: stack 'remit-acme-aws', managed policy 'remit.one-1', managed policy 'remit.one-boundary', 1 more; ${gone} delete what holds them: 'aws cloudformation delete-stack --stack-name remit-acme-aws' ${listed}`,
      `aws.tf: not made any more: Terraform configuration 'main.tf.json', managed policy 'tf.one-1', managed policy 'tf.one-boundary', 1 more; ${gone} put main.tf.json back from version control into aws.tf, whose other files are kept, and run 'terraform destroy' there ${listed}`,
      `cedar: not made any more: policies with @workspace 'acme'; ${gone} remove them by hand ${listed}`,
      `opa.edge: not made any more: bundle 'edge'; ${gone} remove them by hand ${listed}`,
    ]);
    expect(filesBelow(join(cwd, "dist/aws.tf"))).toEqual(["terraform.tfstate"]);
    const manifest = readJson("manifest", text(cwd, "dist/manifest.json"));
    expect(manifest).toMatchObject({
      gone: expect.arrayContaining([
        { target: "aws", kind: "role", name: "one", within: "stack" },
        { target: "aws", kind: "stack", name: "remit-acme-aws" },
        { target: "cedar", kind: "policies with @workspace", name: "acme" },
      ]),
    });
    writeFileSync(join(cwd, "more.remit"), agent + targets);
    await remit(["compile", ...AT], { cwd });
    expect(readJson("manifest", text(cwd, "dist/manifest.json"))).toMatchObject({ gone: [] });
  });

  test("a role that leaves its stack is the stack's to remove, and not said to be gone", async () => {
    const agent = (name: string): string => `agent ${name} { owner people.ada  expires 2027-03-01
  identity { oidc issuer "https://id.acme.example" subject "${name}" }
  may aws:s3:GetObject on "arn:aws:s3:::b/*" }\n`;
    const target = 'target aws { account "123456789012" }\ntarget cedar {}\n';
    const cwd = await compiled({ ...world, "more.remit": target + agent("one") + agent("two") });
    writeFileSync(join(cwd, "more.remit"), target + agent("one"));
    expect((await remit(["compile", ...AT], { cwd })).out).not.toContain("not made any more");
    expect(readJson("manifest", text(cwd, "dist/manifest.json"))).toMatchObject({ gone: [] });
    expect(text(cwd, "dist/aws/README.md")).not.toContain("## Remove");
    writeFileSync(join(cwd, "more.remit"), target.replace(" }", "  format json }") + agent("one"));
    expect((await remit(["compile", ...AT], { cwd })).out).toContain(
      "aws: not made any more: stack 'remit-acme-aws'",
    );
    expect(text(cwd, "dist/aws/README.md")).toContain(
      "- stack remit\\-acme\\-aws, before this output is applied: `aws cloudformation delete-stack --stack-name remit-acme-aws`",
    );
  });

  test("without its last target says what is left, and leaves the output", async () => {
    const cwd = await compiled();
    const before = snapshot(join(cwd, "dist"));
    for (const [name, content] of Object.entries(world))
      writeFileSync(join(cwd, name), content.replace(/^target .*\n/gm, ""));
    const { code, err } = await remit(["compile", ...AT], { cwd });
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(
        /Declare one, such as 'target opa \{\}'\.\nopa: not made any more: bundle 'remit'; /,
      ),
    ]);
    expect(snapshot(join(cwd, "dist"))).toEqual(before);
  });

  test("refuses a folder that holds something else", async () => {
    const cwd = folder({ ...world, "dist/app.js": "1" });
    const { code, err } = await remit(["compile", ...AT], { cwd });
    expect(code).toBe(2);
    expect(err).toContain("holds files and no manifest of Remit's. Choose another folder with --out");
    expect(text(cwd, "dist/app.js")).toBe("1");
  });

  test("--target makes one target and leaves the others as they are", async () => {
    const cwd = await compiled({ ...world, "t.remit": "target opa spare {}\n" });
    const before = snapshot(join(cwd, "dist"));
    expect((await remit(["compile", "--target", "opa.spare", ...AT], { cwd })).code).toBe(0);
    expect(snapshot(join(cwd, "dist"))).toEqual(before);
    const unknown = await remit(["compile", "--target", "opa.other", ...AT], { cwd });
    expect(unknown.err).toBe("remit: There is no target 'opa.other'; there are opa, opa.spare.\n");
  });

  test("--only-suspensions writes what stops agents, and leaves everything else as it is", async () => {
    const cwd = await compiled();
    const before = snapshot(join(cwd, "dist"));
    const stopped = world["agents.remit"].replace(
      "  expires",
      '  suspended since 2026-11-30 because "INC-1"\n  expires',
    );
    writeFileSync(join(cwd, "agents.remit"), stopped.replace(/test "[\s\S]*?\n\}\n/, ""));
    expect((await remit(["compile", "--only-suspensions", ...AT], { cwd })).code).toBe(0);
    const after = snapshot(join(cwd, "dist"));
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed.sort()).toEqual(["manifest.json", "opa/stop/.manifest", "opa/stop/remit_stop/data.json"]);
    expect(text(cwd, "dist/opa/stop/remit_stop/data.json")).toContain("acme.helper");
    const written = readJson("manifest", text(cwd, "dist/manifest.json"));
    expect(written).toMatchObject({ files: { "enforcement.json": expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  test("--only-suspensions gives no new grant: wider policies wait for a whole compile", async () => {
    const agents = (bot: string, other: string) => `
target aws { account "123456789012" }
target cedar {}
agent bot { owner people.ada  expires 2027-03-01
  identity { oidc issuer "https://id.acme.example" subject "bot" }
  may aws:s3:GetObject on "arn:aws:s3:::b/*"
  may tool:search
  ${bot}
}
agent other { owner people.ada  expires 2027-03-01
  identity { oidc issuer "https://id.acme.example" subject "other" }
  may aws:s3:GetObject on "arn:aws:s3:::c/*"
  may tool:search
  ${other}
}
`;
    const never = 'never aws:s3:GetObject on "arn:aws:s3:::b/secret"';
    const cwd = await compiled({ ...world, "more.remit": agents(never, "") });
    const before = snapshot(join(cwd, "dist"));
    const wider = 'may aws:s3:DeleteObject on "arn:aws:s3:::b/*"  may tool:delete_all';
    writeFileSync(join(cwd, "more.remit"), agents(wider, 'suspended since 2026-11-30 because "INC-2"'));
    const ran = await remit(["compile", "--only-suspensions", ...AT], { cwd });
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/aws +dist\/aws +1 files; what is granted stays\n/);
    const after = snapshot(join(cwd, "dist"));
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([
      "aws/template.json",
      "cedar/policies.cedar",
      "cedar/policies.json",
      "manifest.json",
      "opa/stop/.manifest",
      "opa/stop/remit_stop/data.json",
    ]);
    for (const path of ["aws/template.json", "cedar/policies.cedar", "cedar/policies.json"])
      expect(text(cwd, `dist/${path}`)).not.toMatch(/DeleteObject|delete_all/);
    expect(text(cwd, "dist/aws/template.json")).toContain("b/secret");
    expect(text(cwd, "dist/cedar/policies.json")).toContain('"other/stopped"');
    // Once more over its own output is the same.
    await remit(["compile", "--only-suspensions", ...AT], { cwd });
    expect(snapshot(join(cwd, "dist"))).toEqual(after);
    writeFileSync(join(cwd, "dist/aws/template.json"), "{}");
    const changed = await remit(["compile", "--only-suspensions", "--format", "json", ...AT], { cwd });
    expect(readJson("compile", changed.out)).toMatchObject({
      targets: [
        {
          target: "aws",
          files: ["aws/stop/README.md", "aws/stop/other.json"],
          remarks: [
            "aws/template.json is not what the last compile wrote, and stays as it is, so only denies are made: aws/stop/README.md says how they are applied",
          ],
        },
        { target: "cedar", remarks: [] },
        { target: "opa" },
      ],
    });
    expect(text(cwd, "dist/aws/template.json")).toBe("{}");
    const whole = await remit(["compile", ...AT], { cwd });
    expect(whole.code).toBe(0);
    expect(existsSync(join(cwd, "dist/aws/stop/README.md"))).toBe(false);
    expect(text(cwd, "dist/aws/template.json")).toContain("DeleteObject");
  });

  test("--only-suspensions says of an agent that was deleted that it is not stopped", async () => {
    const agent = (name: string) =>
      `agent ${name} { owner people.ada  expires 2027-03-01  may tool:search }\n`;
    const cwd = await compiled({ ...world, "more.remit": `${agent("bot")}${agent("other")}` });
    const compile = async () => {
      const ran = await remit(["compile", "--only-suspensions", "--format", "json", ...AT], { cwd });
      return readJson("compile", ran.out);
    };
    const withRemarks = (...remarks: readonly string[]) => ({ targets: [{ target: "opa", remarks }] });
    expect(await compile()).toMatchObject(withRemarks());
    writeFileSync(join(cwd, "more.remit"), agent("other"));
    const end =
      "in the last output and not in the policy, and not stopped by this: compile the whole, or suspend instead of deleting";
    expect(await compile()).toMatchObject(withRemarks(`bot is ${end}`));
    writeFileSync(join(cwd, "more.remit"), "");
    expect(await compile()).toMatchObject(withRemarks(`bot and 1 more are ${end}`));
    writeFileSync(join(cwd, "dist/enforcement.json"), "no JSON");
    expect(await compile()).toMatchObject(withRemarks());
  });

  test("--check says whether the folder is what a compile would make", async () => {
    const cwd = await compiled();
    expect(await remit(["compile", "--check"], { cwd })).toMatchObject({
      code: 0,
      out: "dist is up to date\n",
    });
    writeFileSync(join(cwd, "dist/opa/README.md"), "changed");
    const stale = await remit(["compile", "--check", "--format", "json"], { cwd });
    expect(stale.code).toBe(1);
    expect(readJson("compile", stale.out)).toMatchObject({
      stale: ["opa/README.md is out of date"],
      written: false,
    });
    expect(text(cwd, "dist/opa/README.md")).toBe("changed");
    expect((await remit(["compile", "--check"], { cwd: folder(world) })).code).toBe(1);
  });

  test("brings back an output whose replacement was killed between its two renamings", async () => {
    const cwd = await compiled();
    const before = snapshot(join(cwd, "dist"));
    renameSync(join(cwd, "dist"), join(cwd, ".dist.remit-old"));
    expect((await remit(["compile", "--check"], { cwd })).code).toBe(0);
    expect(snapshot(join(cwd, "dist"))).toEqual(before);
  });

  test("says so when the folder cannot be written, and leaves it", async () => {
    const cwd = await compiled();
    const before = snapshot(join(cwd, "dist"));
    // A file in the place of the new output's folder stands for any refusal of the system, for root as well.
    const blocked = join(cwd, "blocked");
    writeFileSync(blocked, "");
    const { code, err } = await remit(["compile", "--out", "blocked/dist", ...AT], { cwd });
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^remit: Cannot read '.*': a part of the path is not a folder/),
    ]);
    expect(snapshot(join(cwd, "dist"))).toEqual(before);
    mkdirSync(join(cwd, "locked"));
    chmodSync(join(cwd, "locked"), 0o500);
    const locked = await remit(["compile", "--out", "locked/dist", ...AT], { cwd });
    expect(locked.code).toBe(process.getuid?.() === 0 ? 0 : 2);
  });

  test("wants to know the environment of a target that names none", async () => {
    const cwd = folder({ ...world, "e.remit": "environment staging\nenvironment prod\n" });
    const { code, out } = await remit(["compile", ...AT], { cwd });
    expect(code).toBe(1);
    expect(out).toContain("does not say for which environment it is");
    expect((await remit(["compile", "--environment", "prod", ...AT], { cwd })).code).toBe(0);
  });

  test("without a target says how to declare one", async () => {
    const cwd = folder({ "a.remit": 'owner ada { email "ada@acme.example" }\n' });
    expect((await remit(["compile", ...AT], { cwd })).err).toContain("Declare one, such as 'target opa {}'");
  });
});
