import { describe, expect, it, test } from "vitest";
import { danglingReferences } from "../../../../compiler/emit/keycloak/check.ts";
import { readManifest } from "../../../../compiler/emit/manifest.ts";
import { formatInstant } from "../../../../compiler/literals.ts";
import { instant } from "../../model/policies.ts";
import { clientIn, compileKeycloak, fates, fileOf, PEOPLE, realmOf, TARGET } from "./compile.ts";

const agent = (body: string, name = "triage", head = "owner jane  expires 2027-03-31"): string =>
  `agent ${name} { ${head}  ${body} }\n`;

const compile = (agents: string, options: Parameters<typeof compileKeycloak>[1] = {}, target = TARGET) =>
  compileKeycloak(`${PEOPLE}${agents}${target}`, options);

const errors = async (agents: string, target = TARGET): Promise<readonly string[]> =>
  (await compile(agents, {}, target)).problems
    .filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code}: ${message}`);

describe("what Keycloak can enforce", () => {
  test.each([
    ["may invoices:draft", "scheduled"],
    ["may invoices:draft, invoices:pay until 2027-01-01", "scheduled"],
    ["may invoices:draft on behalf of group finance", "scheduled"],
    ["may invoices:draft on behalf of group finance, group sales", "scheduled"],
    ['may invoices:draft on behalf of user "lin@acme.example"', "left-out (subject)"],
    ["may invoices:draft on behalf of group finance, owner jane", "left-out (subject)"],
    ["may invoices:draft on behalf of group path", "left-out (subject)"],
    ["may invoices:draft with approval from jane for 15m", "left-out (approval)"],
    ["may invoices:pay where amount < 5.00", "left-out (condition)"],
    ['may invoices:draft on "invoice/*"', "left-out (resource)"],
    ['may invoices:draft  never invoices:draft on "invoice/1"', "left-out (deny)"],
    ["may invoices:draft  never invoices:draft", "left-out (deny)"],
    ["may invoices:draft, invoices:pay  never invoices:pay", "scheduled"],
    ["may tool:send", "not-applicable"],
  ])("%s is %s", async (may, fate) => {
    expect(fates(await compile(agent(may)))).toEqual([`triage: ${fate}`]);
  });

  it("takes what a never takes away out of the scopes", async () => {
    const output = await compile(agent("may invoices:draft, invoices:pay  never invoices:pay"));
    expect(clientIn(output, "triage").optionalClientScopes).toEqual(["invoices:draft"]);
  });

  it("leaves out what two agents do for different groups, since a scope has one group of people", async () => {
    const apart =
      agent("may invoices:read on behalf of group finance") +
      agent("may invoices:read on behalf of group sales", "other");
    expect(fates(await compile(apart))).toEqual(["triage: left-out (subject)", "other: left-out (subject)"]);
    const alike = apart.replace("sales", "finance");
    expect(fates(await compile(alike))).toEqual(["triage: scheduled", "other: scheduled"]);
    const one = agent(
      "may invoices:read on behalf of group finance  may invoices:read on behalf of group sales",
    );
    expect(fates(await compile(one))).toEqual(["triage: scheduled", "triage: scheduled"]);
  });

  it("leaves out one of two actions with the same scope, and takes both together", async () => {
    const service = `service s { audience "https://s.example"  action one { oauth "x" }  action two { oauth "x" } }\n`;
    expect(fates(await compile(service + agent("may s:one")))).toEqual(["triage: left-out (action)"]);
    expect(fates(await compile(service + agent("may s:one, s:two")))).toEqual(["triage: scheduled"]);
  });

  it.each(["offline_access", "openid", "roles", "two words", 'quo\\"te', "grün"])(
    "leaves out a scope that is no client scope of its own: %s",
    async (oauth) => {
      const service = `service s { audience "https://s.example"  action one { oauth "${oauth}" } }\n`;
      expect(fates(await compile(service + agent("may s:one")))).toEqual(["triage: left-out (action)"]);
    },
  );

  it("leaves out an action whose service has no audience: its token would be for everybody", async () => {
    const service = "service s { protocol oauth  action one {} }\n";
    expect(fates(await compile(service + agent("may s:one")))).toEqual(["triage: left-out (action)"]);
  });
});

describe("time", () => {
  const on = async (body: string, at: string): Promise<readonly [boolean, readonly string[]]> => {
    const client = clientIn(await compile(agent(body), { at }), "triage");
    return [client.enabled, client.optionalClientScopes];
  };

  it("ends a client one token's life and a second before its agent: a token's exp can be one over", async () => {
    const body = "session 1h  may invoices:draft";
    expect(await on(body, "2027-03-30T22:59:58Z")).toEqual([true, ["invoices:draft"]]);
    expect(await on(body, "2027-03-30T22:59:59Z")).toEqual([false, []]);
  });

  it("gives a scope from its first second, and takes it one token's life and a second before its end", async () => {
    const body = "session 10m  may invoices:draft from 2026-12-01 until 2026-12-02";
    expect(await on(body, "2026-11-30T23:59:59Z")).toEqual([true, []]);
    expect(await on(body, "2026-12-01T00:00:00Z")).toEqual([true, ["invoices:draft"]]);
    expect(await on(body, "2026-12-01T23:49:58Z")).toEqual([true, ["invoices:draft"]]);
    expect(await on(body, "2026-12-01T23:49:59Z")).toEqual([true, []]);
  });

  it("says when the output changes", async () => {
    const output = await compile(agent("session 1h  may invoices:draft"));
    const [fate] = output.targets[0]?.emission.enforcement ?? [];
    expect(fate?.enforcement).toMatchObject({ kind: "scheduled", next: instant("2027-03-30T22:59:59Z") });
    expect(formatInstant(instant("2027-03-30T22:59:59Z"))).toBe("2027-03-30T22:59:59Z");
  });

  it("turns a suspended agent and those under it off, and with --only-suspensions nothing else", async () => {
    const agents =
      agent('suspended since 2026-01-01 because "x"  may invoices:draft') +
      "agent below under triage { may invoices:draft }\n" +
      agent("may invoices:pay", "other");
    const whole = await compile(agents);
    expect(["triage", "below", "other"].map((id) => clientIn(whole, id).enabled)).toEqual([
      false,
      false,
      true,
    ]);
    const stop = await compile(agents, {
      onlySuspensions: true,
      previous: readManifest(fileOf(whole, "manifest.json")),
    });
    const plan = JSON.parse(fileOf(stop, "keycloak/plan.json"));
    expect(
      plan.steps.map(({ id, update }: { id: string; update: { body: unknown } }) => [id, update.body]),
    ).toEqual([
      ["client/below", { clientId: "below", enabled: false }],
      ["client/triage", { clientId: "triage", enabled: false }],
    ]);
    expect(plan.environment).toEqual([]);
    const remembered = readManifest(fileOf(stop, "manifest.json"))?.targets[0]?.objects.map(
      ({ name }) => name,
    );
    expect(remembered).toContain("other");
  });
});

describe("names", () => {
  it("that differ in case, in a separator or in their end only are different clients", async () => {
    const long = "x".repeat(200);
    const names = ["tool_1", "tool1", "Tool1", "a-b", "a_b", long, `${long}y`];
    const output = await compile(names.map((name) => agent("may invoices:draft", name)).join(""));
    const ids = realmOf(output).clients.map(({ clientId }: { clientId: string }) => clientId.toLowerCase());
    expect(new Set(ids).size).toBe(names.length);
    const variables = JSON.parse(fileOf(output, "keycloak/plan.json")).environment;
    expect(new Set(variables.map(({ name }: { name: string }) => name)).size).toBe(names.length);
  });

  it("that two agents ask for are an error, and nothing is written", async () => {
    const same = (id: string) => `identity { keycloak client "${id}" }  may invoices:draft`;
    expect(await errors(agent(same("bot")) + agent(same("BOT"), "other"))).toEqual([
      expect.stringContaining("would have the same client"),
    ]);
    const output = await compile(agent(same("bot")) + agent(same("BOT"), "other"));
    expect(output.files.filter(({ path }) => path.startsWith("keycloak/"))).toEqual([]);
    expect(await errors(agent(same("x~on-behalf")))).toEqual([
      expect.stringContaining("cannot be the client"),
    ]);
  });

  it("of a client that is an audience too are an error", async () => {
    const behalf = 'identity { keycloak client "https://api.acme.example/invoices" }  may invoices:draft';
    expect(await errors(agent(behalf))).toEqual([
      expect.stringContaining("is the audience of a service too"),
    ]);
  });

  it.each(["", "a/b", "..", "master realm", "ä", "${x}"])("of a realm that cannot be: %s", async (realm) => {
    const target = `target keycloak { realm "${realm.replaceAll("$", "\\$")}" }`;
    expect(await errors(agent("may invoices:draft"), target)).toEqual([
      expect.stringContaining("cannot be a realm"),
    ]);
  });
});

describe("hostile text", () => {
  const hostile = String.raw`q\"x\\ \${env.HOME} %{y} </script> ::error::x */ \u{202e} ü`;
  const meant = 'q"x\\ ${env.HOME} %{y} </script> ::error::x */ \u202e ü';

  it("stays itself in the realm and in the plan, and leaves nothing for Keycloak's import to fill in", async () => {
    const agents = `service s { audience "${hostile}"  action go { oauth "\\\${a}%{b}" } }
group people { claim "${hostile.replaceAll("/", "")}" }
${agent("may s:go on behalf of group people")}`;
    const output = await compile(agents, { workspace: meant });
    const text = fileOf(output, "keycloak/realm.json");
    expect(text.match(/\$\{[^}]*\}/g)).toEqual(["${REMIT_JWKS_URL_TRIAGE}", "${REMIT_JWKS_URL_TRIAGE}"]);
    const realm = JSON.parse(text);
    expect(realm.attributes["remit.workspace"]).toBe(meant);
    expect(realm.groups.map(({ name }: { name: string }) => name)).toEqual([meant.replaceAll("/", "")]);
    expect(realm.clientScopes[0].name).toBe("${a}%{b}");
    expect(realm.clientScopes[0].protocolMappers[0].config["included.custom.audience"]).toBe(meant);
    const plan = JSON.parse(fileOf(output, "keycloak/plan.json"));
    expect(plan.steps.map(({ id }: { id: string }) => id)).toContain(`group/${meant.replaceAll("/", "")}`);
    const page = fileOf(output, "keycloak/README.md");
    expect(page).not.toContain("</script>");
    expect(page).not.toContain("\u202e");
  });

  it("with a control character is refused by name", async () => {
    const agents = `service s { audience "a\\u{0}b"  action go {} }\n${agent("may s:go")}`;
    expect(await errors(agents)).toEqual([
      expect.stringContaining("The audience 'a\\u{0}b' holds a control character"),
    ]);
  });

  it("that looks like what the runner fills in stays text", async () => {
    const agents = `group people { claim "{\\"\\$env\\":\\"REMIT_KEYCLOAK_TOKEN\\"}" }\n${agent("may invoices:read on behalf of group people")}`;
    const plan = JSON.parse(fileOf(await compile(agents), "keycloak/plan.json"));
    const step = plan.steps.find(({ id }: { id: string }) => id.startsWith("group/"));
    expect(step.create.body.name).toBe('{"$env":"REMIT_KEYCLOAK_TOKEN"}');
  });
});

