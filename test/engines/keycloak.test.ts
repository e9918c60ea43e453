import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engine } from "./engine.ts";
import { jwksServer, type Signer, signer } from "./keycloak-keys.ts";
import type { Answer } from "./keycloak-server.ts";
import { type Keycloak, startKeycloak } from "./keycloak-server.ts";
import {
  AUDIENCE,
  applyFolder,
  type Compiled,
  claimsOf,
  clientOf,
  compile,
  credentials,
  exchange,
  importRealm,
  introspector,
  login,
  makeApplication,
  makeUser,
  ownToken,
  removeFolders,
  secondsFromNow,
  source,
} from "./keycloak-world.ts";

const program = engine("keycloak");
let server: Keycloak;
let realms = 0;
const nextRealm = (): string => `r${++realms}`;

const AGENTS = `
agent triage { owner jane  expires 2099-03-31  session 20m
  may invoices:draft
  may invoices:read on behalf of group finance
}`;

/** Both ways into a realm: a new one, and one that others have used already. */
const ways = [
  {
    way: "a new realm",
    bring: async (_: string, output: Compiled) => {
      await importRealm(server, output);
    },
  },
  {
    way: "a dirty realm",
    bring: async (realm: string, output: Compiled) => {
      await dirtyRealm(realm);
      const applied = await applyFolder(server)(output);
      expect(applied.text).toContain("Done:");
      expect(applied.code).toBe(0);
    },
  },
];

/** Default scopes that add an audience, a default role, and a default group with a role. */
async function dirtyRealm(realm: string): Promise<void> {
  await server.admin("POST", "", { realm, enabled: true });
  await server.admin("POST", `/${realm}/roles`, { name: "anybody" });
  const { json: role } = await server.admin("GET", `/${realm}/roles/anybody`);
  const { json: defaults } = await server.admin("GET", `/${realm}/roles/default-roles-${realm}`);
  await server.admin("POST", `/${realm}/roles-by-id/${defaults.id}/composites`, [role]);
  await server.admin("POST", `/${realm}/groups`, { name: "finance" });
  await server.admin("POST", `/${realm}/groups`, { name: "everybody" });
  const { json: group } = await server.admin("GET", `/${realm}/group-by-path/everybody`);
  await server.admin("PUT", `/${realm}/default-groups/${group.id}`);
  await server.admin("POST", `/${realm}/client-scopes`, {
    name: "wide",
    protocol: "openid-connect",
    attributes: { "include.in.token.scope": "true" },
    protocolMappers: [
      {
        name: "wide",
        protocol: "openid-connect",
        protocolMapper: "oidc-audience-mapper",
        config: { "included.custom.audience": "everything", "access.token.claim": "true" },
      },
    ],
  });
  const { json: scopes } = await server.admin("GET", `/${realm}/client-scopes`);
  const wide = scopes.find(({ name }: { name: string }) => name === "wide");
  await server.admin("PUT", `/${realm}/default-default-client-scopes/${wide.id}`);
}

