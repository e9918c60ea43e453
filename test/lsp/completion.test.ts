import { describe, expect, test } from "vitest";
import type { Suggestion } from "../../lsp/completion/suggestion.ts";
import { complete } from "../../lsp/features/completion.ts";
import { at, edited } from "./at.ts";

const offered = async (source: string | Readonly<Record<string, string>>): Promise<readonly Suggestion[]> => {
  const { view, offset } = await at(source);
  return complete(view, offset);
};
const labels = async (source: string | Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await offered(source)).map(({ label }) => label);

const PEOPLE = 'owner ada "Ada" { email "ada@acme.example" }\nteam desk { lead ada }\n';

describe("keywords", () => {
  test("an empty file offers declarations", async () => {
    expect(await labels("▮")).toEqual(expect.arrayContaining(["agent", "owner", "namespace", "use", "test"]));
  });

  test("an agent offers the members that are not given yet, and those that can be repeated", async () => {
    const found = await labels(`${PEOPLE}agent a {\n  owner ada\n  may tool:x\n  ▮\n}`);
    expect(found).toEqual(expect.arrayContaining(["expires", "may", "never", "identity"]));
    expect(found).not.toContain("owner");
  });

  test("an unclosed agent offers its members, whatever follows", async () => {
    const found = await labels(`${PEOPLE}agent a {\n  owner ada\n  ▮\n\nagent b { owner ada }\n`);
    expect(found).toEqual(expect.arrayContaining(["expires", "may"]));
    expect(found).not.toContain("namespace");
  });

  test("a grant offers its modifiers, those that are given aside", async () => {
    const found = await labels(`agent a { may tool:x until 2027-01-01 ▮ }`);
    expect(found).toEqual(expect.arrayContaining(["on", "where", "with", "during", "because"]));
    expect(found).not.toContain("until");
  });

  test("after `with` comes `approval`, after that `from`", async () => {
    expect(await labels("agent a { may tool:x with ▮ }")).toEqual(["approval"]);
    expect(await labels("agent a { may tool:x with approval ▮ }")).toContain("from");
  });

  test("a target offers the settings of its kind", async () => {
    const found = await labels("target aws { ▮ }");
    expect(found).toContain("account");
    expect(found).not.toContain("realm");
  });

  test("a test's case offers its clauses", async () => {
    expect(await labels('test "t" { as a at 2027-01-01 deny tool:x ▮ }')).toEqual(
      expect.arrayContaining(["on", "for", "via", "approved", "with"]),
    );
  });

  test("a guardrail offers subjects, predicates and terms", async () => {
    expect(await labels("guardrail g { every ▮ }")).toEqual(expect.arrayContaining(["agent", "grant"]));
    expect(await labels("guardrail g { every agent has ▮ }")).toEqual(
      expect.arrayContaining(["expires", "deputy"]),
    );
    expect(await labels("guardrail g { no agent holds ▮ }")).toEqual(
      expect.arrayContaining(["label", "risk", "aws:"]),
    );
  });

  test("an identity offers platforms, then their fields", async () => {
    expect(await labels("agent a { identity { ▮ } }")).toEqual(expect.arrayContaining(["oidc", "aws"]));
    expect(await labels('agent a { identity { oidc issuer "x" ▮ } }')).toEqual(
      expect.arrayContaining(["subject", "audience"]),
    );
  });

  test("an error above does not matter", async () => {
    const found = await labels(`owner ada { email } } ( \n\nagent a {\n  owner ada\n  ▮\n}`);
    expect(found).toEqual(expect.arrayContaining(["expires", "may"]));
  });

  test("a comment offers nothing", async () => {
    expect(await labels("// agent ▮")).toEqual([]);
  });

  test("a keyword comes with a tab stop for each thing that must follow", async () => {
    const reviewed = (await offered("agent a { ▮ }")).find(({ label }) => label === "reviewed");
    expect(reviewed?.snippet).toBe("reviewed ${1:2027-03-31} by ${2:owner}");
    const agent = (await offered("▮")).find(({ label }) => label === "agent");
    expect(agent?.snippet).toBe("agent ${1:name} {\n  $0\n}");
  });
});

