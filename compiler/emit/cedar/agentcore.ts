/**
 * `profile agentcore`: Cedar policies for a gateway of Amazon Bedrock AgentCore, one statement each, within its limits.
 * No `forbid` can end in an error: each attribute of the context is read behind a `has`, each tag behind `hasTag`.
 */
import type { ActionPattern, Origin, Policy, Variable } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import type { Problem } from "../../problem.ts";
import type { EmittedFile, EmittedObject, Emitter } from "../emission.ts";
import { problemAt } from "../emit-problem.ts";
import { cedarString, oneLine, stableJson } from "../escape.ts";
import { noStops } from "../last-output.ts";
import { notMade } from "../manifest.ts";
import { type PlannedAgent, plan } from "../plan.ts";
import { covers } from "../subtract.ts";
import { agentcoreCapabilities } from "./agentcore-capabilities.ts";
import {
  type Binding,
  bindingKey,
  bindingOf,
  type Gateway,
  type GatewayTool,
  gatewayOf,
  gatewayTools,
  policyName,
  principalText,
} from "./agentcore-names.ts";
import { agentcoreReadme } from "./agentcore-readme.ts";
import { agentcoreSchema } from "./agentcore-schema.ts";
import { stopAgentcore } from "./agentcore-stop.ts";
import { isPlain } from "./capabilities.ts";
import { dnfText, type Place, within, withinAny } from "./expression.ts";

/** Characters of one policy's statement. */
const shortest = 35;
export const longest = 10_000;

export interface GatewayPolicy {
  readonly name: string;
  readonly description: string;
  readonly statement: string;
}

interface World {
  readonly policy: Policy;
  readonly target: Target;
  readonly gateway: Gateway;
  readonly tools: ReadonlyMap<string, GatewayTool>;
}

export const emitAgentcore: Emitter = async ({
  policy,
  target,
  at,
  previous = [],
  onlySuspensions,
  stops = noStops,
}) => {
  const gateway = gatewayOf(target);
  const planned = plan(policy, target, agentcoreCapabilities(policy), at);
  const rest = {
    target,
    enforcement: planned.enforcement,
    tail: { seconds: 0, text: "None: the gateway decides each call of a tool, at its own clock." },
  };
  if (gateway === undefined) {
    const message = `"${oneLine(String(target.settings.gateway))}" is no gateway's ARN: arn:aws:bedrock-agentcore:REGION:ACCOUNT:gateway/ID.`;
    return { ...rest, files: [], problems: [problemAt("bad-literal", target.origin, message)] };
  }
  const tag = String(target.settings["principal tag"] ?? "");
  if (!isPlain(tag)) {
    const message = `The tag '${oneLine(tag)}' mixes scripts or reorders text, which Cedar's validation objects to.`;
    return { ...rest, files: [], problems: [problemAt("bad-literal", target.origin, message)] };
  }
  const world = { policy, target, gateway, tools: gatewayTools(policy) };
  const agents = planned.agents.filter(({ grants }) => grants.some(({ grant }) => grant.actions.length > 0));
  const { bound, problems } = bind(world, agents);
  const policies: GatewayPolicy[] = [];
  for (const [agent, binding] of bound) {
    const result = statementsOf(world, agent, binding);
    policies.push(...result.policies);
    problems.push(...result.problems);
  }
  if (onlySuspensions === true) {
    const granted = agents.map(({ agent }) => agent.name);
    const stop = stopAgentcore(stops, policy, target, gateway, granted);
    return { ...rest, ...stop, problems };
  }
  policies.sort((one, other) => (one.name < other.name ? -1 : 1));
  const objects: readonly EmittedObject[] = policies.map(({ name }) => ({ kind: "policy", name }));
  return { ...rest, files: filesOf(world, agents, policies, notMade(previous, objects)), objects, problems };
};

function filesOf(
  { policy, target, gateway, tools }: World,
  agents: readonly PlannedAgent[],
  policies: readonly GatewayPolicy[],
  gone: readonly EmittedObject[],
): readonly EmittedFile[] {
  const bodies = policies.map(({ name, description, statement }) => [
    name,
    { description, definition: { cedar: { statement } } },
  ]);
  return [
    { path: "README.md", content: agentcoreReadme(policy, target, gateway, policies, gone) },
    { path: "schema.cedarschema", content: agentcoreSchema(agents, tools) },
    {
      path: "policies.cedar",
      content: policies.map((one) => `// ${one.name}\n${one.statement}\n`).join("\n"),
    },
    { path: "policies.json", content: stableJson(Object.fromEntries(bodies)) },
  ];
}

/** Each agent with what tells it apart from all others. */
function bind(
  { target, gateway }: World,
  agents: readonly PlannedAgent[],
): { readonly bound: ReadonlyMap<PlannedAgent, Binding>; readonly problems: Problem[] } {
  const bound = new Map<PlannedAgent, Binding>();
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  for (const planned of agents) {
    const { name, origin } = planned.agent;
    const binding = bindingOf(planned.agent, target, gateway);
    const before = binding === undefined ? undefined : owners.get(bindingKey(binding));
    if (binding === undefined) {
      const needed =
        target.settings["principal tag"] === undefined
          ? 'aws role "…"'
          : 'keycloak client "…", okta agent "…" or oidc issuer "…" subject "…"';
      const message = `Agent '${name}' needs an identity { ${needed} } for the profile agentcore: a permission there is for one caller.`;
      problems.push(problemAt("missing-member", origin, message));
    } else if (binding.kind === "role" && !/^[\w+=,.@-]{1,64}$/.test(binding.role)) {
      const message = `'${oneLine(binding.role)}' is no name that an IAM role can have: up to 64 letters, digits and _+=,.@-.`;
      problems.push(problemAt("bad-literal", origin, message));
    } else if (binding.kind === "tag" && !isPlain(binding.value)) {
      const message = `The client '${oneLine(binding.value)}' of '${name}' mixes scripts or reorders text, which Cedar's validation objects to.`;
      problems.push(problemAt("bad-literal", origin, message));
    } else if (before !== undefined) {
      const message = `Agents '${before}' and '${name}' are the same caller to the gateway; give each a client or role of its own.`;
      problems.push(problemAt("shared-identity", origin, message));
    } else {
      bound.set(planned, binding);
      owners.set(bindingKey(binding), name);
    }
  }
  return { bound, problems };
}

