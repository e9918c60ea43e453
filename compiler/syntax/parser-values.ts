/** The parser's rules for names, values and actions (language reference, Lexical rules and Grammar). */
import type { IToken, TokenType } from "chevrotain";
import { readDay } from "../literals.ts";
import { nearest } from "../nearest.ts";
import type * as V from "./ast-values.ts";
import type { Part, Shape } from "./grammar-parts.ts";
import { free, string, word } from "./grammar-parts.ts";
import { begins, isWord, VALUE_TOKENS } from "./lookahead.ts";
import {
  type Complaint,
  durationValue,
  hourRange,
  instantValue,
  networkValue,
  numberValue,
} from "./numerals.ts";
import { ParserBase } from "./parser-base.ts";
import {
  ANY,
  alternatives,
  describePart,
  describeShape,
  describeToken,
  FOLLOW,
  type Mutable,
} from "./parser-support.ts";
import { wordPath } from "./paths.ts";
import { stringParts } from "./strings.ts";
import * as T from "./tokens.ts";

const NAME = free("name");
/** One part of each kind, so that the recording of `parts` walks every branch. */
const RECORDED: readonly Part[] = [
  word("every"),
  string,
  { kind: "list", shape: ANY },
  { kind: "bracketed", shape: ANY },
];

interface Words {
  readonly words: V.Name[];
  readonly values: V.Value[];
}

export class ValueParser extends ParserBase {
  protected shape: Shape = ANY;

  protected expect(type: TokenType, what: string): boolean {
    if (this.RECORDING_PHASE) return true;
    if (this.panic) return false;
    if (this.LA(1).tokenType === type) return true;
    this.fail(what);
    return false;
  }

  /** Sets the end of a statement's node, and marks it where something in it went wrong since `failures`. */
  protected finish(node: Mutable<V.Node>, failures: number): void {
    if (this.RECORDING_PHASE) return;
    node.end = this.lastEnd();
    if (this.failures > failures) node.broken = true;
  }

  /** Sets the end of a node that is complete or given up, and marks the latter. */
  protected ended<Node extends V.Node>(node: Mutable<Node>): Node {
    if (this.RECORDING_PHASE) return node;
    node.end = this.lastEnd();
    if (this.panic) node.broken = true;
    return node;
  }

  // Names, paths, values

  protected readonly keyword = this.RULE("keyword", (): V.Name => {
    const token = this.CONSUME(T.Word);
    const text = this.reading ?? token.image;
    this.reading = undefined;
    return { kind: "name", start: token.startOffset, end: this.endOf(token), text };
  });

  /** A name that is declared here. */
  protected readonly name = this.RULE(
    "name",
    (rest: readonly Part[] = [], from = 0, also: ReadonlySet<string> = FOLLOW.name): V.Name | undefined => {
      if (!this.nameNext("a name", rest, from, also)) return undefined;
      const token = this.CONSUME(T.Word);
      const name: Mutable<V.Name> = {
        kind: "name",
        start: token.startOffset,
        end: this.endOf(token),
        text: token.image,
      };
      if (token.payload?.broken === true) name.broken = true;
      else if (token.image.includes(".")) {
        name.broken = true;
        this.report("syntax", name.start, name.end, `A declared name has no dots: '${token.image}'.`);
      }
      return name;
    },
  );

  /** A word of a fixed list, as a name. */
  protected readonly oneOfWords = this.RULE(
    "oneOfWords",
    (
      words: readonly string[] = [],
      rest: readonly Part[] = [],
      from = 0,
      also: ReadonlySet<string> = FOLLOW.nothing,
    ): V.Name | undefined => {
      if (!this.nameNext(alternatives(words), rest, from, also)) return undefined;
      const token = this.CONSUME(T.Word);
      const name = {
        kind: "name",
        start: token.startOffset,
        end: this.endOf(token),
        text: token.image,
      } as const;
      return this.isOneOf(token, words) ? name : { ...name, broken: true };
    },
  );

  protected isOneOf(token: IToken, words: readonly string[]): boolean {
    if (this.RECORDING_PHASE || words.includes(token.image)) return true;
    const [best] = nearest(token.image, words, 1);
    const [start, end] = [token.startOffset, this.endOf(token)];
    if (token.payload?.broken !== true)
      this.report(
        "syntax",
        start,
        end,
        `Expected ${alternatives(words)}, but found ${describeToken(token)}.`,
        {
          fixes: best === undefined ? [] : [this.fix(`Write '${best}'`, start, end, best)],
        },
      );
    return false;
  }

