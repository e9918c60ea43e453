import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, remit } from "../cli/run.ts";
import { jwksServer, signer } from "./keycloak-keys.ts";
import { nextRealm, server } from "./keycloak-suite.ts";
import { applyFolder, type Compiled, claimsOf, importRealm, ownToken } from "./keycloak-world.ts";

/** The finance example, compiled as its reader would and brought into realms of the real server. */
export function exampleTests(): void {
  describe("the finance example", () => {
    const variables = (keys: string) => ({
      REMIT_CROSS_APP_ACCESS_JWKS_URL: keys,
      REMIT_JWKS_URL_ACME__FINANCE__CASH_FORECAST: keys,
      REMIT_JWKS_URL_ACME__FINANCE__INVOICE_TRIAGE: keys,
      REMIT_JWKS_URL_ACME__FINANCE__TREASURY_BOT: keys,
    });

    it.each(["realm.json", "plan.json"])("%s makes a realm that hands out its tokens", async (way) => {
      const realm = nextRealm();
      const output = await compiled(realm);
      const key = signer();
      const keys = await jwksServer([key]);
      const run = applyFolder(server, variables(keys.url));
      if (way === "realm.json") await importRealm(server, output, variables(keys.url));
      else {
        await server.admin("POST", "", { realm, enabled: true });
        expect(await run(output)).toMatchObject({ code: 0 });
      }
      expect(await run(output)).toEqual({ code: 0, text: "Nothing was changed.\n" });
      const id = "acme.finance.cash-forecast";
      const now = Math.floor(Date.now() / 1000);
      const answer = await ownToken(
        server,
        realm,
        {
          client_id: id,
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: key.sign(
            { typ: "JWT" },
            {
              iss: id,
              sub: id,
              aud: `${server.url}/realms/${realm}`,
              jti: crypto.randomUUID(),
              iat: now,
              exp: now + 60,
            },
          ),
        },
        "acme.finance.treasury:balance",
      );
      keys.stop();
      const claims = claimsOf(answer);
      expect(claims).toMatchObject({
        scope: "acme.finance.treasury:balance",
        aud: "https://api.acme.example/treasury",
        remit: { agent: id, owner: "priya@acme.example", workspace: "acme-finance" },
      });
      expect([3600, 3601]).toContain(claims.exp - claims.iat);
    });
  });
}

/** The example's output for Keycloak, for a realm of another name. */
async function compiled(realm: string): Promise<Compiled> {
  const cwd = folder({});
  cpSync("examples/finance", cwd, { recursive: true });
  const targets = join(cwd, "policy/targets.remit");
  const renamed = readFileSync(targets, "utf8").replace(/realm +"acme-finance"/, `realm "${realm}"`);
  writeFileSync(targets, renamed);
  const words = ["compile", "--target", "keycloak", "--at", "2026-12-01T10:00Z"];
  expect((await remit(words, { cwd })).code).toBe(0);
  const names = ["apply.mjs", "plan.json", "realm.json"];
  const read = (name: string) => readFileSync(join(cwd, "dist/keycloak", name), "utf8");
  return { files: Object.fromEntries(names.map((name) => [name, read(name)])), manifest: undefined };
}
