/** Conditions in words, for explanations. */
import { variableName } from "./atom.ts";
import { decimalInWords } from "./decimal.ts";
import type { Atom, Dnf } from "./policy.ts";

/** The normal form as it would be written: `amount <= 500.00 and request.mfa, or vendor == "x"`. */
export function conditionInWords(dnf: Dnf): string {
  if (dnf.length === 0) return "never";
  if (dnf.some((conjunction) => conjunction.length === 0)) return "always";
  return dnf.map((conjunction) => conjunction.map(atomInWords).join(" and ")).join(", or ");
}

/** One atom in the language's own notation; operators that it lacks as their negation. */
export function atomInWords(atom: Atom): string {
  const name = variableName(atom.variable);
  switch (atom.op) {
    case "one-of":
    case "none-of": {
      const list = `${name} in [${atom.values.map((value) => literal(atom.type, value)).join(", ")}]`;
      return atom.op === "one-of" ? list : `not ${list}`;
    }
    case "not-like":
      return `not ${name} like ${literal(atom.type, atom.value)}`;
    case "not-in":
      return `not ${name} in ${literal(atom.type, atom.value)}`;
    case "==":
      if (atom.type === "bool") return atom.value ? name : `not ${name}`;
      return `${name} == ${literal(atom.type, atom.value)}`;
    default:
      return `${name} ${atom.op} ${literal(atom.type, atom.value)}`;
  }
}

function literal(type: Atom["type"], value: string): string {
  switch (type) {
    case "decimal":
      return decimalInWords(BigInt(value));
    case "string":
      return JSON.stringify(value);
    case "ip":
      return value.includes(":") ? JSON.stringify(value) : value;
    default:
      return value;
  }
}
