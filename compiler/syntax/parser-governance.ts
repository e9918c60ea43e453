/** The parser's rules for the heads of declarations, guardrails and test cases. */
import type * as A from "./ast.ts";
import type * as G from "./ast-governance.ts";
import type * as V from "./ast-values.ts";
import { BLOCKS, keywordIn, RISKS } from "./grammar.ts";
import { PREDICATES } from "./grammar-fields.ts";
import { free, instant, optional, type Part, reference, word } from "./grammar-parts.ts";
import { isWord } from "./lookahead.ts";
import { GrantParser } from "./parser-grants.ts";
import { ANY, alternatives, FOLLOW, INSTANT, type Mutable, STRING } from "./parser-support.ts";
import * as T from "./tokens.ts";

/** The order in which a guardrail's parts stand. */
const STAGES: Readonly<Record<string, number>> = {
  severity: 0,
  every: 1,
  no: 1,
  of: 2,
  in: 2,
  has: 3,
  holds: 3,
  except: 4,
};
const SUBJECT_WORDS = ["agent", "grant", "owner", "team", "service"];
const INPUT = free("an input, request.… or fact.…");
const EXCEPTED = reference("agent", "owner", "team", "service");
const APPROVAL_INSTANT: readonly Part[] = [optional(word("at"), instant)];

interface GuardrailState {
  readonly node: Mutable<G.GuardrailDeclaration>;
  readonly selectors: G.GuardrailSelector[];
  readonly predicates: G.GuardrailPredicate[];
  readonly exceptions: G.GuardrailException[];
  stage: number;
}

export class GovernanceParser extends GrantParser {
  protected usedDocs = new Set<A.Comment>();

  /** The keyword of a declaration with the doc comment before it. */
  protected readonly head = this.RULE("head", (): Mutable<V.DeclarationBase> => {
    const payload: T.Payload | undefined = this.LA(1).payload;
    const keyword = this.SUBRULE(this.keyword);
    const head: Mutable<V.DeclarationBase> = { start: keyword.start, end: keyword.end, keyword };
    const docs = payload?.doc;
    const [first, last] = [docs?.[0], docs?.at(-1)];
    if (docs === undefined || first === undefined || last === undefined) return head;
    for (const comment of docs) this.usedDocs.add(comment);
    head.doc = docs.map((comment) => comment.text.slice(3).replace(/^ /, "").trimEnd()).join("\n");
    head.docSpan = { start: first.start, end: last.end };
    return head;
  });

  /** A declared name with an optional title. */
  protected readonly titled = this.RULE(
    "titled",
    (head: Mutable<V.DeclarationBase> | undefined = undefined, rest: readonly Part[] = []): void => {
      const name = this.SUBRULE(this.name, { ARGS: [rest, 1] });
      this.nameInto(head, name);
      this.SUBRULE(this.title, { ARGS: [head] });
    },
  );

  protected readonly title = this.RULE(
    "title",
    (head: Mutable<V.DeclarationBase> | undefined = undefined): void => {
      this.OPTION({
        GATE: () => !this.panic,
        DEF: () => {
          const title = this.SUBRULE(this.string);
          if (head !== undefined && !this.RECORDING_PHASE) head.title = title;
        },
      });
    },
  );

  protected nameInto(
    head: Mutable<V.DeclarationBase> | undefined,
    name: V.Name | undefined,
  ): V.Name | undefined {
    if (name !== undefined && head !== undefined && !this.RECORDING_PHASE) head.name = name;
    return name;
  }

  // Guardrails

  protected readonly guardrail = this.RULE("guardrail", (): G.GuardrailDeclaration => {
    const head = this.SUBRULE(this.head);
    this.SUBRULE(this.titled, { ARGS: [head, BLOCKS.file.guardrail?.parts] });
    const node: Mutable<G.GuardrailDeclaration> = {
      ...head,
      kind: "guardrail",
      selectors: [],
      predicates: [],
      exceptions: [],
    };
    const before = this.openBlocks();
    if (this.panic) node.broken = true;
    if (this.beforeBlock("guardrail", BLOCKS.guardrail)) this.CONSUME(T.LeftBrace);
    if (!this.RECORDING_PHASE && this.openBlocks() === before)
      return this.ended<G.GuardrailDeclaration>(node);
    const state: GuardrailState = { node, stage: -1, selectors: [], predicates: [], exceptions: [] };
    const failures = this.failures;
    this.MANY({
      GATE: () => this.atMember(),
      DEF: () => this.SUBRULE(this.guardrailPart, { ARGS: [state] }),
    });
    if (this.failures > failures) node.broken = true;
    node.selectors = state.selectors;
    node.predicates = state.predicates;
    node.exceptions = state.exceptions;
    this.guardrailComplete(state);
    if (this.closes()) this.CONSUME(T.RightBrace);
    return this.ended<G.GuardrailDeclaration>(node);
  });

