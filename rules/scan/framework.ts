/** What the rules about calls of agent frameworks share. */
import type { FrameworkCall } from "../../scan/grants/agents/fact.ts";
import { wordsOf } from "../../scan/grants/bindings.ts";
import type { Located } from "../../scan/grants/fact.ts";
import { get, type Text, type Value } from "../../scan/grants/value.ts";
import type { Offence } from "./rule.ts";

export type FrameworkUse = Located<FrameworkCall>;

/** An offence at a call: its first line. */
export function used(use: FrameworkUse, message: string): Offence {
  const { file, extent, callee, within, proof } = use;
  return {
    file,
    extent: {
      at: extent.at,
      end: Math.min(extent.end, extent.at + (use.call.written ?? use.call.callee.length)),
    },
    subject: `${within} ${callee}`,
    message,
    proof,
  };
}

export const argument = (use: FrameworkUse, ...keys: readonly string[]): Value | undefined =>
  get(use.call, ...keys);

/** The file's own class of that name is no use of the framework's. */
export const isConstructor = (use: FrameworkUse) => /^[A-Z]/.test(use.callee) || use.from !== "";

/** The text that a value is: written, a default of the environment, or handed through `str(…)`, `Path(…)`. */
export function textOf(value: Value | undefined): Text | undefined {
  const [word, more] = wordsOf(value, new Map());
  return more === undefined ? word : undefined;
}

/** Text of a path in a value: `"/"`, `Path("/")`, `str(Path.home())`. */
export function pathText(value: Value | undefined): string | undefined {
  const word = textOf(value);
  return word && !word.open ? word.value : undefined;
}

export const isRootFolder = (path: string) =>
  /^(?:\/|~\/?|[A-Za-z]:\\?|\.\.\/?|\/home(?:\/[^/]+)?\/?|\/Users(?:\/[^/]+)?\/?|\/root\/?)$/.test(path);
