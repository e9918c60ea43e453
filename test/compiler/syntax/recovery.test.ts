import { describe, expect, test } from "vitest";
import { parse } from "../../../compiler/syntax/parser.ts";
import { diagnose, repaired } from "./diagnose.ts";

/** What each line of a text reports, without messages. */
const places = (text: string): readonly string[] => diagnose(text).map((line) => line.replace(/: .*/s, ""));

describe("one mistake gives one message, and the rest is read", () => {
  test("a misspelled declaration, a half-typed may, an open string and a missing brace in one file", () => {
    const text = `agnet mailer {
  owner jane
  purpose "Sends mail.
  may
  expires 2027-03-31
}
owner jane { email "jane@example.com"
agent reader { owner jane  may tool:read }
`;
    expect(diagnose(text)).toEqual([
      "1:1 syntax: There is no 'agnet' here; did you mean 'agent'?",
      "3:11 syntax: This string has no closing '\"' on its line.",
      "5:3 syntax: Expected an action such as tool:send_mail, or the name of a scope after 'may', but found 'expires'.",
      "8:1 syntax: An owner is not closed: expected '}' before 'agent'.",
    ]);
    const { declarations } = parse("a.remit", text).file;
    expect(declarations.map(({ kind, name }) => `${kind} ${name?.text}`)).toEqual([
      "agent mailer",
      "owner jane",
      "agent reader",
    ]);
    const [mailer] = declarations;
    expect(
      mailer?.kind === "agent" && mailer.members.map((member) => `${member.kind} ${member.broken ?? false}`),
    ).toEqual(["setting false", "setting false", "grant true", "setting false"]);
  });

  test("a value that is missing before a keyword is reported at the keyword", () => {
    expect(diagnose("agent a { owner jane expires may tool:a }")).toEqual([
      "1:30 syntax: Expected an instant such as 2027-03-31 after 'expires', but found 'may'.",
    ]);
    expect(places("agent a { owner team core }")).toEqual(["1:17 syntax"]);
    expect(places("agent a { may from 2027-01-01 owner jane }")).toEqual(["1:15 syntax"]);
    expect(places("agent a { may tool:x where a == and b }")).toEqual(["1:33 syntax"]);
    expect(places("agent a { reviewed by jane }")).toEqual(["1:20 syntax"]);
    expect(places("let x =\nlet y = 5")).toEqual(["2:1 syntax"]);
  });

  test("mistakes on neighbouring lines are each reported", () => {
    const text = `agent a {
  review 90d
  review every 90d or
  reviewed by jane
  audit 30d
  suspended 2026-01-01
  enforced by "x"
  never files
  may tool:a tool:b
  may tool:x untill 2027-01-01 with approval fron jane for 15m
}`;
    expect(places(text)).toEqual([
      "2:10 syntax",
      "4:3 syntax",
      "4:12 syntax",
      "5:9 syntax",
      "6:13 syntax",
      "7:12 syntax",
      "8:9 syntax",
      "9:14 syntax",
      "10:14 syntax",
      "10:46 syntax",
    ]);
  });

  test("a missing brace closes the block where something of an outer one begins", () => {
    const inner = `agent a { owner jane
  identity { oidc issuer "https://x" subject "y"
  may tool:a
}
agent b { owner jane }`;
    expect(diagnose(inner)).toEqual(["3:3 syntax: An identity is not closed: expected '}' before 'may'."]);
    expect(parse("a.remit", inner).file.declarations).toHaveLength(2);
    const owner = `agent a { expires 2027-01-01
owner jane { email "x@y.z" }
team t { lead jane }`;
    expect(places(owner)).toEqual(["2:1 syntax"]);
    expect(parse("a.remit", owner).file.declarations.map((declaration) => declaration.kind)).toEqual([
      "agent",
      "owner",
      "team",
    ]);
    expect(diagnose("agent a {\n  owner jane")).toEqual([
      "2:13 syntax: An agent is not closed: expected '}' before the end of the file.",
    ]);
    expect(parse("a.remit", "agent a {").problems[0]?.related[0]?.span.start).toBe(8);
  });

  test("a missing opening brace does not cost the members", () => {
    const { file, problems } = parse("a.remit", "agent a owner jane may tool:x }\nagent b { owner jane }");
    expect(problems.map((problem) => problem.span.start)).toEqual([8]);
    expect(file.declarations).toHaveLength(2);
    const [first] = file.declarations;
    expect(first?.kind === "agent" && first.members).toHaveLength(2);
  });

  test("a brace too many, with members after it, is one mistake", () => {
    const text = "agent a {\n  owner jane\n}\n  may tool:a\n}\nagent b { owner jane }";
    expect(diagnose(text)).toEqual([
      "4:3 syntax: 'may' cannot stand outside of a block; is there a '}' too many before it?",
    ]);
    expect(parse("a.remit", text).file.declarations).toHaveLength(2);
    expect(diagnose("}}}\nagent a { owner jane }")).toEqual(["1:1 syntax: This '}' closes nothing."]);
  });

  test("an unknown declaration is skipped with its block", () => {
    expect(diagnose("foo bar { baz { agent x } }\nowner z { email 'a@b.c' }")).toEqual([
      "1:1 syntax: 'foo' begins no declaration; those begin with namespace, use, owner, team, group, service, fact, environment, let, window, classify, scope, profile, agent, target, guardrail, test.",
      "2:17 syntax: A string stands in straight double quotes.",
    ]);
  });

  test("words of other blocks are read as what they mean here", () => {
    const text = 'agent a { allow tool:x  deny tool:y }\nscope s { may tool:x }\nowner o { emial "x@y.z" }';
    expect(repaired(text)).toBe(
      'agent a { may tool:x  never tool:y }\nscope s { allow tool:x }\nowner o { email "x@y.z" }',
    );
    const [agent] = parse("a.remit", text).file.declarations;
    expect(agent?.kind === "agent" && agent.members.map((member) => member.kind)).toEqual(["grant", "never"]);
  });

  test("what other languages write is understood, reported, and repaired", () => {
    const text = "# hi\nagent a { owner jane; may tool:x where a = 5 && !b || c  purpose 'x'  code “y” }";
    expect(repaired(text)).toBe(
      '// hi\nagent a { owner jane may tool:x where a == 5  and   not b  or  c  purpose "x"  code "y" }',
    );
    expect(diagnose(repaired(text))).toEqual([]);
  });
});

