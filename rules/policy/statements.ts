/** Grants by the `may` that they come from: a scope gives several, and findings about a `may` are about all of them. */
import type { Agent, Grant } from "../../compiler/model/policy.ts";
import type { Span } from "../../compiler/source.ts";

export interface Statement {
  readonly span: Span;
  readonly grants: readonly Grant[];
}

/** In the order of the agent's grants. */
export function statementsOf(agent: Agent): readonly Statement[] {
  const byPlace = new Map<string, { span: Span; grants: Grant[] }>();
  for (const grant of agent.grants) {
    const { span } = grant.origin;
    const key = `${span.file}\n${span.start}`;
    const known = byPlace.get(key);
    if (known) known.grants.push(grant);
    else byPlace.set(key, { span, grants: [grant] });
  }
  return [...byPlace.values()];
}
