/** What a name stands for. */
import type {
  AgentDeclaration,
  BlockDeclaration,
  LetDeclaration,
  ScopeDeclaration,
  ServiceDeclaration,
  SourceFile,
} from "../syntax/ast.ts";
import type { Name } from "../syntax/ast-values.ts";

/** The kinds that share one table of names per namespace, with the declaration of each. */
export interface DeclarationOf {
  readonly owner: BlockDeclaration;
  readonly team: BlockDeclaration;
  readonly group: BlockDeclaration;
  readonly fact: BlockDeclaration;
  readonly environment: BlockDeclaration;
  readonly window: BlockDeclaration;
  readonly service: ServiceDeclaration;
  readonly let: LetDeclaration;
  readonly scope: ScopeDeclaration;
  readonly profile: AgentDeclaration;
  readonly agent: AgentDeclaration;
}
export type Kind = keyof DeclarationOf;

/** A file with the namespace that its names live in and those whose names it sees. */
export interface FileScope {
  readonly file: SourceFile;
  /** Empty: the root. */
  readonly namespace: string;
  readonly uses: readonly string[];
  /** Position in file order. */
  readonly order: number;
}

export interface EntryOf<K extends Kind> {
  readonly kind: K;
  readonly name: string;
  /** `acme.finance.invoices`; the simple name in the root. */
  readonly qualified: string;
  readonly file: FileScope;
  readonly declaration: DeclarationOf[K];
  /** Its name in the declaration. */
  readonly at: Name;
  /** An earlier declaration has the name: this one is checked, and no name leads to it. */
  readonly shadowed: boolean;
}
export type Entry = { readonly [K in Kind]: EntryOf<K> }[Kind];

export function isKind<K extends Kind>(
  entry: Entry,
  kinds: readonly K[],
): entry is Extract<Entry, { kind: K }> {
  return kinds.some((kind) => kind === entry.kind);
}

/** The kinds in sentences. */
export const kindNames: Readonly<Record<Kind, string>> = {
  owner: "an owner",
  team: "a team",
  group: "a group",
  fact: "a fact",
  environment: "an environment",
  window: "a window",
  service: "a service",
  let: "a let",
  scope: "a scope",
  profile: "a profile",
  agent: "an agent",
};

/** Whether one entry stands before another in file order. */
export function isBefore(a: Entry, b: Entry): boolean {
  return a.file.order === b.file.order
    ? a.declaration.start < b.declaration.start
    : a.file.order < b.file.order;
}
