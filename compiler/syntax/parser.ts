/** Tokens to the syntax tree (language reference, Grammar). Parsing never fails. */
import type { Problem } from "../problem.ts";
import { problem } from "../problems.ts";
import type * as A from "./ast.ts";
import type * as G from "./ast-governance.ts";
import type * as P from "./ast-grants.ts";
import type * as V from "./ast-values.ts";
import { BLOCKS, keywordIn } from "./grammar.ts";
import { IDENTITY_PLATFORMS } from "./grammar-fields.ts";
import {
  type BlockKind,
  type Keywords,
  optional,
  type Part,
  reference,
  value,
  word,
} from "./grammar-parts.ts";
import { settingsOf } from "./grammar-targets.ts";
import { isWord } from "./lookahead.ts";
import { numberValue } from "./numerals.ts";
import { GovernanceParser } from "./parser-governance.ts";
import {
  ANY,
  alternatives,
  DURATION,
  FOLLOW,
  INSTANT,
  isBlockDeclaration,
  type Member,
  type Mutable,
  ofKind,
  STRING,
} from "./parser-support.ts";
import * as T from "./tokens.ts";

const OR_SUSPEND: readonly Part[] = [optional(word("or"), word("suspend"))];
const MORE_ENTRIES: readonly Part[] = [optional({ kind: "entries" })];
const BY_OWNER: readonly Part[] = [word("by"), value(reference("owner"))];

export interface Parsed {
  readonly file: A.SourceFile;
  /** In file order: `syntax`, `bad-literal`, `too-complex`, and `duplicate-member` where the tree holds one only. */
  readonly problems: readonly Problem[];
}

/** Mistakes of one file that are listed; a file with more is no policy, and the rest helps nobody. */
const MOST_LISTED = 100;

/** The rule that reads a member; what is not listed is a setting. */
const ROUTES: Readonly<Record<string, string>> = {
  may: "grant",
  allow: "grant",
  never: "never",
  include: "include",
  review: "review",
  reviewed: "reviewed",
  suspended: "suspended",
  identity: "identity",
  waive: "waive",
  accept: "accept",
  enforced: "enforced",
};

function routeOf(kind: BlockKind, text: string): string {
  if (kind === "agent" || kind === "profile" || kind === "scope") return ROUTES[text] ?? "setting";
  if (kind === "identity") return "entry";
  if (kind === "service" && text === "action") return "action";
  return kind === "test" && (text === "allow" || text === "deny") ? "case" : "setting";
}

const partsOf = (keyword: string): readonly Part[] => keywordIn(BLOCKS.file, keyword)?.parts ?? [];

class RemitParser extends GovernanceParser {
  private targetKind: string | undefined;

  constructor(skipValidations: boolean) {
    super(T.ALL_TOKENS, {
      recoveryEnabled: false,
      maxLookahead: 1,
      nodeLocationTracking: "none",
      skipValidations,
    });
    this.performSelfAnalysis();
  }

  parse(path: string, text: string): Parsed {
    this.begin(path, text);
    this.depth = 0;
    this.usedDocs = new Set();
    const file = this.file();
    const comments = this.lexed.comments.filter((comment) => !this.usedDocs.has(comment));
    return { file: { ...file, end: text.length, path, text, comments }, problems: this.listed() };
  }

  /** The problems in file order; of a file with very many, the first ones and a word about the others. */
  private listed(): readonly Problem[] {
    const problems = [...this.problems].sort((a, b) => a.span.start - b.span.start);
    const first = problems.slice(0, MOST_LISTED);
    const next = problems[MOST_LISTED];
    if (next !== undefined)
      first.push(
        problem(
          "too-complex",
          next.span,
          `More than ${MOST_LISTED} mistakes; from here on they are not listed.`,
        ),
      );
    return first;
  }

  // The file and its declarations

