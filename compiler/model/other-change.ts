/** A change beside the decisions, and how one is made. */
import type { Origin } from "./policy.ts";

export type OtherKind =
  | "owner"
  | "deputy"
  | "team"
  | "session"
  | "identity"
  | "review"
  | "end"
  | "suspended"
  | "resumed"
  | "renamed"
  | "environments"
  | "waive"
  | "accept"
  | "enforced-outside"
  | "target"
  | "guardrail"
  | "test"
  | "owner-left"
  | "service"
  | "risk"
  | "label"
  | "audit"
  | "source"
  | "code";

export interface OtherChange {
  readonly kind: OtherKind;
  /** One sentence. */
  readonly message: string;
  /** In the new policy where it is there, else in the old one. */
  readonly origin: Origin;
  readonly side: "old" | "new";
}

/** A change whose place is in the new policy. */
export const inNew = (kind: OtherKind, origin: Origin, message: string): OtherChange => ({
  kind,
  origin,
  message,
  side: "new",
});
/** A change whose place is in the old policy. */
export const inOld = (kind: OtherKind, origin: Origin, message: string): OtherChange => ({
  kind,
  origin,
  message,
  side: "old",
});
