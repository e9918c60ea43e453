/** What the targets together do not enforce (language reference, Soundness). Waives are told by the rules. */
import type { Agent, Grant, Instant, Policy } from "../model/policy.ts";
import type { Problem } from "../problem.ts";
import type { Compiled, Enforcement } from "./emission.ts";
import { problemAt } from "./emit-problem.ts";
import { targetName } from "./enforcement.ts";

/** With `strict`, what is left out or unenforced is an error. Nothing is said of agents that have ended by `at`. */
export function lossProblems(
  policies: readonly Policy[],
  compiled: readonly Compiled[],
  at: Instant,
  strict: boolean,
): readonly Problem[] {
  return policies.flatMap((policy) => {
    const mine = compiled.filter((one) => one.policy === policy);
    // Without a target nothing is compiled, and nothing can be lost by it.
    if (mine.length === 0) return [];
    const fates = fatesByGrant(mine);
    return Object.values(policy.agents)
      .filter((agent) => at < agent.expires)
      .flatMap((agent) =>
        agent.grants.flatMap((grant) =>
          grantProblems(agent, grant, fates.get(keyOf(agent.name, grant.id)) ?? [], at, strict),
        ),
      );
  });
}

interface Fate {
  readonly target: string;
  readonly enforcement: Enforcement;
}

/** What becomes of each grant at each target. One pass, since a policy may hold very many. */
function fatesByGrant(compiled: readonly Compiled[]): ReadonlyMap<string, readonly Fate[]> {
  const fates = new Map<string, Fate[]>();
  for (const { target, emission } of compiled) {
    for (const { agent, grant, enforcement } of emission.enforcement) {
      const key = keyOf(agent, grant);
      const list = fates.get(key) ?? [];
      list.push({ target: targetName(target), enforcement });
      fates.set(key, list);
    }
  }
  return fates;
}

function keyOf(agent: string, grant: string): string {
  return `${agent}\0${grant}`;
}

const ENFORCED: ReadonlySet<Enforcement["kind"]> = new Set(["native", "scheduled", "waived"]);

function grantProblems(
  agent: Agent,
  grant: Grant,
  fates: readonly Fate[],
  at: Instant,
  strict: boolean,
): readonly Problem[] {
  const severity = strict ? "error" : undefined;
  const lost = fates.flatMap(({ target, enforcement }) =>
    enforcement.kind === "left-out"
      ? [
          problemAt(
            "left-out",
            grant.origin,
            `Not emitted for '${target}', which cannot enforce its ${enforcement.constraint}: ${enforcement.why}.`,
            severity,
          ),
        ]
      : [],
  );
  const outside = agent.enforcedOutside !== undefined && at < agent.enforcedOutside.until;
  if (outside || fates.some(({ enforcement }) => ENFORCED.has(enforcement.kind))) return lost;
  const message = `No target enforces '${grant.written.join(", ")}' of ${agent.name}; add a target that can, or say who does: enforced outside by "…" until ….`;
  return [...lost, problemAt("unenforced", grant.origin, message, severity)];
}