  private readonly file = this.RULE("file", (): Omit<A.SourceFile, "path" | "text" | "comments"> => {
    const declarations: A.Declaration[] = [];
    const namespaces: A.NamespaceClause[] = [];
    const uses: A.UseClause[] = [];
    const version = this.versionLine();
    this.openFile();
    this.MANY({
      GATE: () => this.atMember(),
      DEF: () => {
        const text = this.reading ?? this.LA(1).image;
        if (this.when(text === "namespace")) namespaces.push(this.SUBRULE(this.namespace));
        if (this.when(text === "use")) uses.push(this.SUBRULE(this.use));
        if (this.when(text !== "namespace" && text !== "use"))
          this.item(declarations, this.SUBRULE(this.declaration, { ARGS: [text] }));
      },
    });
    return { kind: "file", start: 0, end: 0, version, namespaces, uses, declarations };
  });

  /** `remit 1`, which only the beginning of a file can be. */
  private versionLine(): V.NumberValue | undefined {
    if (this.RECORDING_PHASE || !isWord(this.LA(1), "remit") || this.LA(2).tokenType !== T.Numeric)
      return undefined;
    // SKIP_TOKEN gives back the token after the skipped one.
    const token = this.SKIP_TOKEN();
    this.SKIP_TOKEN();
    const { value } = numberValue(token.image, token.startOffset);
    if (token.image === "1") return value;
    this.report(
      "bad-literal",
      value.start,
      value.end,
      `There is no version ${token.image} of the language here; this is version 1.`,
      { fixes: [this.fix("Write 1", value.start, value.end, "1")] },
    );
    return { ...value, broken: true };
  }

  private readonly namespace = this.RULE("namespace", (): A.NamespaceClause => {
    const keyword = this.SUBRULE(this.keyword);
    const path = this.SUBRULE(this.reference, { ARGS: [reference("namespace")] });
    return this.ended({ kind: "namespace", start: keyword.start, end: 0, path });
  });

  private readonly use = this.RULE("use", (): A.UseClause => {
    const keyword = this.SUBRULE(this.keyword);
    const path = this.SUBRULE(this.reference, { ARGS: [reference("namespace")] });
    return this.ended({ kind: "use", start: keyword.start, end: 0, path });
  });

  private readonly declaration = this.RULE("declaration", (text = ""): A.Declaration | undefined => {
    let node: A.Declaration | undefined;
    if (this.when(isBlockDeclaration(text))) node = this.SUBRULE(this.blockDeclaration, { ARGS: [text] });
    if (this.when(text === "service")) node = this.SUBRULE(this.service);
    if (this.when(text === "let")) node = this.SUBRULE(this.letDeclaration);
    if (this.when(text === "classify")) node = this.SUBRULE(this.classify);
    if (this.when(text === "scope")) node = this.SUBRULE(this.scope);
    if (this.when(text === "agent" || text === "profile")) node = this.SUBRULE(this.agent, { ARGS: [text] });
    if (this.when(text === "target")) node = this.SUBRULE(this.target);
    if (this.when(text === "guardrail")) node = this.SUBRULE(this.guardrail);
    if (this.when(text === "test")) node = this.SUBRULE(this.test);
    return node;
  });

  /** `{ members }`; a header that went wrong marks `head`. */
  private readonly block = this.RULE(
    "block",
    (
      members: Member[] = [],
      kind: BlockKind = "agent",
      head: Mutable<V.Node> | undefined = undefined,
      table: Keywords = BLOCKS[kind],
    ): void => {
      const failures = this.failures;
      const before = this.openBlocks();
      if (this.panic && head !== undefined) head.broken = true;
      if (this.beforeBlock(kind, table)) this.CONSUME(T.LeftBrace);
      if (!this.RECORDING_PHASE && this.failures > failures && head !== undefined) head.broken = true;
      if (this.openBlocks() === before && !this.RECORDING_PHASE) return;
      this.MANY({
        GATE: () => this.atMember(),
        DEF: () => {
          const failed = this.failures;
          const member: Mutable<Member> | undefined = this.SUBRULE(this.member, {
            ARGS: [kind, this.reading ?? this.LA(1).image],
          });
          if (member === undefined) return;
          this.finish(member, failed);
          members.push(member);
        },
      });
      if (this.closes()) this.CONSUME(T.RightBrace);
    },
  );

