import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { variableName } from "../../../../compiler/emit/apply/variables.ts";

const names = fc.oneof(
  fc
    .array(fc.constantFrom("a", "A", "-", "_", ".", "1", "é", "___", "__"), { maxLength: 8 })
    .map((parts) => parts.join("")),
  fc
    .tuple(fc.constantFrom("x", "y"), fc.integer({ min: 95, max: 205 }))
    .map(([letter, length]) => letter.repeat(length)),
  fc.string({ unit: "binary", maxLength: 12 }),
);

describe("names of environment variables", () => {
  it("are those that a shell takes, and never the same for two names", () => {
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 2, maxLength: 40 }), (list) => {
        const made = list.map((name) => variableName("REMIT_X", name));
        expect(new Set(made).size).toBe(list.length);
        for (const name of made) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it("keep the look of plain names", () => {
    expect(variableName("REMIT_JWKS_URL", "acme.finance.invoice-triage")).toBe(
      "REMIT_JWKS_URL_ACME__FINANCE__INVOICE_TRIAGE",
    );
  });
});
