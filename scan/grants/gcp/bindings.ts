/** Role bindings of Google Cloud: Terraform, Pulumi, Config Connector, policy documents and `gcloud`. */
import { type Bindings, wordsOf } from "../bindings.ts";
import { type Command, option } from "../commands.ts";
import { entriesOf, get, items, str, type Text, text, under, type Value, walk } from "../value.ts";
import type { GcpBinding, GcpLevel, GcpRoleList } from "./fact.ts";

const isRole = (word: Text) =>
  /^(?:roles\/|(?:projects|organizations)\/[^/]+\/roles\/)/.test(word.value) || word.open;

function levelOf(on: string): GcpLevel {
  const match = /(?:^|_)(project|folder|organization)s?$/i.exec(on);
  const level = match?.[1]?.toLowerCase();
  return level === "project" || level === "folder" || level === "organization" ? level : "resource";
}

function conditionOf(value: Value | undefined): string | undefined {
  const condition = get(value, "condition", "conditions");
  if (!condition || condition.kind === "null") return undefined;
  return str(get(condition, "expression")) ?? "…";
}

function made(
  roles: readonly Text[],
  members: readonly Text[],
  level: GcpLevel,
  on: string,
  body: Value,
  holder: string,
): readonly GcpBinding[] {
  return roles.filter(isRole).map((role) => ({
    kind: "gcp-binding",
    extent: { at: role.at, end: role.end },
    role,
    members,
    level,
    on,
    condition: conditionOf(body),
    holder,
    proof: "proven",
  }));
}

/** `each.value` stands for the elements of `for_each`. */
function each(words: readonly Text[], call: Value, bindings: Bindings): readonly Text[] {
  if (!words.some((word) => /\beach\.(?:value|key)\b/.test(word.value))) return words;
  const over = get(call, "for_each");
  const list = wordsOf(over, bindings).filter((word) => !word.open);
  const inner = entriesOf(over?.kind === "name" ? bindings.get(over.path) : over).flatMap((entry) =>
    wordsOf(entry.value, bindings),
  );
  return list.length > 0 ? list : inner.length > 0 ? inner : words;
}

function terraform(
  call: Value & { kind: "call" },
  bindings: Bindings,
  source: string,
): readonly GcpBinding[] {
  const [type = "", name = ""] = call.args.map((argument) => str(argument) ?? "");
  const match = /^google_(.+?)_iam_(member|binding|policy)$/.exec(type);
  if (!match) return [];
  const on = match[1] ?? "";
  const roles = each(wordsOf(get(call, "role"), bindings), call, bindings);
  const members = each(wordsOf(get(call, "member", "members"), bindings), call, bindings);
  const over = get(call, "for_each");
  const from = `${over ? source.slice(over.at, Math.min(over.end, over.at + 2000)) : ""} ${roles.map((role) => role.value).join(" ")}`;
  return made(roles, members, levelOf(on), on, call, name).map((found) =>
    found.role.open ? { ...found, from } : found,
  );
}

/** Lists of roles among a file's variables and locals. */
export function gcpRoleLists(bindings: Bindings): readonly GcpRoleList[] {
  return [...bindings].flatMap(([key, value]): GcpRoleList[] => {
    if (!/^(?:var|local)\./.test(key)) return [];
    const roles = wordsOf(value, bindings).filter((word) => /^roles\//.test(word.value) && !word.open);
    const [first] = roles;
    const last = roles.at(-1);
    if (!first || !last) return [];
    return [
      {
        kind: "gcp-role-list",
        extent: { at: first.at, end: Math.max(first.at, last.end) },
        name: key,
        roles,
        proof: "proven",
      },
    ];
  });
}

/** Modules that take lists of roles: `project_roles = ["project=>roles/x"]`, `roles = [...]`. */
function module_(call: Value & { kind: "call" }, bindings: Bindings): readonly GcpBinding[] {
  const source = str(get(call, "source")) ?? "";
  if (!/google|gcp|iam|service-account/i.test(source)) return [];
  const name = str(call.args[0]) ?? "";
  const words = ["project_roles", "roles", "iam_project_roles", "sa_roles"].flatMap((key) =>
    wordsOf(get(call, key), bindings),
  );
  const roles = words
    .filter((word) => !word.open || word.value.includes("roles/"))
    .map((word) => ({ ...word, value: word.value.replace(/^.*=>/, "") }));
  return made(
    roles.filter((role) => role.value.startsWith("roles/")),
    [],
    "project",
    "project",
    call,
    name,
  );
}

function connector(document: Value): readonly GcpBinding[] {
  const kind = str(get(document, "kind"));
  const spec = get(document, "spec");
  const on = str(under(spec, "resourceRef", "kind")) ?? "";
  const holder = str(under(document, "metadata", "name")) ?? "";
  const none: Bindings = new Map();
  if (kind === "IAMPolicyMember")
    return made(
      wordsOf(get(spec, "role"), none),
      wordsOf(get(spec, "member"), none),
      levelOf(on),
      on,
      spec ?? document,
      holder,
    );
  if (kind !== "IAMPolicy" && kind !== "IAMPartialPolicy") return [];
  const list = get(spec, "bindings");
  return list?.kind === "list"
    ? list.items.flatMap((item) => policyBinding(item, levelOf(on), on, holder, none))
    : [];
}

function policyBinding(
  item: Value,
  level: GcpLevel,
  on: string,
  holder: string,
  bindings: Bindings,
): readonly GcpBinding[] {
  return made(
    wordsOf(get(item, "role"), bindings),
    wordsOf(get(item, "members"), bindings),
    level,
    on,
    item,
    holder,
  );
}

/** Bindings of documents and code. */
export function gcpBindings(root: Value, bindings: Bindings, source: string): readonly GcpBinding[] {
  const found: GcpBinding[] = [...connector(root)];
  const connected = found.length > 0;
  walk(root, (value, trail) => {
    if (value.kind === "call") {
      if (value.callee === "resource") found.push(...terraform(value, bindings, source));
      else if (value.callee === "module") found.push(...module_(value, bindings));
      const pulumi =
        /(?:^|\.)(projects|folder|organizations|serviceaccount|storage|cloudrun|cloudrunv2|secretmanager|bigquery|pubsub|cloudfunctions\w*)\.(?:Bucket|Dataset|Topic|Service|Secret|Function)?I[aA][mM](?:Member|Binding)$/.exec(
          value.callee,
        );
      if (pulumi) {
        const on = pulumi[1] ?? "";
        found.push(
          ...made(
            wordsOf(get(value, "role"), bindings),
            wordsOf(get(value, "member", "members"), bindings),
            levelOf(on),
            on,
            value,
            str(value.args[0]) ?? "",
          ),
        );
      }
    }
    if (value.kind === "dict" && !connected && get(value, "members") && get(value, "role")) {
      const nested = trail?.key === "bindings" || trail?.up?.key === "bindings";
      if (nested) found.push(...policyBinding(value, "unknown", "policy", "", bindings));
    }
    return undefined;
  });
  return found;
}

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
    const everyone = text("allUsers", open);
    return made(
      [text("roles/run.invoker", open)],
      [everyone],
      "resource",
      "run services",
      body,
      verbs.at(-1) ?? "",
    );
  });
}

function condition(command: Command) {
  const given = option(command.args, "--condition", "--condition-from-file");
  if (!given || /^none$/i.test(given.value)) return [];
  return [{ key: "condition", at: given.at, value: given }];
}
