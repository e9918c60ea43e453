import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type CompileOptions, compileTargets, type Output } from "../../../compiler/emit/compile.ts";
import { readManifest } from "../../../compiler/emit/manifest.ts";
import { checkWorkspace } from "../../../compiler/index.ts";
import { memoryHost } from "../memory-host.ts";

const BASE = `
owner jane { email "jane@acme.example" }
service invoices { action read { risk read } action pay { input amount decimal } }
agent triage {
  owner jane  expires 2027-03-31  identity { oidc issuer "https://id.acme.example" subject "triage" }
  may invoices:read
  may aws:s3:GetObject on "arn:aws:s3:::b/*" with approval from jane for 15m
  MORE
}
`;

async function compile(
  text: string,
  options: Partial<CompileOptions> = {},
  environment?: string,
): Promise<Output> {
  const host = memoryHost({ "a.remit": text });
  const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const checked = await checkWorkspace(host, config, environment === undefined ? {} : { environment });
  expect(
    checked.problems.filter(({ severity }) => severity === "error").map(({ message }) => message),
  ).toEqual([]);
  return compileTargets(checked, { version: "1.0.0", ...options }, host.data);
}

const withMore = (more: string, targets: string): string => `${BASE.replace("MORE", more)}\n${targets}`;
const AWS = 'target aws { account "123456789012" }';
const codes = ({ problems }: Output) => problems.map(({ code, severity }) => `${code} ${severity}`);
const contentOf = (output: Output, path: string): string =>
  String(output.files.find((file) => file.path === path)?.content);

