import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourcesOf } from "../../../cli/report/excerpt.ts";
import { printable } from "../../../cli/report/printable.ts";
import { reporters } from "../../../cli/report/report.ts";
import { colored, plain } from "../../../cli/report/style.ts";
import { sarifComplaints } from "../sarif-schema.ts";
import { elements, outsideOfCode } from "./rendered.ts";
import { FILE, finding, sample, source } from "./sample.ts";

describe("text from files and policies", () => {
  test("cannot act on a terminal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        expect(printable(raw, "one-line")).not.toMatch(
          /[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u,
        );
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test("begins no command to a CI system, at any line's start", () => {
    expect(printable("::error::x", "one-line")).toBe("\\u{3a}:error::x");
    expect(printable("a\n  ::Warning file=b::x\n::1 is local", "keep-lines")).toBe(
      "a\n  \\u{3a}:Warning file=b::x\n::1 is local",
    );
  });

  test("keeps its letters in any script, and emoji", () => {
    expect(printable("größe 日本 🦊 שלום", "one-line")).toBe("größe 日本 🦊 שלום");
  });
});

describe("the pretty report", () => {
  test("shows message, place, excerpt, related place and fix, all on lines of their own", () => {
    const shown = reporters.pretty(
      sample([{ ...finding, message: "No such thing.", related: [], fixes: [] }]),
      plain,
    );
    const [head, where, excerpt, mark, blank, end] = shown.split("\n");
    expect(head).toBe("error[unknown-name]: No such thing.");
    expect(where).toBe("  ┌─ pol icy/:we,ird%\\u{a}::error::.remit:2:2");
    expect(excerpt).toMatch(/^2 │ {2}second \\u\{1b\}\[2J line x+…$/);
    expect(mark).toBe("  │  ^^^^^^");
    expect(blank).toBe("");
    expect(end).toBe("1 error in 1 file");
  });

  test("lets no control character of a file, a name or a message through", () => {
    expect(reporters.pretty(sample(), plain)).not.toMatch(/[^\P{Cc}\n]/u);
  });

  test("colours only where it is asked to", () => {
    expect(reporters.pretty(sample(), colored)).toContain("\u001b[31m");
  });

  test("puts the mark below the place after wide characters", () => {
    const report = {
      ...sample([
        {
          ...finding,
          related: [],
          fixes: [],
          range: { start: { line: 1, column: 4 }, end: { line: 1, column: 5 } },
        },
      ]),
      source: sourcesOf(new Map([[FILE, "日🦊x"]])),
    };
    expect(reporters.pretty(report, plain).split("\n").slice(2, 4)).toEqual(["1 │ 日🦊x", "  │     ^"]);
  });
});

describe("SARIF", () => {
  test("is valid 2.1.0, with hostile texts too", () => {
    expect(sarifComplaints(reporters.sarif(sample(), plain))).toEqual([]);
  });

  test("names files by relative addresses", () => {
    const written = reporters.sarif(sample(), plain);
    expect(written).toContain('"uri": "pol%20icy/%3Awe%2Cird%25%0A%3A%3Aerror%3A%3A.remit"');
  });

  test("gives equal findings on equal lines different fingerprints, and moved ones the same", () => {
    const prints = (report: ReturnType<typeof sample>): readonly string[] =>
      [...reporters.sarif(report, plain).matchAll(/"remit\/v1": "([0-9a-f]+)"/g)].map(
        (match) => match[1] ?? "",
      );
    const before = prints(sample([finding, finding]));
    expect(new Set(before).size).toBe(2);
    const moved = { ...finding, range: { start: { line: 3, column: 2 }, end: { line: 3, column: 8 } } };
    expect(
      prints({ ...sample([moved, moved]), source: sourcesOf(new Map([[FILE, `new\n${source}`]])) }),
    ).toEqual(before);
  });
});

describe("GitHub annotations", () => {
  test("are one command a finding, whatever the texts hold", () => {
    const lines = reporters.github(sample(), plain).trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith("::"))).toHaveLength(1);
    expect(lines[0]).toMatch(/^::error file=pol icy\/%3Awe%2Cird%25 %3A%3Aerror%3A%3A\.remit,line=2,/);
    expect(lines[1]).toBe("1 error");
  });

  test("cannot be injected by any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (message, file) => {
        const written = reporters.github(sample([{ ...finding, message, file }]), plain);
        const commands = written.split(/[\r\n]/).filter((line) => line.trimStart().startsWith("::"));
        expect(commands).toHaveLength(1);
        const properties = (commands[0] ?? "").slice(2).split("::")[0] ?? "";
        expect(properties.split(",")).toHaveLength(6);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});

describe("JUnit", () => {
  test("escapes what XML gives a meaning, and replaces what it cannot hold", () => {
    const written = reporters.junit(sample(), plain);
    expect(written).not.toMatch(/<script|(?!\n)\p{Cc}|\p{Cs}/u);
    expect(written).toContain('<testsuites name="remit check" tests="1" failures="1">');
  });
});

describe("Markdown", () => {
  test("is one row a finding, with no markup of theirs", () => {
    const written = reporters.markdown(sample(), plain);
    expect(written.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
    const own = ["code", "details", "h3", "pre", "summary", "table", "tbody", "td", "th", "thead", "tr"];
    expect([...elements(written)].sort()).toEqual(own);
    expect(outsideOfCode(written)).not.toContain("@me");
  });
});
