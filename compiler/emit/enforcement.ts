/** `enforcement.json`: what every target does with every permission. */

import { acceptOf } from "../accepted.ts";
import { own } from "../model/json.ts";
import type { Agent, Grant, Instant } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import { formatInstant } from "../model/time.ts";
import type { Compiled, EmittedFile, Enforcement } from "./emission.ts";
import { stableJson } from "./escape.ts";
import type { Loss } from "./losses.ts";

/** `kind` or `kind.name`: also the folder of the target's output. */
export function targetName({ kind, name }: Pick<Target, "kind" | "name">): string {
  return name === undefined ? kind : `${kind}.${name}`;
}

/** When the output must be compiled and applied again for this permission, where time changes it. */
export function nextOf(enforcement: Enforcement): Instant | undefined {
  return enforcement.kind === "scheduled" || enforcement.kind === "waived" ? enforcement.next : undefined;
}

/** `losses` are those of all targets: a grant that another one enforces is not unenforced. */
export function enforcementFile(
  compiled: readonly Compiled[],
  losses: readonly Loss[],
  at: Instant,
): EmittedFile {
  return {
    path: "enforcement.json",
    content: stableJson({
      version: 1,
      at: formatInstant(at),
      targets: compiled.map(({ target, policy, emission }) => ({
        target: targetName(target),
        environment: policy.environment ?? null,
        tail: emission.tail,
      })),
      permissions: permissions(compiled, at),
      unenforced: losses.filter(({ unenforced }) => unenforced).map((loss) => unenforcedRow(loss, at)),
    }),
  };
}

function permissions(compiled: readonly Compiled[], at: Instant): readonly unknown[] {
  return compiled.flatMap(({ target, policy, emission }) =>
    emission.enforcement.map(({ agent: name, grant, enforcement }) => {
      const agent = own(policy.agents, name);
      return {
        agent: name,
        grant,
        environment: policy.environment ?? null,
        target: targetName(target),
        ...place(agent?.grants.find(({ id }) => id === grant)),
        ...inJson(enforcement),
        ...(enforcement.kind === "left-out" ? accepted(agent, "left-out", at) : {}),
      };
    }),
  );
}

function unenforcedRow({ policy, agent, grant, outside }: Loss, at: Instant): object {
  return {
    agent: agent.name,
    grant: grant.id,
    environment: policy.environment ?? null,
    ...place(grant),
    ...(outside === undefined ? {} : { outside: { by: outside.by, until: formatInstant(outside.until) } }),
    ...accepted(agent, "unenforced", at),
  };
}

/** The accept in force, where the agent has one. */
function accepted(agent: Agent | undefined, code: string, at: Instant): object {
  const accept = agent && acceptOf(agent, code, at);
  return accept === undefined
    ? {}
    : { accepted: { because: accept.because, until: formatInstant(accept.until) } };
}

function place(grant: Grant | undefined): object {
  if (grant === undefined) return {};
  const { span, line, text } = grant.origin;
  return { actions: grant.written, file: span.file, line, text };
}

/** Instants as RFC 3339. */
function inJson(enforcement: Enforcement): object {
  const { kind } = enforcement;
  switch (kind) {
    case "scheduled":
      return { enforcement: kind, next: formatInstant(enforcement.next), why: enforcement.why };
    case "left-out":
      return { enforcement: kind, constraint: enforcement.constraint, why: enforcement.why };
    case "waived":
      return {
        enforcement: kind,
        constraints: enforcement.constraints,
        until: formatInstant(enforcement.until),
        ...(enforcement.next === undefined ? {} : { next: formatInstant(enforcement.next) }),
        ...(enforcement.why === undefined ? {} : { why: enforcement.why }),
      };
    case "native":
    case "not-applicable":
      return { enforcement: kind };
  }
}
