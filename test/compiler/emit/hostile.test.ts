/** Whatever a policy says in a free text, each output is read by its platform's own parser as what it was meant to be. */
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCedar } from "../../../cli/engines/cedar.ts";
import type { Emission } from "../../../compiler/emit/emission.ts";
import { emitters } from "../../../compiler/emit/emitters.ts";
import type { Identity, Policy, Service } from "../../../compiler/model/policy.ts";
import type { Target } from "../../../compiler/model/test-and-target.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, byName, deny, grant, instant, origin, owner, policy } from "../model/policies.ts";
import { referencesIn, stringsOf, textOfString } from "./aws/hcl.ts";

const at = instant("2026-12-01");
const host = memoryHost({});

const pieces = [
  '"',
  "'",
  "\\",
  "${x}",
  "${aws:username}",
  "%{",
  "$${",
  "\n",
  "\r",
  "\t",
  "</script>",
  "<!--",
  "::error::x",
  "\u001b[31m",
  "*/",
  "//",
  "\u0000",
  "\u200f",
  "\u202e",
  "\u2028",
  "{{resolve:ssm:x}}",
  "|",
  "`",
  "[a](javascript:x)",
  "# ",
  "*",
  "раy",
  "😀",
  "é",
  "__proto__",
  "a",
];
const hostile = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 })
  .map((list) => list.join(""));