describe("compile", () => {
  test("gives the files of every target in its own folder, each with its digest in the manifest", async () => {
    const output = await compile(withMore("", 'target opa {}\ntarget opa second { package "acme.two" }'));
    const paths = output.files.map(({ path }) => path);
    expect(paths).toContain("opa/bundle/remit/remit.rego");
    expect(paths).toContain("opa.second/bundle/acme/two/remit.rego");
    expect(contentOf(output, "opa.second/bundle/acme/two/remit.rego")).toContain("package acme.two\n");
    const manifest = readManifest(contentOf(output, "manifest.json"));
    for (const { path, content } of output.files.filter(({ path: one }) => one !== "manifest.json"))
      expect(manifest?.files[path]).toBe(createHash("sha256").update(content).digest("hex"));
    expect(codes(output)).toEqual([]);
  });

  test("gives the same bytes again", async () => {
    const text = withMore("", `target opa { stale-after 30d }\n${AWS}`);
    expect(await compile(text)).toEqual(await compile(text));
  });

  test("says what a target leaves out, and what no target enforces; with --strict these are errors", async () => {
    expect(codes(await compile(withMore("", AWS)))).toEqual([
      "unenforced warning",
      "left-out warning",
      "unenforced warning",
    ]);
    expect(codes(await compile(withMore("", AWS), { strict: true }))).toEqual([
      "unenforced error",
      "left-out error",
      "unenforced error",
    ]);
    expect(codes(await compile(withMore("", `${AWS} target opa {}`)))).toEqual(["left-out warning"]);
    const outside = 'enforced outside by "the gateway" until 2027-01-01';
    expect(codes(await compile(withMore(outside, AWS)))).toEqual(["left-out warning"]);
  });

  test("every clause that a target cannot enforce is named, in one warning, less what a waive lets go", async () => {
    const world = (waive: string) => `
owner ida { email "ida@acme.example" }
window w { zone "UTC"  hours 08:00..18:00 }
service s { audience "https://s.example"  action w { risk write  input n int } }
agent a { owner ida  expires 2027-03-31
  may s:w where n <= 5 on "x/*" during w with approval from ida for 5m on behalf of user "u@x.example"
  ${waive}
}
target keycloak { realm "acme" }  target opa {}`;
    const said = async (waive: string) => {
      const output = await compile(world(waive));
      const [row] = JSON.parse(contentOf(output, "enforcement.json")).permissions;
      return { row, messages: output.problems.map(({ message }) => message) };
    };
    const all = await said("");
    expect(all.row).toMatchObject({
      enforcement: "left-out",
      constraint: "approval",
      constraints: ["approval", "subject", "window", "condition", "resource"],
      why: "Keycloak knows no approval of a single call",
    });
    expect(all.messages).toEqual([
      "Not emitted for 'keycloak', which cannot enforce its approval, subject, window, condition and resource: Keycloak knows no approval of a single call; users are not Remit's to write, name a group; Keycloak has no recurring windows; Keycloak issues tokens and does not see the calls; Keycloak issues tokens and does not see the resource of a call.",
    ]);
    const waived = await said('waive approval on keycloak because "pilot" until 2027-01-01');
    expect(waived.row).toMatchObject({
      enforcement: "left-out",
      constraint: "subject",
      constraints: ["subject", "window", "condition", "resource"],
    });
    expect(waived.messages).toHaveLength(1);
    expect(waived.messages[0]).toContain("cannot enforce its subject, window, condition and resource: ");
  });

  test("enforcement.json names for each target which rules for every request it does not see", async () => {
    const gateway =
      'target cedar gateway { profile agentcore  gateway "arn:aws:bedrock-agentcore:eu-west-1:123456789012:gateway/tools-1"  principal tag "client_id" }';
    const tokens =
      'target keycloak { realm "acme" }\ntarget okta { org "https://acme.okta.com"  server "aus1" }';
    const output = await compile(
      withMore("", `${AWS}\ntarget opa {}\ntarget cedar {}\n${gateway}\n${tokens}`),
    );
    const rows: readonly { target: string; unseen: readonly { rule: string }[] }[] = JSON.parse(
      contentOf(output, "enforcement.json"),
    ).targets;
    expect(rows.map(({ target, unseen }) => [target, ...unseen.map(({ rule }) => rule)])).toEqual([
      ["aws", "via", "as-itself"],
      ["cedar"],
      ["cedar.gateway", "via", "as-itself"],
      ["keycloak", "via", "as-itself"],
      ["okta", "via", "as-itself"],
      ["opa"],
    ]);
  });

  test("an accept takes the place of the warning, with its reason and end, in strict too", async () => {
    const accept = (code: string, until = "2027-01-01") =>
      `accept ${code} because "the gateway asks" until ${until}`;
    const both = `${accept("left-out")} ${accept("unenforced")}`;
    for (const strict of [false, true]) {
      const output = await compile(withMore(both, AWS), { strict });
      expect(codes(output)).toEqual(["accepted info", "accepted info", "accepted info"]);
      expect(output.problems.map(({ message }) => message)).toContain(
        "Accepted until 2027-01-01 (the gateway asks): unenforced: No target enforces 'invoices:read' of triage; add a target that can, or say who does: enforced outside by \"…\" until ….",
      );
    }
    const one = await compile(withMore(accept("unenforced"), AWS), { strict: true });
    expect(codes(one)).toEqual(["accepted info", "accepted info", "left-out error"]);
    const ended = await compile(withMore(accept("left-out", "2026-01-01"), AWS));
    expect(codes(ended)).toEqual(["unenforced warning", "left-out warning", "unenforced warning"]);
  });

  test("an accept of a loss that is none is unused, whichever agent of a profile needs it", async () => {
    const accept = 'accept left-out because "the gateway asks" until 2027-01-01';
    expect(codes(await compile(withMore(accept, "target opa {}")))).toEqual(["unused warning"]);
    const profile = `profile p { ${accept} }
agent other { owner jane  expires 2027-03-31  profile p  may invoices:read }`;
    const both = withMore("profile p", `${profile}\n${AWS} target opa {}`);
    expect(codes(await compile(both))).toEqual(["accepted info"]);
  });

  test("enforcement.json lists accepts, and what no target enforces with who does", async () => {
    const accept = (code: string) => `accept ${code} because "the gateway asks" until 2027-01-01`;
    const more = `${accept("left-out")} ${accept("unenforced")} enforced outside by "the gateway" until 2027-02-01`;
    const accepted = { because: "the gateway asks", until: "2027-01-01T00:00:00Z" };
    const outside = { by: "the gateway", until: "2027-02-01T00:00:00Z" };
    const written = JSON.parse(contentOf(await compile(withMore(more, AWS)), "enforcement.json"));
    expect(written.permissions).toMatchObject([
      { enforcement: "not-applicable" },
      { enforcement: "left-out", constraint: "approval", accepted },
    ]);
    expect(written.unenforced).toMatchObject([
      { agent: "triage", actions: ["invoices:read"], outside, accepted },
      { agent: "triage", actions: ["aws:s3:GetObject"], outside, accepted },
    ]);
    const one = await compile(withMore("", `${AWS} target opa {}`), { only: "aws" });
    expect(JSON.parse(contentOf(one, "enforcement.json")).unenforced).toEqual([]);
  });

  test("emits what a waive lets pass", async () => {
    const waive = 'waive approval on TARGET because "pilot" until 2027-01-01';
    const both = `${AWS} target opa {}`;
    expect(codes(await compile(withMore(waive.replace("TARGET", "aws"), both)))).toEqual([]);
    expect(codes(await compile(withMore(waive.replace("TARGET", "opa"), both)))).toEqual([
      "left-out warning",
    ]);
  });

  test("compiles one target, and still knows what the others enforce", async () => {
    const output = await compile(withMore("", `${AWS} target opa {}`), { only: "aws" });
    expect(output.files.every(({ path }) => path.startsWith("aws/") || /^[a-z]+\.json$/.test(path))).toBe(
      true,
    );
    expect(codes(output)).toEqual(["left-out warning"]);
  });

  test("two targets that would make the same role or access policy are refused; in another account they are not", async () => {
    const json = (name: string, more = "") =>
      `target aws ${name} { account "123456789012"  format json ${more} }`;
    const meet = await compile(withMore("", `target opa {} ${json("one")}\n${json("two")}`));
    expect(
      meet.problems.filter(({ severity }) => severity === "error").map(({ message }) => message),
    ).toEqual([
      "The targets 'aws.one' and 'aws.two' would both make the role 'triage' in account 123456789012, and each would undo the other's. Keep these agents out of one of them ('except' or 'only'), or compile it for another place.",
    ]);
    // The unnamed target's policies would be those of one that is named 'remit'.
    const unnamed = await compile(withMore("", `target opa {} ${AWS}\n${json("remit")}`));
    expect(unnamed.problems.at(-1)?.message).toContain(
      "the role 'triage' in account 123456789012, the managed policy 'remit.triage-boundary' in account 123456789012",
    );
    for (const apart of [AWS.replace("aws", "aws two").replace("9012", "9013"), json("two", "except triage")])
      expect(codes(await compile(withMore("", `target opa {} ${json("one")} ${apart}`)))).not.toContain(
        "duplicate-name error",
      );
    const adopt = withMore("", `target opa {} ${json("one")} ${json("two")}`);
    const adopted = await compile(
      adopt.replace('subject "triage"', 'subject "triage"  aws role "triage" adopt'),
    );
    expect(codes(adopted)).not.toContain("duplicate-name error");
    const okta = (name: string, server: string) =>
      `target okta ${name} { org "https://a.example"  server "${server}" }`;
    const source = withMore("", "").replace(
      "service invoices {",
      'service invoices { audience "https://i.example"',
    );
    const same = await compile(`${source} target opa {} ${okta("a", "s")} ${okta("b", "s")}`);
    expect(same.problems.map(({ message }) => message).join()).toContain(
      "would both make the access policy 'remit triage' of server 's'",
    );
    expect(codes(await compile(`${source} target opa {} ${okta("a", "s")} ${okta("b", "t")}`))).not.toContain(
      "duplicate-name error",
    );
  });

  test("what an earlier output made stays to be removed until it is made again, so a second compile changes nothing", async () => {
    const json = 'target opa {} target aws { account "123456789012"  format json }';
    const plain = BASE.replace(" with approval from jane for 15m", "").replace("MORE", "");
    const other = plain
      .replace("agent triage", "agent other")
      .replace('"triage"', '"other"')
      .split("agent other")[1];
    const manifest = (output: Output) => {
      const previous = readManifest(contentOf(output, "manifest.json"));
      return previous === undefined ? {} : { previous };
    };
    const both = await compile(`${plain}\nagent other${other}\n${json}`);
    expect(both.gone).toEqual([]);
    const first = await compile(`${plain}\n${json}`, manifest(both));
    const names = ["managed policy other-1", "managed policy other-boundary", "role other"];
    const shown = ({ gone }: Output) => gone.map(({ kind, name }) => `${kind} ${name.replace("remit.", "")}`);
    expect(shown(first)).toEqual(names);
    expect(first.gone.every(({ fresh }) => fresh)).toBe(true);
    expect(contentOf(first, "aws/README.md")).toContain("- role other\n");
    const second = await compile(`${plain}\n${json}`, manifest(first));
    expect(second.files).toEqual(first.files);
    expect(second.gone.some(({ fresh }) => fresh)).toBe(false);
    // Without the target nothing but the manifest remembers.
    const without = await compile(`${plain}\ntarget opa {}`, manifest(second));
    expect(shown(without).filter((name) => names.includes(name))).toEqual(names);
    expect(without.gone.length).toBe(6);
    const again = await compile(`${plain}\nagent other${other}\n${json}`, manifest(without));
    expect(again.files).toEqual(both.files);
  });

  test("a target without an environment compiles only for the one that is asked for", async () => {
    const text = `environment staging\nenvironment prod\n${withMore("", "target opa {}")}`;
    expect(codes(await compile(text))).toEqual(["missing-member error"]);
    expect(codes(await compile(text, {}, "prod"))).toEqual([]);
    const output = await compile(text.replace("opa {}", "opa { environment prod }"));
    expect(codes(output)).toEqual([]);
    expect(contentOf(output, "opa/bundle/remit/policy/data.json")).toContain('"environment":"prod"');
  });

  test("with only the suspensions, the stop list is all there is", async () => {
    const text = withMore('suspended since 2026-11-01 because "leak"', "target opa {}");
    const output = await compile(text, { onlySuspensions: true });
    expect(output.files.map(({ path }) => path)).toEqual([
      "manifest.json",
      "opa/stop/.manifest",
      "opa/stop/remit_stop/data.json",
    ]);
    expect(JSON.parse(contentOf(output, "opa/stop/remit_stop/data.json"))).toEqual({
      agents: { triage: 1_793_491_200 },
    });
  });

  test("a package that Rego could not have is refused by name", async () => {
    for (const name of ["a.if.b", "a-b", "system.x", "", "a\\npackage b"]) {
      const host = memoryHost({ "a.remit": withMore("", `target opa { package "${name}" }`) });
      const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
      const output = await compileTargets(await checkWorkspace(host, config), { version: "1" }, host.data);
      expect(output.problems.filter(({ severity }) => severity === "error").length).toBeLessThanOrEqual(1);
      expect(output.files.some(({ path }) => path.endsWith("remit.rego"))).toBe(false);
    }
  });
});
