import { covers, given, isEverything, narrowed, offence, reach, wholeService, whose } from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Draw a token in the name of a user that the caller names. */
const impersonating = [
  "bedrock-agentcore:GetWorkloadAccessTokenForUserId",
  "bedrock-agentcore:InvokeAgentRuntimeForUser",
];
const drawing = [
  "bedrock-agentcore:GetResourceOauth2Token",
  "bedrock-agentcore:GetResourceApiKey",
  "bedrock-agentcore:GetWorkloadAccessToken",
  "bedrock-agentcore:GetWorkloadAccessTokenForJWT",
  "bedrock-agentcore:CompleteResourceTokenAuth",
  ...impersonating,
];

export default defineScanRule({
  id: "aws-agent-token-vault-any",
  title: "Tokens of every identity and provider can be drawn",
  tier: "high",
  maps: maps("ASI03 ASI07", "LLM06:2025", "269 522"),
  *check(grants) {
    for (const statement of given(grants)) {
      if (narrowed(statement)) continue;
      // `workload-identity-directory/default` has to stand beside the identity and is not wide by itself.
      const wide = statement.resources.some((resource) => {
        const reached = reach(resource);
        return (
          reached === "all" ||
          reached === "account" ||
          /:(?:token-vault|workload-identity-directory)\/(?:\*|[^/]+\/\*)$/.test(resource.value)
        );
      });
      if (!wide) continue;
      const words = statement.actions.filter((word) => !isEverything(word) && !wholeService(word));
      const ranked = [...drawing.slice(0, 2), ...drawing.slice(2)];
      const name = ranked.find((candidate) => words.some((word) => covers(word.value, candidate)));
      const word = name && words.find((candidate) => covers(candidate.value, name));
      if (!name || !word) continue;
      const any = words.some((candidate) => impersonating.some((action) => covers(candidate.value, action)));
      const message = `'${word.value}'${whose(statement)} draws tokens of every workload identity and credential provider${any ? ", in any user's name" : ""}. Name the provider and the workload identity.`;
      yield { ...offence(statement, word, name, message), tier: any ? "critical" : "high" };
    }
  },
});
