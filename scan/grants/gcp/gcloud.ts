/** Role bindings that `gcloud` makes. */
import { type Command, option } from "../commands.ts";
import { items, type Text, type Value } from "../value.ts";
import { everyone, levelOf, made } from "./bindings.ts";
import type { GcpBinding } from "./fact.ts";

/** More values of one variable, or of one role, are not looked at. */
const mostValues = 100;

/** What a variable of a script holds, each value once: assignments, the words of a `for`, the lines of an array. */
function variables(commands: readonly Command[]): ReadonlyMap<string, readonly Text[]> {
  const found = new Map<string, Text[]>();
  const add = (key: string, words: readonly Text[]) => {
    const values = found.get(key) ?? [];
    for (const word of words)
      if (values.length < mostValues && !values.some(({ value }) => value === word.value)) values.push(word);
    found.set(key, values);
  };
  for (const command of commands) {
    for (const entry of command.entries)
      add(
        entry.key,
        items(entry.value).filter((item): item is Text => item.kind === "text"),
      );
    const words = command.args.flatMap((argument) => (argument.kind === "text" ? [argument] : []));
    if (command.program === "for" && words[1]?.value === "in") add(words[0]?.value ?? "", words.slice(2));
  }
  return found;
}

/** What a word stands for, through variables in variables. */
function expandVariables(word: Text, known: ReadonlyMap<string, readonly Text[]>): readonly Text[] {
  const found: Text[] = [];
  const seen = new Set<string>();
  const todo = [word];
  for (let next = todo.pop(); next !== undefined && found.length < mostValues; next = todo.pop()) {
    const name = /^(?:--role=)?\$\{?(\w+)(?:\[[@*]\])?\}?$/.exec(next.value)?.[1];
    const values = name === undefined ? undefined : known.get(name);
    if (name === undefined || values === undefined) found.push(next);
    else if (!seen.has(name)) {
      seen.add(name);
      todo.push(...[...values].reverse());
    }
  }
  return found;
}

/** Bindings that `gcloud` makes. */
export function gcloudBindings(commands: readonly Command[]): readonly GcpBinding[] {
  const known = variables(commands);
  return commands.flatMap((command): readonly GcpBinding[] => {
    if (command.program !== "gcloud") return [];
    const words = command.args.flatMap((argument) => (argument.kind === "text" ? [argument] : []));
    const verbs = words.filter((word) => !word.value.startsWith("-")).map((word) => word.value);
    const binding = words.findIndex((word) => /^(?:add-iam-policy-binding|set-iam-policy)$/.test(word.value));
    const body: Value = { kind: "dict", entries: condition(command), at: command.at, end: command.end };
    if (binding >= 0) {
      const group = words
        .slice(0, binding)
        .map((word) => word.value)
        .filter((word) => !/^(?:alpha|beta|-)/.test(word))
        .join(" ");
      const role = option(command.args, "--role");
      const member = option(command.args, "--member");
      const level = /^(projects|organizations)$/.test(group)
        ? levelOf(group)
        : /folders$/.test(group)
          ? "folder"
          : "resource";
      return role
        ? made(expandVariables(role, known), member ? [member] : [], level, group, body, member?.value ?? "")
        : [];
    }
    const open = words.find((word) => word.value === "--allow-unauthenticated");
    if (!open || !verbs.includes("deploy")) return [];
    return everyone(open, verbs.at(-1) ?? "", body);
  });
}

function condition(command: Command) {
  const given = option(command.args, "--condition", "--condition-from-file");
  if (!given || /^none$/i.test(given.value)) return [];
  return [{ key: "condition", at: given.at, value: given }];
}
