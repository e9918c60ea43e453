/** The last second in which an agent gets a token, of each kind, on the real clock. */
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { assertionFor, ISSUER, linkUser, redeem } from "./keycloak-jag.ts";
import { jwksServer, signer } from "./keycloak-keys.ts";
import type { Answer } from "./keycloak-server.ts";
import { AGENTS, nextRealm, server } from "./keycloak-suite.ts";
import {
  applyFolder,
  type Compiled,
  claimsOf,
  compile,
  credentials,
  exchange,
  importRealm,
  introspector,
  login,
  makeApplication,
  makeUser,
  ownToken,
  source,
} from "./keycloak-world.ts";

const settings = `authentication secret cross-app-access issuer "${ISSUER}"`;
const session = 20 * 60;
const instantOf = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

/** The first instant at which the output changes, epoch seconds. */
function nextChange({ files }: Compiled): number {
  const { permissions } = JSON.parse(files["enforcement.json"] ?? "");
  return Math.min(
    ...permissions.flatMap(({ next }: { next?: string }) =>
      next === undefined ? [] : [Date.parse(next) / 1000],
    ),
  );
}

export function endTests(): void {
  describe("up to the instant at which issuing ends", () => {
    it("no token's exp reaches the agent's end: client credentials, token exchange, identity assertion", async () => {
      const realm = nextRealm();
      const key = signer();
      const keys = await jwksServer([key]);
      const variables = { REMIT_CROSS_APP_ACCESS_JWKS_URL: keys.url };
      await importRealm(server, await compile(source(realm, AGENTS, settings)), variables);
      await linkUser(server, realm, await makeUser(server, realm, "ida", ["finance"]), "ida");
      const main = await credentials(server, realm, "triage");
      const behalf = await credentials(server, realm, "triage~on-behalf");
      await makeApplication(server, realm, behalf.client_id);
      const subject = await login(server, realm, "ida");
      const kinds: Readonly<Record<string, () => Promise<Answer>>> = {
        "client credentials": () => ownToken(server, realm, main, "invoices:draft"),
        "token exchange": () => exchange(server, realm, behalf, subject, "invoices:read"),
        "identity assertion": () =>
          redeem(server, realm, behalf, assertionFor(server, realm, behalf.client_id, key), "invoices:read"),
      };
      for (const ask of Object.values(kinds)) expect((await ask()).status).toBe(200);

      // The agent now ends so that issuing does in a few seconds.
      const end = Math.ceil(Date.now() / 1000) + session + 5;
      const ending = source(realm, AGENTS.replace("2099-03-31", instantOf(end)), settings);
      const last = nextChange(await compile(ending));
      expect(last).toBeLessThan(end - session);
      // Around each full second, where the two readings of a token's clock may fall apart.
      const asked: Promise<readonly [string, Answer]>[] = [];
      for (let second = last - 2; second <= last; second++) {
        await pause(second * 1000 - 150 - Date.now());
        for (let some = 0; some < 20; some++) {
          for (const [kind, ask] of Object.entries(kinds))
            asked.push(ask().then((answer) => [kind, answer] as const));
          await pause(10);
        }
      }
      const inTime = new Map(Object.keys(kinds).map((kind) => [kind, 0]));
      let longest = 0;
      for (const [kind, answer] of await Promise.all(asked)) {
        expect([kind, answer.status]).toEqual([kind, 200]);
        const { iat, exp } = claimsOf(answer);
        longest = Math.max(longest, exp - iat);
        if (iat >= last) continue;
        expect(exp, kind).toBeLessThan(end);
        inTime.set(kind, (inTime.get(kind) ?? 0) + 1);
      }
      for (const [kind, tokens] of inTime) expect(tokens, kind).toBeGreaterThan(20);
      // The longest could have been one of the last second.
      expect(last - 1 + longest).toBeLessThan(end);

      const ended = await compile(ending, { at: instantOf(last) });
      expect(await applyFolder(server, variables)(ended)).toMatchObject({ code: 0 });
      for (const ask of Object.values(kinds)) expect((await ask()).json.error).toBe("invalid_client");
      keys.stop();
    });

    it("introspection takes a token in the second of its exp still, and not in the next", async () => {
      const realm = nextRealm();
      await importRealm(server, await compile(source(realm, AGENTS.replace("session 20m", "session 3s"))));
      const client = await credentials(server, realm, "triage");
      const introspect = await introspector(server, realm);
      const answer = await ownToken(server, realm, client, "invoices:draft");
      const { exp } = claimsOf(answer);
      const activeAt = async (milliseconds: number) => {
        await pause(milliseconds - Date.now());
        return (await introspect(answer.json.access_token)).json.active;
      };
      expect(await activeAt(exp * 1000 + 200)).toBe(true);
      expect(await activeAt((exp + 1) * 1000 + 200)).toBe(false);
    });
  });
}
