import { type AgentView, definePolicyRule } from "../rule.ts";
import { related } from "./words.ts";

const LABELS = ["private-data", "untrusted-content", "external-send"] as const;

/**
 * Private data, untrusted content and external sending in one agent, alone or through the agents under it: whoever
 * writes the content can have the data sent to himself. Reported at the lowest agent that holds all three.
 */
export const toxicLabels = definePolicyRule({
  code: "toxic-labels",
  *check(view) {
    for (const agentView of view.agents) {
      if (!isToxic(agentView) || agentView.children.some(isToxic)) continue;
      const { agent } = agentView;
      const permissions = agentView.permissions();
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

function isToxic(agentView: AgentView): boolean {
  const permissions = agentView.permissions();
  return LABELS.every((label) => permissions.some(({ facts }) => facts.labels.includes(label)));
}
