/** What an atom of a condition says about a value. */
import { inNetwork, type readAddress, readNetwork } from "./ip.ts";
import { matches } from "./pattern.ts";
import type { Atom, Dnf, Variable } from "./policy.ts";
import type { TypedValue } from "./typed.ts";

/** Whether a value of the atom's type satisfies it. Of another type: it does not. */
export function satisfies(atom: Atom, value: TypedValue): boolean {
  switch (value.type) {
    case "int":
    case "decimal":
      return atom.type === value.type && numberSatisfies(atom, value.value);
    case "string":
      return atom.type === "string" && stringSatisfies(atom, value.value);
    case "bool":
      return atom.type === "bool" && atom.value === value.value;
    case "ip":
      return atom.type === "ip" && addressSatisfies(atom, value.value);
  }
}

type Typed<T extends Atom["type"]> = Extract<Atom, { readonly type: T }> | ListAtom;
type ListAtom = Extract<Atom, { readonly op: "one-of" | "none-of" }>;

function numberSatisfies(atom: Typed<"int" | "decimal">, value: bigint): boolean {
  switch (atom.op) {
    case "==":
      return value === BigInt(atom.value);
    case "!=":
      return value !== BigInt(atom.value);
    case "<":
      return value < BigInt(atom.value);
    case "<=":
      return value <= BigInt(atom.value);
    case ">":
      return value > BigInt(atom.value);
    case ">=":
      return value >= BigInt(atom.value);
    case "one-of":
      return atom.values.some((item) => BigInt(item) === value);
    case "none-of":
      return atom.values.every((item) => BigInt(item) !== value);
  }
}

function stringSatisfies(atom: Typed<"string">, value: string): boolean {
  switch (atom.op) {
    case "==":
      return value === atom.value;
    case "!=":
      return value !== atom.value;
    case "like":
      return matches(atom.value, value);
    case "not-like":
      return !matches(atom.value, value);
    case "one-of":
      return atom.values.includes(value);
    case "none-of":
      return !atom.values.includes(value);
  }
}

function addressSatisfies(atom: Typed<"ip">, value: NonNullable<ReturnType<typeof readAddress>>): boolean {
  const within = (text: string) => {
    const network = readNetwork(text);
    return network !== undefined && inNetwork(value, network);
  };
  switch (atom.op) {
    case "==":
    case "in":
      return within(atom.value);
    case "!=":
    case "not-in":
      return !within(atom.value);
    case "one-of":
      return atom.values.some(within);
    case "none-of":
      return !atom.values.some(within);
  }
}

/** Whether one of the conjunctions has all of its atoms known and true. Absent: no condition, so yes. */
export function holds(dnf: Dnf | undefined, knownValue: (atom: Atom) => TypedValue | undefined): boolean {
  if (!dnf) return true;
  return dnf.some((conjunction) =>
    conjunction.every((atom) => {
      const value = knownValue(atom);
      return value !== undefined && satisfies(atom, value);
    }),
  );
}

/** A variable as it is written: `amount`, `request.ip`, `fact.incident`. */
export function variableName(variable: Variable): string {
  switch (variable.kind) {
    case "input":
      return variable.name;
    case "context":
      return `request.${variable.name}`;
    case "fact":
      return `fact.${variable.name}`;
  }
}
