/** Policies of any size, all alike on every machine: about fifty lines an agent, in files of ten agents. */

export interface PolicySize {
  readonly agents: number;
  /** Agents in one file; default 10. */
  readonly perFile?: number;
  /** Each agent also has two permissions that are OAuth scopes, one of them on behalf of a group; default false. */
  readonly tokens?: boolean;
}

/** The files of a workspace by path. It checks without errors at 2026-12-01. */
export function generatePolicy({
  agents,
  perFile = 10,
  tokens = false,
}: PolicySize): ReadonlyMap<string, string> {
  const files = new Map([["remit.yaml", "workspace: bench\npolicies: policy/**/*.remit\n"]]);
  const groups = Math.max(1, Math.ceil(agents / 20));
  files.set("policy/people.remit", people(groups));
  files.set("policy/services.remit", services(groups, tokens));
  for (let first = 0; first < agents; first += perFile) {
    const blocks: string[] = [];
    for (let index = first; index < Math.min(agents, first + perFile); index++)
      blocks.push(agent(index, groups, tokens));
    files.set(
      `policy/agents/${number(first / perFile)}.remit`,
      `remit 1\nnamespace bench\nuse bench.people\n\n${blocks.join("\n")}`,
    );
  }
  return files;
}

const number = (value: number): string => String(value).padStart(4, "0");

function people(groups: number): string {
  const lines = [
    "remit 1",
    "namespace bench.people",
    "",
    'owner head "The head" { email "head@bench.example" }',
    "",
    'group staff { claim "bench-staff" }',
    "",
  ];
  for (let index = 0; index < groups; index++) {
    const name = number(index);
    lines.push(
      `owner lead-${name} "Lead ${index}" { email "lead-${name}@bench.example"  manager head }`,
      "",
      `owner member-${name} "Member ${index}" { email "member-${name}@bench.example"  manager lead-${name} }`,
      "",
      `team team-${name} { lead lead-${name}  members [member-${name}] }`,
      "",
    );
  }
  return lines.join("\n");
}

function services(groups: number, tokens: boolean): string {
  const lines = [
    "remit 1",
    "namespace bench",
    "",
    'window office-hours { days mon..fri  hours 08:00..18:00  zone "Europe/Berlin" }',
    "",
    "fact frozen { type bool  fresh 10m }",
    "",
    'scope folder-reader(bucket, folder) "Read a folder" {',
    '  allow aws:s3:GetObject on "arn:aws:s3:::${bucket}/${folder}/*"',
    '  allow aws:s3:ListBucket on "arn:aws:s3:::${bucket}"',
    "}",
    "",
  ];
  for (let index = 0; index < groups; index++) {
    const name = number(index);
    lines.push(
      `service api-${name} "API ${index}" {`,
      `  audience "https://api-${name}.bench.example"`,
      '  resource "item/*"',
      "",
      "  action read { risk read }",
      "  action change { risk write  input amount decimal  input reason string }",
      ...(tokens ? ["  action status { risk read }", "  action profile { risk read }"] : []),
      "}",
      "",
    );
  }
  lines.push("target opa {}", "");
  lines.push("classify tool:summarise, tool:translate { risk read }", "");
  return lines.join("\n");
}

function agent(index: number, groups: number, tokens: boolean): string {
  const name = number(index);
  const group = number(index % groups);
  return `/// Agent number ${index} of the generated policy.
agent agent-${name} "Agent ${index}" {
  owner    lead-${group}
  deputy   member-${group}
  team     team-${group}
  purpose  "Does the work of agent ${index}."
  source   "services/agent-${name}/**"
  identity { oidc issuer "https://id.bench.example" subject "agent-${name}" }
  expires  2027-03-31
  session  1h
  review   every 90d or suspend
  reviewed 2026-11-02 by lead-${group}

  may folder-reader("bench-${group}", "in-${name}")
  may aws:s3:PutObject
    on "arn:aws:s3:::bench-${group}/out-${name}/*"
    until 2027-02-01
    because "The results of agent ${index}"
  may api-${group}:read
    on "item/${name}/*"
    on behalf of group staff
  may api-${group}:change
    on "item/${name}/*"
    where amount <= ${100 + index}.00 and not fact.frozen
    with approval from team-${group} for 30m
    during office-hours
  may aws:dynamodb:GetItem, aws:dynamodb:Query
    on "arn:aws:dynamodb:eu-central-1:123456789012:table/agent-${name}"
  may aws:sqs:ReceiveMessage, aws:sqs:GetQueueAttributes
    on "arn:aws:sqs:eu-central-1:123456789012:agent-${name}"
    until 2027-02-01
  may aws:logs:PutLogEvents
    on "arn:aws:logs:eu-central-1:123456789012:log-group:agent-${name}:log-stream:*"
    until 2027-02-01
  may tool:summarise, tool:translate
${tokens ? `  may api-${group}:status\n  may api-${group}:profile on behalf of group staff\n` : ""}
  never aws:s3:PutObject on "arn:aws:s3:::bench-${group}/out-${name}/final/*"
  never api-${group}:change where amount > 5000.00
}

test "agent ${index} does its work and no more" {
  as agent-${name}
  at 2026-12-01T10:00Z

  allow tool:summarise
  allow aws:s3:GetObject on "arn:aws:s3:::bench-${group}/in-${name}/1"
  deny  aws:s3:PutObject on "arn:aws:s3:::bench-${group}/out-${name}/final/1"
}
`;
}