describe("names", () => {
  test("an owner's place offers owners alone, by name and by mail address", async () => {
    expect(await labels(`${PEOPLE}agent a { owner ▮ }`)).toEqual(["ada", "ada@acme.example"]);
  });

  test("approvers are owners and teams", async () => {
    expect(await labels(`${PEOPLE}agent a { may tool:x with approval from ▮ }`)).toEqual(
      expect.arrayContaining(["ada", "desk"]),
    );
  });

  test("a name of a namespace that is not used comes with its use", async () => {
    const source = {
      "people.remit": `namespace acme.people\n${PEOPLE}`,
      "agents.remit": "namespace acme\n\nagent a { owner a▮ }\n",
    };
    const { view, offset, files } = await at(source);
    const ada = (await complete(view, offset)).find(({ label }) => label === "ada");
    expect(edited(files["agents.remit"] ?? "", ada?.edits ?? [])).toBe(
      "namespace acme\nuse acme.people\n\nagent a { owner a }\n",
    );
  });

  test("an action and a scope of a namespace that is not used come with its use, with CRLF too", async () => {
    const shop = "namespace acme.shop\nservice pay { action send {} }\nscope reader { allow pay:send }\n";
    for (const [typed, label] of [
      ["may p▮", "pay:send"],
      ["may re▮", "reader"],
    ]) {
      const agents = `namespace acme\r\n\r\nagent a { ${typed} }\r\n`;
      const { view, offset, files } = await at({ "shop.remit": shop, "agents.remit": agents });
      const found = (await complete(view, offset)).find((one) => one.label === label);
      const use = {
        span: { file: "agents.remit", start: found?.start ?? 0, end: found?.end ?? 0 },
        text: label ?? "",
      };
      expect(edited(files["agents.remit"] ?? "", [...(found?.edits ?? []), use])).toBe(
        `namespace acme\r\nuse acme.shop\r\n\r\nagent a { may ${label} }\r\n`,
      );
    }
  });

  test("a scope with parameters is offered as a call", async () => {
    const found = await offered("scope reader(bucket, folder) { allow tool:x }\nagent a { may ▮ }");
    expect(found.find(({ label }) => label === "reader")?.snippet).toBe("reader(${1:bucket}, ${2:folder})");
  });

  test("an interpolation offers lets and parameters", async () => {
    expect(
      await labels('let files = "x"\nscope s(bucket) { allow aws:s3:GetObject on "arn:aws:s3:::${▮" }'),
    ).toEqual(expect.arrayContaining(["files", "bucket"]));
  });

  test("a condition offers the action's inputs, the request and facts", async () => {
    const service =
      "service pay { action send { input amount decimal } }\nfact frozen { type bool fresh 1m }\n";
    expect(await labels(`${service}agent a { may pay:send where ▮ }`)).toEqual([
      "amount",
      "request.ip",
      "request.mfa",
      "fact.frozen",
      "not",
    ]);
  });
});

describe("actions and resources", () => {
  test("after `may` come services, declared actions and scopes", async () => {
    const found = await labels("service pay { action send {} }\nscope s { allow tool:x }\nagent a { may ▮ }");
    expect(found).toEqual(expect.arrayContaining(["s", "pay:send", "aws:", "github:", "tool:"]));
  });

  test("after `aws:` come its services, after `aws:s3:` their actions with risk and description", async () => {
    expect(await labels("agent a { may aws:▮ }")).toEqual(
      expect.arrayContaining(["aws:s3:", "aws:dynamodb:"]),
    );
    const found = await offered("agent a {\n  may aws:s3:▮\n}");
    const action = found.find(({ label }) => label === "aws:s3:GetObject");
    expect(action?.detail).toMatch(/^read/);
    expect(action?.doc).toMatch(/object/i);
    expect(found.length).toBeGreaterThan(100);
  });

  test("a half-written action is replaced whole", async () => {
    const { view, offset } = await at("agent a { may aws:s3:Ge▮tObj }");
    const [first] = await complete(view, offset);
    expect(view.text.slice(first?.start, first?.end)).toBe("aws:s3:GetObj");
  });

  test.each(["k8s", "github", "slack", "okta", "google", "gcp", "azure", "graph"])(
    "%s has actions to offer",
    async (service) => {
      const found = await labels(`agent a { may ${service}:▮ }`);
      expect(found.length).toBeGreaterThan(5);
      expect(found.every((label) => label.startsWith(`${service}:`))).toBe(true);
    },
  );

  test("`on` offers templates of the action's resources, in quotes or inside of them", async () => {
    const found = await offered("agent a { may aws:s3:GetObject on ▮ }");
    const object = found.find(({ detail }) => detail === "object");
    expect(object?.insert).toBe('"arn:aws:s3:::BucketName/ObjectName"');
    expect(object?.snippet).toBe('"arn:aws:s3:::${1:BucketName}/${2:ObjectName}"');
    const inside = await offered('agent a { may aws:s3:GetObject on "▮" }');
    expect(inside.find(({ detail }) => detail === "object")?.insert).toBe(
      "arn:aws:s3:::BucketName/ObjectName",
    );
  });
});

