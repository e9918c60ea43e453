/** `test` blocks: each case as the request that `eval` would be asked. */
import { formatDecimal, formatInstant } from "../literals.ts";
import type { RequestApproval } from "../model/request.ts";
import type { Test, TestCase } from "../model/test-and-target.ts";
import type * as Syntax from "../syntax/ast-governance.ts";
import { readActions } from "./actions.ts";
import type { Agents } from "./agents.ts";
import { literalText } from "./atoms.ts";
import { readVariable } from "./conditions.ts";
import { type Context, isDamaged, originOf, report } from "./context.ts";
import type { EntryOf } from "./entry.ts";
import { environmentLabel } from "./environments.ts";
import { headNode, headOf } from "./head.ts";
import { byKeyword, duplicate, missing, pathOf } from "./members.ts";
import type { Place } from "./place.ts";
import { record } from "./record.ts";
import { resolve } from "./resolve.ts";
import type { NamedActions } from "./resources.ts";
import type { Tables } from "./tables.ts";
import type { Typed } from "./typed.ts";
import { evaluate, readInstant, readString } from "./values.ts";

/** The blocks that are whole and whose agents are; cases in error are left out. */
export function readTests(context: Context, tables: Tables, agents: Agents): readonly Test[] {
  return context.names.files.flatMap((file) =>
    file.file.declarations.flatMap((declaration) =>
      declaration.kind === "test" ? (readTest(context, tables, { file }, declaration, agents) ?? []) : [],
    ),
  );
}

function readTest(
  context: Context,
  tables: Tables,
  place: Place,
  declaration: Syntax.TestDeclaration,
  agents: Agents,
): Test | undefined {
  const settings = byKeyword(
    context,
    place,
    declaration.members.filter((member) => member.kind === "test-setting"),
  );
  const head = headNode(declaration);
  if (!isDamaged(context, declaration)) {
    if (!settings.has("as"))
      missing(context, place, head, "This test", "as", "say which agent asks: 'as AGENT'");
    if (!settings.has("at"))
      missing(context, place, head, "This test", "at", "say when: 'at 2026-12-01T10:00Z'");
  }
  const value = (keyword: string) => settings.get(keyword)?.[0]?.value;
  const asPath = pathOf(context, place, value("as"), "'as'", "the name of an agent");
  const agent = asPath && resolve(context, place, asPath, ["agent"]);
  const at = readInstant(context, place, value("at"), "'at'")?.seconds;
  const environmentPath = pathOf(
    context,
    place,
    value("environment"),
    "'environment'",
    "the name of an environment",
  );
  const environment = environmentPath && resolve(context, place, environmentPath, ["environment"]);
  const cases = declaration.members.flatMap((member) =>
    member.kind === "case" ? (readCase(context, tables, place, member, agent, at, agents) ?? []) : [],
  );
  if (agent === undefined || at === undefined || agents.broken.has(agent)) return undefined;
  if (settings.has("environment") && environment === undefined) return undefined;
  const { title = "", origin } = headOf(context, place, declaration);
  return {
    title,
    agent: agent.qualified,
    ...(environment ? { environment: environmentLabel(context.names, environment) } : {}),
    cases,
    origin,
  };
}

/** What the clauses of a case say; `undefined` for one that is in error. */
function readCase(
  context: Context,
  tables: Tables,
  place: Place,
  node: Syntax.TestCase,
  agent: EntryOf<"agent"> | undefined,
  blockAt: number | undefined,
  agents: Agents,
): TestCase | undefined {
  const action = node.action && readActions(context, tables, place, node.action, "pattern");
  if (action?.patterns.some(({ wildcard }) => wildcard)) {
    const message = `A test asks for one action; '${action.written}' is a pattern.`;
    report(context, place, node.action ?? node, "bad-literal", message);
    return undefined;
  }
  const named: readonly NamedActions[] =
    action && node.action ? [{ ref: node.action, place, set: action }] : [];
  const clauses = readClauses(context, tables, place, node, named);
  const at = clauses?.at ?? blockAt;
  if (clauses === undefined || action === undefined || agent === undefined || at === undefined)
    return undefined;
  if (clauses.via.some((entry) => agents.broken.has(entry)) || node.broken) return undefined;
  const time = formatInstant(at);
  const { resource, input, fact } = clauses;
  const asked = {
    action: action.written,
    ...(resource === undefined ? {} : { resource }),
    ...(input.size > 0 ? { inputs: record(input) } : {}),
  };
  const via = clauses.via.map((entry) => entry.qualified);
  const approvals = clauses.approvals.flatMap((approval): RequestApproval[] =>
    [agent.qualified, ...via].map((name) => ({
      by: approval.by,
      at: formatInstant(approval.at ?? at),
      agent: name,
      ...asked,
    })),
  );
  return {
    expect: node.keyword.text === "allow" ? "allow" : "deny",
    request: {
      agent: agent.qualified,
      ...asked,
      time,
      ...(clauses.user === undefined ? {} : { on_behalf_of: { user: clauses.user, groups: clauses.groups } }),
      ...(via.length > 0 ? { via } : {}),
      ...(approvals.length > 0 ? { approvals } : {}),
      ...(clauses.context.size > 0 ? { context: record(clauses.context) } : {}),
      ...(fact.size > 0
        ? { facts: record([...fact].map(([name, value]) => [name, { value, at: time }] as const)) }
        : {}),
    },
    origin: originOf(context, place, node),
  };
}

