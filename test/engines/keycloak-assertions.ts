import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assertionFor, ISSUER, linkUser, redeem } from "./keycloak-jag.ts";
import { jwksServer, type Signer, signer } from "./keycloak-keys.ts";
import type { Answer } from "./keycloak-server.ts";
import { AGENTS, dirtyRealm, nextRealm, server } from "./keycloak-suite.ts";
import {
  AUDIENCE,
  applyFolder,
  claimsOf,
  compile,
  credentials,
  importRealm,
  makeUser,
  source,
} from "./keycloak-world.ts";

/** A full redemption of an identity assertion (ID-JAG), and every one that must not succeed. */
export function assertionTests(): void {
  describe("redeems an identity assertion", () => {
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
        source(realm, agents, `authentication secret cross-app-access issuer "${ISSUER}"`),
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
      ] as const)
        await linkUser(server, realm, await makeUser(server, realm, name, groups), name);
      const client = await credentials(server, realm, "triage~on-behalf");
      const assertion = (claims: object = {}, by: Signer = key, header: object = {}) =>
        assertionFor(server, realm, client.client_id, by, claims, header);
      const redeeming = (
        text: string,
        scope = "invoices:read",
        as: Readonly<Record<string, string>> = client,
      ) => redeem(server, realm, as, text, scope);
      return { realm, client, assertion, redeem: redeeming };
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
        expect([20 * 60, 20 * 60 + 1]).toContain(claims.exp - claims.iat);
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
}
