import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holds, satisfies } from "../../../compiler/model/atom.ts";
import { type Condition, complement, normalForms } from "../../../compiler/model/condition.ts";
import { conditionInWords } from "../../../compiler/model/condition-words.ts";
import type { Atom } from "../../../compiler/model/policy.ts";
import { readTyped, type TypedValue } from "../../../compiler/model/typed.ts";
import { memberOf, valuesOf } from "../../../compiler/model/value-set.ts";
import { atoms } from "./generated.ts";

const input = (name: string) => ({ kind: "input", name }) as const;
const n = (op: "<" | "<=" | ">" | ">=" | "==" | "!=", value: string): Atom => ({
  variable: input("n"),
  type: "decimal",
  op,
  value,
});
const of = (atom: Atom): Condition => ({ kind: "atom", atom });
const and = (...operands: Condition[]): Condition => ({ kind: "and", operands });
const or = (...operands: Condition[]): Condition => ({ kind: "or", operands });
const not = (operand: Condition): Condition => ({ kind: "not", operand });

function words(condition: Condition): { whenTrue: string; whenFalse: string } {
  const forms = normalForms(condition);
  if (forms.kind !== "forms") throw new Error(forms.kind);
  return { whenTrue: conditionInWords(forms.whenTrue), whenFalse: conditionInWords(forms.whenFalse) };
}

/** Kleene's three values: true, false, unknown. */
type Truth = boolean | undefined;

function truthOf(condition: Condition, known: (atom: Atom) => TypedValue | undefined): Truth {
  switch (condition.kind) {
    case "atom": {
      const value = known(condition.atom);
      return value && satisfies(condition.atom, value);
    }
    case "not": {
      const truth = truthOf(condition.operand, known);
      return truth === undefined ? undefined : !truth;
    }
    case "and":
    case "or": {
      const decisive = condition.kind === "or";
      const truths = condition.operands.map((operand) => truthOf(operand, known));
      if (truths.includes(decisive)) return decisive;
      return truths.includes(undefined) ? undefined : !decisive;
    }
  }
}

const conditions = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atoms.map(of),
    fc.record({ kind: fc.constantFrom("and", "or"), operands: fc.array(tie("condition"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("not" as const), operand: tie("condition") }),
  ),
})).condition;

const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  n: [undefined, "0", "500", "500.0001", "-0.0001", "7", "x"],
  s: [undefined, "a", "ab", "b", "", "a*", "zzz", 3],
  freeze: [undefined, true, false, "true"],
  ip: [undefined, "10.0.0.1", "10.1.2.3", "11.0.0.1", "::1", "x"],
};

describe("normal forms", () => {
  it("are true and false exactly where the condition is, in three-valued logic", () => {
    const world = fc.record(
      Object.fromEntries(Object.entries(VALUES).map(([name, values]) => [name, fc.constantFrom(...values)])),
    );
    let decided = 0;
    fc.assert(
      fc.property(conditions, fc.array(world, { minLength: 10, maxLength: 10 }), (condition, worlds) => {
        const forms = normalForms(condition);
        if (forms.kind !== "forms") return;
        for (const values of worlds) {
          const known = (atom: Atom) => readTyped(atom.type, values[atom.variable.name]);
          const truth = truthOf(condition, known);
          if (truth !== undefined) decided++;
          expect(holds(forms.whenTrue, known)).toBe(truth === true);
          expect(holds(forms.whenFalse, known)).toBe(truth === false);
        }
      }),
      { seed: 21, numRuns: 5000 },
    );
    expect(decided).toBeGreaterThan(5000);
  });

  it("drop what is impossible, taken in or implied", () => {
    expect(words(and(of(n("<", "5")), of(n(">", "5"))))).toEqual({
      whenTrue: "never",
      whenFalse: "n >= 0.0005, or n <= 0.0005",
    });
    expect(words(and(of(n("<=", "5000000")), of(n("<=", "9000000")))).whenTrue).toBe("n <= 500.00");
    expect(words(or(of(n("<=", "5000000")), of(n("<=", "9000000")))).whenTrue).toBe("n <= 900.00");
    expect(words(or(of(n("==", "5")), of(n("==", "5")))).whenTrue).toBe("n == 0.0005");
    const like = (op: "like" | "not-like", value: string): Atom => ({
      variable: input("s"),
      type: "string",
      op,
      value,
    });
    expect(words(and(of(like("like", "a*")), of(like("not-like", "*")))).whenTrue).toBe("never");
    expect(words(or(of(like("like", "a*")), of(like("like", "ab*")))).whenTrue).toBe('s like "a*"');
  });

  it("of nothing are always and never", () => {
    expect(words(and())).toEqual({ whenTrue: "always", whenFalse: "never" });
    expect(words(or())).toEqual({ whenTrue: "never", whenFalse: "always" });
  });

  it("have at most 256 conjunctions", () => {
    const pair = (index: number): Condition =>
      or(
        ...["a", "b"].map((letter) =>
          of({ variable: input(`${letter}${index}`), type: "bool", op: "==", value: true }),
        ),
      );
    const pairs = (count: number) => and(...Array.from({ length: count }, (_, index) => pair(index)));
    expect(normalForms(pairs(8)).kind).toBe("forms");
    expect(normalForms(pairs(9))).toEqual({ kind: "too-complex", limit: 256 });
    expect(normalForms(not(pairs(9)))).toEqual({ kind: "too-complex", limit: 256 });
    expect(normalForms(pairs(200))).toEqual({ kind: "too-complex", limit: 256 });
  });
});

describe("atoms", () => {
  it("and their complements divide the known values", () => {
    fc.assert(
      fc.property(atoms, (atom) => {
        expect(complement(complement(atom))).toEqual(atom);
        for (const raw of VALUES[atom.variable.name] ?? []) {
          const value = readTyped(atom.type, raw);
          if (value) expect(satisfies(atom, value)).toBe(!satisfies(complement(atom), value));
        }
      }),
      { seed: 22, numRuns: 2000 },
    );
  });

  it("are satisfied by a member of their values, and by none where there is none", () => {
    fc.assert(
      fc.property(atoms, (atom) => {
        const member = memberOf(valuesOf(atom), new Map());
        if (member) expect(satisfies(atom, member)).toBe(true);
        else
          for (const raw of VALUES[atom.variable.name] ?? []) {
            const value = readTyped(atom.type, raw);
            if (value) expect(satisfies(atom, value)).toBe(false);
          }
      }),
      { seed: 23, numRuns: 2000 },
    );
  });

  it("are written as in the language", () => {
    const ip = { kind: "context", name: "ip" } as const;
    expect(
      conditionInWords([
        [
          { variable: ip, type: "ip", op: "not-in", value: "10.0.0.0/8" },
          { variable: { kind: "context", name: "mfa" }, type: "bool", op: "==", value: true },
        ],
        [
          {
            variable: { kind: "fact", name: "severity" },
            type: "string",
            op: "none-of",
            values: ["SEV1", "SEV2"],
          },
        ],
        [n("==", "-12345")],
      ]),
    ).toBe(
      'not request.ip in 10.0.0.0/8 and request.mfa, or not fact.severity in ["SEV1", "SEV2"], or n == -1.2345',
    );
  });
});