/** The same of pieces that IAM's documents can hold. */
const printable = fc
  .array(
    fc.constantFrom(...pieces.filter((one) => /^[ -~\u00a0-\u00ff]*$/.test(one) && !one.startsWith("{{"))),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((list) => list.join("").replaceAll("{{", "{"));
const mostlyPrintable = fc.oneof({ weight: 4, arbitrary: printable }, { weight: 1, arbitrary: hostile });

interface Texts {
  readonly workspace: string;
  readonly file: string;
  readonly title: string;
  readonly purpose: string;
  readonly because: string;
  readonly email: string;
  readonly claim: string;
  readonly subject: string;
  readonly audience: string;
  readonly client: string;
  readonly role: string;
  readonly resource: string;
  readonly value: string;
}
const texts: fc.Arbitrary<Texts> = fc.record({
  workspace: hostile,
  file: hostile,
  title: hostile,
  purpose: hostile,
  because: hostile,
  email: hostile,
  claim: hostile,
  subject: mostlyPrintable,
  audience: mostlyPrintable,
  client: hostile,
  role: fc.oneof({ weight: 4, arbitrary: fc.constant("bot") }, { weight: 1, arbitrary: hostile }),
  resource: mostlyPrintable,
  value: hostile,
});

const service = (name: string, protocol?: "mcp"): Service => ({
  name,
  protocol,
  origin: origin(1),
  actions: byName([
    {
      name: "use",
      risk: "write" as const,
      labels: [],
      inputs: { note: "string" } as const,
      origin: origin(1),
    },
  ]),
});

function world(text: Texts, target: Target): Policy {
  const place = { span: { file: text.file, start: 0, end: 0 }, line: 3, text: text.title };
  const identities: readonly Identity[] = [
    {
      kind: "oidc",
      issuer: "https://id.acme.example",
      subject: text.subject,
      audience: text.audience,
      origin: place,
    },
    { kind: "keycloak", client: text.client, origin: place },
    { kind: "aws", role: text.role, adopt: false, origin: place },
  ];
  const condition = [
    [{ variable: { kind: "input", name: "note" }, type: "string", op: "==", value: text.value } as const],
  ];
  return policy(
    [
      agent("bot", {
        title: text.title,
        purpose: text.purpose,
        identities,
        origin: place,
        grants: [
          grant("aws:s3:GetObject", {
            id: "files",
            origin: place,
            because: text.because,
            resources: [[`arn:aws:s3:::acme/${text.resource}`]],
          }),
          grant(["api:use", "chat:use"], { id: "note", origin: place, because: text.because, condition }),
          grant("api:use", {
            id: "behalf",
            origin: place,
            subjects: [[{ kind: "group", name: "g", claim: text.claim }]],
          }),
        ],
        denies: [
          deny("aws:s3:GetObject", {
            origin: place,
            because: text.because,
            resources: [`arn:aws:s3:::acme/no/${text.resource}`],
          }),
        ],
      }),
    ],
    {
      workspace: text.workspace,
      owners: byName([owner("jane", { email: text.email })]),
      services: { api: service("api"), chat: service("chat", "mcp") },
      targets: [target],
    },
  );
}

async function emitted(
  text: Texts,
  kind: Target["kind"],
  settings: Target["settings"],
): Promise<{ readonly of: Policy; readonly emission: Emission }> {
  const target: Target = { kind, settings, agents: ["bot"], origin: origin(1) };
  const of = world(text, target);
  const emit = await emitters[kind]?.();
  if (emit === undefined) throw new Error(`no emitter for ${kind}`);
  return { of, emission: await emit({ policy: of, target, at }, (name) => host.data(name)) };
}

const fileOf = ({ files }: Emission, path: string): string =>
  String(files.find((file) => file.path === path)?.content);
const isLeftOut = ({ enforcement }: Emission, id: string): boolean =>
  enforcement.some((one) => one.grant === id && one.enforcement.kind === "left-out");

/** No line of a page is another one's work: no control characters, no marks that reorder, no markup but the page's own. */
function expectPlainPage(page: string, workspace: string): void {
  const unseen = [...page].filter((one) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(one) && one !== "\n");
  expect(unseen).toEqual([]);
  expect(page).not.toMatch(/<(?!target>|tool>)[a-z!/]/i);
  expect(page).not.toMatch(/\]\((?!\.)/);
  if (workspace.includes("\n")) expect(page.split("\n")[0]).toMatch(/^# /);
}

const account = { account: "123456789012", partition: "aws", path: "/agents/" };
const gateway = {
  profile: "agentcore",
  gateway: "arn:aws:bedrock-agentcore:eu-west-1:123456789012:gateway/g-1",
  "principal tag": "client_id",
};
const runs = { numRuns: 150, seed: 20_261_124 };

describe("hostile texts", () => {
  it("opa: the data hold them unchanged, and pages and manifests stay what they are", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { emission } = await emitted(text, "opa", {});
        for (const { path, content } of emission.files)
          if (/\.json$|\.manifest$/.test(path)) JSON.parse(String(content));
        const found = new Set(stringsOf(JSON.parse(fileOf(emission, "bundle/remit/policy/data.json"))));
        expect(found).toContain(text.value);
        expect(found).toContain(text.claim);
        const manifest = JSON.parse(fileOf(emission, "bundle/.manifest"));
        expect(manifest.metadata.workspace).toBe(text.workspace);
        expectPlainPage(fileOf(emission, "README.md"), text.workspace);
      }),
      runs,
    );
  });

  it.each([
    ["cedar", { namespace: "Remit" }],
    ["cedar, agentcore", gateway],
  ])(
    "%s: Cedar reads each policy as one, strictly valid, with the texts unchanged or left out",
    async (title, settings) => {
      let kept = 0;
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          const { of, emission } = await emitted(text, "cedar", settings);
          if (emission.problems.length > 0) {
            expect(emission.problems.map(({ code }) => code)).toEqual(["bad-literal"]);
            return;
          }
          const engine = openCedar(of, emission, `hostile ${title}`);
          expect(engine.validate()).toEqual([]);
          const parsed = cedar.policySetTextToParts(fileOf(emission, "policies.cedar"));
          expect(parsed.type).toBe("success");
          if (parsed.type !== "success") return;
          expect(parsed.policies).toHaveLength(
            Object.keys(JSON.parse(fileOf(emission, "policies.json"))).length,
          );
          const found = new Set<string>();
          for (const one of parsed.policies) {
            const json = cedar.policyToJson(one);
            expect(json.type).toBe("success");
            if (json.type === "success") for (const string of stringsOf(json.json)) found.add(string);
          }
          if (!isLeftOut(emission, "note")) {
            kept++;
            expect(found).toContain(text.value);
          }
          if (settings === gateway) {
            if (!isLeftOut(emission, "note")) expect(found).toContain(text.client);
          } else if (parsed.policies.length > 0) {
            expect(found).toContain(text.email);
            if (!isLeftOut(emission, "behalf")) expect(found).toContain(text.claim);
          }
          expectPlainPage(fileOf(emission, "README.md"), text.workspace);
        }),
        runs,
      );
      expect(kept).toBeGreaterThan(10);
    },
  );

  it.each(["cloudformation", "terraform", "json"])(
    "aws, %s: documents hold the texts, or they are refused",
    async (format) => {
      let [kept, refused] = [0, 0];
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          const { emission } = await emitted(text, "aws", { ...account, format });
          expectPlainPage(fileOf(emission, "README.md"), text.workspace);
          if (emission.problems.length > 0) {
            refused++;
            expect(emission.problems.map(({ code }) => code)).toEqual(["bad-literal"]);
            return;
          }
          kept++;
          const strings: string[] = [];
          for (const { path, content } of emission.files)
            if (path.endsWith(".json")) strings.push(...stringsOf(JSON.parse(String(content))));
          if (format === "cloudformation") expect(strings.filter((one) => one.includes("{{"))).toEqual([]);
          const meant: string[] = [];
          for (const one of strings) {
            const references = format === "terraform" ? await referencesIn(one) : [];
            for (const name of references)
              expect(name).toMatch(/^aws_iam_(policy|role)\.bot\w*\.(arn|name)$/);
            if (references.length === 0) meant.push(format === "terraform" ? await textOfString(one) : one);
          }
          const documents = meant.flatMap((one) =>
            one.startsWith('{"') ? [...stringsOf(JSON.parse(one))] : [one],
          );
          const inIam = (value: string) => value.replaceAll("${", "${$}{");
          expect(documents).toContain(inIam(text.subject));
          expect(documents).toContain(inIam(text.audience));
          if (!isLeftOut(emission, "files"))
            expect(documents).toContain(inIam(`arn:aws:s3:::acme/${text.resource}`));
        }),
        { ...runs, numRuns: 80 },
      );
      expect(kept).toBeGreaterThan(10);
      expect(refused).toBeGreaterThan(10);
    },
  );
});
