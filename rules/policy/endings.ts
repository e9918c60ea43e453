/** Everything that ends: agents, grants, waives, accepts, exceptions and outside enforcement. */
import { type Agent, type Instant, MAX_INSTANT, type Origin } from "../../compiler/model/policy.ts";
import type { Related } from "../../compiler/problem.ts";
import type { Span } from "../../compiler/source.ts";
import type { PolicyView } from "../rule.ts";
import { isWithin, related } from "./words.ts";

export interface Ending {
  readonly agent?: Agent;
  /** "The agent 'x'", "This grant". */
  readonly what: string;
  /** The first instant without it. */
  readonly until: Instant;
  readonly span: Span;
  /** What a removal takes away. */
  readonly remove?: Span;
  readonly related: readonly Related[];
}

/**
 * What ends, in the order of the policy. Of an agent that ends no later than `horizon` only the agent itself is told,
 * and of a retired one nothing: it is kept on purpose.
 */
export function* endings(view: PolicyView, horizon: Instant): Iterable<Ending> {
  for (const { agent } of view.agents) {
    if (agent.retired !== undefined && agent.retired <= horizon) continue;
    if (agent.expires <= horizon) {
      // A child that has its end from above is told with its parent.
      const above = agent.parent === undefined ? undefined : view.byName.get(agent.parent)?.agent;
      if (above && sameSpan(above.expiresOrigin, agent.expiresOrigin)) continue;
      const whole = view.declaration(agent.origin);
      const inside = whole !== undefined && isWithin(agent.expiresOrigin.span, whole);
      yield {
        agent,
        what: `The agent '${agent.name}'`,
        until: agent.expires,
        span: inside ? agent.expiresOrigin.span : agent.origin.span,
        remove: whole,
        related: inside ? [] : [related("the end", agent.expiresOrigin)],
      };
      continue;
    }
    yield* statements(agent);
  }
  for (const { name, exceptions } of view.policy.guardrails)
    for (const { until, origin, name: who } of exceptions)
      yield {
        what: `The exception for '${who}' from '${name}'`,
        until,
        span: origin.span,
        remove: origin.span,
        related: [],
      };
}

function* statements(agent: Agent): Iterable<Ending> {
  for (const grant of agent.grants) {
    if (grant.range.until === MAX_INSTANT) continue;
    const { until: written } = grant.spans;
    // An end that the scope says is the scope's, whoever uses it.
    const inScope = grant.scope && written && isWithin(written, grant.scope.origin.span);
    const origin = inScope && grant.scope ? grant.scope.origin : grant.origin;
    yield {
      agent,
      what: "This grant",
      until: grant.range.until,
      span: origin.span,
      remove: origin.span,
      related: [],
    };
  }
  const named: readonly (readonly [string, Instant, Origin])[] = [
    ...agent.waives.map(({ until, origin }) => ["This waive", until, origin] as const),
    ...agent.accepts.map(({ until, origin }) => ["This accept", until, origin] as const),
  ];
  for (const [what, until, { span }] of named) yield { agent, what, until, span, remove: span, related: [] };
  const outside = agent.enforcedOutside;
  if (outside)
    yield {
      agent,
      what: "The enforcement outside",
      until: outside.until,
      span: outside.origin.span,
      remove: outside.origin.span,
      related: [],
    };
}

const sameSpan = (a: Origin, b: Origin): boolean =>
  a.span.file === b.span.file && a.span.start === b.span.start && a.span.end === b.span.end;
