/** The parser's rules for what agents may do: grants, denies, modifiers, conditions, exceptions from the rules. */
import type { IToken } from "chevrotain";
import type * as A from "./ast.ts";
import type * as P from "./ast-grants.ts";
import type * as V from "./ast-values.ts";
import { CONSTRAINTS, keywordIn } from "./grammar.ts";
import { SUBJECTS } from "./grammar-fields.ts";
import { duration, free, literal, type Part, reference, value, word } from "./grammar-parts.ts";
import { isWord } from "./lookahead.ts";
import { ANY, alternatives, DURATION, FOLLOW, INSTANT, type Mutable, STRING } from "./parser-support.ts";
import { ValueParser } from "./parser-values.ts";
import * as T from "./tokens.ts";

/** Parentheses and `not`s inside one another; more is `too-complex`. */
const DEEPEST = 100;
const GLOB = literal("glob", '"arn:…"');
const INPUT = free("an input, request.… or fact.…");
const NETWORKS = literal("any", "10.0.0.0/8");
const OPERATORS: readonly P.Operator[] = ["==", "!=", "<", "<=", ">", ">=", "in", "like"];
const FOR_DURATION: readonly Part[] = [word("for"), duration];
const ON_TARGET: readonly Part[] = [word("on"), value(reference("target"))];

interface Reasons {
  because?: V.Value;
  until?: V.Value;
}

export class GrantParser extends ValueParser {
  protected depth = 0;

  // Grants

  protected readonly grant = this.RULE("grant", (): P.Grant => {
    const keyword = this.SUBRULE(this.keyword);
    const actions: V.ActionRef[] = [];
    const modifiers: P.Modifier[] = [];
    const node: Mutable<P.Grant> = {
      kind: "grant",
      start: keyword.start,
      end: keyword.end,
      keyword,
      actions,
      modifiers,
    };
    const before = this.enterModifiers("grant");
    const isAction = this.atAction();
    if (this.when(isAction)) this.SUBRULE(this.actions, { ARGS: [actions] });
    if (this.when(!isAction))
      this.SUBRULE(this.scopeCall, {
        ARGS: [node, "an action such as tool:send_mail, or the name of a scope"],
      });
    if (!isAction && !this.panic && !this.RECORDING_PHASE && this.LA(1).tokenType === T.Comma)
      this.giveUp(`A '${keyword.text}' names one scope; the next one takes another '${keyword.text}'.`);
    this.SUBRULE(this.modifiers, { ARGS: [modifiers] });
    this.leaveModifiers(before);
    return node;
  });

  protected readonly never = this.RULE("never", (): P.Never => {
    const keyword = this.SUBRULE(this.keyword);
    const actions: V.ActionRef[] = [];
    const modifiers: P.Modifier[] = [];
    const before = this.enterModifiers("never");
    this.SUBRULE(this.actions, { ARGS: [actions] });
    this.SUBRULE(this.modifiers, { ARGS: [modifiers] });
    this.leaveModifiers(before);
    return { kind: "never", start: keyword.start, end: keyword.end, keyword, actions, modifiers };
  });

  protected readonly include = this.RULE("include", (): A.Include => {
    const keyword = this.SUBRULE(this.keyword);
    const node: Mutable<A.Include> = { kind: "include", start: keyword.start, end: keyword.end, keyword };
    this.SUBRULE(this.scopeCall, { ARGS: [node, "the name of a scope"] });
    return node;
  });

  /** `SCOPE(arguments)?`. */
  protected readonly scopeCall = this.RULE(
    "scopeCall",
    (into: Mutable<Pick<A.Include, "scope" | "arguments">> = {}, expected = ""): void => {
      if (!this.nameNext(expected, [], 0, FOLLOW.call)) return;
      into.scope = this.pathOf(this.CONSUME(T.Word));
      this.OPTION({
        GATE: () => !this.panic,
        DEF: () => {
          const values: V.Value[] = [];
          into.arguments = values;
          this.CONSUME(T.LeftParenthesis);
          this.OPTION2({
            GATE: () => this.LA(1).tokenType !== T.RightParenthesis,
            DEF: () => this.SUBRULE(this.list, { ARGS: [values, ANY, [], 0, FOLLOW.parenthesized] }),
          });
          if (this.expect(T.RightParenthesis, "',' or ')'")) this.CONSUME(T.RightParenthesis);
        },
      });
    },
  );

