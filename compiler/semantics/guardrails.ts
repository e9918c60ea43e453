/** Guardrails as the model has them. */
import type { Guardrail, GuardrailPredicate, GuardrailSelector, GuardrailTerm } from "../model/guardrail.ts";
import type { ActionPattern } from "../model/policy.ts";
import type * as Syntax from "../syntax/ast-governance.ts";
import type { ActionRef } from "../syntax/ast-values.ts";
import { RISKS } from "../syntax/grammar.ts";
import type { ActionTables } from "./actions.ts";
import { type Context, originOf, report } from "./context.ts";
import { reportAt } from "./findings.ts";
import { readGlob } from "./globs.ts";
import { headOf } from "./head.ts";
import { readNamespace } from "./namespaces.ts";
import { type Place, spanOf } from "./place.ts";
import { resolve } from "./resolve.ts";
import { readAll } from "./resources.ts";
import { readDuration } from "./values.ts";
import { readReason } from "./waives.ts";

const subjects = ["agent", "grant", "owner", "team", "service"] as const;
type Subject = Guardrail["subject"];

/** Whose property each predicate is. */
const holders: Readonly<Record<GuardrailPredicate["kind"], Subject>> = {
  expires: "agent",
  review: "agent",
  session: "agent",
  team: "agent",
  deputy: "agent",
  purpose: "agent",
  source: "agent",
  identity: "agent",
  approval: "grant",
  until: "grant",
  because: "grant",
  email: "owner",
};

export function readGuardrails(context: Context, tables: ActionTables): readonly Guardrail[] {
  const seen = new Map<string, Guardrail["origin"]["span"]>();
  return context.names.files.flatMap((file) =>
    file.file.declarations.flatMap((declaration) => {
      if (declaration.kind !== "guardrail" || declaration.name === undefined) return [];
      const name =
        file.namespace === "" ? declaration.name.text : `${file.namespace}.${declaration.name.text}`;
      const place = { file };
      const before = seen.get(name);
      const span = spanOf(place, declaration.name);
      if (before)
        reportAt(
          context.findings,
          span,
          "duplicate-name",
          `There is a guardrail '${declaration.name.text}' already.`,
          {
            related: [{ message: "declared here first", span: before }],
          },
        );
      else seen.set(name, span);
      return readGuardrail(context, tables, place, declaration, name) ?? [];
    }),
  );
}

function readGuardrail(
  context: Context,
  tables: ActionTables,
  place: Place,
  declaration: Syntax.GuardrailDeclaration,
  name: string,
): Guardrail | undefined {
  const subject = subjects.find((word) => word === declaration.subject?.text);
  const quantifier = declaration.quantifier?.text === "no" ? "no" : "every";
  const selectors = declaration.selectors.map((selector) => readSelector(context, tables, place, selector));
  const terms = declaration.terms && readTerm(context, tables, place, declaration.terms);
  const predicates = subject
    ? declaration.predicates.map((predicate) => readPredicate(context, place, predicate, subject))
    : [];
  const exceptions = subject
    ? declaration.exceptions.map((exception) => readException(context, place, exception, subject))
    : [];
  if (subject === undefined || declaration.quantifier === undefined || declaration.broken) return undefined;
  if (declaration.terms && subject !== "agent") {
    const message = `Only agents hold permissions; '${quantifier} ${subject}' takes 'has'.`;
    report(context, place, declaration.terms, "type-mismatch", message);
    return undefined;
  }
  const known = {
    selectors: selectors.filter((selector) => selector !== undefined),
    predicates: predicates.filter((predicate) => predicate !== undefined),
    exceptions: exceptions.filter((exception) => exception !== undefined),
  };
  const whole =
    known.selectors.length === selectors.length &&
    known.predicates.length === predicates.length &&
    known.exceptions.length === exceptions.length &&
    (declaration.terms === undefined) === (terms === undefined);
  if (!whole || (terms === undefined && predicates.length === 0)) return undefined;
  return {
    name,
    ...headOf(context, place, declaration),
    severity: declaration.severity?.text === "warning" ? "warning" : "error",
    quantifier,
    subject,
    selectors: known.selectors,
    rule: terms ? { kind: "holds", terms } : { kind: "has", predicates: known.predicates },
    exceptions: known.exceptions,
  };
}

