import { describe, expect, it } from "vitest";
import { compileTargets } from "../../../../compiler/emit/compile.ts";
import { checkWorkspace } from "../../../../compiler/index.ts";
import { isObject } from "../../../../compiler/model/json.ts";
import { memoryHost } from "../../memory-host.ts";
import { createOnly } from "./create-only.ts";

const targets = `
target aws { account "123456789012" }
target aws tf { account "111122223333"  format terraform }
target aws files { account "210987654321"  format json }
`;
const owners = `
owner jane { email "jane@acme.example" }
owner ada { email "ada@other.example" }
`;
const identity = (name: string) => `identity { oidc issuer "https://id.acme.example" subject "${name}" }`;
const before = `${owners}
agent triage { owner jane  expires 2027-03-31  ${identity("triage")}
  may aws:s3:GetObject on "arn:aws:s3:::acme/*"
}
agent Mover { owner jane  expires 2027-03-31
  identity { oidc issuer "https://id.acme.example" subject "mover"  aws role "mover" adopt }
  may aws:s3:PutObject on "arn:aws:s3:::acme/*"
}
${targets}`;
const stop = 'suspended since 2026-11-30 because "INC-1"';
const after = `${targets}${owners}${"\n".repeat(40)}
agent triage { owner ada  expires 2027-02-28  ${stop}  ${identity("triage-2")}
  may aws:sqs:SendMessage on "arn:aws:sqs:eu-west-1:123456789012:jobs"
  never aws:s3:*
}
agent Mover { owner ada  expires 2027-02-28  session 2h
  identity { oidc issuer "https://id.acme.example" subject "mover"  aws role "mover" adopt }
  may aws:s3:GetObject on "arn:aws:s3:::acme/*"
}
`;

interface Resource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The text of every file by path. */
async function compiled(path: string, text: string): Promise<ReadonlyMap<string, string>> {
  const host = memoryHost({ [path]: text });
  const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const checked = await checkWorkspace(host, config, {});
  const output = await compileTargets(checked, { version: "1.0.0" }, host.data);
  const errors = [...checked.problems, ...output.problems].filter(({ severity }) => severity === "error");
  expect(errors).toEqual([]);
  return new Map(output.files.map((file) => [file.path, String(file.content)]));
}

/** Every resource of a template or of Terraform's JSON, by its address. */
function resourcesIn(text: string): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  const document: unknown = JSON.parse(text);
  if (!isObject(document)) return found;
  if (isObject(document.Resources))
    for (const [id, one] of Object.entries(document.Resources))
      if (isObject(one) && isObject(one.Properties))
        found.set(id, { type: String(one.Type), properties: one.Properties });
  if (isObject(document.resource))
    for (const [type, instances] of Object.entries(document.resource))
      if (isObject(instances))
        for (const [id, one] of Object.entries(instances))
          if (isObject(one)) found.set(`${type}.${id}`, { type, properties: one });
  return found;
}

describe("what a platform cannot change stays as it is", () => {
  it("moved lines, another owner, other grants and a suspension change no create-only property of what stays", async () => {
    const [one, other] = [await compiled("a.remit", before), await compiled("agents/b.remit", after)];
    for (const path of ["aws/template.json", "aws.tf/main.tf.json"]) {
      const earlier = resourcesIn(one.get(path) ?? "{}");
      const later = resourcesIn(other.get(path) ?? "{}");
      expect([...later.keys()].filter((id) => earlier.has(id)).length).toBeGreaterThanOrEqual(4);
      for (const [id, { type, properties }] of later) {
        expect(createOnly, `${id} is of a type without an entry`).toHaveProperty([type]);
        const previous = earlier.get(id);
        if (previous === undefined) continue;
        for (const name of createOnly[type] ?? [])
          expect(properties[name], `${path} ${id} ${name}`).toEqual(previous.properties[name]);
        if (type.endsWith("attachment")) continue;
        expect(properties, `${id} ought to differ`).not.toEqual(previous.properties);
      }
    }
  });

  it("owner and place are in the tags, or the metadata where there are no tags", async () => {
    const files = await compiled("agents/b.remit", after);
    const template: unknown = JSON.parse(files.get("aws/template.json") ?? "");
    const resources = isObject(template) && isObject(template.Resources) ? template.Resources : {};
    const place = "agents/b.remit:49";
    expect(resources.Boundarytriage).toMatchObject({
      Metadata: {
        Remit: { Agent: "triage", Owner: "ada@other.example", Source: place, Workspace: "acme" },
      },
    });
    expect(resources.Roletriage).toMatchObject({
      Properties: { Tags: expect.arrayContaining([{ Key: "remit:source", Value: place }]) },
    });
    expect(
      resourcesIn(files.get("aws.tf/main.tf.json") ?? "").get("aws_iam_policy.triage_boundary"),
    ).toMatchObject({
      properties: { tags: { "remit:owner": "ada@other.example", "remit:source": place } },
    });
  });
});
