/** `enforcement.json`: what every target does with every permission. */
import { own } from "../model/json.ts";
import type { Grant, Instant } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import { formatInstant } from "../model/time.ts";
import type { Compiled, EmittedFile, Enforcement } from "./emission.ts";
import { stableJson } from "./escape.ts";

/** `kind` or `kind.name`: also the folder of the target's output. */
export function targetName({ kind, name }: Target): string {
  return name === undefined ? kind : `${kind}.${name}`;
}

export function enforcementFile(compiled: readonly Compiled[], at: Instant): EmittedFile {
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
      permissions: permissions(compiled),
    }),
  };
}

function permissions(compiled: readonly Compiled[]): readonly unknown[] {
  return compiled.flatMap(({ target, policy, emission }) =>
    emission.enforcement.map(({ agent, grant, enforcement }) => {
      const source = own(policy.agents, agent)?.grants.find(({ id }) => id === grant);
      return {
        agent,
        grant,
        environment: policy.environment ?? null,
        target: targetName(target),
        ...place(source),
        ...inJson(enforcement),
      };
    }),
  );
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
      };
    case "native":
    case "not-applicable":
      return { enforcement: kind };
  }
}
