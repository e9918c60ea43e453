/** Infrastructure that is an agent: CloudFormation, SAM, Terraform. */
import type { AgentFact, Tier } from "../facts.ts";
import { entriesOf, get, items, str, type Value, walk } from "../grants/value.ts";
import { agent, tools } from "./agent.ts";
import type { Format } from "./format.ts";
import { entry, entryExtent } from "./read-values.ts";

const stackTypes: ReadonlyMap<
  string,
  { readonly framework: string; readonly tier: Tier; readonly names: readonly string[] }
> = new Map([
  ["AWS::Bedrock::Agent", { framework: "aws-bedrock-agent", tier: "explicit", names: ["AgentName"] }],
  [
    "AWS::BedrockAgentCore::Runtime",
    { framework: "bedrock-agentcore", tier: "host", names: ["AgentRuntimeName"] },
  ],
  [
    "AWS::BedrockAgentCore::Harness",
    { framework: "bedrock-agentcore", tier: "host", names: ["HarnessName"] },
  ],
  [
    "AWS::BedrockAgentCore::WorkloadIdentity",
    { framework: "bedrock-agentcore", tier: "host", names: ["Name"] },
  ],
]);

export const cloudFormation: Format = {
  framework: "aws-bedrock-agent",
  path: /\.(?:ya?ml|json|template)$/,
  needles: [["AWS::Bedrock::Agent", "AWS::BedrockAgentCore::"], ["Resources"]],
  find: ({ roots }) => ({
    agents: roots.flatMap((root) =>
      entriesOf(get(root, "Resources")).flatMap((resource): AgentFact[] => {
        const type = entry(resource.value, "Type");
        const known = stackTypes.get(str(type?.value) ?? "");
        if (type === undefined || known === undefined) return [];
        const properties = get(resource.value, "Properties");
        const name = get(properties, ...known.names);
        const groups = items(get(properties, "ActionGroups"));
        return [
          agent({
            framework: known.framework,
            construct: "cfn",
            tier: known.tier,
            name: name === undefined ? resource.key : (str(name) ?? null),
            aliases: [resource.key],
            extent: entryExtent(type),
            tools: tools(groups.flatMap((group) => str(get(group, "ActionGroupName")) ?? [])),
          }),
        ];
      }),
    ),
  }),
};

const terraformTypes: ReadonlyMap<
  string,
  { readonly framework: string; readonly tier: Tier; readonly name: string }
> = new Map([
  ["aws_bedrockagent_agent", { framework: "aws-bedrock-agent", tier: "explicit", name: "agent_name" }],
  ["awscc_bedrock_agent", { framework: "aws-bedrock-agent", tier: "explicit", name: "agent_name" }],
  [
    "aws_bedrockagentcore_agent_runtime",
    { framework: "bedrock-agentcore", tier: "host", name: "agent_runtime_name" },
  ],
  [
    "awscc_bedrockagentcore_runtime",
    { framework: "bedrock-agentcore", tier: "host", name: "agent_runtime_name" },
  ],
]);

export const terraform: Format = {
  framework: "aws-bedrock-agent",
  path: /\.(?:tf|tofu)(?:\.json)?$/,
  needles: [[...terraformTypes.keys()]],
  find: ({ roots }) => {
    const resources = roots.flatMap(resourcesIn);
    const groups = resources.filter(({ type }) => type === "aws_bedrockagent_agent_action_group");
    return {
      agents: resources.flatMap(({ type, label, block }): AgentFact[] => {
        const known = terraformTypes.get(type);
        if (known === undefined) return [];
        const name = get(block, known.name);
        const held = [
          ...items(get(block, "action_groups")),
          ...groups.map(({ block: group }) => group).filter((group) => isOf(group, `${type}.${label}`)),
        ];
        return [
          agent({
            framework: known.framework,
            construct: "terraform",
            tier: known.tier,
            name: name === undefined ? label : (str(name) ?? null),
            aliases: [label],
            extent: { at: block.at, end: Math.min(block.end, block.at + 200) },
            tools: tools(held.flatMap((group) => str(get(group, "action_group_name")) ?? [])),
          }),
        ];
      }),
    };
  },
};

interface Resource {
  readonly type: string;
  readonly label: string;
  readonly block: Value;
}

/** Blocks `resource "type" "label" { … }`. */
function resourcesIn(root: Value): readonly Resource[] {
  const found: Resource[] = [];
  walk(root, (value) => {
    if (value.kind !== "call" || value.callee !== "resource") return true;
    const [type, label] = value.args.map((argument) => str(argument));
    if (type !== undefined && label !== undefined) found.push({ type, label, block: value });
    return false;
  });
  return found;
}

/** Whether an action group is that agent's. */
function isOf(group: Value, resource: string): boolean {
  const value = get(group, "agent_id");
  const path = value?.kind === "name" ? value.path : value?.kind === "text" ? value.value : "";
  return path.includes(`${resource}.`) || path.includes(`${resource}[`);
}
