import fc from "fast-check";
import { expect, test } from "vitest";
import { credentialPrefix, masked, maskedInPlace, withoutCredentials } from "../../scan/mask.ts";

const body = "Ab12Cd34Ef56Gh78Ij90";

test.each([
  ["ghp_", `token ghp_${body} here`],
  ["github_pat_", `github_pat_${body}`],
  ["sk_live_", `STRIPE=sk_live_${body}`],
  ["sk-ant-", `sk-ant-api03-${body}`],
  ["xoxb-", `xoxb-123-${body}`],
  ["AKIA", `AKIA${"A".repeat(12)}B7Q3`],
  ["a JWT", `eyJhbGciOiJIUzI1NiJ9.${body}.${body}`],
])("%s is shown by its beginning only", (_, text) => {
  expect(masked(text)).not.toContain(body);
  expect(masked(text)).toContain("…");
});

test("the password of an address is masked, its user and host are not", () => {
  expect(masked("postgresql://app:hunter2horse@db:5432/shop")).toBe("postgresql://app:…@db:5432/shop");
});

test("what a name says is a secret is masked, a reference and a placeholder are not", () => {
  expect(masked('api_key: "kJ8s7dHf6gQ2"')).toBe('api_key: "…"');
  expect(masked("password = ${DB_PASSWORD}")).toBe("password = ${DB_PASSWORD}");
  expect(masked("token: your-token-here")).toBe("token: your-token-here");
});

test("a private key is masked whole", () => {
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`;
  expect(masked(`x ${key} y`)).toBe("x -----BEGIN PRIVATE KEY-----… y");
});

test("masked in place, all that is no credential keeps its place, and nothing of one more is shown", () => {
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`;
  const texts = [
    `a ghp_${body} b`,
    "postgresql://app:hunter2horse@db:5432/shop",
    `api_key: "${body}" c`,
    `x ${key} y`,
    "plain",
  ];
  for (const text of texts) {
    const shown = maskedInPlace(text);
    expect(shown).toHaveLength(text.length);
    expect(shown.split("\n")).toHaveLength(text.split("\n").length);
    expect(shown.replace(/[…\n]+/g, "…")).toBe(masked(text));
  }
});

test("placeholders are no credentials", () => {
  expect(credentialPrefix("sk_live_xxxxxxxxxxxx")).toBeUndefined();
  expect(credentialPrefix("sk_live_your_key_here")).toBeUndefined();
  expect(credentialPrefix(`sk_live_${body}`)).toBe("sk_live_");
  expect(credentialPrefix(`rk_live_${body}`)).toBe("rk_live_");
  expect(credentialPrefix("hello")).toBeUndefined();
});

test("masking twice changes nothing more", () => {
  const piece = fc.constantFrom(
    "ghp_",
    "sk_live_",
    body,
    " ",
    '"',
    "password: ",
    "://u:",
    "@h",
    "\n",
    "Bearer ",
    "eyJ",
    ".",
    "=",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const once = masked(pieces.join(""));
      expect(masked(once)).toBe(once);
    }),
    { seed: 7, numRuns: 500 },
  );
});

test("a command line is kept without its credentials, and the names in it stay", () => {
  expect(withoutCredentials(`x -t ghp_${body}`)).toBe("x -t ghp_…");
  expect(withoutCredentials(`npx -y task-manager-mcp --token hunter2horse`)).toBe(
    "npx -y task-manager-mcp --token …",
  );
  expect(withoutCredentials("x --db-password=hunter2horse --token $TOKEN")).toBe(
    "x --db-password=… --token $TOKEN",
  );
  expect(withoutCredentials("https://app:hunter2horse@mcp.test/sse")).toBe("https://app:…@mcp.test/sse");
  expect(withoutCredentials("npx @acme/task-management-mcp@1.2.3 .")).toBe(
    "npx @acme/task-management-mcp@1.2.3 .",
  );
});