  private readonly blockDeclaration = this.RULE("blockDeclaration", (text = ""): A.BlockDeclaration => {
    const kind = isBlockDeclaration(text) ? text : "environment";
    const head = this.SUBRULE(this.head);
    if (this.when(kind !== "environment")) this.SUBRULE(this.titled, { ARGS: [head, partsOf(kind)] });
    if (this.when(kind === "environment")) this.item([], this.nameInto(head, this.SUBRULE(this.name)));
    const members: Member[] = [];
    if (this.when(kind !== "environment"))
      this.SUBRULE(this.block, { ARGS: [members, kind === "environment" ? "owner" : kind, head] });
    return this.ended<A.BlockDeclaration>({ ...head, kind, members: ofKind(members, "setting") });
  });

  private readonly service = this.RULE("service", (): A.ServiceDeclaration => {
    const head = this.SUBRULE(this.head);
    this.SUBRULE(this.titled, { ARGS: [head, partsOf("service")] });
    const members: Member[] = [];
    this.SUBRULE(this.block, { ARGS: [members, "service", head] });
    return this.ended<A.ServiceDeclaration>({
      ...head,
      kind: "service",
      members: ofKind(members, "setting", "action-declaration"),
    });
  });

  private readonly actionDeclaration = this.RULE("actionDeclaration", (): A.ActionDeclaration => {
    const head = this.SUBRULE(this.head);
    this.SUBRULE(this.titled, { ARGS: [head, BLOCKS.service.action?.parts] });
    const members: Member[] = [];
    this.SUBRULE(this.block, { ARGS: [members, "action", head] });
    return this.ended<A.ActionDeclaration>({
      ...head,
      kind: "action-declaration",
      members: ofKind(members, "setting"),
    });
  });

  private readonly letDeclaration = this.RULE("letDeclaration", (): A.LetDeclaration => {
    const head = this.SUBRULE(this.head);
    this.nameInto(head, this.SUBRULE(this.name, { ARGS: [partsOf("let"), 1] }));
    const node: Mutable<A.LetDeclaration> = { ...head, kind: "let" };
    if (this.expect(T.Equals, "'='")) this.CONSUME(T.Equals);
    const byEnvironment =
      isWord(this.LA(1), "by") && isWord(this.LA(2), "environment") && this.LA(3).tokenType === T.LeftBrace;
    if (this.when(byEnvironment && !this.panic)) node.value = this.SUBRULE(this.byEnvironment);
    if (this.when(!byEnvironment)) {
      const value = this.SUBRULE(this.value, { ARGS: [ANY] });
      if (value !== undefined) node.value = value;
    }
    return this.ended<A.LetDeclaration>(node);
  });

  private readonly byEnvironment = this.RULE("byEnvironment", (): A.ByEnvironment => {
    const by = this.CONSUME(T.Word);
    this.CONSUME2(T.Word);
    const entries: A.ByEnvironmentEntry[] = [];
    const node: Mutable<A.ByEnvironment> = { kind: "by-environment", start: by.startOffset, end: 0, entries };
    if (this.beforeBlock("by-environment", {})) this.CONSUME(T.LeftBrace);
    this.MANY({
      GATE: () => this.atMember(),
      DEF: () => {
        const environment = this.pathOf(this.CONSUME3(T.Word));
        const value = this.SUBRULE(this.value, { ARGS: [ANY, MORE_ENTRIES] });
        entries.push(
          this.ended<A.ByEnvironmentEntry>({ start: environment.start, end: 0, environment, value }),
        );
      },
    });
    if (this.closes()) this.CONSUME(T.RightBrace);
    return this.ended<A.ByEnvironment>(node);
  });