  /** The modifiers that `enterModifiers` has chosen. */
  protected readonly modifiers = this.RULE("modifiers", (into: P.Modifier[] = []): void => {
    this.MANY({
      GATE: () => this.atModifier(),
      DEF: () => {
        const failures = this.failures;
        const modifier: Mutable<P.Modifier> | undefined = this.SUBRULE(this.modifier, {
          ARGS: [this.reading ?? this.LA(1).image],
        });
        if (modifier === undefined) return;
        this.finish(modifier, failures);
        into.push(modifier);
      },
    });
  });

  protected readonly modifier = this.RULE("modifier", (text = ""): P.Modifier | undefined => {
    let node: P.Modifier | undefined;
    const behalf = text === "on" && isWord(this.LA(2), "behalf") && isWord(this.LA(3), "of");
    if (this.when(text === "on" && !behalf)) node = this.SUBRULE(this.onModifier);
    if (this.when(behalf)) node = this.SUBRULE(this.behalf);
    if (this.when(text === "where")) node = this.SUBRULE(this.where);
    if (this.when(text === "with")) node = this.SUBRULE(this.approval);
    if (this.when(text === "during")) node = this.SUBRULE(this.during);
    if (this.when(text === "from" || text === "until" || text === "through"))
      node = this.SUBRULE(this.instantModifier, { ARGS: [text] });
    if (this.when(text === "environment")) node = this.SUBRULE(this.environments);
    if (this.when(text === "because")) node = this.SUBRULE(this.because);
    return node;
  });

  protected readonly onModifier = this.RULE("onModifier", (): P.OnModifier => {
    const keyword = this.SUBRULE(this.keyword);
    const resources: V.Value[] = [];
    this.SUBRULE(this.list, { ARGS: [resources, GLOB] });
    return { kind: "on", start: keyword.start, end: keyword.end, keyword, resources };
  });

  protected readonly behalf = this.RULE("behalf", (): P.BehalfModifier => {
    const keyword = this.SUBRULE(this.keyword);
    const subjects: P.SubjectRef[] = [];
    this.SUBRULE(this.fixedWord, { ARGS: ["behalf"] });
    this.SUBRULE2(this.fixedWord, { ARGS: ["of"] });
    this.item(subjects, this.SUBRULE(this.subject));
    this.MANY({
      GATE: () => !this.panic,
      DEF: () => {
        this.CONSUME(T.Comma);
        this.item(subjects, this.SUBRULE2(this.subject));
      },
    });
    return { kind: "behalf", start: keyword.start, end: keyword.end, keyword, subjects };
  });

  protected readonly subject = this.RULE("subject", (): P.SubjectRef | undefined => {
    const word = this.LA(1);
    const entry = word.tokenType === T.Word ? keywordIn(SUBJECTS, word.image) : undefined;
    if (!this.RECORDING_PHASE && entry === undefined) {
      this.fail(alternatives(Object.keys(SUBJECTS).map((kind) => `'${kind}'`)));
      return undefined;
    }
    if (this.panic && !this.RECORDING_PHASE) return undefined;
    const keyword = this.SUBRULE(this.keyword);
    const [part] = entry?.parts ?? [];
    const shape = part?.kind === "value" ? part.shape : ANY;
    const value = this.SUBRULE(this.value, { ARGS: [shape, [], 0, FOLLOW.comma] });
    return this.ended<P.SubjectRef>({ kind: "subject", start: keyword.start, end: 0, keyword, value });
  });

  protected readonly where = this.RULE("where", (): P.WhereModifier => {
    const keyword = this.SUBRULE(this.keyword);
    this.depth = 0;
    const condition = this.SUBRULE(this.condition);
    return { kind: "where", start: keyword.start, end: keyword.end, keyword, condition };
  });

  protected readonly approval = this.RULE("approval", (): P.ApprovalModifier => {
    const keyword = this.SUBRULE(this.keyword);
    this.SUBRULE(this.fixedWord, { ARGS: ["approval"] });
    this.SUBRULE2(this.fixedWord, { ARGS: ["from"] });
    const from = this.SUBRULE(this.reference, { ARGS: [reference("owner", "team"), FOR_DURATION] });
    this.SUBRULE3(this.fixedWord, { ARGS: ["for"] });
    const within = this.SUBRULE(this.value, { ARGS: [DURATION] });
    return { kind: "approval", start: keyword.start, end: keyword.end, keyword, from, within };
  });

  protected readonly during = this.RULE("during", (): P.DuringModifier => {
    const keyword = this.SUBRULE(this.keyword);
    const window = this.SUBRULE(this.reference, { ARGS: [reference("window")] });
    return { kind: "during", start: keyword.start, end: keyword.end, keyword, window };
  });

