/** Requests and decisions: the JSON of `eval --requests`, and the input document of the compiled OPA policy. */

/** A well-formed request. `evaluate` takes `unknown` and reads it by the rules of the language reference, Requests. */
export interface Request {
  readonly agent: string;
  readonly action: string;
  readonly resource?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly on_behalf_of?: { readonly user: string; readonly groups?: readonly string[] };
  readonly via?: readonly string[];
  readonly approvals?: readonly RequestApproval[];
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly context?: { readonly ip?: unknown; readonly mfa?: unknown };
  readonly facts?: Readonly<Record<string, { readonly value: unknown; readonly at: string }>>;
}

export interface RequestApproval {
  readonly by: string;
  readonly at: string;
  readonly agent: string;
  readonly action: string;
  readonly resource?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

export interface Decision {
  readonly decision: "allow" | "deny";
  /** One sentence. */
  readonly reason: string;
  /** The statements that decided, or the nearest grant. */
  readonly statements: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}