  private readonly classify = this.RULE("classify", (): A.ClassifyDeclaration => {
    const head = this.SUBRULE(this.head);
    const actions: V.ActionRef[] = [];
    const modifiers: P.Modifier[] = [];
    const before = this.enterModifiers("classify");
    this.SUBRULE(this.actions, { ARGS: [actions] });
    this.SUBRULE(this.modifiers, { ARGS: [modifiers] });
    this.leaveModifiers(before);
    const [resources] = modifiers.filter((modifier) => modifier.kind === "on");
    for (const again of modifiers.slice(1))
      this.report("duplicate-member", again.start, again.end, "'on' stands twice here.");
    const members: Member[] = [];
    this.SUBRULE(this.block, { ARGS: [members, "classify", head] });
    return this.ended<A.ClassifyDeclaration>({
      ...head,
      kind: "classify",
      actions,
      resources,
      members: ofKind(members, "setting"),
    });
  });

  private readonly scope = this.RULE("scope", (): A.ScopeDeclaration => {
    const head = this.SUBRULE(this.head);
    const parameters: V.Name[] = [];
    this.nameInto(head, this.SUBRULE(this.name, { ARGS: [partsOf("scope"), 1] }));
    this.OPTION({
      GATE: () => !this.panic,
      DEF: () => {
        this.CONSUME(T.LeftParenthesis);
        this.item(parameters, this.SUBRULE2(this.name, { ARGS: [[], 0, FOLLOW.parenthesized] }));
        this.MANY({
          GATE: () => !this.panic,
          DEF: () => {
            this.CONSUME(T.Comma);
            this.item(parameters, this.SUBRULE3(this.name, { ARGS: [[], 0, FOLLOW.parenthesized] }));
          },
        });
        if (this.expect(T.RightParenthesis, "',' or ')'")) this.CONSUME(T.RightParenthesis);
      },
    });
    this.SUBRULE(this.title, { ARGS: [head] });
    const members: Member[] = [];
    this.SUBRULE(this.block, { ARGS: [members, "scope", head] });
    return this.ended<A.ScopeDeclaration>({
      ...head,
      kind: "scope",
      parameters,
      members: ofKind(members, "grant", "include"),
    });
  });

  private readonly agent = this.RULE("agent", (text = ""): A.AgentDeclaration => {
    const kind = text === "profile" ? "profile" : "agent";
    const head = this.SUBRULE(this.head);
    this.SUBRULE(this.titled, { ARGS: [head, partsOf(kind)] });
    let under: V.Path | undefined;
    this.OPTION({
      GATE: () => !this.panic && kind === "agent" && this.LA(1).image === "under",
      DEF: () => {
        this.CONSUME(T.Word);
        under = this.SUBRULE(this.reference, { ARGS: [reference("agent"), [], 0, FOLLOW.name] });
      },
    });
    const members: Member[] = [];
    this.SUBRULE(this.block, { ARGS: [members, kind, head] });
    return this.ended<A.AgentDeclaration>({
      ...head,
      kind,
      under,
      members: ofKind(
        members,
        "setting",
        "review",
        "reviewed",
        "suspended",
        "identity",
        "grant",
        "never",
        "waive",
        "accept",
        "enforced",
      ),
    });
  });

  private readonly target = this.RULE("target", (): G.TargetDeclaration => {
    const head = this.SUBRULE(this.head);
    const targetKind = this.SUBRULE(this.name, { ARGS: [partsOf("target"), 1] });
    this.OPTION({
      GATE: () => !this.panic && this.LA(1).tokenType === T.Word,
      DEF: () => {
        this.nameInto(head, this.SUBRULE2(this.name, { ARGS: [partsOf("target"), 2] }));
      },
    });
    this.targetKind = targetKind?.text;
    const members: Member[] = [];
    this.SUBRULE(this.block, { ARGS: [members, "target", head, settingsOf(targetKind?.text)] });
    return this.ended<G.TargetDeclaration>({
      ...head,
      kind: "target",
      targetKind,
      members: ofKind(members, "target-setting"),
    });
  });

