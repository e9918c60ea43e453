/** Grants, nevers and their modifiers as source text. */
import { quoted, some, text, type World } from "./source-words.ts";

const CONDITIONS = [
  "amount <= limit",
  "amount > 10 and amount != 20.5",
  'vendor in ["Initech", "a\\"b", ""]',
  'vendor like "In?tech*"',
  'not vendor like "*x*" or count in [1, -2, 9223372036854775807]',
  "count >= -9223372036854775808 and (ok or not ok)",
  "not (count < 5 and ok)",
  'source in 10.0.0.0/8 or source in "2001:db8::/32"',
  "source != 10.1.2.3",
  "request.mfa and not request.ip in 192.168.0.0/16",
  'fact.incident == "SEV1" or fact.load > 3',
  "not fact.freeze",
  'fact.incident in ["SEV1", "SEV2"] and not (fact.load >= 10)',
];
/** Those that speak of no input, so that any action can have them. */
const GENERAL = CONDITIONS.filter((condition) => !/\b(amount|vendor|count|ok|source)\b/.test(condition));

interface Limits {
  readonly window?: boolean;
  readonly conditions?: readonly string[];
}

export function modifiers(
  { random, environments }: World,
  { window: windowed = true, conditions = GENERAL }: Limits,
): string {
  return some(
    random,
    0.25,
    `where ${random.pick(conditions)}`,
    `with approval from ${random.one("desk", "desk", "boss")} for ${random.one("15m", "1h", "90s", "1s")}`,
    windowed ? "during hours" : "",
    `from ${random.one("2027-01-02", "2027-01-15T09:00:30+02:00", "2026-10-25T01:00Z")}`,
    random.one("until soon", "until 2027-02-15T08:30:15Z", "through 2027-02-28"),
    `on behalf of ${random.one("group finance", 'group hr, user "Lin@acme.example"', "owner jane, group people.finance")}`,
    environments ? `environment ${random.one("prod", "staging, prod")}` : "",
    `because ${text(random)}`,
  );
}

export function grants(world: World): readonly string[] {
  const { random, mcp } = world;
  const on = (...globs: readonly string[]) =>
    random.chance(0.7)
      ? `on ${
          globs
            .filter(() => random.chance(0.7))
            .map(quoted)
            .join(", ") || quoted(globs[0] ?? "*")
        }`
      : "";
  return [
    `may files(${random.one('"in"', '"*"', '"a?b"')}, ${random.one("limit", "10.25", "3")}) ${modifiers(world, {})}`,
    `may paying ${random.chance(0.3) ? "during hours" : ""}`,
    `may invoices:pay ${on("invoice/*", "invoice/2026/?", "invoice/(x|y)+[^z]$")} ${modifiers(world, { conditions: CONDITIONS })}`,
    `may invoices:read, invoices:note ${on("invoice/é*", "invoice/\\d")} ${modifiers(world, {})}`,
    `may aws:s3:PutObject ${on("arn:aws:s3:::acme-out/*", "arn:aws:s3:::acme-out/tmp/?.pdf")} ${modifiers(world, {})}`,
    `may aws:dynamodb:Get* on "arn:aws:dynamodb:eu-central-1:123456789012:table/t" ${modifiers(world, {})}`,
    `may tool:send_* ${on("mail/*")} ${modifiers(world, {})}`,
    `may tool:"we\\u{202e}ird \\"na:me\\"", tool:s?nd, tool:send.now ${modifiers(world, {})}`,
    `may slack:chat:write ${modifiers(world, {})}`,
    mcp
      ? `may chat:post_message where urgent == false or channel like "#*" ${random.chance(0.3) ? "during hours" : ""}`
      : "may tool:x",
  ];
}

export function nevers({ random }: World): readonly string[] {
  return [
    `never tool:send_money ${random.chance(0.5) ? 'because "no"' : ""}`,
    `never aws:s3:* on "arn:aws:s3:::acme-*/secret/*"`,
    `never invoices:pay where ${random.pick(CONDITIONS)}`,
    `never invoices:* on "invoice/locked/*" where fact.freeze or request.mfa == false`,
    `never *:*delete* on "*/x?"`,
  ].filter((_, index) => index < 4);
}
