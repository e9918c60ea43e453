import { describe, expect, test } from "vitest";
import { compileKeycloak, PEOPLE, TARGET } from "./compile.ts";

const errors = async (client: string): Promise<readonly string[]> => {
  const text = `${PEOPLE}agent triage { owner jane  expires 2027-03-31  identity { keycloak client "${client}" }
  may invoices:draft  may invoices:read on behalf of group finance }\n${TARGET}`;
  const { problems } = await compileKeycloak(text, {});
  return problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
};

describe("names of clients", () => {
  test.each([
    "account",
    "account-console",
    "admin-cli",
    "broker",
    "realm-management",
    "security-admin-console",
    "Account",
  ])("%s is a client of every realm, and refused", async (client) => {
    expect(await errors(client)).toEqual([
      expect.stringContaining(
        `'${client}' is a client that every realm of Keycloak has; agent 'triage' needs one`,
      ),
    ]);
  });

  test("a name that no client can have is told once, though the agent has two clients", async () => {
    expect(await errors("a b")).toEqual([expect.stringContaining("'a b' cannot be the client of 'triage'")]);
    expect(await errors("accounts")).toEqual([]);
  });
});