  // Members

  private readonly member = this.RULE(
    "member",
    (kind: BlockKind = "agent", text = ""): Member | undefined => {
      let node: Member | undefined;
      const route = routeOf(kind, text);
      if (this.when(route === "setting")) node = this.SUBRULE(this.setting, { ARGS: [kind, text] });
      if (this.when(route === "grant")) node = this.SUBRULE(this.grant);
      if (this.when(route === "action")) node = this.SUBRULE(this.actionDeclaration);
      if (this.when(route === "case")) node = this.SUBRULE(this.testCase);
      if (this.when(route === "never")) node = this.SUBRULE(this.never);
      if (this.when(route === "include")) node = this.SUBRULE(this.include);
      if (this.when(route === "review")) node = this.SUBRULE(this.review);
      if (this.when(route === "reviewed")) node = this.SUBRULE(this.reviewed);
      if (this.when(route === "suspended")) node = this.SUBRULE(this.suspended);
      if (this.when(route === "identity")) node = this.SUBRULE(this.identity);
      if (this.when(route === "entry")) node = this.SUBRULE(this.identityEntry);
      if (this.when(route === "waive")) node = this.SUBRULE(this.waive);
      if (this.when(route === "accept")) node = this.SUBRULE(this.accept);
      if (this.when(route === "enforced")) node = this.SUBRULE(this.enforced);
      return node;
    },
  );

  private readonly setting = this.RULE(
    "setting",
    (kind: BlockKind = "agent", text = ""): V.Setting | G.TargetSetting | G.TestSetting => {
      const keyword = this.SUBRULE(this.keyword);
      const words: V.Name[] = [];
      const values: V.Value[] = [];
      const table = kind === "target" ? settingsOf(this.targetKind) : BLOCKS[kind];
      this.SUBRULE(this.parts, { ARGS: [keywordIn(table, text)?.parts, { words, values }] });
      const { start, end } = keyword;
      if (kind === "target") return { kind: "target-setting", start, end, keyword, words, values };
      if (kind === "test") return { kind: "test-setting", start, end, keyword, value: values[0] };
      return { kind: "setting", start, end, keyword, values };
    },
  );

  private readonly review = this.RULE("review", (): A.ReviewMember => {
    const keyword = this.SUBRULE(this.keyword);
    const node: Mutable<A.ReviewMember> = {
      kind: "review",
      start: keyword.start,
      end: keyword.end,
      keyword,
      suspend: false,
    };
    this.SUBRULE(this.fixedWord, { ARGS: ["every"] });
    const every = this.SUBRULE(this.value, { ARGS: [DURATION, OR_SUSPEND] });
    if (every !== undefined) node.every = every;
    if (this.when(isWord(this.LA(1), "or") && !this.panic)) {
      this.SUBRULE2(this.fixedWord, { ARGS: ["or"] });
      node.suspend = this.SUBRULE3(this.fixedWord, { ARGS: ["suspend"] }) !== undefined;
    }
    return node;
  });

  private readonly reviewed = this.RULE("reviewed", (): A.ReviewedMember => {
    const keyword = this.SUBRULE(this.keyword);
    const node: Mutable<A.ReviewedMember> = {
      kind: "reviewed",
      start: keyword.start,
      end: keyword.end,
      keyword,
    };
    const at = this.SUBRULE(this.value, { ARGS: [INSTANT, BY_OWNER] });
    if (at !== undefined) node.at = at;
    this.SUBRULE(this.fixedWord, { ARGS: ["by"] });
    const by = this.SUBRULE(this.reference, { ARGS: [reference("owner")] });
    if (by !== undefined) node.by = by;
    return node;
  });

