/**
 * The checked policy as plain data, for one environment: names are qualified, lets and parameters are replaced,
 * scopes and profiles are unfolded, wildcards of complete catalogs are expanded. JSON can carry all of it.
 * Instants are epoch seconds (UTC), durations seconds, decimals integers scaled by 10⁴.
 */
import type { Span } from "../source.ts";
import type { Guardrail } from "./guardrail.ts";
import type { Target, Test } from "./test-and-target.ts";

/** Epoch seconds. */
export type Instant = number;
/** The first instant that can be written (year 0000) and the first that cannot (year 10000). */
export const MIN_INSTANT: Instant = -62_167_219_200;
export const MAX_INSTANT: Instant = 253_402_300_800;

/** Half-open `[from, until)`. */
export interface Range {
  readonly from: Instant;
  readonly until: Instant;
}
/** Sorted, disjoint, not touching, none empty. */
export type IntervalSet = readonly Range[];

/** Where something is written. `line` is 1-based; `text` is the source on one line, blanks folded. */
export interface Origin {
  readonly span: Span;
  readonly line: number;
  readonly text: string;
}

export type ValueType = "string" | "int" | "decimal" | "bool" | "ip";
export type Risk = "read" | "write" | "admin";

export interface Policy {
  /** `workspace` of `remit.yaml`, else the folder's name. */
  readonly workspace: string;
  readonly environment?: string;
  /** Each keyed by qualified name. */
  readonly owners: Readonly<Record<string, Owner>>;
  readonly teams: Readonly<Record<string, Team>>;
  readonly services: Readonly<Record<string, Service>>;
  /** By simple name. */
  readonly facts: Readonly<Record<string, Fact>>;
  readonly agents: Readonly<Record<string, Agent>>;
  readonly classifications: readonly Classification[];
  readonly guardrails: readonly Guardrail[];
  readonly tests: readonly Test[];
  readonly targets: readonly Target[];
}

export interface Owner {
  readonly name: string;
  readonly title?: string;
  /** Lower case. */
  readonly email: string;
  readonly manager?: string;
  readonly left?: Instant;
  readonly okta?: string;
  readonly github?: string;
  readonly origin: Origin;
}

export interface Team {
  readonly name: string;
  readonly title?: string;
  readonly lead: string;
  /** With the lead, without repetition. */
  readonly people: readonly string[];
  readonly origin: Origin;
}

/** A declared service; built-in ones are catalogs. */
export interface Service {
  readonly name: string;
  readonly title?: string;
  readonly audience?: string;
  readonly url?: string;
  readonly protocol?: "oauth" | "mcp" | "http";
  /** Glob that every resource of the service lies in. */
  readonly resource?: string;
  /** By simple name. */
  readonly actions: Readonly<Record<string, ServiceAction>>;
  readonly origin: Origin;
}

export interface ServiceAction {
  readonly name: string;
  readonly title?: string;
  readonly risk: Risk;
  readonly labels: readonly string[];
  readonly inputs: Readonly<Record<string, ValueType>>;
  /** The native OAuth scope; default: the action's name. */
  readonly oauth?: string;
  readonly origin: Origin;
}

export interface Fact {
  readonly name: string;
  readonly type: ValueType;
  /** Seconds; exactly this old is still known. */
  readonly fresh: number;
  readonly origin: Origin;
}

export interface Classification {
  readonly actions: readonly string[];
  /** Any of these; absent: every resource. */
  readonly resources?: readonly string[];
  readonly risk?: Risk;
  readonly labels: readonly string[];
  readonly origin: Origin;
}

export interface Agent {
  readonly name: string;
  readonly title?: string;
  readonly doc?: string;
  readonly parent?: string;
  readonly owner: string;
  readonly deputy?: string;
  readonly team?: string;
  readonly purpose?: string;
  readonly source: readonly string[];
  readonly code?: string;
  readonly profile?: string;
  readonly environments?: readonly string[];
  readonly starts?: Instant;
  readonly expires: Instant;
  readonly retired?: Instant;
  readonly suspended?: { readonly since: Instant; readonly because: string; readonly origin: Origin };
  /** Seconds. */
  readonly session: number;
  /** Where `session` is written, here or in the profile; absent: the default. */
  readonly sessionOrigin?: Origin;
  readonly review?: { readonly every: number; readonly suspend: boolean; readonly origin: Origin };
  /** Reviews that count, oldest first. */
  readonly reviewed: readonly { readonly at: Instant; readonly by: string; readonly origin: Origin }[];
  /** Seconds. */
  readonly auditKeep?: number;
  readonly identities: readonly Identity[];
  /** In the order written, the profile's after the agent's own. */
  readonly grants: readonly Grant[];
  readonly denies: readonly Deny[];
  readonly waives: readonly Waive[];
  readonly accepts: readonly Accept[];
  readonly enforcedOutside?: { readonly by: string; readonly until: Instant; readonly origin: Origin };
  /** Parts of it were in error and are left out, so what it lacks is no second mistake. */
  readonly incomplete?: boolean;
  /** Where `expires` is written, here, in the profile or at the parent. */
  readonly expiresOrigin: Origin;
  readonly origin: Origin;
}

export type Identity =
  | {
      readonly kind: "oidc";
      readonly issuer: string;
      readonly subject: string;
      readonly audience?: string;
      readonly origin: Origin;
    }
  | { readonly kind: "aws"; readonly role: string; readonly adopt: boolean; readonly origin: Origin }
  | { readonly kind: "keycloak"; readonly client: string; readonly origin: Origin }
  | { readonly kind: "okta"; readonly agent: string; readonly origin: Origin }
  | { readonly kind: "kubernetes"; readonly serviceaccount: string; readonly origin: Origin }
  | { readonly kind: "github"; readonly app: string; readonly origin: Origin }
  | { readonly kind: "spiffe"; readonly id: string; readonly origin: Origin };

