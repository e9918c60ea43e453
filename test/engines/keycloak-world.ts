/** A policy of the tests, compiled and brought into a realm of the real server. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileTargets } from "../../compiler/emit/compile.ts";
import { type Manifest, readManifest } from "../../compiler/emit/manifest.ts";
import { checkWorkspace } from "../../compiler/index.ts";
import { memoryHost } from "../compiler/memory-host.ts";
import type { Answer, Keycloak } from "./keycloak-server.ts";

export const AUDIENCE = "https://api.acme.example/invoices";

/** `agents` in a workspace with two groups and one service. */
export const source = (realm: string, agents: string, settings = "authentication secret"): string => `
owner jane { email "jane@acme.example" }
group finance { }
group sales { }
service invoices { audience "${AUDIENCE}"  protocol oauth
  action read { risk read }
  action draft { risk write }
  action pay { risk write }
}
${agents}
target keycloak { realm "${realm}"  ${settings} }
`;

export interface Compiled {
  readonly files: Readonly<Record<string, string>>;
  readonly manifest: Manifest | undefined;
}

/** Compiles at the real clock unless `at` says another; `previous` is the manifest of the compile before. */
export async function compile(
  text: string,
  {
    at = secondsFromNow(0),
    previous,
    workspace = "acme",
    onlySuspensions = false,
  }: {
    readonly at?: string;
    readonly previous?: Manifest | undefined;
    readonly workspace?: string;
    readonly onlySuspensions?: boolean;
  } = {},
): Promise<Compiled> {
  const host = memoryHost({ "a.remit": text }, { at });
  const config = { workspace, policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const checked = await checkWorkspace(host, config);
  const options = { version: "1.0.0", onlySuspensions, ...(previous === undefined ? {} : { previous }) };
  const output = await compileTargets(checked, options, host.data);
  const [error] = [...checked.problems, ...output.problems].filter(({ severity }) => severity === "error");
  if (error !== undefined) throw new Error(error.message);
  const files = Object.fromEntries(
    output.files.map(({ path, content }) => [path.replace(/^keycloak\//, ""), String(content)]),
  );
  return { files, manifest: readManifest(files["manifest.json"] ?? "") };
}

/** An instant as policies write it, on the real clock. */
export const secondsFromNow = (seconds: number): string =>
  `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;

export interface Applied {
  readonly code: number;
  readonly text: string;
}

const folders: string[] = [];
export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** A folder with the output, in which `apply.mjs` can be run more than once. */
export function applyFolder(server: Keycloak, variables: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "remit-keycloak-"));
  folders.push(folder);
  return async ({ files }: Compiled, ...flags: readonly string[]): Promise<Applied> => {
    for (const name of ["apply.mjs", "plan.json"]) writeFileSync(join(folder, name), files[name] ?? "");
    const token = await server.token();
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(folder, "apply.mjs"), ...flags], {
        env: {
          ...process.env,
          REMIT_KEYCLOAK_URL: server.url,
          REMIT_KEYCLOAK_TOKEN: token,
          ...variables,
        },
      });
      let text = "";
      child.stdout.on("data", (part) => {
        text += part;
      });
      child.stderr.on("data", (part) => {
        text += part;
      });
      child.on("error", reject);
      child.on("exit", (code) => resolve({ code: code ?? -1, text }));
    });
  };
}

/** The realm made from `realm.json`, the variables filled in as the import of Keycloak does. */
export async function importRealm(
  server: Keycloak,
  { files }: Compiled,
  variables: Readonly<Record<string, string>> = {},
): Promise<void> {
  const text = (files["realm.json"] ?? "").replace(/\$\{([A-Z0-9_]+)\}/g, (_, name) => variables[name] ?? "");
  const { status, json } = await server.admin("POST", "", JSON.parse(text));
  if (status !== 201) throw new Error(`the realm is refused: ${JSON.stringify(json)}`);
}

/** A client as Keycloak has it; fails where it is not there. */
export async function clientOf(server: Keycloak, realm: string, id: string) {
  const { json } = await server.admin("GET", `/${realm}/clients?clientId=${encodeURIComponent(id)}`);
  if (json.length !== 1) throw new Error(`no client ${id}`);
  return json[0];
}

/** How a client with a secret says who it is. */
export async function credentials(server: Keycloak, realm: string, id: string) {
  const client = await clientOf(server, realm, id);
  const { json } = await server.admin("GET", `/${realm}/clients/${client.id}/client-secret`);
  return { client_id: id, client_secret: String(json.value) };
}

export const claimsOf = ({ json }: Answer) =>
  JSON.parse(Buffer.from(String(json.access_token).split(".")[1] ?? "", "base64url").toString("utf8"));

/** The resource server of the tests: a client whose name is the audience asks for introspection. */
export async function introspector(server: Keycloak, realm: string) {
  await server.admin("POST", `/${realm}/clients`, {
    clientId: AUDIENCE,
    publicClient: false,
    serviceAccountsEnabled: true,
    secret: "of-the-test",
  });
  return (token: string) =>
    server.ask(realm, "token/introspect", { client_id: AUDIENCE, client_secret: "of-the-test", token });
}

/** A user who is in the groups, and the client of an application in which the user logs in. */
export async function makeUser(
  server: Keycloak,
  realm: string,
  username: string,
  groups: readonly string[],
): Promise<string> {
  await server.admin("POST", `/${realm}/users`, {
    username,
    enabled: true,
    email: `${username}@acme.example`,
    emailVerified: true,
    firstName: username,
    lastName: "Test",
    credentials: [{ type: "password", value: "pw", temporary: false }],
    groups: groups.map((name) => `/${name}`),
  });
  const { json } = await server.admin("GET", `/${realm}/users?username=${username}&exact=true`);
  return String(json[0].id);
}

/** An application whose users' tokens the given client may exchange. */
export async function makeApplication(server: Keycloak, realm: string, exchanger: string): Promise<void> {
  await server.admin("POST", `/${realm}/clients`, {
    clientId: "app",
    publicClient: true,
    directAccessGrantsEnabled: true,
    protocolMappers: [
      {
        name: "for the agent",
        protocol: "openid-connect",
        protocolMapper: "oidc-audience-mapper",
        config: { "included.client.audience": exchanger, "access.token.claim": "true" },
      },
    ],
  });
}

export async function login(server: Keycloak, realm: string, username: string): Promise<string> {
  const form = { grant_type: "password", client_id: "app", username, password: "pw" };
  const { status, json } = await server.ask(realm, "token", form);
  if (status !== 200) throw new Error(`${username} cannot log in: ${JSON.stringify(json)}`);
  return String(json.access_token);
}

export const exchange = (
  server: Keycloak,
  realm: string,
  client: Readonly<Record<string, string>>,
  subject: string,
  scope: string,
): Promise<Answer> =>
  server.ask(realm, "token", {
    ...client,
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: subject,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    scope,
  });

export const ownToken = (
  server: Keycloak,
  realm: string,
  client: Readonly<Record<string, string>>,
  scope?: string,
): Promise<Answer> =>
  server.ask(realm, "token", {
    ...client,
    grant_type: "client_credentials",
    ...(scope === undefined ? {} : { scope }),
  });
