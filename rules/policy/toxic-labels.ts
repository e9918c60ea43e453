import { type AgentView, definePolicyRule, type Permission, type PolicyView } from "../rule.ts";
import { parentOf } from "./view.ts";
import { related } from "./words.ts";

const LABELS = ["private-data", "untrusted-content", "external-send"] as const;

/**
 * Private data, untrusted content and external sending in one agent, alone or through the agents under it: whoever
 * writes the content can have the data sent to himself. Reported at the lowest agent that holds all three.
 */
export const toxicLabels = definePolicyRule({
  code: "toxic-labels",
  *check(view) {
    const labels = labelsBelow(view);
    const isToxic = (one: AgentView): boolean => labels.get(one)?.size === LABELS.length;
    for (const agentView of view.agents) {
      if (!isToxic(agentView) || agentView.children.some(isToxic)) continue;
      const { agent } = agentView;
      const permissions = [...below(agentView)];
      yield {
        agent,
        span: agent.origin.span,
        message: `'${agent.name}' reads private data, takes in untrusted content and can send to the outside; a text that it reads could make it send the data away. Give one of the three to another agent.`,
        related: LABELS.flatMap((label) => {
          const giver = permissions.find(({ facts }) => facts.labels.includes(label));
          return giver ? [related(`gives '${label}'`, giver.grant.origin)] : [];
        }),
      };
    }
  },
});

/** Which of the three each agent holds, alone or through those under it. */
function labelsBelow(view: PolicyView): ReadonlyMap<AgentView, ReadonlySet<string>> {
  const labels = new Map<AgentView, Set<string>>();
  for (const one of view.agents) {
    const own = new Set(
      one
        .held()
        .flatMap(({ grant, actions }) =>
          actions.flatMap((action) => view.actions.of(action, grant.resources).labels),
        ),
    );
    const found = LABELS.filter((label) => own.has(label));
    // An agent that has them all already has handed them up.
    for (let up: AgentView | undefined = one; up; up = parentOf(view, up)) {
      const known: Set<string> = labels.get(up) ?? new Set();
      if (found.every((label) => known.has(label))) break;
      for (const label of found) known.add(label);
      labels.set(up, known);
    }
  }
  return labels;
}

/** The permissions of an agent and of all under it. */
function* below(top: AgentView): Iterable<Permission> {
  const all = new Set([top]);
  for (const one of all) {
    yield* one.permissions();
    for (const child of one.children) all.add(child);
  }
}
