import fc from "fast-check";
import { expect, test } from "vitest";
import { code, fenceFor, html, text } from "../../../cli/report/markdown-text.ts";
import { printable } from "../../../cli/report/printable.ts";
import { rendered } from "./rendered.ts";

/** In the cell of a table, where bars matter too. */
const inTable = (cell: string): string => rendered(`| a | b |\n| --- | --- |\n| - ${cell} | z |\n`);

const cellOf = (html: string): string => /<td>- ?(.*)<\/td>\n<td>z<\/td>/s.exec(html)?.[1] ?? "no cell";

const withoutTags = (html: string): string =>
  html
    .replace(/<\/?code>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

/** Quotes and backticks may become code spans, and blanks beside these may differ. */
const letters = (shown: string): string => shown.replace(/["'`\s]/g, "");

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ..."`|\\*_~[]()<>!&#@$:/.'\" ax1-+=%{}^",
        "``",
        "\n",
        "\\`",
        "\\|",
        "@me",
        "#1",
        "GH-1",
        "<img src=x>",
        "</td>",
        "<!--",
        "-->",
        "https://x.y",
        "www.x.y",
        "[a](b)",
        "![a](b)",
        "&lt;",
        ":tada:",
        "a@b.c",
        "::error::x",
        "{+ x +}",
        " < img src=x>",
        " <= ",
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join("")),
);

test("no text makes markup, links or mentions, and all of it is shown", () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom(text, code), (raw, write) => {
      const cell = cellOf(inTable(write(raw)));
      expect(cell.replace(/<\/?code>/g, "")).not.toMatch(/<|no cell/);
      const outside = cell.replace(/<code>.*?<\/code>/gs, "").replace(/(?<= |^)(&[lg]t;|!)=?(?= |$)/g, "");
      expect(outside).not.toMatch(/[@#$~]|![[\d]|:\w|www\.|gh-\d|&(?!quot;)/i);
      expect(letters(withoutTags(cell))).toBe(letters(printable(raw, "one-line")));
    }),
    { seed: 7, numRuns: 4000 },
  );
});

test("nothing ends a block of code or an element early", () => {
  fc.assert(
    fc.property(hostile, (raw) => {
      const line = printable(raw, "one-line");
      const fence = fenceFor(line);
      const written = `<details><summary>${html(raw)}</summary>\n\n${fence}remit\n${line}\n${fence}\n\n</details>\n`;
      const shown = rendered(written);
      const [, summary = "no summary"] =
        /^<details><summary>(.*)<\/summary>\n<pre><code class="language-remit">[^<]*<\/code><\/pre>\n<\/details>\n$/s.exec(
          shown,
        ) ?? [];
      expect(summary.replace(/<\/?code>/g, "")).not.toMatch(/<|no summary/);
      const outside = summary
        .replace(/<code>.*?<\/code>/gs, "")
        .replaceAll("&#34;", "")
        .replace(/(?<= |^)&#6[02];=?(?= |$)/g, "");
      expect(outside).not.toMatch(/[@#&~$]/);
    }),
    { seed: 8, numRuns: 4000 },
  );
});

test("sentences stay readable as they are written", () => {
  expect(
    text(
      'From 2027-02-01, acme.triage may call acme.invoices:pay on "arn:aws:s3:::a/*" with amount 900.00, vendor "Initech", approved by omar@acme.example (at 2026-12-01T10:00:00Z).',
    ),
  ).toBe(
    'From 2027-02-01, acme.triage may call `acme.invoices:pay` on `arn:aws:s3:::a/*` with amount 900.00, vendor "Initech", approved by `omar@acme.example` (at `2026-12-01T10:00:00Z`).',
  );
  expect(text("The agent 'Mail helper' is new; say `remit: NAME` in a comment, 50% of the time.")).toBe(
    "The agent 'Mail helper' is new; say `remit: NAME` in a comment, 50% of the time.",
  );
  expect(text("amount <= 500.00 and vendor != x; classify tool:send_mail { risk read }, say.")).toBe(
    "amount <= 500.00 and vendor != x; classify `tool:send_mail` { risk read }, say.",
  );
  expect(code("acme.triage")).toBe("`acme.triage`");
});
