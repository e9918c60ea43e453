/**
 * The parser without the grammar: reporting, and finding the way back after a mistake.
 *
 * A statement that goes wrong is reported once and sets `panic`. From then on nothing is consumed, so that every rule
 * on the way returns the node that it has built so far; the loop around the statement then skips to where the next one
 * begins. So half-written text keeps its nodes, and one mistake gives one message.
 */
import { EmbeddedActionsParser, type IToken } from "chevrotain";
import { nearest } from "../nearest.ts";
import type { Fix, Related } from "../problem.ts";
import { type ProblemCode, problem } from "../problems.ts";
import { BLOCKS, keywordIn, MODIFIERS, SYNONYMS } from "./grammar.ts";
import type { BlockKind, Keywords, ModifierKind, Part, Shape } from "./grammar-parts.ts";
import { type Lexed, lex } from "./lexer.ts";
import { begins, fits, keywordAt, nameIsMissing, type Peek, type Place, VALUE_TOKENS } from "./lookahead.ts";
import { describeBlock, describeShape, describeToken } from "./parser-support.ts";
import * as T from "./tokens.ts";

/** No more is looked at once so much went wrong in one file; far fewer are listed in the end. */
const ENOUGH_PROBLEMS = 1000;

interface Frame {
  readonly kind: BlockKind;
  readonly members: Keywords;
  /** Offset of the `{`, absent where it is missing. */
  readonly opening: number | undefined;
}

const NOTHING: ReadonlySet<string> = new Set();

export class ParserBase extends EmbeddedActionsParser {
  protected path = "";
  protected text = "";
  protected lexed: Lexed = lex("", "");
  protected problems = [...this.lexed.problems];
  /** A statement has gone wrong, and its loop has not found the next one yet. */
  protected panic = false;
  /** Counts what went wrong, so that a loop sees whether a node is broken. */
  protected failures = 0;
  /** The keyword as which a misspelled word is to be read. */
  protected reading: string | undefined;
  private frames: Frame[] = [];
  private reported = -1;
  /** A `}` too many has been reported, by itself or by what stands after it. */
  private strayBrace = false;
  private place: { open: Keywords[]; modifiers: Keywords } = { open: [], modifiers: MODIFIERS.none };
  protected readonly peek: Peek = (offset) => this.LA(offset);

  /** Makes the parser ready for a file. */
  protected begin(path: string, text: string): void {
    this.path = path;
    this.text = text;
    this.lexed = lex(path, text);
    this.problems = [...this.lexed.problems];
    this.panic = false;
    this.failures = 0;
    this.reading = undefined;
    this.frames = [];
    this.reported = -1;
    this.strayBrace = false;
    this.place = { open: [], modifiers: MODIFIERS.none };
    this.input = this.lexed.tokens;
  }

  /** True while the grammar is recorded, when every branch has to be walked, and where the condition holds. */
  protected when(condition: boolean): boolean {
    return this.RECORDING_PHASE || condition;
  }

  /** The end of what has been consumed. */
  protected lastEnd(): number {
    return (this.LA(0).endOffset ?? -1) + 1;
  }

  protected report(
    code: ProblemCode,
    start: number,
    end: number,
    message: string,
    more: { readonly fixes?: readonly Fix[]; readonly related?: readonly Related[] } = {},
  ): void {
    if (this.RECORDING_PHASE) return;
    this.failures++;
    if (code === "syntax" && start === this.reported) return;
    if (code === "syntax") this.reported = start;
    if (this.problems.length > ENOUGH_PROBLEMS) return;
    this.problems.push(problem(code, { file: this.path, start, end }, message, more));
  }

  /** A repair by one edit; `safe` where there is no other way to read what was written. */
  protected fix(title: string, start: number, end: number, text: string, safe = false): Fix {
    return { title, edits: [{ span: { file: this.path, start, end }, text }], safe };
  }