describe("values", () => {
  test("an instant's place offers days from today", async () => {
    expect(await labels("agent a { expires ▮ }")).toEqual(
      expect.arrayContaining(["2026-12-15", "2027-02-13", "2027-05-14"]),
    );
  });

  test("durations, days, hours, zones, risks and codes are offered where they belong", async () => {
    expect(await labels("agent a { session ▮ }")).toContain("1h");
    expect(await labels("window w { days ▮ }")).toContain("mon..fri");
    expect(await labels("window w { hours ▮ }")).toContain("08:00..18:00");
    expect(await labels('window w { zone "Europe/▮" }')).toContain("Europe/Berlin");
    expect(await labels("service s { action a { risk ▮ } }")).toEqual(["read", "write", "admin"]);
    expect(await labels("agent a { accept ▮ }")).toContain("standing-write");
    expect(await labels(`${PEOPLE}agent a { may tool:x on behalf of user ▮ }`)).toContain("ada@acme.example");
  });
});

describe("values of a fitting type", () => {
  const LETS =
    'let files = "arn:aws:s3:::x"\nlet most = 5.00\nlet end = 2027-03-31\nlet while-open = 90d\nlet later = end\nlet place = by environment { staging "a" prod "b" }\nenvironment staging\nenvironment prod\nfact frozen { type bool fresh 5m }\n' +
    "service bank { action pay { input currency string input amount decimal input urgent bool } }\n";
  const names = ["files", "most", "end", "while-open", "later", "place"];
  const lets = async (text: string): Promise<readonly string[]> =>
    (await labels(`${PEOPLE}${LETS}${text}`)).filter((label) => names.includes(label)).toSorted();

  test("lets of another type are not offered", async () => {
    expect(await lets("agent a { expires ▮ }")).toEqual(["end", "later"]);
    expect(await lets("agent a { review every ▮ }")).toEqual(["while-open"]);
    expect(await lets("agent a { may aws:s3:GetObject on ▮ }")).toEqual(["files", "place"]);
    expect(await lets('agent a { may aws:s3:GetObject on "${▮}" }')).toEqual(["files", "most", "place"]);
  });

  test("what a condition or a test compares decides", async () => {
    const when = (text: string) => lets(`agent a { may bank:pay where ${text}▮ }`);
    expect(await when("amount <= 5 and currency in [")).toEqual(["files", "place"]);
    expect(await when('currency in ["EUR", ')).toEqual(["files", "place"]);
    expect(await when("amount <= ")).toEqual(["most"]);
    expect(await when("fact.frozen == ")).toEqual([]);
    expect(await when("request.ip == ")).toEqual(["files", "place"]);
    expect(await lets("scope s(limit) { allow bank:pay where amount < ▮ }")).toEqual(["most"]);
    expect(await labels(`${PEOPLE}${LETS}agent a { may bank:pay where urgent == ▮ }`)).toEqual(
      expect.arrayContaining(["true", "false"]),
    );
    expect(await lets('test "t" { as a at 2026-12-01 allow bank:pay with amount = ▮ }')).toEqual(["most"]);
  });
});
