/** Globs and conditions as data, also such as no source text would give. */
import fc from "fast-check";
import { formatDecimal } from "../../compiler/literals.ts";
import { wellFormed } from "../../compiler/model/json.ts";
import type { Atom, Variable } from "../../compiler/model/policy.ts";
import { rarely } from "./time-data.ts";

export const globs = fc.oneof(
  fc.constantFrom(
    "invoice/*",
    "invoice/?",
    "*",
    "invoice/2026/1",
    "arn:aws:s3:::b/*.pdf",
    "*/secret/*",
    "a?b*c",
    "(x|y)+[^z]$",
    "\\d*",
    "é*",
    "😀?",
    "\n*",
    "${x}*",
    "*.*",
    "%2e*",
  ),
  fc
    .array(fc.constantFrom("a", "b", "/", "*", "?", ".", "é", "\\", "^", "😀", "\u0000"), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.join("")),
);

const variables: fc.Arbitrary<Variable> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom("amount", "vendor", "count", "ok", "ip", "__proto__")
      .map((name): Variable => ({ kind: "input", name })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("ip", "mfa")
      .map((name): Variable => ({ kind: "context", name: name === "ip" ? "ip" : "mfa" })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("incident", "freeze", "constructor")
      .map((name): Variable => ({ kind: "fact", name })),
  },
);

const integers = fc
  .oneof(
    fc.bigInt({ min: -5n, max: 5n }),
    fc.constantFrom(
      -(2n ** 63n),
      2n ** 63n - 1n,
      2n ** 53n,
      2n ** 53n - 1n,
      -(2n ** 53n),
      2n ** 31n,
      -(2n ** 31n) - 1n,
    ),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  )
  .map(String);
const decimals = fc
  .oneof(
    fc.bigInt({ min: -20_000n, max: 20_000n }),
    fc.constantFrom(-(2n ** 63n) + 1n, 2n ** 63n - 1n, 2n ** 53n, 2n ** 53n - 1n, 5_000_000n),
    fc.bigInt({ min: -(2n ** 55n), max: 2n ** 55n }),
  )
  .filter((scaled) => formatDecimal(scaled) !== "")
  .map(String);
const strings = fc.oneof(
  fc.constantFrom("Initech", "initech", "", "SEV1", "a*b", "\u0000", "é"),
  fc.string({ maxLength: 4, unit: "binary" }).map((text) => wellFormed(text)),
);
const addresses = fc.constantFrom(
  "10.1.2.3",
  "0.0.0.0",
  "255.255.255.255",
  "::",
  "2001:db8::1",
  "::1",
  "fe80:0:0:1::",
);
const networks = fc.constantFrom(
  "10.0.0.0/8",
  "10.1.2.3/32",
  "0.0.0.0/0",
  "192.168.1.77/25",
  "::/0",
  "2001:db8::/33",
  "::/96",
  "2001:db8::1",
);

const comparisons = fc.constantFrom("==", "!=", "<", "<=", ">", ">=") satisfies fc.Arbitrary<string>;
const membership = fc.constantFrom("one-of", "none-of") satisfies fc.Arbitrary<string>;

function numberAtoms(type: "int" | "decimal", values: fc.Arbitrary<string>): fc.Arbitrary<Atom> {
  return fc.oneof(
    fc.record({ variable: variables, type: fc.constant(type), op: comparisons, value: values }),
    fc.record({
      variable: variables,
      type: fc.constant(type),
      op: membership,
      values: fc.array(values, { maxLength: 3 }),
    }),
  );
}

const atoms: fc.Arbitrary<Atom> = fc.oneof(
  numberAtoms("int", integers),
  numberAtoms("decimal", decimals),
  fc.record({
    variable: variables,
    type: fc.constant("string" as const),
    op: fc.constantFrom("==" as const, "!=" as const),
    value: strings,
  }),
  fc.record({
    variable: variables,
    type: fc.constant("string" as const),
    op: fc.constantFrom("like" as const, "not-like" as const),
    value: globs,
  }),
  fc.record({
    variable: variables,
    type: fc.constant("string" as const),
    op: membership,
    values: fc.array(strings, { maxLength: 3 }),
  }),
  fc.record({
    variable: variables,
    type: fc.constant("bool" as const),
    op: fc.constant("==" as const),
    value: fc.boolean(),
  }),
  fc.record({
    variable: variables,
    type: fc.constant("ip" as const),
    op: fc.constantFrom("==" as const, "!=" as const),
    value: addresses,
  }),
  fc.record({
    variable: variables,
    type: fc.constant("ip" as const),
    op: fc.constantFrom("in" as const, "not-in" as const),
    value: networks,
  }),
  fc.record({
    variable: variables,
    type: fc.constant("ip" as const),
    op: membership,
    values: fc.array(addresses, { maxLength: 3 }),
  }),
);

export const conditions = fc.array(fc.array(atoms, { maxLength: 3 }), { maxLength: 3 });
export const condition = rarely(
  fc.oneof(
    { weight: 6, arbitrary: conditions.filter((dnf) => dnf.length > 0) },
    { weight: 1, arbitrary: conditions },
  ),
  2,
);
