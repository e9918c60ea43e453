/** A rename never lets a name stand for another declaration than before. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diffPolicies } from "../../compiler/model/diff.ts";
import { rename } from "../../lsp/features/rename.ts";
import { openProject } from "../../lsp/project.ts";
import { viewOf } from "../../lsp/view.ts";
import { memoryHost } from "../compiler/memory-host.ts";
import { at, edited } from "./at.ts";

type Files = Readonly<Record<string, string>>;

const policyOf = (name: string): Files => {
  const folder = new URL(`../../examples/${name}/policy/`, import.meta.url);
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => /\.(?:remit|json)$/.test(file))
      .map((file) => [file, readFileSync(new URL(file, folder), "utf8")]),
  );
};
const finance = policyOf("finance");
/** The finance example with a let inside of a scope with parameters, and one beside them. */
const tiered: Files = {
  ...finance,
  "scopes.remit": `${finance["scopes.remit"]}
let tier = "outgoing"
scope tier-reader(bucket, folder) {
  allow aws:s3:GetObject on "arn:aws:s3:::\${bucket}/\${folder}/\${tier}/*", "\${files}/\${folder}"
}
agent tier-bot { owner acme.people.jane profile finance-agent purpose "Reads." reviewed 2026-11-02 by acme.people.jane
  may tier-reader("acme-vendors", "public") }
`,
};
async function outcome(files: Files, cursor: string, name: string): Promise<string> {
  const { view, offset } = await at({ ...files, "scopes.remit": cursor });
  const result = await rename(view, offset, name);
  return result.kind === "refused" ? result.why : "edits";
}

describe("a rename that would capture a name is refused", () => {
  const scopes = tiered["scopes.remit"] ?? "";
  test("a let that a parameter would hide where it is used", async () => {
    const why = await outcome(tiered, scopes.replace("let tier", "let ti▮er"), "folder");
    expect(why).toMatch(
      /^In line \d+ of 'scopes\.remit', 'folder' would mean the parameter 'folder' of the scope 'tier-reader'\.$/,
    );
    expect(await outcome(tiered, scopes.replace("let files", "let fi▮les"), "bucket")).toContain(
      "'bucket' would mean the parameter 'bucket'",
    );
  });

  test("a parameter that would hide a let which its scope uses", async () => {
    const why = await outcome(tiered, scopes.replace("tier-reader(bucket", "tier-reader(bu▮cket"), "files");
    expect(why).toContain("'files' would mean the parameter 'files' of the scope 'tier-reader'");
  });

  test("an action that a wildcard would take in, or no longer", async () => {
    const text =
      'service mail { action read { risk read } action send { } }\nowner ada { email "a@b.example" }\n';
    const agent = "agent a { owner ada expires 2027-03-31 may mail:read never mail:s* }\n";
    const { view, offset } = await at(`${text.replace("action send", "action se▮nd")}${agent}`);
    expect(await rename(view, offset, "post")).toEqual({
      kind: "refused",
      why: "'mail:s*' in 'policy.remit' takes in 'send' and not 'post'.",
    });
    expect((await rename(view, offset, "ship")).kind).toBe("edits");
  });
});

test("a name that the language keeps for itself is refused where it would stand in its way", async () => {
  const text =
    'owner ada { email "a@b.example" }\nservice invoices { action pay { input amount decimal } }\nlet small = 5.00\nscope s(most) { allow invoices:pay where amount <= most }\nagent a { owner ada expires 2027-03-31 may s(small) }\n';
  const cases = [
    ...["request", "fact", "agent", "tool", "aws", "github"].map(
      (name) => ["service i▮nvoices", name] as const,
    ),
    ...["let s▮mall", "scope s(m▮ost", "input a▮mount"].flatMap((place) =>
      ["true", "false", "not", "and", "request", "fact"].map((name) => [place, name] as const),
    ),
  ];
  for (const [place, name] of cases) {
    const { view, offset } = await at(text.replace(place.replace("▮", ""), place));
    expect(await rename(view, offset, name), `${place} to ${name}`).toEqual({
      kind: "refused",
      why: `'${name}' is a name that the language keeps for itself.`,
    });
    expect((await rename(view, offset, "quite-other")).kind).toBe("edits");
  }
  const owner = await at(text.replace("owner ada {", "owner a▮da {"));
  expect((await rename(owner.view, owner.offset, "agent")).kind).toBe("edits");
});

test("a name is changed in a policy with mistakes too, which stay what they were", async () => {
  const { view, offset } = await at(
    'owner a▮da { email "a@b.example" }\nagent a { owner adaa expires 2027-03-31 }\n',
  );
  expect((await rename(view, offset, "grace")).kind).toBe("edits");
});

test("a group that is known by its name keeps the claim", async () => {
  const { view, offset, files } = await at("group audi▮tors { }\n");
  const result = await rename(view, offset, "revision");
  if (result.kind !== "edits") throw new Error(result.why);
  expect(edited(files["policy.remit"] ?? "", result.edits)).toBe('group revision { claim "auditors" }\n');
});

test("whatever a let, parameter, scope, window, profile or group is renamed to, every agent may do the same", async () => {
  let [accepted, refused] = [0, 0];
  for (const files of [tiered, policyOf("support"), policyOf("travel")]) {
    const open = (texts: Files) => {
      const host = memoryHost(texts, { at: "2026-12-01" });
      const config = { workspace: "t", policies: ["*.remit"], scan: { include: [], exclude: [] } };
      return openProject("/t", host, config, [], host.now);
    };
    const project = open(files);
    const before = await project.whole();
    const { names } = await project.bound();
    const parameters = names.entries.flatMap((entry) =>
      entry.kind === "scope" ? entry.declaration.parameters.map((name) => ({ entry, name })) : [],
    );
    const kinds = new Set(["let", "scope", "window", "profile", "group"]);
    const places = [
      ...parameters.map(({ entry, name }) => ({ path: entry.file.file.path, start: name.start })),
      ...names.entries
        .filter(({ kind }) => kinds.has(kind))
        .map(({ file, at: { start } }) => ({ path: file.file.path, start })),
    ];
    const candidates = new Set([
      ...parameters.map(({ name }) => name.text),
      ...names.entries.filter(({ kind }) => kind === "let").map(({ name }) => name),
    ]);
    for (const { path, start } of places)
      for (const name of candidates) {
        const view = await viewOf(project, path);
        if (view === undefined) throw new Error(`'${path}' is a policy`);
        const result = await rename(view, start, name);
        if (result.kind === "refused") {
          refused++;
          continue;
        }
        accepted++;
        const texts = Object.fromEntries(
          Object.entries(files).map(([file, text]) => [file, edited(text, result.edits, file)]),
        );
        const after = await open(texts).whole();
        expect(after.policies.length).toBe(before.policies.length);
        for (const [index, old] of before.policies.entries())
          for (const one of diffPolicies(old, after.policies[index] ?? old, before.at))
            expect(`${one.agent} ${one.verdict}`, `${path}:${start} as ${name}`).toBe(`${one.agent} same`);
      }
  }
  expect(accepted).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(5);
});