  protected readonly reference = this.RULE(
    "reference",
    (
      shape: Shape = NAME,
      rest: readonly Part[] = [],
      from = 0,
      also: ReadonlySet<string> = FOLLOW.nothing,
    ): V.Path | undefined => {
      if (!this.nameNext(shape, rest, from, also)) return undefined;
      return this.pathOf(this.CONSUME(T.Word));
    },
  );

  protected pathOf(token: IToken): V.Path {
    const path = wordPath(token.image, token.startOffset);
    return token.payload?.broken === true ? { ...path, broken: true } : path;
  }

  protected readonly string = this.RULE("string", (): V.StringValue => {
    const token = this.CONSUME(T.Text);
    const [start, end] = [token.startOffset, this.endOf(token)];
    if (token.payload?.broken === true) return { kind: "string", start, end, parts: [], broken: true };
    const { parts, problems } = stringParts(this.path, this.text, start + 1, end - 1);
    if (problems.length === 0) return { kind: "string", start, end, parts };
    this.problems.push(...problems);
    return { kind: "string", start, end, parts, broken: true };
  });

  /** A single value; `shape` says what belongs here, the checker whether its type does. */
  protected readonly value = this.RULE(
    "value",
    (
      shape: Shape = ANY,
      rest: readonly Part[] = [],
      from = 0,
      also: ReadonlySet<string> = FOLLOW.nothing,
    ): V.Value | undefined => {
      if (!this.RECORDING_PHASE) {
        if (this.panic) return undefined;
        const type = this.LA(1).tokenType;
        if (type === T.Word) {
          if (!this.nameNext(shape, rest, from, also)) return undefined;
        } else if (!VALUE_TOKENS.has(type)) {
          this.fail(describeShape(shape));
          return undefined;
        }
      }
      this.shape = shape;
      return this.OR(this.valueAlternatives);
    },
  );
  protected readonly valueAlternatives: { ALT: () => V.Value }[] = [
    { ALT: () => this.SUBRULE(this.string) },
    { ALT: () => this.SUBRULE(this.wordValue) },
    { ALT: () => this.at(this.CONSUME(T.Instant), instantValue) },
    { ALT: () => this.at(this.CONSUME(T.Duration), durationValue) },
    { ALT: () => this.at(this.CONSUME(T.Numeric), numberValue) },
    { ALT: () => this.at(this.CONSUME(T.Network), networkValue) },
    { ALT: () => this.at(this.CONSUME(T.Hours), hourRange) },
  ];

  protected at<Value extends V.Value>(
    token: IToken,
    read: (text: string, start: number) => { readonly value: Value; readonly complaint: Complaint },
  ): Value {
    const { value, complaint } = read(token.image, token.startOffset);
    if (complaint !== undefined) this.report("bad-literal", value.start, value.end, complaint);
    return value;
  }

  /** A word as a value: `true`, `false`, a day, one of a list of words, else a name. */
  protected readonly wordValue = this.RULE("wordValue", (): V.Value => {
    const shape = this.shape;
    const token = this.CONSUME(T.Word);
    const [start, end] = [token.startOffset, this.endOf(token)];
    if (this.when(shape.kind === "literal" && shape.type === "days")) {
      const from = this.day(token);
      const range: Mutable<V.DayRange> = { kind: "days", start, end, from };
      this.OPTION(() => {
        this.CONSUME(T.DotDot);
        if (this.nameNext("a day such as fri", [], 0, FOLLOW.comma))
          range.to = this.day(this.CONSUME2(T.Word));
        range.end = this.lastEnd();
      });
      if (from.broken === true || range.to?.broken === true) range.broken = true;
      return range;
    }
    if (shape.kind === "literal" && (token.image === "true" || token.image === "false"))
      return { kind: "bool", start, end, value: token.image === "true" };
    const path = this.pathOf(token);
    return shape.kind === "words" && !this.isOneOf(token, shape.words) ? { ...path, broken: true } : path;
  });

