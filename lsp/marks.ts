/** Names that no table of declarations holds: inputs of actions, labels, targets. Found in the trees, by what they name. */

import type { FileScope } from "../compiler/semantics/entry.ts";
import { lookUp, type Names } from "../compiler/semantics/names.ts";
import type { Span } from "../compiler/source.ts";
import type { Declaration, ScopeDeclaration, ServiceDeclaration } from "../compiler/syntax/ast.ts";
import type { GuardrailTerm } from "../compiler/syntax/ast-governance.ts";
import type { Condition, Grant, Never } from "../compiler/syntax/ast-grants.ts";
import type { ActionRef, Name, Node, Path, Setting } from "../compiler/syntax/ast-values.ts";

export interface Mark {
  readonly kind: "input" | "label" | "target";
  /** What it names: one label or target, and for an input one for each action that has it. */
  readonly keys: readonly string[];
  readonly name: string;
  readonly span: Span;
  /** Here the name is given, elsewhere it is used. */
  readonly declares: boolean;
}

/** Labels that actions of built-in services have. */
export const GIVEN_LABELS: ReadonlySet<string> = new Set([
  "private-data",
  "untrusted-content",
  "external-send",
]);

/** The marks of every file, in file order. */
export function marksOf(names: Names): readonly Mark[] {
  return names.files.flatMap((scope) =>
    scope.file.declarations.flatMap((one) => [...inDeclaration(names, scope, one)]),
  );
}

/** All marks that name the same as the one at an offset, itself included; none where there is no mark. */
export function marksAt(names: Names, path: string, offset: number): readonly Mark[] {
  const all = marksOf(names);
  const here = all.find(({ span }) => span.file === path && span.start <= offset && offset <= span.end);
  if (here === undefined) return [];
  // One condition can name the inputs of several actions, which are renamed together.
  const keys = new Set(here.keys);
  for (let before = 0; before < keys.size; ) {
    before = keys.size;
    for (const mark of all)
      if (mark.keys.some((key) => keys.has(key))) for (const key of mark.keys) keys.add(key);
  }
  return all.filter((mark) => mark.keys.some((key) => keys.has(key)));
}

function* inDeclaration(names: Names, scope: FileScope, one: Declaration): Generator<Mark> {
  const path = scope.file.path;
  switch (one.kind) {
    case "service":
      yield* inService(path, scope, one);
      break;
    case "classify":
      for (const setting of one.members) yield* labels(path, setting);
      break;
    case "target":
      if (one.targetKind !== undefined && one.name !== undefined)
        yield target(path, one.name, `${one.targetKind.text}.${one.name.text}`, true);
      break;
    case "guardrail":
      for (const selector of one.selectors)
        if (selector.kind === "label" && selector.name !== undefined) yield label(path, selector.name, false);
      yield* inTerm(path, one.terms);
      break;
    case "test":
      for (const member of one.members) {
        if (member.kind !== "case" || member.action === undefined) continue;
        const keys = inputKeys(names, scope, [member.action]);
        for (const clause of member.clauses)
          if (clause.kind === "with")
            for (const { variable } of clause.bindings) yield* input(path, variable, keys);
      }
      break;
    case "agent":
    case "profile":
    case "scope":
      for (const member of one.members) {
        if (member.kind === "grant" || member.kind === "never") yield* inStatement(names, scope, member);
        if (member.kind === "waive") yield* inWaive(path, member.target);
      }
      break;
  }
}

function* inService(path: string, scope: FileScope, service: ServiceDeclaration): Generator<Mark> {
  for (const action of service.members) {
    if (action.kind !== "action-declaration") continue;
    for (const setting of action.members) {
      yield* labels(path, setting);
      const [name] = setting.values;
      if (setting.keyword.text !== "input" || name?.kind !== "path" || action.name === undefined) continue;
      const key = keyOf(scope.namespace, service.name?.text ?? "", action.name.text, name.text);
      yield { kind: "input", keys: [key], name: name.text, span: spanOf(path, name), declares: true };
    }
  }
}

function* inStatement(names: Names, scope: FileScope, statement: Grant | Never): Generator<Mark> {
  const actions = statement.kind === "grant" && statement.scope !== undefined ? undefined : statement.actions;
  for (const modifier of statement.modifiers) {
    if (modifier.kind !== "where") continue;
    const keys =
      actions === undefined && statement.kind === "grant" && statement.scope !== undefined
        ? scopeKeys(names, scope, statement.scope, new Set())
        : inputKeys(names, scope, actions ?? []);
    for (const variable of variables(modifier.condition)) yield* input(scope.file.path, variable, keys);
  }
}

