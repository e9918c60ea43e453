import { describe, expect, test } from "vitest";
import type { Value } from "../../../compiler/syntax/ast-values.ts";
import { parse } from "../../../compiler/syntax/parser.ts";
import { diagnose } from "./diagnose.ts";

/** The value of `let x = …`. */
function letValue(text: string): Value | undefined {
  const [declaration] = parse("a.remit", `let x = ${text}`).file.declarations;
  return declaration?.kind === "let" && declaration.value?.kind !== "by-environment"
    ? declaration.value
    : undefined;
}
/** The codes that `let x = …` reports. */
const codes = (text: string): readonly string[] =>
  parse("a.remit", `let x = ${text}`).problems.map((problem) => problem.code);
const actionsOf = (text: string) => {
  const [agent] = parse("a.remit", `agent a { may ${text} }`).file.declarations;
  const member = agent?.kind === "agent" ? agent.members[0] : undefined;
  return member?.kind === "grant" ? member.actions.map(({ service, action }) => [service.text, action]) : [];
};

describe("strings", () => {
  test("escapes are resolved", () => {
    expect(letValue(String.raw`"a\"b\\c\n\t\u{1F600}\$ \${x}"`)).toMatchObject({
      kind: "string",
      parts: [{ kind: "text", text: 'a"b\\c\n\t😀$ ${x}' }],
    });
    expect(letValue('""')).toMatchObject({ parts: [] });
  });

  test("interpolations name lets and parameters, qualified ones too, with their places", () => {
    expect(letValue('"a${b.c}d${e}"')).toMatchObject({
      parts: [
        { kind: "text", text: "a", start: 9, end: 10 },
        { kind: "interpolation", path: { text: "b.c", start: 12, end: 15 }, start: 10, end: 16 },
        { kind: "text", text: "d", start: 16, end: 17 },
        { kind: "interpolation", path: { text: "e", start: 19, end: 20 }, start: 17, end: 21 },
      ],
    });
  });

  test("malformed escapes and interpolations are bad literals, each of them", () => {
    expect(codes(String.raw`"\q \u{110000} \u{D800} \u{} \u12 \x"`)).toHaveLength(6);
    expect(new Set(codes(String.raw`"\q"`))).toEqual(new Set(["bad-literal"]));
    expect(codes('"${} ${a b} ${1} ${a-} ${"')).toHaveLength(5);
    expect(codes('"$ {a} 5$ }"')).toEqual([]);
    expect(letValue('"${}"')).toMatchObject({ broken: true });
  });

  test("a string that is not closed ends at its line's last brace or at the line's end", () => {
    const text = 'owner a { email "x }\nowner b { email "y@z }\n}\nlet c = "${d} e\nlet f = "g" // "';
    expect(diagnose(text)).toEqual([
      "1:17 syntax: This string has no closing '\"' on its line.",
      "2:17 syntax: This string has no closing '\"' on its line.",
      "3:1 syntax: This '}' closes nothing.",
      "4:9 syntax: This string has no closing '\"' on its line.",
    ]);
    const { declarations } = parse("a.remit", text).file;
    expect(declarations.map((declaration) => declaration.name?.text)).toEqual(["a", "b", "c", "f"]);
    expect(declarations[2]).toMatchObject({
      value: { kind: "string", broken: true, parts: [], start: 54, end: 61 },
    });
  });

  test("all the braces that end the line of an open string close blocks", () => {
    expect(diagnose('service s { action a { oauth "x } }\nowner o { email "a@b.c" }')).toHaveLength(1);
    expect(diagnose('agent a { identity { oidc issuer "https://x subject "y" } }')).toHaveLength(1);
  });

  test("a lone CR ends a line too", () => {
    expect(diagnose('owner a { email "x\r}\rowner b { email "y@z" }')).toEqual([
      "1:17 syntax: This string has no closing '\"' on its line.",
    ]);
  });
});

describe("numbers, instants and the like", () => {
  test("each kind is told from the others", () => {
    const kinds = ["2027-03-31", "1h30m", "-5", "500.00", "10.0.0.0/8", "10.1.2.3", "true", "acme.files"];
    expect(kinds.map((text) => letValue(text)?.kind)).toEqual([
      "instant",
      "duration",
      "number",
      "number",
      "network",
      "network",
      "bool",
      "path",
    ]);
    expect(letValue("-0.25")).toMatchObject({ scaled: -2500n, integer: false });
    expect(letValue("9223372036854775807")).toMatchObject({
      scaled: 92_233_720_368_547_758_070_000n,
      integer: true,
    });
    expect(letValue("2027-03-31")).toMatchObject({ seconds: 1_806_451_200, dateOnly: true });
  });

  test("malformed ones are bad literals, whose nodes stay", () => {
    const bad = [
      "2027-02-30",
      "2027-1-1",
      "2027-01-01T25:00",
      "2027-01-01T10:00:60Z",
      "99999999999999999999",
      "922337203685477.5808",
      "1.23456",
      "007",
      "5x",
      "1y",
      "30m1h",
      "10.0.0.256",
      "10.0.0.0/33",
      "1.2.3",
      "8:00..9:00",
      "5.",
    ];
    for (const text of bad) {
      expect(codes(text), text).toEqual(["bad-literal"]);
      expect(letValue(text), text).toMatchObject({ broken: true });
    }
  });

  test("hours run to 24:00, days are words", () => {
    const [window] = parse("a.remit", 'window w { days fri..mon, wed  hours 22:00..24:00  zone "x" }').file
      .declarations;
    expect(window).toMatchObject({
      members: [
        {
          values: [
            { kind: "days", from: { text: "fri" }, to: { text: "mon" } },
            { kind: "days", from: { text: "wed" } },
          ],
        },
        { values: [{ kind: "hours", from: 1320, to: 1440 }] },
        {},
      ],
    });
    expect(
      diagnose('window w { days monday  hours 08:00..25:00 zone "x" }').map((line) => line.slice(0, 17)),
    ).toEqual(["1:17 bad-literal:", "1:31 bad-literal:"]);
  });

  test("a comment may follow a literal or a name without a blank", () => {
    for (const text of ["500// x", "500/* x */", "2027-03-31// x", "10.0.0.0/8// x", "name// x", '"x"// x'])
      expect(codes(text), text).toEqual([]);
  });
});

