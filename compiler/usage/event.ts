/** One use, or refused use, of an agent's access, as a platform's log tells it. */
import type { Instant } from "../model/policy.ts";

export type LogKind = "opa" | "cloudtrail" | "okta" | "keycloak";

export interface UsageEvent {
  readonly log: LogKind;
  /** The qualified agent; absent: the principal is none that the policy knows. */
  readonly agent?: string;
  /** The platform's own name of who acted. */
  readonly principal: string;
  /** Whether the principal is of a kind or has a name that agents have. */
  readonly agentLike: boolean;
  /** Qualified. */
  readonly actions: readonly string[];
  readonly resource?: string;
  readonly at: Instant;
  readonly denied: boolean;
  /** The whole request, where the log has it. */
  readonly request?: unknown;
}

/** A record's events: none for one that says nothing of access, `undefined` for one of no known log. */
export type LogReader = (record: Readonly<Record<string, unknown>>) => readonly UsageEvent[] | undefined;

const agentWords =
  /(^|[^a-z])(ai|agent|agents|agentic|bot|copilot|assistant|llm|gpt|claude|gemini|mcp|autopilot|crew)([^a-z]|$)/i;

/** Whether a name reads like that of an agent. */
export const soundsLikeAgent = (name: string): boolean =>
  agentWords.test(name.replace(/([a-z])([A-Z])/g, "$1-$2").slice(0, 200));