function* variables(condition: Condition | undefined): Generator<Path> {
  if (condition === undefined) return;
  if (condition.kind === "comparison") yield condition.variable;
  else if (condition.kind === "not" || condition.kind === "parenthesis") yield* variables(condition.operand);
  else for (const operand of condition.operands) yield* variables(operand);
}

function* inTerm(path: string, term: GuardrailTerm | undefined): Generator<Mark> {
  if (term === undefined) return;
  if (term.kind === "and" || term.kind === "or")
    for (const operand of term.operands) yield* inTerm(path, operand);
  else if (term.kind === "parenthesis") yield* inTerm(path, term.operand);
  else if (term.kind === "label" && term.name !== undefined) yield label(path, term.name, false);
}

function* inWaive(path: string, named: Path | undefined): Generator<Mark> {
  const [kind, name] = named?.segments ?? [];
  if (kind !== undefined && name !== undefined) yield target(path, name, `${kind.text}.${name.text}`, false);
}

const target = (path: string, at: Name, key: string, declares: boolean): Mark => ({
  kind: "target",
  keys: [key],
  name: at.text,
  span: spanOf(path, at),
  declares,
});

function* labels(path: string, { keyword, values }: Setting): Generator<Mark> {
  if (keyword.text !== "label") return;
  for (const value of values) if (value.kind === "path") yield label(path, value, true);
}

const label = (path: string, at: Node & { readonly text: string }, declares: boolean): Mark => ({
  kind: "label",
  keys: [at.text],
  name: at.text,
  span: spanOf(path, at),
  declares,
});

/** `request.ip` and facts are no inputs, nor is a name that none of the actions has. */
function* input(path: string, { text, start, end }: Path, all: ReadonlySet<string>): Generator<Mark> {
  const keys = [...all].filter((key) => key.endsWith(` ${text}`));
  if (keys.length > 0)
    yield { kind: "input", keys, name: text, span: spanOf(path, { start, end }), declares: false };
}

const keyOf = (namespace: string, service: string, action: string, name: string): string =>
  `${namespace === "" ? service : `${namespace}.${service}`}:${action} ${name}`;

/** Every input of the actions, as `service:action name`. */
function inputKeys(names: Names, scope: FileScope, actions: readonly ActionRef[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { service, action } of actions) {
    const found = lookUp(names, scope, service.text);
    if (found.kind !== "found" || found.entry.kind !== "service") continue;
    const { file, declaration, name } = found.entry;
    for (const member of declaration.members)
      if (member.kind === "action-declaration" && member.name !== undefined && fits(action, member.name.text))
        for (const { keyword, values } of member.members)
          if (keyword.text === "input" && values[0]?.kind === "path")
            keys.add(keyOf(file.namespace, name, member.name.text, values[0].text));
  }
  return keys;
}

/** Whether a name fits an action's text, in which `*` and `?` are wildcards. */
export function fits(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  // Each star is tried at its last place first; going back to the latest star alone is enough.
  let [at, star, from, index] = [0, -1, 0, 0];
  while (index < name.length) {
    if (pattern[at] === "?" || (pattern[at] !== "*" && pattern[at] === name[index])) {
      at++;
      index++;
    } else if (pattern[at] === "*") {
      star = at++;
      from = index;
    } else if (star >= 0) {
      at = star + 1;
      index = ++from;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

function scopeKeys(
  names: Names,
  around: FileScope,
  path: Path,
  seen: Set<ScopeDeclaration>,
): ReadonlySet<string> {
  const found = lookUp(names, around, path.text);
  if (found.kind !== "found" || found.entry.kind !== "scope" || seen.has(found.entry.declaration))
    return new Set();
  const { declaration, file } = found.entry;
  seen.add(declaration);
  const keys = new Set<string>();
  for (const member of declaration.members) {
    const inner =
      member.scope !== undefined
        ? scopeKeys(names, file, member.scope, seen)
        : member.kind === "grant"
          ? inputKeys(names, file, member.actions)
          : [];
    for (const key of inner) keys.add(key);
  }
  return keys;
}

const spanOf = (file: string, { start, end }: Node): Span => ({ file, start, end });
