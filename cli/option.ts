/** Typed options: each reads what commander collected into a value, or says what is wrong with it. */
import type { Option } from "./command.ts";
import { failure } from "./failure.ts";

export function flag(name: string, description: string): Option<boolean> {
  return { name, flags: `--${name}`, description, repeatable: false, read: (given) => given === true };
}

export function text(name: string, placeholder: string, description: string): Option<string | undefined> {
  return {
    name,
    flags: `--${name} <${placeholder}>`,
    description,
    repeatable: false,
    read: (given) => {
      if (given === "" && /^(?:FILE|DIR|REV)\b/.test(placeholder))
        throw failure(`--${name} is empty. Give it a ${placeholder}, or leave it out.`);
      return typeof given === "string" ? given : undefined;
    },
  };
}

/** May be given several times. */
export function texts(name: string, placeholder: string, description: string): Option<readonly string[]> {
  return {
    name,
    flags: `--${name} <${placeholder}>`,
    description: `${description} (repeatable)`,
    repeatable: true,
    read: (given) => (Array.isArray(given) ? given.filter((item) => typeof item === "string") : []),
  };
}

/** A whole number from `least` to `most`. */
export function integer(
  name: string,
  placeholder: string,
  description: string,
  { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
): Option<number> {
  return {
    name,
    flags: `--${name} <${placeholder}>`,
    description: `${description} (default ${otherwise})`,
    repeatable: false,
    read: (given) => {
      if (typeof given !== "string") return otherwise;
      const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
      if (!(value >= least && value <= most))
        throw failure(`--${name} takes a whole number from ${least} to ${most}, not '${given}'.`);
      return value;
    },
  };
}

/** One of a fixed set of words; `undefined` where the option is absent. */
export function choice<Word extends string>(
  name: string,
  words: readonly Word[],
  description: string,
): Option<Word | undefined> {
  return {
    name,
    flags: `--${name} <${words.join("|")}>`,
    description,
    repeatable: false,
    read: (given) => {
      if (given === undefined) return undefined;
      const word = words.find((candidate) => candidate === given);
      if (word === undefined) throw failure(`--${name} takes ${words.join(", ")}, not '${String(given)}'.`);
      return word;
    },
  };
}