  protected guardrailComplete(state: GuardrailState): void {
    if (this.RECORDING_PHASE || state.node.broken === true) return;
    if (state.node.quantifier === undefined)
      this.unexpected(`A guardrail needs a rule: 'every' or 'no', then what it is about.`);
    else if (state.stage < 3) this.unexpected("A guardrail's rule needs 'has' or 'holds'.");
    else return;
    state.node.broken = true;
  }

  protected readonly guardrailPart = this.RULE(
    "guardrailPart",
    (state: GuardrailState | undefined = undefined): void => {
      const text = this.reading ?? this.LA(1).image;
      const stage = STAGES[text] ?? 0;
      const keyword = this.SUBRULE(this.keyword);
      if (state !== undefined) this.inOrder(state, keyword, stage);
      const node = state?.node;
      if (this.when(text === "severity")) {
        const severity = this.SUBRULE(this.oneOfWords, { ARGS: [["error", "warning"]] });
        if (node !== undefined && severity !== undefined) node.severity = severity;
      }
      if (this.when(stage === 1)) {
        const subject = this.SUBRULE2(this.oneOfWords, { ARGS: [SUBJECT_WORDS] });
        if (node !== undefined) node.quantifier = keyword;
        if (node !== undefined && subject !== undefined) node.subject = subject;
      }
      if (this.when(stage === 2)) {
        const selector = this.SUBRULE(this.selector, { ARGS: [keyword] });
        if (selector !== undefined) state?.selectors.push(selector);
      }
      if (this.when(text === "has")) this.SUBRULE(this.predicates, { ARGS: [state?.predicates] });
      if (this.when(text === "holds")) {
        this.depth = 0;
        const terms = this.SUBRULE(this.terms);
        if (node !== undefined && terms !== undefined) node.terms = terms;
      }
      if (this.when(text === "except"))
        state?.exceptions.push(this.SUBRULE(this.exception, { ARGS: [keyword] }));
      else if (this.RECORDING_PHASE) this.SUBRULE2(this.exception);
    },
  );

  private inOrder(state: GuardrailState, keyword: V.Name, stage: number): void {
    const single = stage !== 2 && stage !== 4;
    if (stage < state.stage || (single && stage === state.stage))
      this.report(
        "syntax",
        keyword.start,
        keyword.end,
        stage < state.stage
          ? `'${keyword.text}' stands too late: a guardrail says its severity, what it is about, what it asks for, then its exceptions.`
          : `'${keyword.text}' is one too many: a guardrail has one rule.`,
      );
    state.stage = Math.max(stage, state.stage);
  }

  protected readonly selector = this.RULE(
    "selector",
    (keyword: V.Name | undefined = undefined): G.GuardrailSelector | undefined => {
      const start = keyword?.start ?? 0;
      const word = this.LA(1).image;
      const atAction = this.atAction();
      if (
        keyword?.text !== "in" &&
        !atAction &&
        !this.RECORDING_PHASE &&
        word !== "label" &&
        word !== "risk"
      ) {
        this.fail("'label', 'risk' or an action");
        return undefined;
      }
      let node: G.GuardrailSelector | undefined;
      if (this.when(keyword?.text === "in")) {
        const path = this.SUBRULE(this.reference, { ARGS: [reference("namespace")] });
        node = this.ended<G.GuardrailSelector>({ kind: "namespace", start, end: 0, path });
      }
      if (this.when(node === undefined && atAction)) {
        const actions: V.ActionRef[] = [];
        this.SUBRULE(this.actions, { ARGS: [actions] });
        node = this.ended<G.GuardrailSelector>({ kind: "actions", start, end: 0, actions });
      }
      if (this.when(node === undefined)) node = { ...this.SUBRULE(this.labelOrRisk), start };
      return node;
    },
  );

  /** `label L` or `risk R`. */
  protected readonly labelOrRisk = this.RULE(
    "labelOrRisk",
    (): V.Node & { readonly kind: "label" | "risk"; readonly name?: V.Name } => {
      const keyword = this.SUBRULE(this.keyword);
      const kind = keyword.text === "risk" ? "risk" : "label";
      let name: V.Name | undefined;
      if (this.when(kind === "label")) name = this.SUBRULE(this.name, { ARGS: [[], 0, FOLLOW.condition] });
      if (this.when(kind === "risk"))
        name = this.SUBRULE(this.oneOfWords, { ARGS: [RISKS, [], 0, FOLLOW.condition] });
      return this.ended<V.Node & { readonly kind: "label" | "risk"; readonly name?: V.Name }>({
        kind,
        start: keyword.start,
        end: 0,
        name,
      });
    },
  );

