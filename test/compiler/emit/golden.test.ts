/** The output of one small agent for each target, to be read like code. `vitest -u` writes it anew. */
import { expect, test } from "vitest";
import { compileTargets } from "../../../compiler/emit/compile.ts";
import { checkWorkspace } from "../../../compiler/index.ts";
import { memoryHost } from "../memory-host.ts";

const SOURCE = `
owner jane { email "jane@acme.example" }
group finance { claim "fin" }
service invoices {
  action read { risk read }
  action pay  { risk write  input amount decimal }
}
service chat { protocol mcp  action post { risk write  input text string } }
agent triage {
  owner jane
  expires 2027-03-31
  identity { oidc issuer "https://id.acme.example" subject "triage"  aws role "triage" }

  may aws:s3:GetObject on "arn:aws:s3:::acme/*" where request.ip in 10.0.0.0/8 until 2027-01-01
  may aws:s3:ListAllMyBuckets
  may invoices:read on behalf of group finance
  may invoices:pay where amount <= 500.00
  may chat:post where not text like "*secret*"
  may tool:send_*
  never aws:s3:* on "arn:aws:s3:::acme/private/*"
  never invoices:pay where amount < 0.01
  never tool:send_all
}
target aws { account "123456789012" }
target aws files { account "210987654321"  format json }
target aws tf { account "111122223333"  format terraform }
target cedar {}
target cedar gateway {
  profile agentcore
  gateway "arn:aws:bedrock-agentcore:eu-west-1:123456789012:gateway/tools-1"
  principal tag "client_id"
}
`;

const compiled = async () => {
  const host = memoryHost({ "policy.remit": SOURCE });
  const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const checked = await checkWorkspace(host, config, {});
  const errors = (list: typeof checked.problems) => list.filter(({ severity }) => severity === "error");
  expect(errors(checked.problems)).toEqual([]);
  const output = await compileTargets(checked, { version: "1.0.0" }, host.data);
  expect(errors(output.problems)).toEqual([]);
  return output.files.filter(({ path }) => path.includes("/"));
};

test("the files are those of the golden output, byte for byte", async () => {
  const files = await compiled();
  expect(files.map(({ path }) => path)).toMatchSnapshot();
  for (const { path, content } of files) await expect(String(content)).toMatchFileSnapshot(`golden/${path}`);
});

test("a second run gives the same bytes", async () => {
  expect(await compiled()).toEqual(await compiled());
});
