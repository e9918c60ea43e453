/** What the printer must know of the tree: where statements begin, and where a long one may be broken. */
import type { SourceFile } from "./ast.ts";
import type { GuardrailTerm } from "./ast-governance.ts";
import type { Condition, Modifier } from "./ast-grants.ts";
import type { Value } from "./ast-values.ts";
import type { Member } from "./parser-support.ts";

export interface Marks {
  /** Offsets at which declarations, members, entries and the parts of a guardrail begin. */
  readonly statements: ReadonlySet<number>;
  /** Offsets at which modifiers and clauses begin. */
  readonly modifiers: ReadonlySet<number>;
  /** Offsets of values that a `because` or `until` stands before, where those are no modifiers of their own. */
  readonly reasons: ReadonlySet<number>;
  /** Offsets of what follows an `and` or `or`. */
  readonly operands: ReadonlySet<number>;
  /** Ends of names that a `(` follows without a blank. */
  readonly calls: ReadonlySet<number>;
  /** Members whose keywords are aligned with each other, by their offset: settings, cases, entries. */
  readonly aligned: ReadonlyMap<number, "setting" | "case" | "entry" | "action">;
}

/** The marks of a file; a broken one may lack some. */
export function marksOf(file: SourceFile): Marks {
  const statements = new Set<number>();
  const modifiers = new Set<number>();
  const reasons = new Set<number>();
  const operands = new Set<number>();
  const calls = new Set<number>();
  const aligned = new Map<number, "setting" | "case" | "entry" | "action">();

  const expression = (node: Condition | GuardrailTerm | undefined): void => {
    if (node === undefined) return;
    if (node.kind === "and" || node.kind === "or") {
      for (const operand of node.operands) expression(operand);
      for (const operand of node.operands.slice(1)) operands.add(operand.start);
    } else if (node.kind === "not" || node.kind === "parenthesis") expression(node.operand);
  };
  const modifier = (node: Modifier): void => {
    modifiers.add(node.start);
    if (node.kind === "where") expression(node.condition);
  };
  const reason = (...values: readonly (Value | undefined)[]): void => {
    for (const value of values) if (value !== undefined) reasons.add(value.start);
  };
  const member = (node: Member): void => {
    statements.add(node.start);
    const kind = ALIGNED[node.kind];
    if (kind !== undefined) aligned.set(node.start, kind);
    if (node.kind === "grant" || node.kind === "include") {
      if (node.arguments !== undefined && node.scope !== undefined) calls.add(node.scope.end);
    }
    if (node.kind === "grant" || node.kind === "never") for (const entry of node.modifiers) modifier(entry);
    else if (node.kind === "action-declaration") for (const setting of node.members) member(setting);
    else if (node.kind === "identity") for (const entry of node.entries) member(entry);
    else if (node.kind === "waive" || node.kind === "accept") reason(node.because, node.until);
    else if (node.kind === "enforced") reason(node.until);
    else if (node.kind === "suspended") reason(node.because);
    else if (node.kind === "case") for (const clause of node.clauses) modifiers.add(clause.start);
  };

  for (const clause of [...file.namespaces, ...file.uses]) statements.add(clause.start);
  for (const declaration of file.declarations) {
    statements.add(declaration.start);
    if (declaration.kind === "let") {
      if (declaration.value?.kind === "by-environment")
        for (const entry of declaration.value.entries) {
          statements.add(entry.start);
          aligned.set(entry.start, "entry");
        }
    } else if (declaration.kind === "guardrail") {
      expression(declaration.terms);
      for (const predicate of declaration.predicates.slice(1)) operands.add(predicate.start);
      for (const exception of declaration.exceptions) {
        statements.add(exception.start);
        reason(exception.because, exception.until);
      }
      if (declaration.quantifier !== undefined) statements.add(declaration.quantifier.start);
    } else {
      if (declaration.kind === "scope" && declaration.name !== undefined) calls.add(declaration.name.end);
      if (declaration.kind === "classify" && declaration.resources !== undefined)
        modifier(declaration.resources);
      for (const entry of declaration.members) member(entry);
    }
  }
  return { statements, modifiers, reasons, operands, calls, aligned };
}

const ALIGNED: Readonly<Partial<Record<Member["kind"], "setting" | "case" | "action">>> = {
  setting: "setting",
  "target-setting": "setting",
  "test-setting": "setting",
  review: "setting",
  reviewed: "setting",
  suspended: "setting",
  identity: "setting",
  case: "case",
  "action-declaration": "action",
};