  protected readonly predicates = this.RULE("predicates", (into: G.GuardrailPredicate[] = []): void => {
    this.item(into, this.SUBRULE(this.predicate));
    this.MANY({
      GATE: () => !this.panic && this.LA(1).image === "and",
      DEF: () => {
        this.CONSUME(T.Word);
        this.item(into, this.SUBRULE2(this.predicate));
      },
    });
  });

  protected readonly predicate = this.RULE("predicate", (): G.GuardrailPredicate | undefined => {
    const text = this.LA(1).image;
    const entry = keywordIn(PREDICATES, text);
    if (!this.RECORDING_PHASE && (entry === undefined || this.LA(1).tokenType !== T.Word)) {
      this.fail(alternatives(Object.keys(PREDICATES)));
      return undefined;
    }
    if (this.panic && !this.RECORDING_PHASE) return undefined;
    const keyword = this.SUBRULE(this.keyword);
    const words: V.Name[] = [];
    const values: V.Value[] = [];
    this.SUBRULE(this.parts, { ARGS: [entry?.parts, { words, values }, FOLLOW.predicate] });
    return this.ended<G.GuardrailPredicate>({
      kind: "predicate",
      start: keyword.start,
      end: 0,
      keyword,
      value: values[0],
    });
  });

  /** `or` of `and`s of terms; `and` binds over `or`. */
  protected readonly terms = this.RULE("terms", (): G.GuardrailTerm | undefined => {
    const operands: G.GuardrailTerm[] = [];
    this.item(operands, this.SUBRULE(this.termConjunction));
    this.MANY({
      GATE: () => !this.panic && this.LA(1).image === "or",
      DEF: () => {
        this.CONSUME(T.Word);
        this.item(operands, this.SUBRULE2(this.termConjunction));
      },
    });
    const [first] = operands;
    if (first === undefined || operands.length === 1) return first;
    return this.ended<G.GuardrailTerm>({ kind: "or", start: first.start, end: 0, operands });
  });

  protected readonly termConjunction = this.RULE("termConjunction", (): G.GuardrailTerm | undefined => {
    const operands: G.GuardrailTerm[] = [];
    this.item(operands, this.SUBRULE(this.term));
    this.MANY({
      GATE: () => !this.panic && this.LA(1).image === "and",
      DEF: () => {
        this.CONSUME(T.Word);
        this.item(operands, this.SUBRULE2(this.term));
      },
    });
    const [first] = operands;
    if (first === undefined || operands.length === 1) return first;
    return this.ended<G.GuardrailTerm>({ kind: "and", start: first.start, end: 0, operands });
  });

  protected readonly term = this.RULE("term", (): G.GuardrailTerm | undefined => {
    const open = this.LA(1).tokenType === T.LeftParenthesis;
    const word = isWord(this.LA(1), "label") || isWord(this.LA(1), "risk");
    const atAction = this.atAction();
    if (!this.RECORDING_PHASE && !open && !word && !atAction) {
      this.fail("'label', 'risk', an action or '('");
      return undefined;
    }
    if (this.panic && !this.RECORDING_PHASE) return undefined;
    let node: G.GuardrailTerm | undefined;
    if (this.when(open)) {
      if (!this.RECORDING_PHASE && !this.deeper()) return undefined;
      const start = this.CONSUME(T.LeftParenthesis).startOffset;
      const operand = this.SUBRULE(this.terms);
      if (this.expect(T.RightParenthesis, "'and', 'or' or ')'")) this.CONSUME(T.RightParenthesis);
      this.depth--;
      node = this.ended<G.GuardrailTerm>({ kind: "parenthesis", start, end: 0, operand });
    }
    if (this.when(word)) node = this.SUBRULE(this.labelOrRisk);
    if (this.when(atAction)) {
      const actions: V.ActionRef[] = [];
      const start = this.LA(1).startOffset;
      this.SUBRULE(this.actions, { ARGS: [actions] });
      node = this.ended<G.GuardrailTerm>({ kind: "actions", start, end: 0, actions });
    }
    return node;
  });

