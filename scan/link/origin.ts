/** What a value is, once its names are followed: the question that decides whether a call makes an agent. */
import type { Value } from "../code.ts";
import type { Place, Placed, Program } from "./program.ts";

export type Origin =
  /**
   * Something of a package: the module, and the path in it, a call written as `name()`. `texts` are the literal text
   * arguments of the calls on the path, and `made` is where the last of them stands.
   */
  | {
      readonly kind: "external";
      readonly module: string;
      readonly path: readonly string[];
      readonly texts: readonly string[];
      readonly made?: Site;
    }
  /** A function or class of the project. */
  | { readonly kind: "scope"; readonly place: Place }
  /** An object of a class of the project. */
  | { readonly kind: "instance"; readonly place: Place; readonly made?: Site }
  /** A file of the project, as a module; a folder of Python packages. */
  | { readonly kind: "module"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string }
  /** A literal: text, list, record, template and so on. */
  | { readonly kind: "value"; readonly placed: Placed }
  /** A parameter that no call has been found for. */
  | { readonly kind: "parameter"; readonly place: Place; readonly name: string }
  | { readonly kind: "unknown" };

/** A call in a file. */
export interface Site {
  readonly file: string;
  readonly at: number;
}

export const unknown: Origin = { kind: "unknown" };

export function sameSite(one: Site, other: Site): boolean {
  return one.file === other.file && one.at === other.at;
}

/** The literal texts among the arguments of a call. */
export function textArguments(value: Value & { readonly kind: "call" }): readonly string[] {
  return value.args.flatMap((argument) => (argument.value.kind === "text" ? [argument.value.text] : []));
}

/** `name()` as the last step of a path. */
export function called(path: readonly string[]): readonly string[] {
  const last = path.at(-1);
  return last === undefined || last.endsWith("()") ? path : [...path.slice(0, -1), `${last}()`];
}

/**
 * Names lead to values, members and calls, and those to names. What resolves one of them is given this to ask for the
 * others.
 */
export interface Ask {
  readonly origin: (program: Program, value: Value, place: Place, steps: number) => Origin;
  readonly member: (program: Program, object: Origin, name: string, steps: number) => Origin;
}
