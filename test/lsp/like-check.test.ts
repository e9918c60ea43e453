/** The editor and the command line say the same of the same workspace. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { isObject } from "../../compiler/model/json.ts";
import { build, runBuilt } from "../cli/built.ts";
import { readJson } from "../cli/schema.ts";
import { replaceAll, type Session, session } from "./session.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));

function filesOf(example: string): Readonly<Record<string, string>> {
  const folder = join(EXAMPLES, example);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Object.fromEntries(
    paths
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")]),
  );
}

const PEOPLE = 'owner ada "Ada Lovelace" { email "ada@acme.example" }\n';
const IDENTITY = 'identity { oidc issuer "https://id.example" subject "files" }';
const agent = (name: string, more = ""): string =>
  `agent ${name} { owner ada  expires 2099-03-01  ${more}  may aws:s3:GetObject on "arn:aws:s3:::b/*" }\n`;
const AWS = 'target aws { account "123456789012" }\n';

/** Each with the codes that must be among what is said; the other comparisons would hold of silence too. */
const workspaces: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
  "a target that needs an identity": [{ "p.remit": PEOPLE + agent("files") + AWS }, ["missing-member"]],
  "names that platforms cannot have, in other files than the agents'": [
    {
      "remit.yaml": "workspace: acme\n",
      "policy/people.remit": `namespace people\n${PEOPLE}`,
      "policy/agents.remit": `namespace agents\nuse people\n${agent("files")}`,
      "policy/targets.remit":
        'namespace targets\n// 🎭\ntarget cedar {}\n/* 🎭 */ target keycloak { realm "a realm" }\n',
    },
    ["bad-literal"],
  ],
  "two targets that meet, in two environments": [
    {
      "p.remit": `environment staging\nenvironment prod\n${PEOPLE}${agent("files", IDENTITY)}${AWS}`,
      "q.remit": 'target aws prod { account "123456789012"  environment prod }\n',
    },
    ["duplicate-name"],
  ],
  "mistakes in the policy, of which the targets wait": [
    { "p.remit": `${PEOPLE}${agent("files").replace("owner ada", "owner adda")}${AWS}` },
    ["unknown-name"],
  ],
  "warnings beside what a target needs": [
    { "p.remit": `${PEOPLE}owner bob { email "bob@acme.example" }\n${agent("files")}${AWS}` },
    ["missing-member"],
  ],
};

beforeAll(build, 120_000);

describe("the diagnostics of the server are those of `remit check`", () => {
  test.each(readdirSync(EXAMPLES).filter((name) => statSync(join(EXAMPLES, name)).isDirectory()))(
    "of the example '%s'",
    async (example) => {
      await compare(filesOf(example));
    },
  );

  test.each(Object.entries(workspaces))("of %s", async (_, [files, codes]) => {
    const found = await compare(files);
    expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining([...codes]));
  });
});

test("a keystroke leaves what is known of the targets where it stands, until all is checked again", async () => {
  const source = PEOPLE + agent("files") + AWS;
  const { client, uri, open, diagnostics } = await session({ "p.remit": source });
  open("p.remit", source);
  const fits = (codes: readonly unknown[]): boolean => codes.includes("missing-member");
  await diagnostics("p.remit", fits);
  const change = (version: number, text: string): void =>
    client.notify("textDocument/didChange", {
      textDocument: { uri: uri("p.remit"), version },
      ...replaceAll(text),
    });
  const of = async (version: number): Promise<readonly unknown[]> => {
    const { params } = await client.next(
      (one) =>
        one.method === "textDocument/publishDiagnostics" &&
        isObject(one.params) &&
        one.params.version === version,
    );
    return isObject(params) ? list(params.diagnostics).map(({ code }) => code) : [];
  };
  change(2, source.replace("/*", "/x/*"));
  // At once, and when the typing has stopped.
  expect([await of(2), await of(2)]).toEqual([["missing-member"], ["missing-member"]]);
  change(3, source.replace("  may aws", `  ${IDENTITY}\n  may aws`));
  expect([await of(3), await of(3)]).toEqual([["missing-member"], []]);
});

/** What `check` says, after it has been found to be what the server says: codes, words, places, related places, fixes. */
async function compare(files: Readonly<Record<string, string>>): Promise<readonly Json[]> {
  const server = await session(files, {
    textDocument: {
      publishDiagnostics: { relatedInformation: true },
      codeAction: { codeActionLiteralSupport: {} },
    },
  });
  const ran = runBuilt(["check", "--format", "json"], server.root);
  const document = readJson("check", ran.out);
  const checked = isObject(document) ? list(document.diagnostics) : [];
  const { result } = await server.client.request("workspace/diagnostic", { previousResultIds: [] });
  const reports = isObject(result) ? list(result.items) : [];
  const published = reports.flatMap((one) =>
    list(one.items).map(({ source, ...said }) => ({ uri: one.uri, ...said })),
  );
  expect(published).toEqual(checked.map((one) => asPublished(server, one)));
  const fixes = checked.filter((one) => list(one.fixes).length > 0);
  for (const one of fixes) {
    const place = placed(server, one);
    const { result: offered } = await server.client.request("textDocument/codeAction", {
      textDocument: { uri: place.uri },
      range: place.range,
      context: { diagnostics: [] },
    });
    const actions = list(offered).map(({ title, edit }) => ({ title, edit }));
    for (const fix of list(one.fixes)) expect(actions).toContainEqual(asAction(server, fix));
  }
  return checked;
}

type Json = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const SEVERITIES: readonly unknown[] = ["", "error", "warning", "info"];

function asPublished(server: Session, { code, severity, message, related, ...place }: Json): Json {
  const more = list(related).map((one) => ({ message: one.message, location: placed(server, one) }));
  return {
    ...placed(server, place),
    severity: SEVERITIES.indexOf(severity),
    code,
    message,
    ...(more.length === 0 ? {} : { relatedInformation: more }),
  };
}

function asAction(server: Session, { title, edits }: Json): Json {
  const changes: Record<string, unknown[]> = {};
  for (const edit of list(edits)) {
    const { uri, range } = placed(server, edit);
    changes[uri] = [...(changes[uri] ?? []), { range, newText: edit.text }];
  }
  return { title, edit: { changes } };
}

/** The protocol counts from 0. */
function placed({ root }: Session, { file, range }: Json): { readonly uri: string; readonly range: Json } {
  const at = (end: "start" | "end"): Json => {
    const place = isObject(range) ? range[end] : undefined;
    return isObject(place) ? { line: Number(place.line) - 1, character: Number(place.column) - 1 } : {};
  };
  return { uri: pathToFileURL(join(root, String(file))).href, range: { start: at("start"), end: at("end") } };
}
