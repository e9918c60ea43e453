import { describe, expect, it } from "vitest";
import { AGENTS, dirtyRealm, nextRealm, server, snapshot, ways } from "./keycloak-suite.ts";
import { applyFolder, clientOf, compile, importRealm, source } from "./keycloak-world.ts";

/** What is written, what is left alone, and how it is taken back. */
export function planTests(): void {
  describe.each(ways)("in $way", ({ bring }) => {
    it("what is read back is what was written, and applying again changes nothing", async () => {
      const realm = nextRealm();
      const output = await compile(source(realm, AGENTS));
      await bring(realm, output);
      const written = JSON.parse(output.files["realm.json"] ?? "");
      for (const client of written.clients) {
        const have = await clientOf(server, realm, client.clientId);
        const { protocolMappers, optionalClientScopes, defaultClientScopes, ...fields } = client;
        expect(have).toMatchObject(fields);
        expect([...have.optionalClientScopes].sort()).toEqual(optionalClientScopes);
        expect(have.defaultClientScopes).toEqual(defaultClientScopes);
        expect(byName(have.protocolMappers)).toMatchObject(byName(protocolMappers));
        expect(have.protocolMappers.length).toBe(protocolMappers.length);
      }
      const { json: scopes } = await server.admin("GET", `/${realm}/client-scopes`);
      for (const scope of written.clientScopes) {
        const have = scopes.find(({ name }: { name: string }) => name === scope.name);
        expect(have).toMatchObject(scope);
        const { json: roles } = await server.admin(
          "GET",
          `/${realm}/client-scopes/${have.id}/scope-mappings/realm`,
        );
        const mapped = written.scopeMappings.find(
          (one: { clientScope: string }) => one.clientScope === scope.name,
        );
        expect(roles.map(({ name }: { name: string }) => name)).toEqual(mapped?.roles ?? []);
      }
      for (const role of written.roles.realm)
        expect((await server.admin("GET", `/${realm}/roles/${role.name}`)).json).toMatchObject(role);
      for (const group of written.groups) {
        const { json } = await server.admin("GET", `/${realm}/group-by-path/${group.name}`);
        expect(json.realmRoles).toEqual(group.realmRoles);
      }
      for (const user of written.users) {
        const { json } = await server.admin("GET", `/${realm}/users?username=${user.username}&exact=true`);
        const { json: roles } = await server.admin(
          "GET",
          `/${realm}/users/${json[0].id}/role-mappings/realm`,
        );
        const { json: groups } = await server.admin("GET", `/${realm}/users/${json[0].id}/groups`);
        expect([roles, groups]).toEqual([[], []]);
      }
      const run = applyFolder(server);
      expect(await run(output)).toEqual({ code: 0, text: "Nothing was changed.\n" });
    });
  });

  it("an object of the same name that is not ours is refused by name, before anything is written", async () => {
    const realm = nextRealm();
    await server.admin("POST", "", { realm, enabled: true });
    await server.admin("POST", `/${realm}/clients`, {
      clientId: "triage",
      publicClient: false,
      description: "theirs",
    });
    const before = await snapshot(realm);
    const applied = await applyFolder(server)(await compile(source(realm, AGENTS)));
    expect(applied.code).toBe(1);
    expect(applied.text).toContain(
      "The client triage is there already and is not of target keycloak of workspace acme",
    );
    expect(await snapshot(realm)).toEqual(before);
  });

  it("objects of another workspace stay as they are, and are refused where names meet", async () => {
    const realm = nextRealm();
    const theirs = await compile(
      source(realm, "agent other { owner jane  expires 2099-03-31  may invoices:pay }"),
      { workspace: "elsewhere" },
    );
    await importRealm(server, theirs);
    const before = await snapshot(realm);
    const run = applyFolder(server);
    const applied = await run(await compile(source(realm, AGENTS)));
    expect(applied).toMatchObject({ code: 0 });
    const after = await snapshot(realm);
    for (const [kind, objects] of Object.entries(before))
      for (const object of objects) expect(after[kind]).toContainEqual(object);
    const meeting = await run(
      await compile(
        source(realm, `${AGENTS}\nagent other { owner jane  expires 2099-03-31  may invoices:draft }`),
      ),
    );
    expect(meeting.text).toContain(
      "The client other is there already and is not of target keycloak of workspace acme",
    );
    expect(meeting.code).toBe(1);
  });

  it("what the policy does not make any more is removed, what is not ours by then is left alone, and undo brings back what was", async () => {
    const realm = nextRealm();
    const second = "agent second { owner jane  expires 2099-03-31  may invoices:pay }";
    const before = await compile(source(realm, `${AGENTS}\n${second}`));
    await importRealm(server, before);
    const run = applyFolder(server);
    const with2 = await snapshot(realm);
    const after = await compile(source(realm, AGENTS), { previous: before.manifest });
    const applied = await run(after);
    expect(applied.text).toContain("remove: client second");
    expect(applied.text).toContain("remove: client scope invoices:pay");
    expect((await server.admin("GET", `/${realm}/clients?clientId=second`)).json).toEqual([]);
    expect(await run(after)).toEqual({ code: 0, text: "Nothing was changed.\n" });
    expect(await run(after, "--undo")).toMatchObject({ code: 0 });
    expect((await clientOf(server, realm, "second")).optionalClientScopes).toEqual(["invoices:pay"]);
    expect(Object.values(await snapshot(realm)).map(({ length }) => length)).toEqual(
      Object.values(with2).map(({ length }) => length),
    );
    const second2 = await clientOf(server, realm, "second");
    await server.admin("PUT", `/${realm}/clients/${second2.id}`, {
      ...second2,
      attributes: { ...second2.attributes, "remit.workspace": "elsewhere" },
    });
    const left = await run(after);
    expect(left.text).toContain("left alone: the client second is not of this target");
    expect((await clientOf(server, realm, "second")).attributes["remit.workspace"]).toBe("elsewhere");
  });

  it("the undo of a first run leaves the realm as it was", async () => {
    const realm = nextRealm();
    await dirtyRealm(realm);
    const before = await snapshot(realm);
    const run = applyFolder(server, { REMIT_CROSS_APP_ACCESS_JWKS_URL: "https://idp.acme.example/jwks" });
    const output = await compile(
      source(realm, AGENTS, 'authentication secret cross-app-access issuer "https://idp.acme.example"'),
    );
    const dry = await run(output, "--dry-run");
    expect(dry.text).toContain("would create: client triage");
    expect(await snapshot(realm)).toEqual(before);
    expect(await run(output)).toMatchObject({ code: 0 });
    expect(await snapshot(realm)).not.toEqual(before);
    expect(await run(output, "--undo")).toMatchObject({ code: 0 });
    expect(await snapshot(realm)).toEqual(before);
  });

  it("a drift of our objects is put right", async () => {
    const realm = nextRealm();
    const output = await compile(source(realm, AGENTS));
    await importRealm(server, output);
    const client = await clientOf(server, realm, "triage");
    await server.admin("PUT", `/${realm}/clients/${client.id}`, {
      ...client,
      fullScopeAllowed: true,
      directAccessGrantsEnabled: true,
    });
    const { json: scopes } = await server.admin("GET", `/${realm}/client-scopes`);
    const read = scopes.find(({ name }: { name: string }) => name === "invoices:read");
    await server.admin("PUT", `/${realm}/clients/${client.id}/optional-client-scopes/${read.id}`);
    const run = applyFolder(server);
    expect(await run(output)).toMatchObject({ code: 0 });
    expect(await clientOf(server, realm, "triage")).toMatchObject({
      fullScopeAllowed: false,
      directAccessGrantsEnabled: false,
      optionalClientScopes: ["invoices:draft"],
    });
    expect(await run(output)).toEqual({ code: 0, text: "Nothing was changed.\n" });
  });

  it("hostile text comes back to the letter", async () => {
    const realm = nextRealm();
    const agents = String.raw`
agent triage { owner jane  expires 2099-03-31  may nasty:go on behalf of group people }
group people { claim "%{x} \${env.HOME}\"'\\ <script> ::error:: *\u{202e} ü" }
service nasty { audience "\${env.PATH} %{y}\" <script>\u{202e}"  action go { oauth "go\${env.HOME}%{x}</script>*/'" } }`;
    const output = await compile(source(realm, agents));
    await importRealm(server, output);
    const run = applyFolder(server);
    expect(await run(output)).toEqual({ code: 0, text: "Nothing was changed.\n" });
  });
}

const byName = (list: readonly { readonly name: string }[]) =>
  Object.fromEntries(list.map(({ name, ...rest }) => [name, rest]));