  protected readonly instantModifier = this.RULE("instantModifier", (text = ""): P.InstantModifier => {
    const keyword = this.SUBRULE(this.keyword);
    const instant = this.SUBRULE(this.value, { ARGS: [INSTANT] });
    const kind = text === "from" || text === "through" ? text : "until";
    return { kind, start: keyword.start, end: keyword.end, keyword, instant };
  });

  protected readonly environments = this.RULE("environments", (): P.EnvironmentModifier => {
    const keyword = this.SUBRULE(this.keyword);
    const environments: V.Path[] = [];
    this.SUBRULE(this.references, { ARGS: [environments, reference("environment")] });
    return { kind: "environment", start: keyword.start, end: keyword.end, keyword, environments };
  });

  protected readonly because = this.RULE("because", (): P.BecauseModifier => {
    const keyword = this.SUBRULE(this.keyword);
    const reason = this.SUBRULE(this.value, { ARGS: [STRING] });
    return { kind: "because", start: keyword.start, end: keyword.end, keyword, reason };
  });

  // Conditions

  /** `or` of `and`s of `not`s of atoms; `and` binds over `or`. */
  protected readonly condition = this.RULE("condition", (): P.Condition | undefined => {
    const operands: P.Condition[] = [];
    this.item(operands, this.SUBRULE(this.conjunction));
    this.MANY({
      GATE: () => !this.panic && this.LA(1).image === "or",
      DEF: () => {
        this.CONSUME(T.Word);
        this.item(operands, this.SUBRULE2(this.conjunction));
      },
    });
    const [first] = operands;
    if (first === undefined || operands.length === 1) return first;
    return this.ended<P.Condition>({ kind: "or", start: first.start, end: 0, operands });
  });

  protected readonly conjunction = this.RULE("conjunction", (): P.Condition | undefined => {
    const operands: P.Condition[] = [];
    this.item(operands, this.SUBRULE(this.negation));
    this.MANY({
      GATE: () => !this.panic && this.LA(1).image === "and",
      DEF: () => {
        this.CONSUME(T.Word);
        this.item(operands, this.SUBRULE2(this.negation));
      },
    });
    const [first] = operands;
    if (first === undefined || operands.length === 1) return first;
    return this.ended<P.Condition>({ kind: "and", start: first.start, end: 0, operands });
  });

  protected readonly negation = this.RULE("negation", (): P.Condition | undefined => {
    let node: P.Condition | undefined;
    const [not, open] = [this.atNot(), this.LA(1).tokenType === T.LeftParenthesis];
    if ((not || open) && !this.RECORDING_PHASE && !this.deeper()) return undefined;
    if (this.when(not)) node = this.SUBRULE(this.not);
    if (this.when(!not && open)) node = this.SUBRULE(this.parenthesis);
    if (this.when(!not && !open)) node = this.SUBRULE(this.atom);
    if (not || open) this.depth--;
    return node;
  });

  protected deeper(): boolean {
    if (this.panic) return false;
    if (++this.depth <= DEEPEST) return true;
    this.depth--;
    const token = this.LA(1);
    this.report(
      "too-complex",
      token.startOffset,
      this.endOf(token),
      `Conditions nest at most ${DEEPEST} deep; this one goes deeper.`,
    );
    this.panic = true;
    return false;
  }

  /** `not` is the operator where a condition follows that could not follow a variable called `not`. */
  protected atNot(): boolean {
    if (this.RECORDING_PHASE || this.panic || !isWord(this.LA(1), "not")) return false;
    const next = this.LA(2);
    if (next.tokenType === T.LeftParenthesis) return true;
    return next.tokenType === T.Word && !FOLLOW.variable.has(next.image) && !this.completeBefore(2);
  }

  protected readonly not = this.RULE("not", (): P.Condition => {
    const start = this.CONSUME(T.Word).startOffset;
    const operand = this.SUBRULE(this.negation);
    return this.ended<P.Condition>({ kind: "not", start, end: 0, operand });
  });

  protected readonly parenthesis = this.RULE("parenthesis", (): P.Condition => {
    const start = this.CONSUME(T.LeftParenthesis).startOffset;
    const operand = this.SUBRULE(this.condition);
    if (this.expect(T.RightParenthesis, "'and', 'or' or ')'")) this.CONSUME(T.RightParenthesis);
    return this.ended<P.Condition>({ kind: "parenthesis", start, end: 0, operand });
  });

