/** What several rules ask of a comparison. */
import { matches } from "../../compiler/model/glob.ts";
import type { Agent, Grant, Service } from "../../compiler/model/policy.ts";
import type { ToolFact } from "../../scan/facts.ts";
import { type FoundAgent, policyName } from "../../scan/identity.ts";
import { withoutCredentials } from "../../scan/mask.ts";
import { declarable } from "../../scan/match.ts";
import type { ComparedPolicy, Comparison, Difference, Step } from "./rule.ts";

/** An agent of the code with all of its sites: the first one's place is the agent's. */
export interface Group {
  readonly first: FoundAgent;
  readonly sites: readonly FoundAgent[];
  readonly tools: readonly ToolFact[];
  readonly toolsAll: boolean;
  readonly toolsDynamic: boolean;
  readonly mcpServers: readonly string[];
}

/** Agents that need a declaration, in the order of their first sites. */
export function groups({ agents }: Comparison): readonly Group[] {
  return [...declarable(agents).values()].flatMap((sites) => {
    const [first] = sites;
    if (first === undefined) return [];
    return [
      {
        first,
        sites,
        tools: sites.flatMap((site) => site.tools),
        toolsAll: sites.some((site) => site.toolsAll),
        toolsDynamic: sites.some((site) => site.toolsDynamic),
        mcpServers: [...new Set(sites.flatMap((site) => site.mcpServers))],
      },
    ];
  });
}

/** The policy's agent that a group is. */
export function declarationOf(policy: ComparedPolicy, group: Group): Agent | undefined {
  const name = policy.matching.declaredAs.get(group.first.group);
  return name === undefined ? undefined : policy.agents.find((agent) => agent.name === name);
}

/** Groups that are a declared agent, with the declaration. */
export function declaredGroups(
  comparison: Comparison,
): readonly { readonly group: Group; readonly agent: Agent; readonly policy: ComparedPolicy }[] {
  const { policy } = comparison;
  if (policy === undefined) return [];
  return groups(comparison).flatMap((group) => {
    const agent = declarationOf(policy, group);
    return agent === undefined ? [] : [{ group, agent, policy }];
  });
}

/** How an agent of the code is called in messages. */
export function shownName({ name, aliases }: FoundAgent): string {
  return name ?? aliases[0] ?? "without a name";
}

/** A difference at an agent's construct: the line where it begins, not the whole of it. */
export function atAgent(
  agent: FoundAgent,
  message: string,
  subject: string,
  steps: readonly Step[] = [],
): Difference {
  const { at, end } = agent.extent;
  return {
    file: agent.file,
    extent: { at, end: Math.min(end, at + 200) },
    message,
    subject,
    agent: agent.id,
    ...(steps.length === 0 ? {} : { steps }),
  };
}

/** The declaration as a step on the way to a difference. */
export function declaredAt({ name, origin: { span } }: Agent): Step {
  return {
    file: span.file,
    extent: { at: span.start, end: span.end },
    message: `'${name}' is declared here.`,
  };
}

/** An agent's construct as a step on the way to a difference. */
export function madeAt(agent: FoundAgent): Step {
  const { at, end } = agent.extent;
  return {
    file: agent.file,
    extent: { at, end: Math.min(end, at + 200) },
    message: `'${shownName(agent)}' is made here.`,
  };
}

/** The names by which a policy can mean a tool: as the model sees it, as the code has it, and its last part. */
export function toolNames({ name, called }: ToolFact): readonly string[] {
  const last = name.split(".").at(-1) ?? name;
  return [...new Set([...(called === undefined ? [] : [called]), name, last])];
}

/** Whether a grant lets an agent use a tool: as `tool:name`, or as an action of that name of an MCP service. */
export function grantsTool(grant: Grant, tool: ToolFact, services: readonly Service[]): boolean {
  return grant.actions.some(({ text, wildcard }) => {
    const colon = text.indexOf(":");
    const service = text.slice(0, colon);
    const action = text.slice(colon + 1);
    if (service !== "tool" && !services.some((each) => each.name === service && each.protocol === "mcp"))
      return false;
    return toolNames(tool).some((name) => (wildcard ? matches(action, name) : action === name));
  });
}

/** The MCP service of the policy that a server of the code is: by its name, or by its URL. */
export function serviceOf(
  services: readonly Service[],
  server: { readonly name: string | null; readonly url?: string },
): Service | undefined {
  return services.find(
    (service) =>
      service.protocol === "mcp" &&
      ((server.url !== undefined && service.url !== undefined && sameUrl(server.url, service.url)) ||
        (server.name !== null &&
          policyName(service.name.split(".").at(-1) ?? service.name) === policyName(server.name))),
  );
}

function sameUrl(one: string, other: string): boolean {
  // Facts hold no credentials, a policy's address may.
  const plain = (url: string): string => withoutCredentials(url).replace(/\/+$/, "").toLowerCase();
  return plain(one) === plain(other);
}
