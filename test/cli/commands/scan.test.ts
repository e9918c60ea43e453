import { expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";

const code = {
  "a.py": 'from agents import Agent\n\ntriage = Agent(name="triage")\n',
  "policy.json": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
};

test("scan names the agents of the code and the grants that are too broad, in the shape of its schema", async () => {
  const done = await remit(["scan", "--no-policy", "--format", "json"], { cwd: folder(code) });
  expect(done.code).toBe(1);
  expect(readJson("scan", done.out)).toMatchObject({
    agents: [{ name: "triage", framework: "openai-agents-python", file: "a.py" }],
    findings: [{ rule: "aws-full-admin", severity: "error", file: "policy.json" }],
  });
});

const granted = {
  "remit.yaml": "",
  "policy.remit": `owner jane { email "jane@acme.example" }
agent triage {
  owner jane
  expires 2027-03-31
  identity { oidc issuer "https://id.acme.example" subject "bot"  aws role "triage" }
  may aws:s3:GetObject on "arn:aws:s3:::acme/*"
}
`,
  "main.tf": `resource "aws_iam_role_policy" "triage" {
  role = "triage"
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme/*" },
      { Effect = "Allow", Action = "s3:DeleteObject", Resource = "arn:aws:s3:::acme/*" }
    ]
  })
}
`,
};
const at = ["--at", "2026-11-24"];

test("scan holds what identities are granted against the policy, unless it is told not to", async () => {
  const cwd = folder(granted);
  const compared = await remit(["scan", "--format", "json", ...at], { cwd });
  expect(compared.code).toBe(1);
  expect(readJson("scan", compared.out)).toMatchObject({
    findings: [
      {
        rule: "grant-exceeds-policy",
        severity: "error",
        file: "main.tf",
        range: { start: { line: 6 } },
        message: expect.stringMatching(/'aws:s3:DeleteObject' on 'arn:aws:s3:::acme\/\S*'/),
      },
    ],
  });
  const alone = await remit(["scan", "--no-policy", "--format", "json", ...at], { cwd });
  expect(readJson("scan", alone.out)).toMatchObject({ findings: [] });
});

test("an ignore covers a grant that exceeds the policy until its end", async () => {
  const ignored = (until: string) => ({
    ...granted,
    "main.tf": granted["main.tf"].replace(
      /^(?=.*DeleteObject)/m,
      `      # remit-ignore grant-exceeds-policy until ${until}: moves to the gateway\n`,
    ),
  });
  expect((await remit(["scan", ...at], { cwd: folder(ignored("2027-01-01")) })).code).toBe(0);
  const ended = await remit(["scan", "--format", "json", ...at], { cwd: folder(ignored("2026-11-01")) });
  expect(readJson("scan", ended.out)).toMatchObject({
    findings: [{ rule: "ignore-expired" }, { rule: "grant-exceeds-policy" }],
  });
});