interface Clauses {
  resource?: string;
  user?: string;
  groups: string[];
  via: EntryOf<"agent">[];
  approvals: { readonly by: string; readonly at?: number }[];
  at?: number;
  readonly input: Map<string, unknown>;
  readonly context: Map<string, unknown>;
  readonly fact: Map<string, unknown>;
}

function readClauses(
  context: Context,
  tables: Tables,
  place: Place,
  node: Syntax.TestCase,
  actions: readonly NamedActions[],
): Clauses | undefined {
  const clauses: Clauses = {
    groups: [],
    via: [],
    approvals: [],
    input: new Map(),
    context: new Map(),
    fact: new Map(),
  };
  const seen = new Map<string, Syntax.CaseClause>();
  let whole = true;
  for (const clause of node.clauses) {
    const before = clause.kind === "approved" ? undefined : seen.get(clause.kind);
    if (before) duplicate(context, place, clause, before);
    else whole = !clause.broken && readClause(context, tables, place, clause, actions, clauses) && whole;
    seen.set(clause.kind, before ?? clause);
  }
  const group = seen.get("group");
  if (group && !seen.has("user")) {
    missing(context, place, group, "A group without a user", "for user", `add 'for user "…"', who is in it`);
    whole = false;
  }
  return whole ? clauses : undefined;
}

function readClause(
  context: Context,
  tables: Tables,
  place: Place,
  clause: Syntax.CaseClause,
  actions: readonly NamedActions[],
  into: Clauses,
): boolean {
  switch (clause.kind) {
    case "on":
      into.resource = readString(context, place, clause.value, "'on'");
      return into.resource !== undefined;
    case "user":
      into.user = readString(context, place, clause.value, "'user'")?.toLowerCase();
      return into.user !== undefined;
    case "at":
      into.at = readInstant(context, place, clause.value, "'at'")?.seconds;
      return into.at !== undefined;
    case "group": {
      const groups = clause.names.map((path) => resolve(context, place, path, ["group"]));
      const known = groups.flatMap((entry) => (entry && tables.people.groups.get(entry)) ?? []);
      into.groups = known.map(({ claim }) => claim);
      return known.length === groups.length;
    }
    case "via": {
      const agents = clause.names.map((path) => resolve(context, place, path, ["agent"]));
      into.via = agents.filter((entry) => entry !== undefined);
      return into.via.length === agents.length;
    }
    case "approved": {
      const entry = resolve(context, place, clause.by, ["owner"]);
      const owner = entry && tables.people.owners.get(entry);
      const at = clause.at && readInstant(context, place, clause.at, "'at'")?.seconds;
      if (owner) into.approvals.push({ by: owner.email, ...(at === undefined ? {} : { at }) });
      return owner !== undefined && (clause.at === undefined || at !== undefined);
    }
    case "with":
      return clause.bindings
        .map((binding) => bind(context, tables, place, binding, actions, into))
        .every(Boolean);
  }
}

function bind(
  context: Context,
  tables: Tables,
  place: Place,
  binding: Syntax.CaseBinding,
  actions: readonly NamedActions[],
  into: Clauses,
): boolean {
  const variable =
    actions.length > 0 && readVariable(context, place, binding.variable, { actions, facts: tables.facts });
  const typed = evaluate(context, place, binding.value);
  if (!variable || typed === undefined || binding.value === undefined || binding.broken) return false;
  const name = `'${binding.variable.text}'`;
  const text = literalText(context, place, binding.value, typed, variable.type, name);
  if (text === undefined) return false;
  const value = jsonOf(text, typed, variable.type);
  const { kind, name: key } = variable.variable;
  if (into[kind].has(key)) report(context, place, binding, "duplicate-member", `${name} is given already.`);
  into[kind].set(key, value);
  return true;
}

/** Numbers as strings, which are exact at any size. */
function jsonOf(text: string, typed: Typed, type: string): unknown {
  if (type === "bool") return typed.kind === "bool" && typed.value;
  return type === "decimal" ? formatDecimal(BigInt(text)) : text;
}
