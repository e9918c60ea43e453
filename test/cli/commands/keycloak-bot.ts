/** A policy of one agent and one service for Keycloak, to which tests of `compile` add. */
export const SERVICE = `
owner ada { email "ada@acme.example" }
service notes { audience "https://notes.example"  action read { risk read  oauth "notes:read" } }
target keycloak { realm "acme" }
`;

/** The agent `bot` with these members. */
export const bot = (members: string): string => `
agent bot { owner ada  expires 2027-06-01
  identity { oidc issuer "https://id.acme.example" subject "bot" }
  ${members}
}
`;
