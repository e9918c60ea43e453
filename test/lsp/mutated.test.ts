/** Every feature at any place of texts that are cut, pasted together or full of odd characters: an answer, never an exception. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { codeActions } from "../../lsp/features/code-actions.ts";
import { codeLenses } from "../../lsp/features/code-lens.ts";
import { complete } from "../../lsp/features/completion.ts";
import { documentLinks } from "../../lsp/features/document-links.ts";
import { folds } from "../../lsp/features/folding.ts";
import { format, formatOnType, formatRange } from "../../lsp/features/formatting.ts";
import { hover } from "../../lsp/features/hover.ts";
import { inlayHints } from "../../lsp/features/inlay-hints.ts";
import { definition, highlights, references } from "../../lsp/features/navigation.ts";
import { preview } from "../../lsp/features/preview.ts";
import { prepareRename, rename } from "../../lsp/features/rename.ts";
import { selectionRanges } from "../../lsp/features/selection-ranges.ts";
import { semanticTokens } from "../../lsp/features/semantic-tokens.ts";
import { signatureHelp } from "../../lsp/features/signature-help.ts";
import { documentSymbols } from "../../lsp/features/symbols.ts";
import { runTestAt } from "../../lsp/features/test-run.ts";
import { at, CURSOR, edited } from "./at.ts";

const read = (name: string): string =>
  readFileSync(new URL(`../../examples/finance/policy/${name}.remit`, import.meta.url), "utf8");
const texts = ["agents", "guardrails", "people", "scopes", "services", "targets", "tests"].map(read);

const piece = fc
  .record({ which: fc.nat(texts.length - 1), from: fc.nat(), length: fc.nat(900) })
  .map(({ which, from, length }) => {
    const text = texts[which] ?? "";
    const start = from % text.length;
    return text.slice(start, start + length);
  });
const odd = fc.constantFrom(
  ...["{", "}", '"', "${", "😀", "\u0000", "\r\n", "\ud800", "/*", "///", "()", "may aws:s3:", "__proto__"],
  ...[
    "constructor",
    "on behalf of",
    "where not (",
    "2027-02-30",
    "99999999999999999999",
    "agent toString {",
    ",",
  ],
);

test("an answer everywhere, and edits that fit the text", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(piece, odd), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      async (parts, where) => {
        const text = parts.join("");
        const offset = where % (text.length + 1);
        const found = await at({
          "p.remit": text.slice(0, offset) + CURSOR + text.slice(offset),
          "q.remit": texts[2] ?? "",
        });
        const { view } = found;
        for (const { start, end, edits = [] } of await complete(view, offset)) {
          expect(start <= offset && offset <= end && end <= text.length).toBe(true);
          edited(text, edits, "p.remit");
        }
        const ranges = [
          ...documentSymbols(view.file),
          ...folds(view.file),
          ...selectionRanges(view.file, offset),
          ...(await semanticTokens(view)),
          ...(await codeLenses(view)),
          ...(await documentLinks(view)),
        ];
        for (const { start, end } of ranges)
          expect(start >= 0 && start <= end && end <= text.length).toBe(true);
        await hover(view, offset, () => undefined);
        await definition(view, offset);
        await highlights(view, offset);
        await inlayHints(view, 0, text.length);
        signatureHelp(view, offset);
        await runTestAt(view, offset);
        await preview(view, offset, "1");
        for (const { edits } of await codeActions(view, offset, offset)) edited(text, edits, "p.remit");
        const formatted = [format, (path: string, it: string) => formatRange(path, it, offset, offset)];
        for (const one of formatted) edited(text, one("p.remit", text));
        edited(text, formatOnType("p.remit", text, offset));
        const own = await references(view, offset, true);
        expect(new Set(own.map(({ file, start }) => `${file} ${start}`)).size).toBe(own.length);
        if ((await prepareRename(view, offset)) === undefined) return;
        const renamed = await rename(view, offset, "quite-new");
        if (renamed.kind === "edits") expect(renamed.edits.length).toBe(own.length);
      },
    ),
    { seed: 20261124, numRuns: 150 },
  );
});
