/** Role bindings that `gcloud` makes. */
import { type Command, option } from "../commands.ts";
import { items, type Text, type Value } from "../value.ts";
import { everyone, levelOf, made } from "./bindings.ts";
import type { GcpBinding } from "./fact.ts";

/** What a variable of a script holds: assignments, the words of a `for`, the lines of an array. */
function variables(commands: readonly Command[]): ReadonlyMap<string, readonly Text[]> {
  const found = new Map<string, Text[]>();
  const add = (key: string, words: readonly Text[]) => found.set(key, [...(found.get(key) ?? []), ...words]);
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

function expandVariables(
  word: Text,
  known: ReadonlyMap<string, readonly Text[]>,
  depth = 0,
): readonly Text[] {
  const name = /^(?:--role=)?\$\{?(\w+)(?:\[[@*]\])?\}?$/.exec(word.value)?.[1];
  const values = name && depth < 4 ? known.get(name) : undefined;
  return values ? values.flatMap((value) => expandVariables(value, known, depth + 1)) : [word];
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