  protected readonly atom = this.RULE("atom", (): P.Comparison | undefined => {
    const variable = this.SUBRULE(this.reference, { ARGS: [INPUT, [], 0, FOLLOW.variable] });
    if (variable === undefined) return undefined;
    const node: Mutable<P.Comparison> = {
      kind: "comparison",
      start: variable.start,
      end: variable.end,
      variable,
    };
    const operator = this.operator();
    if (!this.when(operator !== undefined)) return node;
    this.OR([
      { ALT: () => this.CONSUME(T.Comparator) },
      { ALT: () => this.CONSUME(T.Word) },
      { ALT: () => this.assignment(this.CONSUME(T.Equals)) },
    ]);
    if (operator !== undefined) node.operator = operator;
    let value: V.Value | undefined;
    const inList = operator === "in" && this.LA(1).tokenType === T.LeftBracket;
    if (this.when(inList)) value = this.SUBRULE(this.bracketed, { ARGS: [ANY] });
    if (this.when(!inList))
      value = this.SUBRULE(this.value, {
        ARGS: [operator === "in" ? NETWORKS : ANY, [], 0, FOLLOW.condition],
      });
    if (value !== undefined) node.value = value;
    return this.ended<P.Comparison>(node);
  });

  protected operator(): P.Operator | undefined {
    const token = this.LA(1);
    if (token.tokenType === T.Equals) return "==";
    return token.tokenType === T.Comparator || token.tokenType === T.Word
      ? OPERATORS.find((operator) => operator === token.image)
      : undefined;
  }

  protected assignment(token: IToken): IToken {
    this.report("syntax", token.startOffset, this.endOf(token), "A comparison is written '=='.", {
      fixes: [this.fix("Write '=='", token.startOffset, this.endOf(token), "==", true)],
    });
    return token;
  }

  protected readonly waive = this.RULE("waive", (): P.Waive => {
    const keyword = this.SUBRULE(this.keyword);
    const node: Mutable<P.Waive> = { kind: "waive", start: keyword.start, end: keyword.end, keyword };
    const before = this.enterModifiers("reasoned");
    const constraint = this.SUBRULE(this.oneOfWords, { ARGS: [CONSTRAINTS, ON_TARGET] });
    if (constraint !== undefined) node.constraint = constraint;
    this.SUBRULE(this.fixedWord, { ARGS: ["on"] });
    const target = this.SUBRULE(this.reference, { ARGS: [reference("target")] });
    if (target !== undefined) node.target = target;
    this.SUBRULE(this.reasons, { ARGS: [node] });
    this.leaveModifiers(before);
    return node;
  });

  protected readonly accept = this.RULE("accept", (): P.Accept => {
    const keyword = this.SUBRULE(this.keyword);
    const node: Mutable<P.Accept> = { kind: "accept", start: keyword.start, end: keyword.end, keyword };
    const before = this.enterModifiers("reasoned");
    const code = this.SUBRULE(this.name);
    if (code !== undefined) node.code = code;
    this.SUBRULE(this.reasons, { ARGS: [node] });
    this.leaveModifiers(before);
    return node;
  });

  protected readonly enforced = this.RULE("enforced", (): P.EnforcedOutside => {
    const keyword = this.SUBRULE(this.keyword);
    const node: Mutable<P.EnforcedOutside> = {
      kind: "enforced",
      start: keyword.start,
      end: keyword.end,
      keyword,
    };
    this.SUBRULE(this.fixedWord, { ARGS: ["outside"] });
    this.SUBRULE2(this.fixedWord, { ARGS: ["by"] });
    const before = this.enterModifiers("until");
    const by = this.SUBRULE(this.value, { ARGS: [STRING] });
    if (by !== undefined) node.by = by;
    this.SUBRULE(this.reasons, { ARGS: [node] });
    this.leaveModifiers(before);
    return node;
  });

  /** `because "…"` and `until INSTANT`, in any order, as far as the table of the statement has them. */
  protected readonly reasons = this.RULE("reasons", (into: Reasons = {}): void => {
    this.MANY({
      GATE: () => this.atModifier(),
      DEF: () => {
        const keyword = this.SUBRULE(this.keyword);
        const because = keyword.text === "because";
        const value = this.SUBRULE(this.value, { ARGS: [because ? STRING : INSTANT] });
        if (!this.RECORDING_PHASE && (because ? into.because : into.until) !== undefined)
          this.report(
            "duplicate-member",
            keyword.start,
            this.lastEnd(),
            `'${keyword.text}' stands twice here.`,
          );
        else if (because && value !== undefined) into.because = value;
        else if (value !== undefined) into.until = value;
      },
    });
  });
}
