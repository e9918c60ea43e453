/** `enforcement.json`: what every target does with every permission. */

import { acceptOf } from "../accepted.ts";
import { own } from "../model/json.ts";
import type { Agent, Grant, Instant } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import { formatInstant } from "../model/time.ts";
import type { Compiled, EmittedFile, Enforcement, Lack } from "./emission.ts";
import { stableJson } from "./escape.ts";
import type { Loss } from "./losses.ts";
import { unseenBy } from "./unseen.ts";

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
        tail: { seconds: emission.tail.seconds, text: emission.tail.text },
        unseen: unseenBy(target),
      })),
      permissions: permissions(compiled, at),
      unenforced: losses.filter(({ unenforced }) => unenforced).map((loss) => unenforcedRow(loss, at)),
    }),
  };
}

/** Each once, in the order in which they are found. */
export const constraintsOf = (lacks: readonly Lack[]): readonly string[] => [
  ...new Set(lacks.map(({ constraint }) => constraint)),
];

function permissions(compiled: readonly Compiled[], at: Instant): readonly unknown[] {
  return compiled.flatMap(({ target, policy, emission }) =>
    emission.enforcement.map(({ agent: name, grant, enforcement }) => {
      const agent = own(policy.agents, name);
      const { written, origin } = agent?.grants.find(({ id }) => id === grant) ?? {};
      const { constraint, constraints, next, until, why } = inJson(enforcement);
      // There are very many of these: one shape, in the order of the text, in which what is undefined is left out.
      return {
        accepted: enforcement.kind === "left-out" ? accepted(agent, "left-out", at).accepted : undefined,
        actions: written,
        agent: name,
        constraint,
        constraints,
        enforcement: enforcement.kind,
        environment: policy.environment ?? null,
        file: origin?.span.file,
        grant,
        line: origin?.line,
        next,
        target: targetName(target),
        text: origin?.text,
        until,
        why,
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
function accepted(agent: Agent | undefined, code: string, at: Instant): { readonly accepted?: object } {
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

interface Parts {
  readonly constraint?: string;
  readonly constraints?: readonly string[];
  readonly next?: string;
  readonly until?: string;
  readonly why?: string;
}

/** What there is to say beside the kind; instants as RFC 3339. */
function inJson(enforcement: Enforcement): Parts {
  switch (enforcement.kind) {
    case "scheduled":
      return { next: formatInstant(enforcement.next), why: enforcement.why };
    case "left-out":
      return {
        constraint: enforcement.constraint,
        constraints: constraintsOf(enforcement.lacks),
        why: enforcement.why,
      };
    case "waived":
      return {
        constraints: enforcement.constraints,
        until: formatInstant(enforcement.until),
        ...(enforcement.next === undefined ? {} : { next: formatInstant(enforcement.next) }),
        ...(enforcement.why === undefined ? {} : { why: enforcement.why }),
      };
    case "native":
    case "not-applicable":
      return {};
  }
}