/** One permission, all modifiers of `may` and of the scopes on the way joined: every one of them must hold. */
export interface Grant {
  /** Unique in the agent and stable against reordering of files. */
  readonly id: string;
  /**
   * Qualified action patterns (`acme.finance.invoices:pay`, `aws:s3:GetObject`, `tool:send_*`); any of them.
   * Only `tool` patterns still hold wildcards, and `literal` ones hold none by meaning.
   */
  readonly actions: readonly ActionPattern[];
  /** Each inner list is one `on` (any of its globs); all must match. Empty: every resource and none. */
  readonly resources: readonly (readonly string[])[];
  /** Each inner list is one `on behalf of` (any of it); all must hold. Empty: the agent as itself only. */
  readonly subjects: readonly (readonly Subject[])[];
  /** Must be true. Absent: no condition. An empty list: never true. */
  readonly condition?: Dnf;
  readonly approvals: readonly Approval[];
  /** All must be open. */
  readonly windows: readonly Window[];
  /** `from` and `until`, without the agent's life; MIN_INSTANT and MAX_INSTANT where nothing is said. */
  readonly range: Range;
  readonly because?: string;
  /** The `may`. */
  readonly origin: Origin;
  /** The `allow` in the scope that says it, where there is one, and the scope's qualified name. */
  readonly scope?: { readonly name: string; readonly origin: Origin };
  /** Where its parts are written, for messages. */
  readonly spans: { readonly actions: Span; readonly until?: Span; readonly resources?: Span };
  /** The patterns as written, before expansion, qualified. */
  readonly written: readonly string[];
}

export interface ActionPattern {
  /** `service:action`, qualified. */
  readonly text: string;
  /** False: `text` is one action to the letter, even where it holds `*` or `?`. */
  readonly wildcard: boolean;
}

export type Subject =
  | { readonly kind: "group"; readonly name: string; readonly claim: string }
  | { readonly kind: "user"; readonly email: string }
  | { readonly kind: "owner"; readonly owner: string; readonly email: string; readonly left?: Instant };

export interface Approval {
  /** The owner or team as written, qualified. */
  readonly from: string;
  readonly approvers: readonly { readonly owner: string; readonly email: string; readonly left?: Instant }[];
  /** Seconds; an approval exactly this old still counts. */
  readonly within: number;
}

/** A recurring window, resolved: deciding is integer arithmetic. */
export interface Window {
  readonly name: string;
  readonly zone: string;
  /** Minutes of the local week, Monday 00:00 is 0, in `[0, 10080]`, sorted, disjoint, half-open. */
  readonly minutes: readonly { readonly from: number; readonly until: number }[];
  /** The zone's UTC offsets: from `at` on, local time is UTC plus `offset` seconds. The first `at` is MIN_INSTANT. */
  readonly offsets: readonly { readonly at: Instant; readonly offset: number }[];
  readonly origin: Origin;
}

/** Wins over every grant. */
export interface Deny {
  readonly id: string;
  readonly actions: readonly ActionPattern[];
  /** Any of these; absent: every resource. A request without a resource is always covered. */
  readonly resources?: readonly string[];
  /** The negated condition's normal form: the deny applies unless this is true. Absent: it always applies. */
  readonly unless?: Dnf;
  readonly because?: string;
  readonly origin: Origin;
}

/** Any of the conjunctions; a conjunction holds when each of its atoms is known and holds. */
export type Dnf = readonly (readonly Atom[])[];

export type Variable =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "context"; readonly name: "ip" | "mfa" }
  | { readonly kind: "fact"; readonly name: string };

/**
 * A typed comparison. Negation is inside of the operator, so an atom is never under a `not`.
 * Ints are decimal strings of 64-bit integers; decimals are strings of integers scaled by 10⁴ (both exact in JSON).
 */
export type Atom =
  | {
      readonly variable: Variable;
      readonly type: "int" | "decimal";
      readonly op: "==" | "!=" | "<" | "<=" | ">" | ">=";
      readonly value: string;
    }
  | { readonly variable: Variable; readonly type: "string"; readonly op: "==" | "!="; readonly value: string }
  | {
      readonly variable: Variable;
      readonly type: "string";
      readonly op: "like" | "not-like";
      readonly value: string;
    }
  | { readonly variable: Variable; readonly type: "bool"; readonly op: "=="; readonly value: boolean }
  | { readonly variable: Variable; readonly type: "ip"; readonly op: "==" | "!="; readonly value: string }
  | { readonly variable: Variable; readonly type: "ip"; readonly op: "in" | "not-in"; readonly value: string }
  | {
      readonly variable: Variable;
      readonly type: "string" | "int" | "decimal" | "ip";
      readonly op: "one-of" | "none-of";
      readonly values: readonly string[];
    };

export type Constraint = "window" | "approval" | "subject" | "condition" | "session" | "deny";

export interface Waive {
  readonly constraint: Constraint;
  /** A target's kind, or `kind.name`. */
  readonly target: string;
  readonly because: string;
  readonly until: Instant;
  readonly origin: Origin;
}

export interface Accept {
  readonly code: string;
  readonly because: string;
  readonly until: Instant;
  readonly origin: Origin;
}