interface Statement {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  readonly origin: Origin;
  readonly actions: readonly string[];
  readonly conditions: readonly string[];
}

function statementsOf(
  world: World,
  planned: PlannedAgent,
  binding: Binding,
): { readonly policies: readonly GatewayPolicy[]; readonly problems: readonly Problem[] } {
  const policies: GatewayPolicy[] = [];
  const problems: Problem[] = [];
  for (const statement of planned.inForce.length === 0
    ? []
    : [...permits(world, planned), ...forbids(world, planned)]) {
    const texts = fitting(world.gateway, binding, statement);
    if (texts === undefined) {
      const message = `A policy of '${planned.agent.name}' is over AgentCore's limit of ${longest} characters even for one tool.`;
      problems.push(problemAt("over-size-limit", statement.origin, message));
    }
    for (const [index, text] of (texts ?? []).entries())
      policies.push({
        name: policyName(
          world.policy,
          world.target,
          planned.agent.name,
          `${statement.effect} ${statement.id}`,
          index + 1,
        ),
        description: description(world.policy, planned, statement),
        statement: text,
      });
  }
  return { policies, problems };
}

/** Whose it is and where it is written, in the 4,096 characters that a description has. */
function description(policy: Policy, { agent }: PlannedAgent, { origin }: Statement): string {
  const owner = policy.owners[agent.owner]?.email ?? agent.owner;
  const text = `remit workspace ${policy.workspace}; agent ${agent.name}; owner ${owner}; ${origin.span.file}:${origin.line}`;
  return [...oneLine(text)].slice(0, 4000).join("");
}

function permits({ tools }: World, { inForce, grants }: PlannedAgent): readonly Statement[] {
  return grants.flatMap(({ grant }) => {
    const actions = idsOf(grant.actions, tools);
    const clock = [withinAny(now, inForce), within(now, grant.range)].filter((text) => text !== "true");
    const condition = grant.condition === undefined ? undefined : dnfText(grant.condition, inputPlace);
    const conditions = [
      ...(clock.length === 0
        ? []
        : [["context has system", "context.system has now", ...clock].join(" && ")]),
      ...(condition === undefined ? [] : [condition]),
    ];
    return actions.length === 0
      ? []
      : [{ id: grant.id, effect: "permit" as const, origin: grant.origin, actions, conditions }];
  });
}

/** The gateway's calls name no resource, and a `never` with `on` covers those too: so it always applies. */
function forbids({ tools }: World, { grants, denies }: PlannedAgent): readonly Statement[] {
  const granted = grants.flatMap(({ grant }) => grant.actions);
  return denies.flatMap((deny) => {
    const touched = granted.filter(({ text }) => deny.actions.some((pattern) => covers(pattern, text)));
    const actions = idsOf(touched, tools);
    const conditions = deny.unless === undefined ? [] : [`!(${dnfText(deny.unless, inputPlace) ?? "false"})`];
    return actions.length === 0
      ? []
      : [{ id: deny.id, effect: "forbid" as const, origin: deny.origin, actions, conditions }];
  });
}

const now = "context.system.now";

function inputPlace({ name }: Variable): Place {
  const key = cedarString(name);
  return { guard: ["context has input", `context.input has ${key}`], path: `context.input[${key}]` };
}

function idsOf(
  actions: readonly ActionPattern[],
  tools: ReadonlyMap<string, GatewayTool>,
): readonly string[] {
  return [...new Set(actions.flatMap(({ text }) => tools.get(text)?.id ?? []))].sort();
}

/** The statement, or several that share its actions where one is too long; `undefined` where one action already is. */
function fitting(gateway: Gateway, binding: Binding, statement: Statement): readonly string[] | undefined {
  const text = statementText(gateway, binding, statement);
  // Characters as JavaScript counts them, never fewer than code points.
  if (text.length >= shortest && text.length <= longest) return [text];
  const { actions } = statement;
  if (actions.length < 2) return undefined;
  const middle = actions.length >> 1;
  const halves = [actions.slice(0, middle), actions.slice(middle)].map((half) =>
    fitting(gateway, binding, { ...statement, actions: half }),
  );
  return halves.some((half) => half === undefined) ? undefined : halves.flatMap((half) => half ?? []);
}

function statementText(
  gateway: Gateway,
  binding: Binding,
  { effect, actions, conditions }: Statement,
): string {
  const { scope, test } = principalText(binding);
  const ids = actions.map((id) => `AgentCore::Action::${cedarString(id)}`);
  return [
    `${effect} (`,
    `  ${scope},`,
    ids.length === 1 ? `  action == ${ids[0]},` : `  action in [${ids.join(", ")}],`,
    `  resource == AgentCore::Gateway::${cedarString(gateway.arn)}`,
    ")",
    ...[test, ...conditions].map(
      (part, index, all) => `when { ${part} }${index === all.length - 1 ? ";" : ""}`,
    ),
  ].join("\n");
}