describe("actions", () => {
  test("are as long as they can be, and end at blanks, commas and brackets", () => {
    expect(
      actionsOf("aws:s3:GetObject, azure:Microsoft.Storage/storageAccounts/read,k8s:apps/*:get"),
    ).toEqual([
      ["aws", "s3:GetObject"],
      ["azure", "Microsoft.Storage/storageAccounts/read"],
      ["k8s", "apps/*:get"],
    ]);
    expect(actionsOf("acme.finance.invoices:pay")).toEqual([["acme.finance.invoices", "pay"]]);
    expect(actionsOf("google:https://mail.google.com/")).toEqual([["google", "https://mail.google.com/"]]);
    expect(diagnose("agent a { may tool:x}")).toEqual([]);
    expect(diagnose("classify aws:s3:*{ risk read }")).toEqual([]);
    expect(diagnose("guardrail g { no agent holds (tool:a and tool:b) }")).toEqual([]);
  });

  test("in quotes hold any text, with escapes but without interpolation", () => {
    expect(actionsOf('google:"https://x/ {}, \\"é\\""')).toEqual([["google", 'https://x/ {}, "é"']]);
    expect(diagnose('agent a { may tool:"${x}" }')).toEqual([
      "1:21 bad-literal: An action takes no '${…}'; write '\\$' for a dollar sign.",
    ]);
    expect(diagnose('agent a { may tool:"" }')).toEqual(["1:15 syntax: The action after 'tool:' is empty."]);
    expect(diagnose('agent a { may tool:"x }')).toEqual([
      "1:20 syntax: This string has no closing '\"' on its line.",
    ]);
  });

  test("with blanks around the colon are one mistake, and read as they were meant", () => {
    for (const text of ["invoices: pay", "invoices :pay", "invoices : pay"]) {
      expect(diagnose(`agent a { may ${text} owner jane }`), text).toHaveLength(1);
      expect(actionsOf(text), text).toEqual([["invoices", "pay"]]);
    }
  });

  test("with a comment right behind them are one mistake", () => {
    expect(diagnose("agent a { may tool:x// today\n}")).toEqual([
      "1:21 syntax: '//' inside of an action: write a blank before a comment, or the action in quotes.",
    ]);
    expect(actionsOf("tool:x// today\n")).toEqual([["tool", "x"]]);
  });
});

describe("files", () => {
  test("may begin with a BOM and their version, and have any line ends", () => {
    const text = '\ufeffremit 1\r\nnamespace a.b\ruse c\nowner jane { email "x@y.z" }';
    const { file, problems } = parse("a.remit", text);
    expect(problems).toEqual([]);
    expect(file).toMatchObject({
      version: { text: "1" },
      namespaces: [{ path: { text: "a.b" } }],
      uses: [{ path: { text: "c" } }],
      start: 0,
      end: text.length,
    });
    expect(diagnose("remit 2\n")).toEqual([
      "1:7 bad-literal: There is no version 2 of the language here; this is version 1.",
    ]);
    expect(diagnose("")).toEqual([]);
    expect(diagnose("\ufeff")).toEqual([]);
  });

  test("names end in no hyphen, and declared ones have no dots", () => {
    expect(diagnose('owner a- { email "x" }')).toEqual(["1:7 syntax: A name cannot end in '-': 'a-'."]);
    expect(diagnose('owner a.b { email "x" }')).toEqual(["1:7 syntax: A declared name has no dots: 'a.b'."]);
    expect(diagnose('owner café { email "x" }')).toHaveLength(1);
    expect(diagnose("use acme.\nowner")).toHaveLength(2);
  });

  test("doc comments belong to the declaration that follows", () => {
    const text = `/// Not this one.

/// The first line.
///   The second.
// an aside
agent a {
  owner jane /// no doc
}
//// no doc
service s {
  /// Of the action.
  action x { }
}`;
    const { declarations, comments } = parse("a.remit", text).file;
    expect(declarations[0]).toMatchObject({
      doc: "The first line.\n  The second.",
      docSpan: { start: 19, end: 56 },
    });
    expect(declarations[1]?.doc).toBeUndefined();
    expect(declarations[1]).toMatchObject({ members: [{ doc: "Of the action." }] });
    expect(comments.map((comment) => comment.text)).toEqual([
      "/// Not this one.",
      "// an aside",
      "/// no doc",
      "//// no doc",
    ]);
  });

  test("a comment that does not end is one mistake", () => {
    expect(diagnose("agent a { owner jane /* no end\n may tool:x }")).toEqual([
      "1:22 syntax: This comment has no closing '*/'.",
    ]);
  });
});
