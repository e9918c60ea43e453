/** Role bindings of Google Cloud: Terraform, Pulumi, Config Connector, policy documents and steps that deploy. */
import { type Bindings, resolve, wordsOf } from "../bindings.ts";
import { entriesOf, get, str, type Text, text, under, type Value, walk } from "../value.ts";
import type { GcpBinding, GcpLevel, GcpRoleList } from "./fact.ts";

const isRole = (word: Text) =>
  /^(?:roles\/|(?:projects|organizations)\/[^/]+\/roles\/)/.test(word.value) || word.open;

export function levelOf(on: string): GcpLevel {
  const match = /(?:^|_)(project|folder|organization)s?$/i.exec(on);
  const level = match?.[1]?.toLowerCase();
  return level === "project" || level === "folder" || level === "organization" ? level : "resource";
}

function conditionOf(value: Value | undefined): string | undefined {
  const condition = get(value, "condition", "conditions");
  if (!condition || condition.kind === "null") return undefined;
  return str(get(condition, "expression")) ?? "…";
}

export function made(
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

/** A service that everybody may call, by an option at this place. */
export const everyone = (place: Value, holder: string, body: Value): readonly GcpBinding[] =>
  made(
    [text("roles/run.invoker", place)],
    [text("allUsers", place)],
    "resource",
    "run services",
    body,
    holder,
  );

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

const moduleLevel = (source: string): GcpLevel => {
  if (/projects?_iam/.test(source)) return "project";
  if (/folders?_iam/.test(source)) return "folder";
  if (/organizations?_iam/.test(source)) return "organization";
  return /_iam$/.test(source) ? "resource" : "unknown";
};

/** A module that removes the roles that it is given. */
const takesAway = /(?:^|[-_/])(?:remove|revoke|delete|deny)(?:[-_/]|$)/i;

/**
 * Modules that take lists of roles (`project_roles = ["project=>roles/x"]`, `roles = [...]`), or members by role
 * (`bindings = { "roles/x" = [...] }`).
 */
function module_(call: Value & { kind: "call" }, bindings: Bindings): readonly GcpBinding[] {
  const source = str(get(call, "source")) ?? "";
  const name = str(call.args[0]) ?? "";
  if (takesAway.test(source)) return [];
  const words = call.entries
    .filter((entry) => /(?:^|_)roles$/.test(entry.key))
    .flatMap((entry) => each(wordsOf(entry.value, bindings), call, bindings));
  const roles = words
    .map((word) => ({ ...word, value: word.value.replace(/^.*=>/, "") }))
    .filter((role) => role.value.startsWith("roles/"));
  const told = str(get(call, "parent_type"));
  const level =
    told !== undefined && /^(?:project|folder|organization)$/.test(told)
      ? levelOf(told)
      : /google|gcp|iam|service-account/i.test(source)
        ? "project"
        : "unknown";
  const map = get(call, "bindings");
  const byRole = entriesOf(map && resolve(map, bindings)).flatMap((entry) =>
    made(
      [{ ...text(entry.key, entry.value), at: entry.at, end: entry.at + entry.key.length }],
      wordsOf(entry.value, bindings),
      moduleLevel(source),
      source,
      call,
      name,
    ),
  );
  return [...made(roles, [], level, "project", call, name), ...byRole];
}

/** `data "google_iam_policy"`: its bindings hold where a resource of the file takes the document. */
function policyDocument(
  call: Value & { kind: "call" },
  root: Value,
  bindings: Bindings,
): readonly GcpBinding[] {
  const [type, name] = call.args.map(str);
  if (type !== "google_iam_policy") return [];
  const taken = entriesOf(root).flatMap(({ value }) => {
    const on =
      value.kind === "call" ? /^google_(.+?)_iam_policy$/.exec(str(value.args[0]) ?? "")?.[1] : undefined;
    const data = get(value, "policy_data");
    return on && data?.kind === "name" && data.path.includes(`google_iam_policy.${name}.`) ? [on] : [];
  });
  const [on] = taken;
  const blocks = call.entries.filter((entry) => entry.key === "binding");
  return blocks.flatMap(({ value }) =>
    policyBinding(value, on === undefined ? "unknown" : levelOf(on), on ?? "policy", name ?? "", bindings),
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
      else if (value.callee === "data") found.push(...policyDocument(value, root, bindings));
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
    if (value.kind === "dict" && get(value, "uses")) found.push(...deployed(value));
    if (value.kind === "dict" && !connected && get(value, "members") && get(value, "role")) {
      const appended =
        trail?.value.kind === "call" && /(?:^|\.)bindings\.(?:append|push)$/.test(trail.value.callee);
      const nested = appended || trail?.key === "bindings" || trail?.up?.key === "bindings";
      if (nested) found.push(...policyBinding(value, "unknown", "policy", "", bindings));
    }
    return undefined;
  });
  return found;
}

/** A step of a workflow that deploys a service for everybody. */
function deployed(step: Value): readonly GcpBinding[] {
  const action = str(get(step, "uses")) ?? "";
  const flags = under(step, "with", "flags");
  if (!/^google-github-actions\/deploy-(?:cloudrun|cloud-functions)@/.test(action)) return [];
  if (flags?.kind !== "text" || !/(?:^|\s)--allow-unauthenticated(?:\s|$)/.test(flags.value)) return [];
  const name = str(under(step, "with", "service")) ?? "";
  return everyone(flags, name, step);
}
