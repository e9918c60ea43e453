import { covers, given, isEverything, narrowed, offence, wholeService, whose, widest } from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Calls of other agents and flows: what they may do is reached through them. */
const agents = ["bedrock:InvokeAgent", "bedrock:InvokeInlineAgent", "bedrock:InvokeFlow"];
const models = [
  "bedrock:InvokeModel",
  "bedrock:InvokeModelWithResponseStream",
  "bedrock:InvokeModelWithBidirectionalStream",
  "bedrock:CreateModelInvocationJob",
];

export default defineScanRule({
  id: "aws-bedrock-any-model",
  title: "Every model or agent of Bedrock can be called",
  tier: "low",
  maps: maps("ASI03 ASI07", "LLM10:2025", "732 770"),
  *check(grants) {
    for (const statement of given(grants)) {
      // All foundation models across regions is what inference profiles need, so only `*` counts.
      if (widest(statement) !== "all" || narrowed(statement)) continue;
      const words = statement.actions.filter((word) => !isEverything(word) && !wholeService(word));
      const agent = words.find((word) => agents.some((name) => covers(word.value, name)));
      const model = words.find((word) => models.some((name) => covers(word.value, name)));
      const word = agent && !(model && model.at < agent.at && !agent) ? agent : model;
      if (!word) continue;
      const what = agent
        ? "every agent and flow of the account, with their rights"
        : "every model, whatever it costs";
      const message = `'${word.value}'${whose(statement)} reaches ${what}. Name the models, inference profiles or agent aliases.`;
      yield { ...offence(statement, word, word.value, message), tier: agent ? "medium" : "low" };
    }
  },
});
