import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lex } from "../../../compiler/syntax/lexer.ts";
import { parse } from "../../../compiler/syntax/parser.ts";
import { print } from "../../../compiler/syntax/printer.ts";
import { generatePieces, KEYWORD_NAMES, type Random, random, write } from "./generate.ts";
import { shapeOf } from "./shape.ts";

const seed = { seed: 20_270_331, numRuns: 2000 };
const format = (text: string): string => print(parse("a.remit", text).file);

const GAPS = [" ", " ", " ", " ", "\n", "\n", "  ", "\n\n\n", "\t", " /* c */ ", "\n\n/* c */ "];
const COMMENTS = [
  " // c\n",
  "\n// c\n",
  "\n\n  /* a\n   b */\n",
  "\n/// doc\n",
  "\n/// doc\n\n/// other\n",
  " /* a */ // b\n",
];

/** A random file, laid out at random: `tidy` ones have few line breaks, so that blocks stay on a line. */
function source(number: number): string {
  const chooser: Random = random(number);
  const pieces = generatePieces(random(number), 3);
  const tidy = chooser.chance(0.3);
  const comments = chooser.chance(0.5) ? 0.1 : 0;
  let count = 0;
  const gap = (): string => {
    count++;
    if (chooser.chance(comments))
      return chooser.pick(COMMENTS).replace(/[a-c](?= |\n)/g, (letter) => `${letter}${count}`);
    return tidy && chooser.chance(0.97) ? " " : chooser.pick(GAPS);
  };
  return write(pieces, () => chooser.pick(KEYWORD_NAMES), gap) + (chooser.chance(0.2) ? " // end" : "");
}

const commentsOf = (text: string): readonly string[] =>
  lex("a.remit", text).comments.map((comment) => comment.text.replaceAll("\r\n", "\n").trimEnd());

describe("the printer", () => {
  test("keeps the tree", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const text = source(number);
        const before = parse("a.remit", text);
        const after = parse("a.remit", print(before.file));
        expect(after.problems, text).toEqual([]);
        expect(shapeOf(after.file), text).toEqual(shapeOf(before.file));
      }),
      seed,
    );
  });

  test("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const once = format(source(number));
        expect(format(once)).toBe(once);
      }),
      seed,
    );
  });

  test("keeps each comment once and in order", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const text = source(number);
        expect(commentsOf(format(text)), text).toEqual(commentsOf(text));
      }),
      seed,
    );
  });

  test("gives a file with CRLF its CRLF back, and else the same text", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const text = source(number);
        fc.pre(text.includes("\n"));
        expect(format(text.replaceAll("\n", "\r\n"))).toBe(format(text).replaceAll("\n", "\r\n"));
      }),
      seed,
    );
  });

  test("leaves no blanks at line ends and no more than one empty line", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const text = format(source(number));
        for (const line of text.split("\n")) expect(line, text).not.toMatch(/[ \t]$/);
        expect(text).not.toMatch(/\n\n\n|^\n|\n\n$/);
      }),
      seed,
    );
  });
});

describe("the canonical layout", () => {
  const EXAMPLE = `\
remit 1
namespace acme.finance
use acme.people

/// The ledger's own API.
service invoices "Invoices API" {
  audience "https://api.acme.example/invoices"
  action read  { risk read  label private-data }
  action draft { risk write  input amount decimal  input vendor string }
}

let files = "arn:aws:s3:::acme-invoices"
let region = by environment { staging "eu-west-1"  prod "eu-central-1" }
classify aws:s3:* on "\${files}/*" { label private-data }

scope invoice-files(kind, limit) "Read the scanned invoices" {
  allow aws:s3:GetObject on "\${files}/\${kind}/*"
  include listing(files, 5)
}

window office-hours { days mon..fri, sun  hours 08:00..18:00  zone "Europe/Berlin" }

agent invoice-triage "Invoice triage" under finance-root {
  owner    jane
  team     finance-platform
  identity { oidc issuer "https://id.acme.example" subject "invoice-triage"  aws role "invoice-triage" adopt }
  expires  2027-03-31
  review   every 90d or suspend
  reviewed 2026-11-02 by jane

  // What it does all day.
  may invoice-files("inbox", 3)
  may invoices:pay, invoices:draft where not (amount <= 500.00 or request.mfa) and vendor in ["a", "b"]
  never aws:s3:DeleteObject // for ever
  accept broad-action because "known" until 2027-01-01
}

guardrail duties "Two people" {
  severity warning
  no agent of label payment in acme holds (invoices:draft or label x) and risk admin
  except treasury-bot because "two-person desk" until 2027-01-31
}

test "triage never pays alone" {
  as invoice-triage
  at 2026-12-01T10:00Z
  deny  invoices:pay with amount = 100.00, vendor = "Initech"
  allow invoices:pay with amount = 100.00 approved by omar at 2026-12-01
}

target aws prod { account "123456789012"  agents in acme.finance }
`;

  test("is stable", () => {
    expect(parse("a.remit", EXAMPLE).problems).toEqual([]);
    expect(format(EXAMPLE)).toBe(EXAMPLE);
  });

  test("is found again from any layout of the same tokens", () => {
    // Line breaks are kept only where they say that a block has lines of its own, or separate declarations.
    const loose = EXAMPLE.replaceAll("  ", "    ")
      .replaceAll("\n\n", "\n\n\n\n")
      .replace(" { risk read", "{\trisk  read");
    expect(format(loose)).toBe(EXAMPLE);
  });

  test("gives each member of a block with a line break a line", () => {
    expect(format("agent a { owner jane\n expires 2027-01-01 may tool:x }owner b{}")).toBe(
      "agent a {\n  owner   jane\n  expires 2027-01-01\n  may tool:x\n}\nowner b { }\n",
    );
  });

  test("breaks a statement that is too long before its modifiers, then at commas", () => {
    const actions = Array.from({ length: 9 }, (_, index) => `aws:s3:GetObject${index}`).join(", ");
    const text = `agent a {\n  may ${actions} on "arn:aws:s3:::bucket/*" where amount <= 500.00 until 2027-01-01\n}\n`;
    expect(format(text)).toBe(`\
agent a {
  may aws:s3:GetObject0, aws:s3:GetObject1, aws:s3:GetObject2, aws:s3:GetObject3, aws:s3:GetObject4,
      aws:s3:GetObject5, aws:s3:GetObject6, aws:s3:GetObject7, aws:s3:GetObject8
      on "arn:aws:s3:::bucket/*"
      where amount <= 500.00
      until 2027-01-01
}
`);
    expect(format(`owner a { email "${"x".repeat(90)}@example.com"  github "y" }`)).toMatch(
      /^owner a \{\n {2}email "x+@example.com"\n {2}github "y"\n\}\n$/,
    );
  });

  test("keeps comments where they stand", () => {
    const text = `\
// First.

/* Second. */
agent a { // of the agent
  /// Of the owner.
  owner jane // trailing

  // Before expires.
  expires 2027-01-01 /* inline */
  may tool:x // of the action
      until 2027-01-01
  // Last in the block.
} // behind
// At the end.
`;
    expect(format(text)).toBe(text);
  });

  test("keeps a BOM, and leaves an empty file empty", () => {
    expect(format("\ufeffuse a\r\nuse b")).toBe("\ufeffuse a\r\nuse b\r\n");
    expect(format("")).toBe("");
    expect(format("\n\n  // only this\n\n")).toBe("// only this\n");
  });
});
