/** Every rule that compares the code with the policy; the one list. */
import ambiguousAgent from "./ambiguous-agent.ts";
import dynamicAgent from "./dynamic-agent.ts";
import dynamicTools from "./dynamic-tools.ts";
import expiredAgentInCode from "./expired-agent-in-code.ts";
import grantExceedsPolicy from "./grant-exceeds-policy.ts";
import missingAgent from "./missing-agent.ts";
import type { CompareRule, Comparison, Difference } from "./rule.ts";
import suspendedAgentInCode from "./suspended-agent-in-code.ts";
import undeclaredAgent from "./undeclared-agent.ts";
import undeclaredMcpServer from "./undeclared-mcp-server.ts";
import undeclaredTool from "./undeclared-tool.ts";
import unusedGrant from "./unused-grant.ts";

export const compareRules: readonly CompareRule[] = [
  undeclaredAgent,
  undeclaredTool,
  undeclaredMcpServer,
  unusedGrant,
  missingAgent,
  grantExceedsPolicy,
  expiredAgentInCode,
  suspendedAgentInCode,
  ambiguousAgent,
  dynamicAgent,
  dynamicTools,
];

/** What the rules find, each with its rule. */
export function compare(
  comparison: Comparison,
  rules: readonly CompareRule[] = compareRules,
): readonly (Difference & { readonly rule: CompareRule })[] {
  return rules.flatMap((rule) => [...rule.check(comparison)].map((difference) => ({ ...difference, rule })));
}
