/** The page that lies beside the output. */
import { markdownText } from "../escape.ts";

/** How the policies are loaded, how requests are asked, and how to undo. */
export function readme(workspace: string, namespace: string, count: number): string {
  return [
    `# Cedar policies of workspace ${markdownText(workspace)}`,
    "",
    "Made by `remit compile`. Do not edit: change the policy and compile again.",
    "",
    `- \`schema.cedarschema\` — entities \`${namespace}::Agent\`, \`${namespace}::Resource\`, and one action for each permission; tools share the action \`tool\`.`,
    `- \`policies.cedar\` — ${count} policies with \`@id\`, \`@owner\` and \`@source\`.`,
    "- `policies.json` — the same by id, as the `staticPolicies` map of Cedar's JSON interface. Load this one: a single text gives the policies other ids.",
    "",
    "## Apply",
    "",
    "1. Validate in strict mode: `cedar validate --schema schema.cedarschema --policies policies.cedar --deny-warnings`.",
    "2. Put schema and policies into the policy store in one change, replacing all that carry this workspace's `@workspace`.",
    "",
    "Undo: put the former output back, or remove the policies with this `@workspace`; without a policy Cedar denies.",
    "",
    "## Ask",
    "",
    "A request of Remit becomes one request of Cedar for the agent, and one for each agent in `via`; all must be allowed.",
    "",
    "| Remit | Cedar |",
    "| --- | --- |",
    `| \`agent\` | principal \`${namespace}::Agent::"…"\` |`,
    `| \`action\` | \`${namespace}::Action::"…"\`; \`tool:x\` is \`${namespace}::Action::"tool"\` with \`context.tool\` "x" |`,
    `| \`resource\` | \`${namespace}::Resource::"…"\` with the attribute \`name\`; without one \`${namespace}::Resource::""\` and no attribute |`,
    "| the engine's clock | `context.now`, a datetime |",
    "| `on_behalf_of` | `context.on_behalf_of`, absent when the agent acts as itself |",
    "| `context.ip`, `context.mfa` | `context.ip` (ipaddr), `context.mfa` |",
    "| `inputs`, `facts` | `context.inputs`, `context.facts`: only values of the declared type; decimals as `decimal`, ints as `Long` |",
    "",
    "A malformed request is refused before Cedar is asked, and so is an action that is not in the schema.",
    "",
  ].join("\n");
}