  protected day(token: IToken): V.Name {
    const [start, end] = [token.startOffset, this.endOf(token)];
    const name = { kind: "name", start, end, text: token.image } as const;
    if (this.RECORDING_PHASE || readDay(token.image) !== undefined) return name;
    const short = token.image.toLowerCase().slice(0, 3);
    this.report(
      "bad-literal",
      start,
      end,
      `'${token.image}' is no day; those are mon, tue, wed, thu, fri, sat and sun.`,
      {
        fixes: readDay(short) === undefined ? [] : [this.fix(`Write '${short}'`, start, end, short, true)],
      },
    );
    return { ...name, broken: true };
  }

  protected readonly list = this.RULE(
    "list",
    (
      into: V.Value[] = [],
      shape: Shape = ANY,
      rest: readonly Part[] = [],
      from = 0,
      also: ReadonlySet<string> = FOLLOW.comma,
    ): void => {
      this.item(into, this.SUBRULE(this.value, { ARGS: [shape, rest, from, also] }));
      this.MANY({
        GATE: () => !this.panic,
        DEF: () => {
          this.CONSUME(T.Comma);
          this.item(into, this.SUBRULE2(this.value, { ARGS: [shape, rest, from, also] }));
        },
      });
    },
  );

  protected item<Value>(into: Value[], value: Value | undefined): void {
    if (value !== undefined) into.push(value);
  }

  protected readonly references = this.RULE(
    "references",
    (into: V.Path[] = [], shape: Shape = NAME): void => {
      this.item(into, this.SUBRULE(this.reference, { ARGS: [shape, [], 0, FOLLOW.comma] }));
      this.MANY({
        GATE: () => !this.panic,
        DEF: () => {
          this.CONSUME(T.Comma);
          this.item(into, this.SUBRULE2(this.reference, { ARGS: [shape, [], 0, FOLLOW.comma] }));
        },
      });
    },
  );

  /** `[a, b]`. */
  protected readonly bracketed = this.RULE("bracketed", (shape: Shape = ANY): V.ListValue => {
    const items: V.Value[] = [];
    const node: Mutable<V.ListValue> = {
      kind: "list",
      start: this.LA(1).startOffset,
      end: this.lastEnd(),
      items,
    };
    if (!this.expect(T.LeftBracket, "'['")) return { ...node, start: node.end, broken: true };
    this.CONSUME(T.LeftBracket);
    this.SUBRULE(this.list, { ARGS: [items, shape, [], 0, FOLLOW.bracketed] });
    if (this.expect(T.RightBracket, "',' or ']'")) this.CONSUME(T.RightBracket);
    if (this.panic) node.broken = true;
    node.end = this.lastEnd();
    return node;
  });

  // Actions

  protected readonly action = this.RULE("action", (): V.ActionRef | undefined => {
    if (!this.RECORDING_PHASE && this.isSplitAction()) return this.splitAction();
    if (!this.expect(T.Action, "an action such as tool:send_mail")) return undefined;
    return this.actionOf(this.CONSUME(T.Action));
  });

  protected actionOf(token: IToken): V.ActionRef {
    const [start, end] = [token.startOffset, this.endOf(token)];
    const colon = token.image.indexOf(":");
    const service = wordPath(token.image.slice(0, colon), start);
    const actionStart = start + colon + 1;
    const broken = token.payload?.broken === true;
    const raw = token.image.slice(colon + 1);
    const node: Mutable<V.ActionRef> = {
      kind: "action",
      start,
      end,
      service,
      action: raw,
      actionStart,
      quoted: false,
    };
    if (broken) node.broken = true;
    if (this.RECORDING_PHASE) return node;
    if (raw.startsWith('"')) {
      node.quoted = true;
      node.action = raw.slice(1);
      if (!broken) this.unquote(node, end);
    } else if (!broken && (raw === "" || raw.endsWith(":"))) this.halfAction(node, token);
    return node;
  }

  protected unquote(node: Mutable<V.ActionRef>, end: number): void {
    const { parts, problems } = stringParts(this.path, this.text, node.actionStart + 1, end - 1, false);
    node.action = parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
    this.problems.push(...problems);
    if (problems.length === 0 && node.action !== "") return;
    node.broken = true;
    if (problems.length === 0)
      this.report("syntax", node.start, end, `The action after '${node.service.text}:' is empty.`);
  }