function readSelector(
  context: Context,
  tables: ActionTables,
  place: Place,
  selector: Syntax.GuardrailSelector,
): GuardrailSelector | undefined {
  if (selector.broken) return undefined;
  if (selector.kind !== "namespace") return readQuality(context, tables, place, selector);
  const namespace = readNamespace(context, place, selector.path);
  return namespace === undefined ? undefined : { kind: "namespace", namespace };
}

type Quality = Extract<Syntax.GuardrailSelector, { kind: "label" | "risk" | "actions" }>;

/** `label L`, `risk R` or actions: as a selector and as a term. */
function readQuality(context: Context, tables: ActionTables, place: Place, quality: Quality) {
  if (quality.broken) return undefined;
  if (quality.kind === "actions") {
    const actions = patterns(context, tables, place, quality.actions);
    return actions && { kind: "actions" as const, actions };
  }
  const text = quality.name?.text;
  if (quality.kind === "label")
    return text === undefined ? undefined : { kind: "label" as const, label: text };
  const risk = RISKS.find((word) => word === text);
  return risk && { kind: "risk" as const, risk };
}

function patterns(
  context: Context,
  tables: ActionTables,
  place: Place,
  refs: readonly ActionRef[],
): readonly ActionPattern[] | undefined {
  const { actions, broken } = readAll(context, tables, place, refs, "pattern");
  return broken || actions.length === 0 ? undefined : actions.flatMap(({ set }) => set.patterns);
}

function readTerm(
  context: Context,
  tables: ActionTables,
  place: Place,
  term: Syntax.GuardrailTerm,
): GuardrailTerm | undefined {
  if (term.broken) return undefined;
  switch (term.kind) {
    case "and":
    case "or": {
      const operands = term.operands.map((operand) => readTerm(context, tables, place, operand));
      const known = operands.filter((operand) => operand !== undefined);
      return known.length < operands.length ? undefined : { kind: term.kind, operands: known };
    }
    case "parenthesis":
      return term.operand && readTerm(context, tables, place, term.operand);
    default:
      return readQuality(context, tables, place, term);
  }
}

function readPredicate(
  context: Context,
  place: Place,
  predicate: Syntax.GuardrailPredicate,
  subject: Subject,
): GuardrailPredicate | undefined {
  const word = predicate.keyword.text;
  const kind = predicateKinds.find((known) => known === word);
  if (predicate.broken || kind === undefined) return undefined;
  if (holders[kind] !== subject) {
    const own = predicateKinds.filter((other) => holders[other] === subject).join(", ");
    const rest = own === "" ? "nothing can be asked of one" : `one can have ${own}`;
    const message = `'${word}' is asked of ${holders[kind]}s, not of ${subject}s; ${rest}.`;
    report(context, place, predicate, "type-mismatch", message);
    return undefined;
  }
  if (kind === "email") {
    const like = readGlob(context, place, predicate.value, "'like'");
    return like === undefined ? undefined : { kind, like: like.toLowerCase() };
  }
  if (kind === "expires" || kind === "review" || kind === "session") {
    const within = readDuration(context, place, predicate.value, "'within'");
    return within === undefined ? undefined : { kind, within };
  }
  return { kind };
}

const predicateKinds: readonly GuardrailPredicate["kind"][] = [
  "expires",
  "review",
  "session",
  "team",
  "deputy",
  "purpose",
  "source",
  "identity",
  "approval",
  "until",
  "because",
  "email",
];

function readException(
  context: Context,
  place: Place,
  exception: Syntax.GuardrailException,
  subject: Subject,
): Guardrail["exceptions"][number] | undefined {
  const kind = subject === "grant" ? "agent" : subject;
  const entry = resolve(context, place, exception.name, [kind]);
  const reason = readReason(context, place, exception, "This exception");
  if (entry === undefined || reason === undefined) return undefined;
  return { name: entry.qualified, ...reason, origin: originOf(context, place, exception) };
}