  /** Reports that the next token cannot stand here, unless that is the consequence of something reported before. */
  protected unexpected(
    message: string,
    more: { readonly fixes?: readonly Fix[]; readonly related?: readonly Related[] } = {},
  ): void {
    if (this.RECORDING_PHASE) return;
    this.failures++;
    if (this.problems.length > ENOUGH_PROBLEMS) return;
    const token = this.LA(1);
    const atEnd = token.tokenType === T.EOF;
    const start = atEnd ? this.lastEnd() : token.startOffset;
    if (token.payload?.broken === true || (atEnd && this.lexed.openComment)) return;
    if (!this.isBesideOpenString(start))
      this.report("syntax", start, atEnd ? start : this.endOf(token), message, more);
  }

  protected endOf(token: IToken): number {
    return (token.endOffset ?? token.startOffset) + 1;
  }

  /** Whether a string that nothing closes stands on the same line. */
  private isBesideOpenString(offset: number): boolean {
    return this.lexed.openLines.some((line) => line.start <= offset && offset <= line.end);
  }

  /** Reports that something else was expected, and gives the statement up. */
  protected fail(expected: string): void {
    const after = this.LA(0);
    const place = after.tokenType === T.EOF ? "" : ` after ${describeToken(after)}`;
    this.giveUp(`Expected ${expected}${place}, but found ${describeToken(this.LA(1))}.`);
  }

  /** Reports the next token with a message of its own, and gives the statement up. */
  protected giveUp(message: string): void {
    if (this.RECORDING_PHASE || this.panic) return;
    this.unexpected(message);
    this.panic = true;
  }

  /**
   * Whether the next token is a name, not the keyword that shows that the name is missing; reports where it is none.
   * `rest` from `from` on is what belongs after the name, `also` what else may follow it.
   */
  protected nameNext(expected: string | Shape, rest: readonly Part[], from: number, also = NOTHING): boolean {
    if (this.RECORDING_PHASE) return true;
    if (this.panic) return false;
    if (this.LA(1).tokenType === T.Word && !nameIsMissing(this.peek, this.place, rest, from, also))
      return true;
    this.fail(typeof expected === "string" ? expected : describeShape(expected));
    return false;
  }

  /** Whether a statement in this place can be complete before the token at `offset`. */
  protected completeBefore(offset: number): boolean {
    return fits([], this.peek, offset, this.place);
  }

  /** From here to `leaveModifiers`, words of this table are modifiers; returns what was before. */
  protected enterModifiers(kind: ModifierKind): Keywords {
    const before = this.place.modifiers;
    this.place.modifiers = MODIFIERS[kind];
    return before;
  }

  protected leaveModifiers(before: Keywords): void {
    this.place.modifiers = before;
  }

  /** Whether a modifier comes next, after skipping what is left of one that went wrong. */
  protected atModifier(): boolean {
    if (this.RECORDING_PHASE) return true;
    this.recover();
    const token = this.LA(1);
    if (token.tokenType !== T.Word) return false;
    const table = this.place.modifiers;
    if (keywordIn(table, token.image) !== undefined) return true;
    const members = this.frames.at(-1)?.members ?? {};
    if (keywordIn(members, token.image) !== undefined) return false;
    if (keywordAt(this.peek, 1, this.place) !== undefined) return false;
    const [best] = this.likely({ ...members, ...table }, token.image);
    if (best === undefined || keywordIn(table, best) === undefined) return false;
    this.misspelled(token, best);
    return true;
  }

  /** Whether a member of the innermost block comes next; what cannot stand there is reported and skipped. */
  protected atMember(): boolean {
    if (this.RECORDING_PHASE) return true;
    for (;;) {
      this.recover();
      const token = this.LA(1);
      const frame = this.frames.at(-1);
      if (frame === undefined || token.tokenType === T.EOF) return false;
      if (token.tokenType === T.RightBrace) {
        if (frame.kind !== "file") return false;
        if (!this.strayBrace)
          this.unexpected("This '}' closes nothing.", {
            fixes: [this.fix("Remove '}'", token.startOffset, this.endOf(token), "")],
          });
        this.strayBrace = true;
        this.SKIP_TOKEN();
        continue;
      }
      if (this.beginsMember(frame, token)) {
        this.strayBrace = false;
        return true;
      }
      if (frame.kind !== "file" && this.beginsOuter()) return false;
      const [best] = token.tokenType === T.Word ? this.likely(frame.members, token.image, frame.kind) : [];
      if (best !== undefined) {
        this.misspelled(token, best);
        return true;
      }
      this.unexpected(this.noMember(frame, token));
      this.panic = true;
      this.SKIP_TOKEN();
    }
  }

