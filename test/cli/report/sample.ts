/** A report whose every text is hostile. */
import { sourcesOf } from "../../../cli/report/excerpt.ts";
import type { Finding, Report } from "../../../cli/report/finding.ts";

export const HOSTILE =
  "\u001b[31mred\u001b]0;title\u0007 \r\n::error file=x::boom\n%0A::warning::x \u202eevil <script>alert(1)</script> `x` | **b** [l](http://x) @me #1 ]]> & \"q\" 'a' \u0000 \ud800";

export const FILE = "pol icy/:we,ird%\n::error::.remit";

export const source = `first\n\tsecond \u001b[2J line ${"x".repeat(300)}\nthird`;

export const finding: Finding = {
  code: "unknown-name",
  severity: "error",
  message: HOSTILE,
  file: FILE,
  range: { start: { line: 2, column: 2 }, end: { line: 2, column: 8 } },
  related: [
    {
      message: HOSTILE,
      file: FILE,
      range: { start: { line: 1, column: 1 }, end: { line: 3, column: 2 } },
    },
  ],
  fixes: [
    {
      title: HOSTILE,
      edits: [
        {
          file: FILE,
          range: { start: { line: 2, column: 2 }, end: { line: 2, column: 8 } },
          text: HOSTILE,
        },
      ],
    },
  ],
};

export function sample(findings: readonly Finding[] = [finding]): Report {
  return {
    command: "check",
    at: 0,
    findings,
    files: 1,
    rule: () => ({
      summary: "Nothing of that name is visible here.",
      severity: "error",
      help: "# unknown-name",
    }),
    source: sourcesOf(new Map([[FILE, source]])),
    shown: (file) => file,
    json: { version: 1 },
  };
}