  private readonly suspended = this.RULE("suspended", (): A.SuspendedMember => {
    const keyword = this.SUBRULE(this.keyword);
    const node: Mutable<A.SuspendedMember> = {
      kind: "suspended",
      start: keyword.start,
      end: keyword.end,
      keyword,
    };
    this.SUBRULE(this.fixedWord, { ARGS: ["since"] });
    const before = this.enterModifiers("suspended");
    const since = this.SUBRULE(this.value, { ARGS: [INSTANT] });
    if (since !== undefined) node.since = since;
    this.SUBRULE(this.reasons, { ARGS: [node] });
    this.leaveModifiers(before);
    return node;
  });

  private readonly identity = this.RULE("identity", (): A.IdentityMember => {
    const keyword = this.SUBRULE(this.keyword);
    const members: Member[] = [];
    this.SUBRULE(this.block, { ARGS: [members, "identity"] });
    const entries = ofKind(members, "identity-entry");
    return { kind: "identity", start: keyword.start, end: keyword.end, keyword, entries };
  });

  private readonly identityEntry = this.RULE("identityEntry", (): A.IdentityEntry => {
    const platform = this.SUBRULE(this.keyword);
    const fields: A.IdentityField[] = [];
    const node: A.IdentityEntry = {
      kind: "identity-entry",
      start: platform.start,
      end: platform.end,
      platform,
      fields,
    };
    const [part] = keywordIn(IDENTITY_PLATFORMS, platform.text)?.parts ?? [];
    if (this.when(part?.kind === "value")) {
      const value = this.SUBRULE(this.value, { ARGS: [STRING] });
      fields.push(this.ended<A.IdentityField>({ start: platform.start, end: 0, keyword: platform, value }));
    }
    const table = part?.kind === "fields" ? part.fields : {};
    this.MANY({
      GATE: () => !this.panic && keywordIn(table, this.LA(1).image) !== undefined,
      DEF: () => {
        const keyword = this.SUBRULE2(this.keyword);
        const field: Mutable<A.IdentityField> = { start: keyword.start, end: 0, keyword };
        if (this.when(keywordIn(table, keyword.text)?.parts.length !== 0)) {
          const value = this.SUBRULE2(this.value, {
            ARGS: [STRING, [{ kind: "optional", parts: [{ kind: "fields", fields: table }] }]],
          });
          if (value !== undefined) field.value = value;
        }
        fields.push(this.ended<A.IdentityField>(field));
      },
    });
    if (!this.RECORDING_PHASE && fields.length === 0) this.fail(alternatives(Object.keys(table)));
    return node;
  });

  private readonly test = this.RULE("test", (): G.TestDeclaration => {
    const head = this.SUBRULE(this.head);
    if (this.expect(T.Text, "a title in quotes")) this.SUBRULE(this.title, { ARGS: [head] });
    const failures = this.failures;
    const cases: Member[] = [];
    this.SUBRULE(this.block, { ARGS: [cases, "test", head] });
    const members = ofKind(cases, "test-setting", "case");
    const node = this.ended<G.TestDeclaration>({ ...head, kind: "test", members });
    if (!this.RECORDING_PHASE && this.failures === failures && head.broken !== true) this.casesLast(node);
    return node;
  });

  /** Settings stand before the cases, and there is a case. */
  private casesLast(node: G.TestDeclaration): void {
    const first = node.members.findIndex((member) => member.kind === "case");
    if (first < 0)
      this.report("syntax", node.end - 1, node.end, "A test needs at least one case: 'allow' or 'deny'.");
    for (const member of first < 0 ? [] : node.members.slice(first))
      if (member.kind === "test-setting")
        this.report(
          "syntax",
          member.keyword.start,
          member.keyword.end,
          `'${member.keyword.text}' stands before the cases of a test.`,
        );
  }
}

const parser = new RemitParser(true);

/**
 * Reads a file. `path` names it in problems and nodes. Always gives a tree; what is wrong in the text is among the
 * problems, and nodes that were broken by it are marked.
 */
export function parse(path: string, text: string): Parsed {
  return parser.parse(path, text);
}

/** Throws if the grammar itself is ambiguous or malformed; for tests, since it takes its time. */
export function validateGrammar(): void {
  new RemitParser(false);
}