  private beginsMember(frame: Frame, token: IToken): boolean {
    if (token.tokenType !== T.Word) return false;
    if (frame.kind === "by-environment") return isEntry(this.peek) || !this.beginsOuter();
    const keyword = keywordIn(frame.members, token.image);
    if (keyword === undefined) return false;
    const { open } = this.place;
    const isOuterWord = open.some(
      (table, index) => index < open.length - 1 && keywordIn(table, token.image) !== undefined,
    );
    return !isOuterWord || fits(keyword.parts, this.peek, 2, this.place) || !this.beginsOuter();
  }

  /** Whether the next token begins something that stands in an outer block, so that a `}` is missing. */
  private beginsOuter(): boolean {
    const outer: Place = { open: this.place.open.slice(0, -1), modifiers: MODIFIERS.none };
    return keywordAt(this.peek, 1, outer) !== undefined;
  }

  /** Keywords that a word may have been meant as, and that what follows it can follow. */
  private likely(table: Keywords, text: string, kind?: BlockKind): readonly string[] {
    const synonyms = kind === undefined ? undefined : SYNONYMS[kind];
    const synonym = synonyms !== undefined && Object.hasOwn(synonyms, text) ? synonyms[text] : undefined;
    const words = synonym === undefined ? nearest(text, Object.keys(table)) : [synonym];
    return words.filter((candidate) => {
      const keyword = keywordIn(table, candidate);
      return keyword !== undefined && begins(keyword.parts, this.peek, 2);
    });
  }

  private misspelled(token: IToken, best: string): void {
    this.reading = best;
    this.unexpected(`There is no '${token.image}' here; did you mean '${best}'?`, {
      fixes: [this.fix(`Write '${best}'`, token.startOffset, this.endOf(token), best)],
    });
  }

  private noMember(frame: Frame, token: IToken): string {
    const found = describeToken(token);
    if (frame.kind === "by-environment") return `Expected the name of an environment, but found ${found}.`;
    const words = Object.keys(frame.members).join(", ");
    if (frame.kind !== "file" && token.tokenType !== T.Word)
      return `Expected a member of ${describeBlock(frame.kind)} or '}' after ${describeToken(this.LA(0))}, but found ${found}.`;
    if (frame.kind !== "file")
      return `${found} cannot stand in ${describeBlock(frame.kind)}; it takes ${words}.`;
    const member = Object.keys(BLOCKS).some(
      (kind) => kind !== "file" && token.tokenType === T.Word && isMemberOf(kind, token.image),
    );
    this.strayBrace = member;
    return member
      ? `${found} cannot stand outside of a block; is there a '}' too many before it?`
      : `${found} begins no declaration; those begin with ${words}.`;
  }

  /** Ends a panic: skips to the next token that begins a modifier or member, or closes the block. */
  private recover(): void {
    if (!this.panic) return;
    this.panic = false;
    for (;;) {
      const token = this.LA(1);
      if (token.tokenType === T.EOF) return;
      if (token.tokenType === T.RightBrace) return;
      if (token.tokenType === T.LeftBrace && this.place.modifiers === MODIFIERS.classify) return;
      if (token.tokenType === T.LeftBrace) this.skipBlock();
      else if (keywordAt(this.peek, 1, this.place) !== undefined || this.beginsLineWithKeyword(token)) return;
      else this.SKIP_TOKEN();
    }
  }

  /** Line breaks mean nothing, but people put statements on lines of their own, broken ones too. */
  private beginsLineWithKeyword(token: IToken): boolean {
    if (token.tokenType !== T.Word) return false;
    const members = this.frames.at(-1)?.members ?? {};
    const isKeyword =
      keywordIn(members, token.image) !== undefined ||
      keywordIn(this.place.modifiers, token.image) !== undefined;
    return isKeyword && /[\r\n]/.test(this.text.slice(this.lastEnd(), token.startOffset));
  }