  protected readonly exception = this.RULE(
    "exception",
    (keyword: V.Name | undefined = undefined): G.GuardrailException => {
      const failures = this.failures;
      const node: Mutable<G.GuardrailException> = { kind: "exception", start: keyword?.start ?? 0, end: 0 };
      const before = this.enterModifiers("reasoned");
      const name = this.SUBRULE(this.reference, { ARGS: [EXCEPTED] });
      if (name !== undefined) node.name = name;
      this.SUBRULE(this.reasons, { ARGS: [node] });
      this.leaveModifiers(before);
      node.end = this.lastEnd();
      if (this.failures > failures) node.broken = true;
      return node;
    },
  );

  // Test cases

  protected readonly testCase = this.RULE("testCase", (): G.TestCase => {
    const keyword = this.SUBRULE(this.keyword);
    const clauses: G.CaseClause[] = [];
    const before = this.enterModifiers("case");
    const action = this.SUBRULE(this.action);
    if (!this.RECORDING_PHASE && !this.panic && this.LA(1).tokenType === T.Comma)
      this.giveUp("A case asks for one action; the next one takes a case of its own.");
    this.MANY({
      GATE: () => this.atModifier(),
      DEF: () => {
        const failures = this.failures;
        const clause: Mutable<G.CaseClause> | undefined = this.SUBRULE(this.clause, {
          ARGS: [this.reading ?? this.LA(1).image],
        });
        if (clause === undefined) return;
        this.finish(clause, failures);
        clauses.push(clause);
      },
    });
    this.leaveModifiers(before);
    return { kind: "case", start: keyword.start, end: keyword.end, keyword, action, clauses };
  });

  protected readonly clause = this.RULE("clause", (text = ""): G.CaseClause | undefined => {
    const keyword = this.SUBRULE(this.keyword);
    const { start, end } = keyword;
    let node: G.CaseClause | undefined;
    if (this.when(text === "on" || text === "at")) {
      const kind = text === "at" ? "at" : "on";
      node = {
        kind,
        start,
        end,
        keyword,
        value: this.SUBRULE(this.value, { ARGS: [kind === "at" ? INSTANT : STRING] }),
      };
    }
    if (this.when(text === "for")) {
      this.SUBRULE(this.fixedWord, { ARGS: ["user"] });
      node = { kind: "user", start, end, keyword, value: this.SUBRULE2(this.value, { ARGS: [STRING] }) };
    }
    if (this.when(text === "in" || text === "via")) {
      const names: V.Path[] = [];
      if (this.when(text === "in")) this.SUBRULE2(this.fixedWord, { ARGS: ["group"] });
      this.SUBRULE(this.references, { ARGS: [names, reference(text === "in" ? "group" : "agent")] });
      node = { kind: text === "in" ? "group" : "via", start, end, keyword, names };
    }
    if (this.when(text === "with")) {
      const bindings: G.CaseBinding[] = [];
      this.SUBRULE(this.bindings, { ARGS: [bindings] });
      node = { kind: "with", start, end, keyword, bindings };
    }
    if (this.when(text === "approved")) {
      this.SUBRULE3(this.fixedWord, { ARGS: ["by"] });
      const by = this.SUBRULE(this.reference, { ARGS: [reference("owner"), APPROVAL_INSTANT] });
      let at: V.Value | undefined;
      if (this.when(!this.panic && isWord(this.LA(1), "at"))) {
        this.SUBRULE4(this.fixedWord, { ARGS: ["at"] });
        at = this.SUBRULE3(this.value, { ARGS: [INSTANT] });
      }
      node = { kind: "approved", start, end, keyword, by, at };
    }
    return node;
  });

  protected readonly bindings = this.RULE("bindings", (into: G.CaseBinding[] = []): void => {
    this.item(into, this.SUBRULE(this.binding));
    this.MANY({
      GATE: () => !this.panic,
      DEF: () => {
        this.CONSUME(T.Comma);
        this.item(into, this.SUBRULE2(this.binding));
      },
    });
  });

  protected readonly binding = this.RULE("binding", (): G.CaseBinding | undefined => {
    const variable = this.SUBRULE(this.reference, { ARGS: [INPUT, [], 0, FOLLOW.binding] });
    if (variable === undefined) return undefined;
    const token = this.LA(1);
    if (token.image === "==" && !this.RECORDING_PHASE) {
      this.report("syntax", token.startOffset, this.endOf(token), "A test gives a value with '='.", {
        fixes: [this.fix("Write '='", token.startOffset, this.endOf(token), "=", true)],
      });
      this.SKIP_TOKEN();
    } else if (this.expect(T.Equals, "'='")) this.CONSUME(T.Equals);
    const value = this.SUBRULE(this.value, { ARGS: [ANY, [], 0, FOLLOW.comma] });
    return this.ended<G.CaseBinding>({ kind: "binding", start: variable.start, end: 0, variable, value });
  });
}
