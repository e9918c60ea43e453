/** The page that lies beside policies for an AgentCore gateway. */
import type { Policy } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import { markdownText } from "../escape.ts";
import type { Gateway } from "./agentcore-names.ts";

/** How the policies are applied and undone, and what of it has been seen to work. */
export function agentcoreReadme(
  policy: Policy,
  target: Target,
  gateway: Gateway,
  policies: readonly { readonly name: string }[],
  gone: readonly { readonly name: string }[],
): string {
  const tag = target.settings["principal tag"];
  const caller =
    tag === undefined
      ? "the caller's role session, in the gateway's own account (`AgentCore::IamEntity`; the gateway's authorizer is AWS_IAM)"
      : `the claim ${markdownText(String(tag))} of the caller's token (\`AgentCore::OAuthUser\`; the gateway's authorizer is OAuth)`;
  return [
    `# AgentCore policies of workspace ${markdownText(policy.workspace)}`,
    "",
    "Made by `remit compile`. Do not edit: change the policy and compile again.",
    "",
    `For the gateway ${markdownText(gateway.arn)}. An agent is known by ${caller}.`,
    "",
    `- \`policies.json\` — ${policies.length} policies by name, each with its \`definition\` and \`description\`.`,
    "- `policies.cedar` — the same statements in one text, for reading and for validating.",
    "- `schema.cedarschema` — the part of the gateway's schema that they speak of, made from the policy's services.",
    "",
    "## Apply",
    "",
    "1. Name the gateway's targets as the services are named in the policy: a tool is `<target>___<tool>` there.",
    "2. Validate: `cedar validate --schema schema.cedarschema --policies policies.cedar --deny-warnings`.",
    "3. Create or update each policy of `policies.json` in the gateway's policy engine, the `forbid`s before the `permit`s. AgentCore validates each against the schema that it makes from the gateway's tools.",
    gone.length === 0
      ? "4. Of earlier outputs there is nothing to remove."
      : "4. Remove the policies that earlier outputs had and this one has not:",
    ...gone.map(({ name }) => `   - ${markdownText(name)}`),
    "5. Set the gateway's association with the policy engine to enforce.",
    "",
    "Undo: put the former output back, or remove these policies, the `permit`s first; without a `permit` the gateway denies.",
    "",
    "## What it rests on",
    "",
    "- Measured: every policy is valid in Cedar's strict mode against `schema.cedarschema` without a warning, and decides as the policy does.",
    "- Not measured: AgentCore itself. Its names and limits are those of its documentation, and its schema may type an input otherwise: it makes texts, whole numbers, decimals and truth values out of a tool's JSON Schema.",
    "- The time is the gateway's own, `context.system.now`. Where it gives none, nothing is permitted.",
    "- The gateway does not see whether a token was given to the agent itself or for a person who uses its client. Clients of agents must not be given to people.",
    "- Other policies of the engine add access of their own.",
    "",
  ].join("\n");
}