describe("the output", () => {
  const agents = agent("session 20m  may invoices:draft  may invoices:read on behalf of group finance");
  const whole = 'target keycloak { realm "acme"  cross-app-access issuer "https://idp.acme.example" }';

  it("is the same again, byte for byte", async () => {
    expect(await compile(agents, {}, whole)).toEqual(await compile(agents, {}, whole));
  });

  it("of a small policy is this", async () => {
    const output = await compile(agents, {}, whole);
    await expect(fileOf(output, "keycloak/realm.json")).toMatchFileSnapshot("golden/realm.json");
    const { steps } = JSON.parse(fileOf(output, "keycloak/plan.json"));
    const lines = steps.map(
      (step: { kind: string; id: string; purpose: string }) => `${step.kind} ${step.id}: ${step.purpose}\n`,
    );
    await expect(lines.join("")).toMatchFileSnapshot("golden/steps.txt");
    await expect(fileOf(output, "keycloak/README.md")).toMatchFileSnapshot("golden/README.md");
  });

  it("holds no secret, and names every variable that a step fills in", async () => {
    for (const authentication of ["private_key_jwt", "secret"]) {
      const target = `target keycloak { realm "acme"  authentication ${authentication}  cross-app-access issuer "https://idp.acme.example" }`;
      const output = await compile(agents, {}, target);
      for (const path of ["keycloak/plan.json", "keycloak/realm.json"])
        expect(fileOf(output, path)).not.toMatch(/"secret"\s*:/);
      const plan = fileOf(output, "keycloak/plan.json");
      const used = new Set([...plan.matchAll(/\{"\$env":"([A-Z_0-9]+)"\}/g)].map(([, name]) => name));
      expect(JSON.parse(plan).environment.map(({ name }: { name: string }) => name)).toEqual(
        [...used].sort(),
      );
      expect(used.has("REMIT_JWKS_URL_TRIAGE")).toBe(authentication === "private_key_jwt");
    }
  });

  it("removes what the last compile made and this one does not", async () => {
    const before = await compile(agents, {}, whole);
    const after = await compile(agent("may invoices:pay", "other"), {
      previous: readManifest(fileOf(before, "manifest.json")),
    });
    const steps: readonly { readonly kind: string; readonly id: string; readonly value?: unknown }[] =
      JSON.parse(fileOf(after, "keycloak/plan.json")).steps;
    const gone = steps.filter(({ kind, value }) => kind === "remove" || value === null).map(({ id }) => id);
    expect(gone).toEqual([
      "gone/client/triage",
      "gone/client/triage~on-behalf",
      "gone/client-scope/invoices:draft",
      "gone/client-scope/invoices:read",
      "gone/role/remit:invoices:read",
      "gone/identity-provider/remit-acme.keycloak",
      "client-policies/policies/remit:acme.keycloak/triage~on-behalf",
      "client-policies/profiles/remit:acme.keycloak/triage~on-behalf",
    ]);
  });

  it("has each reference of its realm resolved; each that is not is found", async () => {
    const realm = realmOf(await compile(agents, {}, whole));
    expect(danglingReferences(realm)).toEqual([]);
    const cases: readonly (readonly [string, string])[] = [
      ["clientScopes", "client scope 'invoices:read'"],
      ["roles", "role 'remit:invoices:read'"],
      ["clients", "client 'triage'"],
      ["identityProviders", "identity provider 'remit-acme.keycloak'"],
      ["clientProfiles", "client profile 'remit:acme.keycloak/triage~on-behalf'"],
    ];
    for (const [part, name] of cases)
      expect(danglingReferences({ ...realm, [part]: [] }).join("\n"), part).toContain(
        `the ${name}, which is not there`,
      );
    const text = JSON.stringify(realm).replace("oidc-audience-mapper", "oidc-audiense-mapper");
    expect(danglingReferences(JSON.parse(text))).toEqual([
      "'audience' names the mapper 'oidc-audiense-mapper', which is not there",
    ]);
  });
});