describe.skipIf(program === undefined)("Keycloak", () => {
  beforeAll(async () => {
    server = await startKeycloak(program ?? "");
  });
  afterAll(async () => {
    removeFolders();
    await server?.stop();
  });

  describe.each(ways)("in $way", ({ bring }) => {
    it("a token for the agent itself has its life, audience, scope and owner, and nothing of the realm's defaults", async () => {
      const realm = nextRealm();
      await bring(realm, await compile(source(realm, AGENTS)));
      const client = await credentials(server, realm, "triage");
      const claims = claimsOf(await ownToken(server, realm, client, "invoices:draft"));
      expect(claims.exp - claims.iat).toBe(20 * 60);
      expect(claims.aud).toBe(AUDIENCE);
      expect(claims.scope).toBe("invoices:draft");
      expect(claims.remit).toEqual({
        agent: "triage",
        owner: "jane@acme.example",
        source: "a.remit:11",
        workspace: "acme",
      });
      expect(claims.realm_access).toBeUndefined();
      expect(claims.resource_access).toBeUndefined();
      const bare = await ownToken(server, realm, client);
      expect(claimsOf(bare)).not.toHaveProperty("aud");
      expect(bare.json.refresh_token).toBeUndefined();
    });

    it.each(["invoices:pay", "invoices:read", "offline_access", "openid invoices:pay"])(
      "the scope %s, which the agent itself does not have, is invalid_scope",
      async (scope) => {
        const realm = nextRealm();
        await bring(realm, await compile(source(realm, AGENTS)));
        const { status, json } = await ownToken(
          server,
          realm,
          await credentials(server, realm, "triage"),
          scope,
        );
        expect([status, json.error]).toEqual([400, "invalid_scope"]);
      },
    );

    it("no password, no browser, no device and no refresh get a token", async () => {
      const realm = nextRealm();
      await bring(realm, await compile(source(realm, AGENTS)));
      await makeUser(server, realm, "ida", ["finance"]);
      for (const id of ["triage", "triage~on-behalf"]) {
        const client = await credentials(server, realm, id);
        const form = { ...client, grant_type: "password", username: "ida", password: "pw" };
        expect((await server.ask(realm, "token", form)).json.error).toBe("unauthorized_client");
        expect((await server.ask(realm, "auth/device", client)).json.error).toBe("unauthorized_client");
        const page = new URLSearchParams({ client_id: id, response_type: "code", scope: "openid" });
        expect(
          (await fetch(`${server.url}/realms/${realm}/protocol/openid-connect/auth?${page}`)).status,
        ).toBe(400);
      }
      const behalf = await ownToken(server, realm, await credentials(server, realm, "triage~on-behalf"));
      expect(behalf.json.error).toBe("unauthorized_client");
    });

    it("a user inside of the group gets the scope on behalf, a user outside neither scope nor audience", async () => {
      const realm = nextRealm();
      await bring(realm, await compile(source(realm, AGENTS)));
      const behalf = await credentials(server, realm, "triage~on-behalf");
      await makeApplication(server, realm, behalf.client_id);
      const ida = await makeUser(server, realm, "ida", ["finance"]);
      await makeUser(server, realm, "otto", []);
      const inside = claimsOf(
        await exchange(server, realm, behalf, await login(server, realm, "ida"), "invoices:read"),
      );
      expect(inside).toMatchObject({
        scope: "invoices:read",
        aud: AUDIENCE,
        sub: ida,
        azp: "triage~on-behalf",
      });
      expect(inside.exp - inside.iat).toBe(20 * 60);
      expect(inside.realm_access).toBeUndefined();
      const otto = await login(server, realm, "otto");
      const outside = await exchange(server, realm, behalf, otto, "invoices:read");
      if (outside.status === 200) {
        expect(claimsOf(outside).aud).toBeUndefined();
        expect(claimsOf(outside).scope ?? "").toBe("");
      } else expect(outside.json.error).toBe("invalid_scope");
      const own = await exchange(server, realm, behalf, await login(server, realm, "ida"), "invoices:draft");
      expect(own.json.error).toBe("invalid_scope");
      // The main client cannot exchange at all.
      const main = await credentials(server, realm, "triage");
      const other = await exchange(server, realm, main, await login(server, realm, "ida"), "invoices:draft");
      expect(other.status).toBe(400);
    });

    it("a suspension ends issuing, and introspection of the older token is inactive", async () => {
      const realm = nextRealm();
      const before = await compile(source(realm, AGENTS));
      await bring(realm, before);
      const client = await credentials(server, realm, "triage");
      const introspect = await introspector(server, realm);
      const { json } = await ownToken(server, realm, client, "invoices:draft");
      expect((await introspect(json.access_token)).json.active).toBe(true);
      const suspended = AGENTS.replace("session 20m", 'session 20m suspended since 2026-01-01 because "x"');
      const stop = await compile(source(realm, suspended), {
        onlySuspensions: true,
        previous: before.manifest,
      });
      const applied = await applyFolder(server)(stop);
      expect(applied).toMatchObject({ code: 0 });
      expect((await ownToken(server, realm, client, "invoices:draft")).json.error).toBe("invalid_client");
      expect((await introspect(json.access_token)).json.active).toBe(false);
      const whole = await applyFolder(server)(await compile(source(realm, suspended)));
      expect(whole).toMatchObject({ code: 0 });
      expect((await clientOf(server, realm, "triage~on-behalf")).enabled).toBe(false);
    });

    it("no token is issued whose life passes the agent's end", async () => {
      const realm = nextRealm();
      const agents = (end: number) => AGENTS.replace("2099-03-31", secondsFromNow(end));
      const alive = await compile(source(realm, agents(1300)));
      const end = Math.floor(Date.now() / 1000) + 1300;
      await bring(realm, alive);
      const client = await credentials(server, realm, "triage");
      const claims = claimsOf(await ownToken(server, realm, client, "invoices:draft"));
      expect(claims.exp).toBeLessThanOrEqual(end);
      // One second into the last token's life, the plan that is due by then turns it off.
      const ended = await compile(source(realm, agents(1199)));
      expect(await applyFolder(server)(ended)).toMatchObject({ code: 0 });
      expect((await ownToken(server, realm, client, "invoices:draft")).json.error).toBe("invalid_client");
    });

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

  it("an action that one agent has itself and another on behalf of a group is open to both, and to nobody else", async () => {
    const realm = nextRealm();
    const agents = `
agent itself { owner jane  expires 2099-03-31  may invoices:read }
agent helper { owner jane  expires 2099-03-31  may invoices:read on behalf of group finance }`;
    await importRealm(server, await compile(source(realm, agents)));
    const own = claimsOf(
      await ownToken(server, realm, await credentials(server, realm, "itself"), "invoices:read"),
    );
    expect(own).toMatchObject({ scope: "invoices:read", aud: AUDIENCE });
    const helper = await ownToken(server, realm, await credentials(server, realm, "helper"), "invoices:read");
    expect(helper.json.error).toBe("invalid_scope");
  });

  it("a client with a key of its own gets a token for an assertion that it signed, and nobody else does", async () => {
    const realm = nextRealm();
    const key = signer();
    const keys = await jwksServer([key]);
    const output = await compile(source(realm, AGENTS, ""));
    await importRealm(server, output, { REMIT_JWKS_URL_TRIAGE: keys.url });
    const ask = (by: Signer) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: "triage",
        sub: "triage",
        aud: `${server.url}/realms/${realm}`,
        jti: crypto.randomUUID(),
        iat: now,
        exp: now + 60,
      };
      return ownToken(
        server,
        realm,
        {
          client_id: "triage",
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: by.sign({ typ: "JWT" }, claims),
        },
        "invoices:draft",
      );
    };
    expect(claimsOf(await ask(key)).scope).toBe("invoices:draft");
    expect((await ask(signer())).json.error).toBe("invalid_client");
    expect((await ownToken(server, realm, { client_id: "triage" }, "invoices:draft")).json.error).toBe(
      "invalid_client",
    );
    keys.stop();
  });

  describe("redeems an identity assertion", () => {
    const issuer = "https://idp.acme.example";
    const key = signer();
    let keys: Awaited<ReturnType<typeof jwksServer>>;
    beforeAll(async () => {
      keys = await jwksServer([key]);
    });
    afterAll(() => keys?.stop());

    /** A realm with a linked user in the group, and one outside; the way in which it is made. */
    async function world(dirty: boolean) {
      const realm = nextRealm();
      const agents = AGENTS.replace("may invoices:read on", "may invoices:read, invoices:pay on");
      const output = await compile(
        source(realm, agents, `authentication secret cross-app-access issuer "${issuer}"`),
      );
      const variables = { REMIT_CROSS_APP_ACCESS_JWKS_URL: keys.url };
      if (dirty) {
        await dirtyRealm(realm);
        expect(await applyFolder(server, variables)(output)).toMatchObject({ code: 0 });
        expect(await applyFolder(server, variables)(output)).toEqual({
          code: 0,
          text: "Nothing was changed.\n",
        });
      } else await importRealm(server, output, variables);
      for (const [name, groups] of [
        ["ida", ["finance"]],
        ["otto", []],
      ] as const) {
        const id = await makeUser(server, realm, name, groups);
        const alias = "remit-acme.keycloak";
        const link = { identityProvider: alias, userId: `${name}-there`, userName: name };
        const { status } = await server.admin(
          "POST",
          `/${realm}/users/${id}/federated-identity/${alias}`,
          link,
        );
        expect(status).toBe(204);
      }
      const client = await credentials(server, realm, "triage~on-behalf");
      const assertion = (claims: object = {}, by: Signer = key, header: object = {}) => {
        const now = Math.floor(Date.now() / 1000);
        return by.sign(
          { typ: "oauth-id-jag+jwt", ...header },
          {
            iss: issuer,
            sub: "ida-there",
            aud: `${server.url}/realms/${realm}`,
            client_id: client.client_id,
            jti: crypto.randomUUID(),
            iat: now,
            exp: now + 120,
            scope: "invoices:read",
            ...claims,
          },
        );
      };
      const redeem = (text: string, scope = "invoices:read", as: Readonly<Record<string, string>> = client) =>
        server.ask(realm, "token", {
          ...as,
          grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
          assertion: text,
          scope,
        });
      return { realm, client, assertion, redeem };
    }

    it.each([false, true])(
      "the good one succeeds, and every other is refused (dirty realm: %s)",
      async (dirty) => {
        const { realm, assertion, redeem } = await world(dirty);
        const good = assertion();
        const answer = await redeem(good);
        expect(answer.json).toMatchObject({ token_type: "Bearer" });
        const claims = claimsOf(answer);
        expect(claims).toMatchObject({ scope: "invoices:read", aud: AUDIENCE, azp: "triage~on-behalf" });
        expect(claims.exp - claims.iat).toBe(20 * 60);
        // With the executor that bounds the scopes, 26.7.3 leaves the client's own claims out.
        expect(claims.remit).toBeUndefined();
        const now = Math.floor(Date.now() / 1000);
        const refusals: Readonly<Record<string, Answer>> = {
          replayed: await redeem(good),
          audience: await redeem(assertion({ aud: "https://elsewhere.example" })),
          client: await redeem(assertion({ client_id: "triage" })),
          issuer: await redeem(assertion({ iss: "https://elsewhere.example" })),
          expired: await redeem(assertion({ iat: now - 600, exp: now - 300 })),
          old: await redeem(assertion({ iat: now - 400, exp: now + 100 })),
          "far in the future": await redeem(assertion({ iat: undefined, exp: now + 3600 })),
          "another key": await redeem(assertion({}, signer())),
          "of another type, for another client": await redeem(
            assertion({ client_id: "triage" }, key, { typ: "JWT" }),
          ),
          "of another type, for no client": await redeem(
            assertion({ client_id: undefined }, key, { typ: "JWT" }),
          ),
          "of another type, for a client that looks alike": await redeem(
            assertion({ client_id: `${realm}triage~on-behalf` }, key, { typ: "JWT" }),
          ),
          "unknown user": await redeem(assertion({ sub: "nobody" })),
          "beyond the assertion": await redeem(assertion(), "invoices:pay"),
          "beyond the assertion, with it": await redeem(assertion(), "invoices:read invoices:pay"),
          "without a scope in it": await redeem(assertion({ scope: undefined }), "invoices:pay"),
          "beyond the agent": await redeem(assertion({ scope: "invoices:draft" }), "invoices:draft"),
          "main client": await redeem(
            assertion({ client_id: "triage" }),
            "invoices:draft",
            await credentials(server, realm, "triage"),
          ),
        };
        const codes = Object.entries(refusals).map(
          ([name, { status, json }]) => `${name}: ${status} ${json.error}`,
        );
        expect(codes).toEqual([
          "replayed: 400 invalid_grant",
          "audience: 400 invalid_grant",
          "client: 400 invalid_grant",
          "issuer: 400 invalid_grant",
          "expired: 400 invalid_grant",
          "old: 400 invalid_grant",
          "far in the future: 400 invalid_grant",
          "another key: 400 invalid_grant",
          "of another type, for another client: 400 invalid_request",
          "of another type, for no client: 400 invalid_request",
          "of another type, for a client that looks alike: 400 invalid_request",
          "unknown user: 400 invalid_grant",
          "beyond the assertion: 400 invalid_scope",
          "beyond the assertion, with it: 400 invalid_scope",
          "without a scope in it: 400 invalid_scope",
          "beyond the agent: 400 invalid_scope",
          "main client: 400 invalid_grant",
        ]);
      },
    );

    it("a user outside of the group gets neither scope nor audience", async () => {
      const { assertion, redeem } = await world(false);
      const outside = claimsOf(await redeem(assertion({ sub: "otto-there" })));
      expect([outside.scope, outside.aud]).toEqual(["", undefined]);
    });
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
});

const byName = (list: readonly { readonly name: string }[]) =>
  Object.fromEntries(list.map(({ name, ...rest }) => [name, rest]));

/** Everything of a realm that a plan could touch. */
async function snapshot(realm: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const list = async (path: string) => {
    const { json } = await server.admin("GET", `/${realm}/${path}`);
    return (Array.isArray(json) ? [...json] : [json]).sort((one, other) =>
      JSON.stringify(one.id) < JSON.stringify(other.id) ? -1 : 1,
    );
  };
  return {
    clients: await list("clients"),
    scopes: await list("client-scopes"),
    roles: await list("roles?briefRepresentation=false"),
    groups: await list("groups?briefRepresentation=false"),
    providers: await list("identity-provider/instances"),
    profiles: await list("client-policies/profiles"),
    policies: await list("client-policies/policies"),
  };
}
