import type { ValueType, Variable } from "../model/policy.ts";

/** Values with their types, after lets and parameters are replaced. */
export type Typed =
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "instant"; readonly seconds: number; readonly dateOnly: boolean }
  | { readonly kind: "duration"; readonly seconds: number }
  | { readonly kind: "number"; readonly scaled: bigint; readonly integer: boolean; readonly text: string }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "network"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Typed[] };

/** What a condition or a test speaks of. */
export interface TypedVariable {
  readonly variable: Variable;
  readonly type: ValueType;
}

/** The kinds of values in sentences. */
export const typeNames: Readonly<Record<Typed["kind"], string>> = {
  string: "a string",
  instant: "an instant",
  duration: "a duration",
  number: "a number",
  bool: "true or false",
  network: "an address",
  list: "a list",
};