  /** Skips `{ … }` with what is nested in it; a declaration shows that the brace was never closed. */
  private skipBlock(): void {
    let depth = 0;
    const file: Place = { open: [BLOCKS.file], modifiers: MODIFIERS.none };
    do {
      const token = this.LA(1);
      if (token.tokenType === T.EOF) return;
      if (token.tokenType === T.LeftBrace) depth++;
      else if (token.tokenType === T.RightBrace) depth--;
      else if (depth > 0 && keywordAt(this.peek, 1, file) !== undefined) return;
      this.SKIP_TOKEN();
    } while (depth > 0);
  }

  /**
   * Prepares for the `{` of a block; returns whether it comes next. A header that went wrong is skipped up to it; where
   * it is missing before a member, that is reported and the members are read.
   */
  protected beforeBlock(kind: BlockKind, members: Keywords): boolean {
    if (this.RECORDING_PHASE) return true;
    if (this.LA(1).tokenType !== T.LeftBrace) {
      if (!this.panic) {
        this.unexpected(
          `Expected '{' after ${describeToken(this.LA(0))}, but found ${describeToken(this.LA(1))}.`,
          { fixes: [this.fix("Insert '{'", this.lastEnd(), this.lastEnd(), " {")] },
        );
        this.panic = true;
      }
      const inside: Place = { open: [...this.place.open, members], modifiers: MODIFIERS.none };
      const word = this.LA(1);
      const member = word.tokenType === T.Word ? keywordIn(members, word.image) : undefined;
      if (member !== undefined && fits(member.parts, this.peek, 2, inside)) {
        this.panic = false;
        this.push(kind, members, undefined);
        return false;
      }
      while (this.isHeaderToken(this.LA(1))) this.SKIP_TOKEN();
      if (this.LA(1).tokenType !== T.LeftBrace) return false;
    }
    this.panic = false;
    this.push(kind, members, this.LA(1).startOffset);
    return true;
  }

  private isHeaderToken(token: IToken): boolean {
    return (
      token.tokenType !== T.EOF &&
      token.tokenType !== T.LeftBrace &&
      token.tokenType !== T.RightBrace &&
      keywordAt(this.peek, 1, this.place) === undefined
    );
  }

  private push(kind: BlockKind, members: Keywords, opening: number | undefined): void {
    this.frames.push({ kind, members, opening });
    this.place.open.push(members);
  }

  /** Opens the block that is the whole file. */
  protected openFile(): void {
    if (!this.RECORDING_PHASE) this.push("file", BLOCKS.file, undefined);
  }

  /** How many blocks are open; a block that `beforeBlock` opened is closed by `closes`. */
  protected openBlocks(): number {
    return this.frames.length;
  }

  /** Closes the innermost block; returns whether its `}` comes next, and reports where it is missing. */
  protected closes(): boolean {
    if (this.RECORDING_PHASE) return true;
    const frame = this.frames.pop();
    this.place.open.pop();
    if (this.LA(1).tokenType === T.RightBrace) return true;
    if (frame === undefined) return false;
    const opening = frame.opening;
    const unclosedString = this.lexed.openStrings.some(
      (open) => open > (opening ?? Number.POSITIVE_INFINITY) && open < this.lastEnd(),
    );
    if (unclosedString) return false;
    const end = this.lastEnd();
    this.unexpected(
      `${describeBlock(frame.kind)} is not closed: expected '}' before ${describeToken(this.LA(1))}.`.replace(
        /^./,
        (letter) => letter.toUpperCase(),
      ),
      {
        fixes: [this.fix("Insert '}'", end, end, "\n}")],
        related:
          opening === undefined
            ? []
            : [
                {
                  message: "It is opened here.",
                  span: { file: this.path, start: opening, end: opening + 1 },
                },
              ],
      },
    );
    return false;
  }
}

/** Whether a name and a value come next, and after them the end of the block or another such pair. */
function isEntry(peek: Peek): boolean {
  const last = peek(3).tokenType;
  return (
    VALUE_TOKENS.has(peek(2).tokenType) &&
    (last === T.RightBrace || (last === T.Word && VALUE_TOKENS.has(peek(4).tokenType)))
  );
}

function isMemberOf(kind: string, text: string): boolean {
  return Object.entries(BLOCKS).some(
    ([name, table]) => name === kind && keywordIn(table, text) !== undefined,
  );
}
