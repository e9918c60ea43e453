/**
 * Policies as source text, over the whole language, always without an error at `AT`: what is generated here parses,
 * checks, prints, compiles and decides. The same seed gives the same text.
 */
import fc from "fast-check";
import { type Random, seeded } from "../../compiler/model/random.ts";
import { grants, modifiers, nevers } from "./grant-source.ts";
import { quoted, shuffled, text, type World } from "./source-words.ts";

export const AT = "2026-11-15T12:00:00Z";

/** Path → text of a whole workspace. */
export type Sources = Readonly<Record<string, string>>;

export const sources: fc.Arbitrary<Sources> = fc.nat({ max: 2 ** 31 - 1 }).map(policySource);

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "UTC",
];
const AGENTS = [
  "triage",
  "reader",
  "owner",
  "may",
  "constructor",
  "__proto__",
  "a-b",
  "a_b",
  "toString",
  `long${"-x".repeat(60)}`,
];

/** One workspace; `people.remit` and `policy.remit`, and a tool list where there is an MCP server. */
export function policySource(seed: number): Sources {
  const random = seeded(seed);
  const world: World = {
    random,
    environments: random.chance(0.3),
    namespace: random.one("", "acme", "acme.finance"),
    mcp: random.chance(0.5),
  };
  const count = 1 + random.below(3);
  const names = shuffled(AGENTS, random).slice(0, count);
  const agents = names.map((name, index) => agent(world, name, index));
  const blocks = [
    world.namespace === "" ? "" : `namespace ${world.namespace}`,
    "use people",
    world.environments ? "environment staging\nenvironment prod" : "",
    services(world),
    FACTS,
    lets(world),
    `window hours { ${window(random)} }`,
    scopes(world),
    profile(world),
    ...agents.map(({ block }) => block),
    child(world, agents[0]),
    test(world, names),
    random.chance(0.3) ? guardrails : "",
    targets(random),
    random.chance(0.3)
      ? `classify tool:send_* { risk ${random.one("read", "write")}  label external-send }`
      : "",
  ];
  const policy = `${inAnyOrder(blocks, random)
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
  return {
    "people.remit": people(random),
    "policy.remit": random.chance(0.3) ? `remit 1\n${policy}` : policy,
    ...(world.mcp ? { "chat.tools.json": tools } : {}),
  };
}

/** The order of declarations means nothing, but `namespace` and `use` come first. */
function inAnyOrder(blocks: readonly string[], random: Random): readonly string[] {
  const [namespace = "", use = "", ...rest] = blocks;
  return [namespace, use, ...shuffled(rest, random)];
}

function people(random: Random): string {
  return `namespace people
owner boss { email "boss@acme.example" }
owner jane ${text(random)} { email "jane@acme.example"  manager boss${random.chance(0.3) ? "  left 2027-02-01" : ""} }
owner omar { email "Omar@Acme.example"  manager boss${random.chance(0.3) ? "  left 2027-01-10T09:30:00+01:00" : ""}  github "omar" }
owner ada { email "li'n+ada@acme.example"${random.chance(0.5) ? "  left 2026-06-01" : ""}  okta "00u1" }
team desk "Desk" { lead boss  members [jane, omar] }
group finance { claim ${quoted(random.one("acme-finance", 'Finance \\ " Ünit', "finance"))} }
group hr {}
`;
}

const tools = JSON.stringify({
  tools: [
    {
      name: "post_message",
      annotations: { readOnlyHint: false },
      inputSchema: {
        type: "object",
        properties: { channel: { type: "string" }, urgent: { type: "boolean" } },
      },
    },
    {
      name: "list_channels",
      annotations: { readOnlyHint: true },
      inputSchema: { type: "object", properties: {} },
    },
  ],
});

function services({ random, mcp }: World): string {
  return `service invoices ${text(random)} {
  audience "https://api.acme.example"  resource "invoice/*"
  action read { risk read  label private-data }
  action pay { risk write  input amount decimal  input vendor string  input count int  input ok bool  input source ip }
  action note {}
}
${mcp ? 'service chat { protocol mcp  url "https://mcp.acme.example"  tools "chat.tools.json" }' : ""}`;
}

const FACTS =
  "fact incident { type string  fresh 10m }\nfact load { type int  fresh 1h }\nfact freeze { type bool  fresh 1s }";

function lets({ random, environments }: World): string {
  const bucket = environments
    ? 'let bucket = by environment { staging "acme-staging"  prod "acme-prod" }'
    : 'let bucket = "acme-invoices"';
  return `${bucket}\nlet limit = ${random.one("500.00", "0.0001", "-3.5", "922337203685477.5807", "900719925474.0992")}\nlet soon = 2027-03-01`;
}

function window(random: Random): string {
  return shuffled(
    [
      random.one("days mon..fri", "days fri..wed", "days wed, sun", ""),
      random.one("hours 00:00..24:00", "hours 01:30..23:45", "hours 22:00..21:00", ""),
      `zone ${quoted(random.pick(ZONES) ?? "UTC")}`,
    ],
    random,
  ).join("  ");
}

function scopes(world: World): string {
  const { random } = world;
  return `scope files(folder, most) ${text(random)} {
  allow aws:s3:GetObject on "arn:aws:s3:::\${bucket}/\${folder}/*"
  allow invoices:read on "invoice/\${folder}/*", "invoice/?"
  allow invoices:pay where amount <= most and not (vendor == "Initech" or ok)
}
scope paying { include files("in", limit)  allow invoices:note ${modifiers(world, { window: false })} }`;
}

function profile({ random }: World): string {
  return `profile careful {
  session ${random.one("15m", "1h", "2h30m")}
  ${random.chance(0.4) ? "review every 90d or suspend" : "audit keep 365d"}
  may tool:look_up
  never tool:delete_*
  accept standing-write because "reviewed by hand" until 2027-06-01
}`;
}

interface Generated {
  readonly name: string;
  readonly block: string;
  /** Its own `may`s and `never`s, and the profile. */
  readonly rights: readonly string[];
  readonly limits: readonly string[];
}

/** Members in any order, some of them absent. */
function agent(world: World, name: string, index: number): Generated {
  const { random, environments } = world;
  const owner = random.one("jane", "omar", "boss");
  const maybe = (probability: number, ...members: readonly string[]): readonly string[] =>
    members.filter(() => random.chance(probability));
  const rights = maybe(0.4, ...grants(world));
  const limits = [...maybe(0.3, ...nevers(world)), ...maybe(0.4, "profile careful")];
  const members = [
    `owner ${owner}`,
    `expires ${random.one("2027-03-28T01:00Z", "2027-10-31T01:00:00+01:00", "2028-02-29", "2027-12-31T23:59:59Z")}`,
    `reviewed 2026-10-02 by ${owner}`,
    ...maybe(
      0.5,
      "deputy boss",
      "team desk",
      `purpose ${text(random)}`,
      "reviewed 2026-11-14T08:00:00Z by boss",
    ),
    ...maybe(
      0.3,
      `source "services/${index}/**"`,
      `starts ${random.one("2026-01-01", "2026-10-25T00:30Z", "2026-11-01", "2026-12-31")}`,
    ),
    ...maybe(0.5, `identity { oidc issuer "https://id.acme.example" subject ${quoted(`s${index}`)} }`),
    ...maybe(0.15, 'suspended since 2027-01-20T10:00Z because "leak \\u{202e}"', "retired 2027-02-20"),
    ...(limits.includes("profile careful") ? [] : maybe(0.3, "review every 60d or suspend")),
    ...(environments ? maybe(0.4, `environments ${random.one("prod", "prod, staging")}`) : []),
    ...rights,
    ...limits,
  ];
  const body = shuffled(members, random).join("\n  ");
  return {
    name,
    block: `agent ${name} ${random.chance(0.3) ? text(random) : ""} {\n  ${body}\n}`,
    rights,
    limits,
  };
}

/** Under another agent, with rights that are its own, and so certainly within them. */
function child({ random, namespace }: World, parent: Generated | undefined): string {
  if (parent === undefined || random.chance(0.4)) return "";
  const { name, rights, limits } = parent;
  const qualified = namespace === "" || random.chance(0.5) ? name : `${namespace}.${name}`;
  const mine = rights.filter(() => random.chance(0.6));
  const members = [
    'purpose "Helps."',
    "reviewed 2026-10-02 by boss",
    "never tool:help_*",
    ...mine,
    ...limits,
  ];
  return `agent helper under ${qualified} {\n  ${shuffled(members, random).join("\n  ")}\n}`;
}

/** No grant speaks of these tools. */
function test({ random }: World, names: readonly string[]): string {
  return `test ${text(random)} { as ${random.pick(names)}  at 2026-12-01T10:00Z  deny tool:unheard_of  deny tool:x.y for user "lin@acme.example" in group hr with request.mfa = true approved by boss }`;
}

const guardrails = `guardrail lives { severity warning  every agent has expires within 180d }
guardrail duties "Two people" { severity warning  no agent holds invoices:pay and label external-send }`;

function targets(random: Random): string {
  return random.one(
    "",
    "target opa {}",
    'target opa { package "acme.agents"  stale-after 30d }',
    "target opa {}\ntarget cedar second {}",
  );
}