  /** `aws:` or `aws:s3:`; where the rest follows after a blank, that is the mistake, and it is taken in. */
  protected halfAction(node: Mutable<V.ActionRef>, token: IToken): void {
    node.broken = true;
    const next = this.LA(1);
    const follows =
      (next.tokenType === T.Word || next.tokenType === T.Text || next.tokenType === T.Action) &&
      !/[\r\n]/.test(this.text.slice(node.end, next.startOffset)) &&
      !this.completeBefore(1);
    if (!follows) {
      this.report("syntax", node.start, node.end, `The action after '${token.image}' is missing.`);
      return;
    }
    this.report("syntax", node.start, this.endOf(next), "An action has no blank after its colon.", {
      fixes: [this.fix("Remove the blank", node.end, next.startOffset, "", true)],
    });
    this.SKIP_TOKEN();
    node.action += next.image;
    node.end = this.lastEnd();
  }

  /** `invoices :pay`. */
  protected isSplitAction(): boolean {
    return (
      !this.panic &&
      this.LA(1).tokenType === T.Word &&
      this.LA(2).tokenType === T.Unknown &&
      this.LA(2).image === ":"
    );
  }

  protected splitAction(): V.ActionRef {
    const service = this.pathOf(this.LA(1));
    const colon = this.LA(2);
    const next = this.LA(3);
    this.SKIP_TOKEN();
    this.SKIP_TOKEN();
    const sameLine = !/[\r\n]/.test(this.text.slice(colon.startOffset, next.startOffset));
    const taken =
      sameLine && (next.tokenType === T.Action || (next.tokenType === T.Word && !this.completeBefore(1)));
    if (taken) this.SKIP_TOKEN();
    const end = this.lastEnd();
    this.report("syntax", service.start, end, "An action has no blank around its colon.", {
      fixes: taken ? [this.fix("Remove the blanks", service.end, next.startOffset, ":", true)] : [],
    });
    const actionStart = colon.startOffset + 1;
    const action = taken ? next.image : "";
    return {
      kind: "action",
      start: service.start,
      end,
      service,
      action,
      actionStart,
      quoted: false,
      broken: true,
    };
  }

  protected readonly actions = this.RULE("actions", (into: V.ActionRef[] = []): void => {
    this.item(into, this.SUBRULE(this.action));
    this.MANY({
      GATE: () => !this.panic,
      DEF: () => {
        this.CONSUME(T.Comma);
        this.item(into, this.SUBRULE2(this.action));
      },
    });
  });

  protected atAction(): boolean {
    return this.LA(1).tokenType === T.Action || this.isSplitAction();
  }

  /** What follows a keyword, as its table entry says. */
  protected readonly parts = this.RULE(
    "parts",
    (
      parts: readonly Part[] = RECORDED,
      into: Words = { words: [], values: [] },
      also: ReadonlySet<string> = FOLLOW.nothing,
    ): void => {
      let rest = parts;
      for (let index = 0; index < rest.length && (!this.panic || this.RECORDING_PHASE); index++) {
        const part = rest[index];
        if (part === undefined) return;
        if (part.kind === "value")
          this.item(into.values, this.SUBRULE(this.value, { ARGS: [part.shape, rest, index + 1, also] }));
        else if (part.kind === "list")
          this.SUBRULE(this.list, { ARGS: [into.values, part.shape, rest, index + 1] });
        else if (part.kind === "bracketed")
          into.values.push(this.SUBRULE(this.bracketed, { ARGS: [part.shape] }));
        else if (part.kind === "word")
          this.item(into.words, this.SUBRULE(this.fixedWord, { ARGS: [part.text] }));
        else {
          const options =
            part.kind === "choice" ? part.options : part.kind === "optional" ? [part.parts] : [];
          const chosen =
            options.find((option) => begins(option, this.peek, 1)) ??
            options.find((option) => begins(option.slice(0, 1), this.peek, 1));
          if (chosen === undefined && part.kind === "choice")
            this.fail(alternatives(options.map((option) => describePart(option[0]))));
          rest = [...(chosen ?? []), ...rest.slice(index + 1)];
          index = -1;
        }
      }
    },
  );

  protected readonly fixedWord = this.RULE("fixedWord", (text = ""): V.Name | undefined => {
    if (!this.expectWord(text)) return undefined;
    const token = this.CONSUME(T.Word);
    return { kind: "name", start: token.startOffset, end: this.endOf(token), text };
  });

  protected expectWord(text: string): boolean {
    if (this.RECORDING_PHASE) return true;
    if (this.panic) return false;
    if (isWord(this.LA(1), text)) return true;
    this.fail(`'${text}'`);
    return false;
  }
}
