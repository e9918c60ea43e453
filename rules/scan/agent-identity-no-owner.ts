import { entriesOf, get, items, str, type Value } from "../../scan/grants/value.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Identities, and where each keeps its name and says who answers for it. */
const identities: readonly {
  readonly types: RegExp;
  readonly names: readonly string[];
  readonly owners: readonly string[];
}[] = [
  { types: /^aws_iam_(?:role|user)$/, names: ["name"], owners: ["tags", "description"] },
  { types: /^AWS::IAM::(?:Role|User)$/, names: ["RoleName", "UserName"], owners: ["Tags", "Description"] },
  { types: /^google_service_account$/, names: ["account_id", "display_name"], owners: ["description"] },
  {
    types: /^azuread_application(?:_registration)?$/,
    names: ["display_name"],
    owners: ["owners", "notes", "description"],
  },
  { types: /^azurerm_user_assigned_identity$/, names: ["name"], owners: ["tags"] },
  {
    types: /^kubernetes ServiceAccount$|^kubernetes_service_account(?:_v1)?$/,
    names: ["name"],
    owners: ["metadata"],
  },
  { types: /^okta_app_oauth$/, names: ["label"], owners: ["admin_note", "profile"] },
];

/** A name that says that an agent goes by it; agents of monitoring and CI are none. */
const agentName =
  /(?:^|[-_.\s])(?:(?:ai|llm|genai|mcp|gpt)(?:[-_.\s](?:agent|assistant|bot|runtime|role|sa|identity)s?)?|mcp[-_.\s]server|(?:\w*[-_])?agents?(?:[-_.\s](?:role|sa|identity|app|user|runtime|account|execution[-_]role))?|agentcore\w*|copilot|ai-?assistant|chatbot)$|(?:^|[-_])agent(?:ic|core)?[-_]\w*(?:role|sa|identity)$|[a-z]Agent(?:Core)?\w*Role$|^Agent(?:Core)?\w*Role$/i;
const otherAgents =
  /cloudwatch|datadog|newrelic|ssm|build|ci[-_]|jenkins|gitlab|github|azure-?devops|buildkite|monitor|telemetry|node-?agent|guest|elastic|fluent|vault|backup|deploy/i;
const ownerWord = /owner|team|contact|maintainer|responsible|managed.?by|steward|@[\w-]+\.\w|lead/i;

/** Whether a value names somebody: an owner list, a tag, a description with an address. */
function namesOwner(value: Value | undefined, key: string): boolean {
  if (!value || value.kind === "null") return false;
  if (key === "owners") return items(value).length > 0;
  // Tags from a variable may hold an owner; nothing says that they do not.
  if (value.kind === "name" || value.kind === "call") return true;
  if (value.kind === "text") return ownerWord.test(value.value);
  if (value.kind === "list")
    return value.items.some((item) => ownerWord.test(str(get(item, "Key", "key")) ?? ""));
  return entriesOf(value).some(
    (entry) =>
      ownerWord.test(entry.key) || (entry.value.kind !== "text" && namesOwner(entry.value, entry.key)),
  );
}

export default defineScanRule({
  id: "agent-identity-no-owner",
  title: "An agent's identity without an owner",
  tier: "medium",
  maps: maps("ASI03 ASI10", "LLM06:2025", "1059", "AC-2 PM-5"),
  *check(grants) {
    const resources = grants.of("infra-resource");
    // Tags of a provider reach all that it makes, in the modules below its folder, too.
    const tagged = resources
      .filter(({ type, body }) => type === "provider aws" && namesOwner(get(body, "default_tags"), "tags"))
      .map(({ file }) => file.slice(0, file.lastIndexOf("/") + 1));
    for (const resource of resources) {
      const identity = identities.find(({ types }) => types.test(resource.type));
      if (!identity) continue;
      const names = [resource.name, ...identity.names.map((key) => str(get(resource.body, key)) ?? "")];
      if (!names.some((name) => agentName.test(name)) || names.some((name) => otherAgents.test(name)))
        continue;
      if (resource.type.startsWith("aws_") && tagged.some((folder) => resource.file.startsWith(folder)))
        continue;
      if (identity.owners.some((key) => namesOwner(get(resource.body, key), key))) continue;
      const message = `Nothing says who answers for '${resource.name}', so nobody can certify or stop it. Add an owner tag, and declare the agent in the policy.`;
      yield {
        file: resource.file,
        extent: resource.extent,
        subject: `${resource.type} ${resource.name}`,
        message,
        proof: "inferred",
      };
    }
  },
});
