import { describe, expect, it } from "vitest";
import { jwksServer, type Signer, signer } from "./keycloak-keys.ts";
import { AGENTS, nextRealm, server, ways } from "./keycloak-suite.ts";
import {
  AUDIENCE,
  applyFolder,
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
  secondsFromNow,
  source,
} from "./keycloak-world.ts";

/** Which tokens the realm hands out, and to whom. */
export function tokenTests(): void {
  describe.each(ways)("in $way", ({ bring }) => {
    it("a token for the agent itself has its life, audience, scope and owner, and nothing of the realm's defaults", async () => {
      const realm = nextRealm();
      await bring(realm, await compile(source(realm, AGENTS)));
      const client = await credentials(server, realm, "triage");
      const claims = claimsOf(await ownToken(server, realm, client, "invoices:draft"));
      // Keycloak reads the clock twice for a token, and a second may end between.
      expect([20 * 60, 20 * 60 + 1]).toContain(claims.exp - claims.iat);
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
      expect([20 * 60, 20 * 60 + 1]).toContain(inside.exp - inside.iat);
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

    it("a client is on as long as a token can end before its agent, and off then", async () => {
      const realm = nextRealm();
      const agents = (end: number) => AGENTS.replace("2099-03-31", secondsFromNow(end));
      const end = Math.floor(Date.now() / 1000) + 1300;
      const alive = await compile(source(realm, agents(1300)));
      await bring(realm, alive);
      const client = await credentials(server, realm, "triage");
      const claims = claimsOf(await ownToken(server, realm, client, "invoices:draft"));
      expect(claims.exp).toBeLessThanOrEqual(end);
      // One token's life before the end it is off already.
      const ended = await compile(source(realm, agents(1200)));
      expect(await applyFolder(server)(ended)).toMatchObject({ code: 0 });
      expect((await ownToken(server, realm, client, "invoices:draft")).json.error).toBe("invalid_client");
    });
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
}