describe("half-typed code keeps its nodes", () => {
  const grantOf = (text: string) => {
    const [agent] = parse("a.remit", text).file.declarations;
    const member = agent?.kind === "agent" ? agent.members[0] : undefined;
    return member?.kind === "grant" ? member : undefined;
  };

  test("actions without an end", () => {
    const [empty] = grantOf("agent a { may aws: }")?.actions ?? [];
    expect(empty).toMatchObject({ action: "", quoted: false, broken: true, service: { text: "aws" } });
    const [half] = grantOf("agent a { may aws:s3:\n  owner jane")?.actions ?? [];
    expect(half).toMatchObject({ action: "s3:", broken: true, service: { text: "aws" } });
    expect(places("agent a { may aws:\n  owner jane }")).toEqual(["1:15 syntax"]);
  });

  test("conditions without a value", () => {
    const grant = grantOf("agent a { may tool:x where amount <= and b }");
    expect(grant?.modifiers[0]).toMatchObject({
      kind: "where",
      broken: true,
      condition: { kind: "comparison", variable: { text: "amount" }, operator: "<=" },
    });
  });

  test("modifiers that follow a broken one", () => {
    const grant = grantOf("agent a { may tool:x during from 2026-01-01 until 2027-01-01 }");
    expect(grant?.modifiers.map((modifier) => `${modifier.kind} ${modifier.broken ?? false}`)).toEqual([
      "during true",
      "from false",
      "until false",
    ]);
  });

  test("declarations without a name or an end", () => {
    expect(parse("a.remit", "agent").file.declarations).toMatchObject([{ kind: "agent", broken: true }]);
    expect(parse("a.remit", "agent { owner jane }").file.declarations).toMatchObject([
      { kind: "agent", broken: true, members: [{ keyword: { text: "owner" } }] },
    ]);
    expect(parse("a.remit", "let x = by environment { staging ").file.declarations).toMatchObject([
      {
        kind: "let",
        value: { kind: "by-environment", entries: [{ environment: { text: "staging" }, broken: true }] },
      },
    ]);
  });
});

describe("limits", () => {
  const deep = 100_000;
  test("parentheses and nots nest a hundred deep and no deeper", () => {
    const nested = (count: number): string =>
      `agent a { may tool:x where ${"(".repeat(count)}b${")".repeat(count)} owner jane }`;
    expect(diagnose(nested(100))).toEqual([]);
    expect(places(nested(101))).toEqual(["1:128 too-complex"]);
    expect(places(nested(deep))).toEqual(["1:128 too-complex"]);
    expect(parse("a.remit", nested(deep)).file.declarations[0]).toMatchObject({
      members: [{}, { kind: "setting" }],
    });
    expect(places(`agent a { may tool:x where ${"not ".repeat(deep)}b }`)).toEqual(["1:428 too-complex"]);
    const terms = `guardrail g { no agent holds ${"(".repeat(deep)}label a${")".repeat(deep)} }`;
    expect(places(terms)).toEqual(["1:130 too-complex"]);
  });

  test("a hundred mistakes are listed, then it is said that there are more", () => {
    const problems = diagnose("agnet a { }\n".repeat(5000));
    expect(problems).toHaveLength(101);
    expect(problems[100]).toBe(
      "101:1 too-complex: More than 100 mistakes; from here on they are not listed.",
    );
  });

  test("blocks without an end, at any depth, do not exhaust the stack", () => {
    for (const text of [
      "{",
      "agent a { ",
      "agent a { identity { ",
      "let x = by environment { ",
      "(",
      "[",
      '"',
      "/*",
    ])
      expect(parse("a.remit", text.repeat(20_000)).problems.length).toBeGreaterThan(0);
  });
});
