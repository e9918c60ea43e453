/** One export of the schedule names every instant at which something has to be compiled and applied again. */
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";

const SERVICE = `
owner ada { email "ada@acme.example" }
service notes { audience "https://notes.example"  action read { risk read  oauth "notes:read" } }
`;
const AT = ["--at", "2026-12-01"];

interface Change {
  readonly at: string;
  readonly why: string;
  readonly apply: readonly string[];
}

async function schedule(policy: string, ...words: readonly string[]): Promise<readonly Change[]> {
  const cwd = folder({ "a.remit": SERVICE + policy });
  const { code, out, err } = await remit(["schedule", "--format", "json", ...AT, ...words], { cwd });
  expect(code, err).toBe(0);
  readJson("schedule", out);
  return JSON.parse(out).changes;
}

const agent = (members: string): string => `
agent bot { owner ada  session 1h
  identity { oidc issuer "https://id.acme.example" subject "bot" }
  ${members}
}
`;
const KEYCLOAK = 'target keycloak { realm "acme" }\n';

/** The instants at which a target has to be applied. */
const times = (changes: readonly Change[], target: string): readonly string[] =>
  changes.filter(({ apply }) => apply.includes(target)).map(({ at }) => at);

describe("what has to be applied again is listed also for what has not begun", () => {
  test("issuing stops before the end of a grant that begins later", async () => {
    const changes = await schedule(
      KEYCLOAK + agent("expires 2027-06-01  may notes:read from 2026-12-10 until 2026-12-20"),
    );
    expect(changes).toContainEqual(
      expect.objectContaining({ at: "2026-12-19T22:59:59Z", apply: ["keycloak"] }),
    );
  });

  test("issuing stops before the end of an agent that starts later, and is reviewed or suspended", async () => {
    const changes = await schedule(
      KEYCLOAK +
        agent(`starts 2026-12-05  expires 2027-06-01  review every 30d or suspend
  may notes:read`),
    );
    expect(times(changes, "keycloak")).toEqual([
      "2026-12-05T00:00:00Z",
      "2027-01-03T22:59:59Z",
      "2027-01-04T00:00:00Z",
    ]);
  });

  test("each of two grants that follow one another has its end", async () => {
    const changes = await schedule(
      KEYCLOAK +
        agent(`expires 2027-06-01  may notes:read until 2026-12-10
  may notes:read from 2026-12-10 until 2026-12-20`),
    );
    expect(times(changes, "keycloak")).toEqual(
      expect.arrayContaining(["2026-12-09T22:59:59Z", "2026-12-10T00:00:00Z", "2026-12-19T22:59:59Z"]),
    );
  });

  test("a grant that begins later under a waive ends with it, and is gone from its end on", async () => {
    const changes = await schedule(
      KEYCLOAK +
        agent(`expires 2027-06-01  may notes:read with approval from ada for 15m from 2026-12-10
  waive approval on keycloak because "pilot" until 2026-12-20`),
    );
    expect(times(changes, "keycloak")).toEqual(
      expect.arrayContaining(["2026-12-19T22:59:59Z", "2026-12-20T00:00:00Z"]),
    );
    expect(changes).toContainEqual(
      expect.objectContaining({ at: "2026-12-20T00:00:00Z", why: "waive approval on keycloak ends" }),
    );
  });

  test("a client of Keycloak goes off with its agent though its grant is over; in Okta nothing is left to do then", async () => {
    const both = `${KEYCLOAK}target okta { org "https://acme.okta.example"  server "agents" }\n`;
    const changes = await schedule(both + agent("expires 2027-01-01  may notes:read until 2026-12-20"));
    expect(changes).toContainEqual(
      expect.objectContaining({
        at: "2026-12-31T22:59:59Z",
        why: "its client is switched off",
        apply: ["keycloak"],
      }),
    );
  });

  test("Okta hears of an owner who leaves while a deputy answers", async () => {
    const policy = `owner bob { email "bob@acme.example"  left 2026-12-15 }
target okta { org "https://acme.okta.example"  server "agents" }
agent bot { owner bob  deputy ada  expires 2027-06-01  session 1h  may notes:read }
`;
    expect(await schedule(policy)).toContainEqual(
      expect.objectContaining({ at: "2026-12-15T00:00:00Z", apply: ["okta"] }),
    );
  });
});

describe("entries of one second", () => {
  const policy = `target opa {}
${KEYCLOAK}target okta { org "https://acme.okta.example"  server "agents" }
${agent("expires 2027-01-01  may notes:read until 2026-12-20  may tool:x until 2026-12-19T22:59:59Z")}`;

  test("are joined where one is the end of another grant: what has to be applied is not lost", async () => {
    const here = (await schedule(policy)).filter(({ at }) => at === "2026-12-19T22:59:59Z");
    expect(here).toMatchObject([
      { why: expect.stringMatching(/^may tool:x .*; no token may be/), apply: ["keycloak", "okta"] },
    ]);
  });

  test("never say in the calendar that nothing has to be done where something has", async () => {
    const cwd = folder({ "a.remit": SERVICE + policy });
    const { out } = await remit(["schedule", "--format", "ical", ...AT], { cwd });
    const event = out.split("BEGIN:VEVENT").find((text) => text.includes("DTSTART:20261219T225959Z"));
    expect(event?.replaceAll("\r\n ", "")).toContain("Compile and apply again: keycloak\\, okta.");
  });

  test("are said once where a scope with several permissions gives the same line several times", async () => {
    const text = `service files { action read { risk read } action list { risk read } }
scope reader(path) { allow files:read on "\${path}/*"  allow files:list on path }
${agent('expires 2027-01-01  may reader("a") until 2026-12-20')}`;
    const here = (await schedule(text)).filter(({ at }) => at === "2026-12-20T00:00:00Z");
    expect(here).toHaveLength(1);
    const cwd = folder({ "a.remit": SERVICE + text });
    const { out } = await remit(["schedule", ...AT], { cwd });
    expect(out.match(/^2026-12-20/gm)).toHaveLength(1);
  });
});
