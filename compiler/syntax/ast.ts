/**
 * The syntax tree: plain readonly data with offsets (`start` inclusive, `end` exclusive, UTF-16) into one file.
 * Half-written text keeps its nodes: whatever may be missing is optional, and a node whose text was broken has
 * `broken: true`, which silences later complaints about the same mistake.
 */

import type { GuardrailDeclaration, TargetDeclaration, TestDeclaration } from "./ast-governance.ts";
import type { Accept, EnforcedOutside, Grant, Never, OnModifier, Waive } from "./ast-grants.ts";
import type {
  ActionRef,
  DeclarationBase,
  Name,
  Node,
  NumberValue,
  Path,
  Setting,
  Value,
} from "./ast-values.ts";

export interface SourceFile extends Node {
  readonly kind: "file";
  /** Path relative to the workspace. */
  readonly path: string;
  readonly text: string;
  /** `remit 1` on the first line. */
  readonly version?: NumberValue;
  /** `namespace a.b`; more than one is a `duplicate-member`, all are kept. */
  readonly namespaces: readonly NamespaceClause[];
  readonly uses: readonly UseClause[];
  readonly declarations: readonly Declaration[];
  /** All comments except doc comments, in file order, for the printer. */
  readonly comments: readonly Comment[];
}

export interface Comment extends Node {
  readonly text: string;
  readonly block: boolean;
}

export interface NamespaceClause extends Node {
  readonly kind: "namespace";
  readonly path?: Path;
}

export interface UseClause extends Node {
  readonly kind: "use";
  readonly path?: Path;
}

export interface BlockDeclaration extends DeclarationBase {
  readonly kind: "owner" | "team" | "group" | "fact" | "environment" | "window";
  readonly members: readonly Setting[];
}

export interface ServiceDeclaration extends DeclarationBase {
  readonly kind: "service";
  readonly members: readonly (Setting | ActionDeclaration)[];
}

/** `action NAME { risk … label … input … oauth … }` in a service. */
export interface ActionDeclaration extends DeclarationBase {
  readonly kind: "action-declaration";
  readonly members: readonly Setting[];
}

export interface LetDeclaration extends DeclarationBase {
  readonly kind: "let";
  readonly value?: Value | ByEnvironment;
}

export interface ByEnvironment extends Node {
  readonly kind: "by-environment";
  readonly entries: readonly ByEnvironmentEntry[];
}

export interface ByEnvironmentEntry extends Node {
  readonly environment: Path;
  readonly value?: Value;
}

export interface ClassifyDeclaration extends DeclarationBase {
  readonly kind: "classify";
  readonly actions: readonly ActionRef[];
  readonly resources?: OnModifier;
  readonly members: readonly Setting[];
}

export interface ScopeDeclaration extends DeclarationBase {
  readonly kind: "scope";
  readonly parameters: readonly Name[];
  readonly members: readonly (Grant | Include)[];
}

/** `include SCOPE(args)`. */
export interface Include extends Node {
  readonly kind: "include";
  readonly keyword: Name;
  readonly scope?: Path;
  readonly arguments?: readonly Value[];
}

export interface AgentDeclaration extends DeclarationBase {
  readonly kind: "agent" | "profile";
  readonly under?: Path;
  readonly members: readonly AgentMember[];
}

export type AgentMember =
  | Setting
  | ReviewMember
  | ReviewedMember
  | SuspendedMember
  | IdentityMember
  | Grant
  | Never
  | Waive
  | Accept
  | EnforcedOutside;

/** `review every D (or suspend)?`. */
export interface ReviewMember extends Node {
  readonly kind: "review";
  readonly keyword: Name;
  readonly every?: Value;
  readonly suspend: boolean;
}

/** `reviewed INSTANT by OWNER`. */
export interface ReviewedMember extends Node {
  readonly kind: "reviewed";
  readonly keyword: Name;
  readonly at?: Value;
  readonly by?: Path;
}

/** `suspended since INSTANT because "…"`. */
export interface SuspendedMember extends Node {
  readonly kind: "suspended";
  readonly keyword: Name;
  readonly since?: Value;
  readonly because?: Value;
}

/** `identity { oidc issuer "…" subject "…"  aws role "…" adopt … }`. */
export interface IdentityMember extends Node {
  readonly kind: "identity";
  readonly keyword: Name;
  readonly entries: readonly IdentityEntry[];
}

/** `oidc issuer "…" subject "…"`: platform, then words with their strings; a word without a value is a flag (`adopt`). */
export interface IdentityEntry extends Node {
  readonly kind: "identity-entry";
  readonly platform: Name;
  readonly fields: readonly IdentityField[];
}

/** `issuer "…"`. The single string of `spiffe "…"` is a field whose keyword is the platform's name. */
export interface IdentityField extends Node {
  readonly keyword: Name;
  readonly value?: Value;
}

export type Declaration =
  | BlockDeclaration
  | ServiceDeclaration
  | LetDeclaration
  | ClassifyDeclaration
  | ScopeDeclaration
  | AgentDeclaration
  | TargetDeclaration
  | GuardrailDeclaration
  | TestDeclaration;
