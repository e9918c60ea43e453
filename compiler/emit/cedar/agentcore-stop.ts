/**
 * The stop of agents at a gateway without a new grant: one `forbid` of every tool for the caller that the last output
 * knew as the agent, beside its policies as they were; where there is no such output, the forbids alone.
 */
import { isObject, own } from "../../model/json.ts";
import type { Policy } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import type { EmitInput, EmittedFile, EmittedObject } from "../emission.ts";
import { targetName } from "../enforcement.ts";
import { cedarString, oneLine, stableJson } from "../escape.ts";
import { notThere, onlyDenies, type Stop } from "../last-output.ts";
import { bindingOf, type Gateway, policyName, principalText } from "./agentcore-names.ts";
import { page } from "./stop.ts";

interface GatewayPolicy {
  readonly name: string;
  readonly description: string;
  readonly statement: string;
}

export interface GatewayStop extends Stop {
  /** The forbids, which later outputs have to say are gone. */
  readonly objects: readonly EmittedObject[];
}

/** `granted` are the target's agents that the policy gives something now. */
export function stopAgentcore(
  { agents, last }: NonNullable<EmitInput["stops"]>,
  policy: Policy,
  target: Target,
  gateway: Gateway,
  granted: readonly string[],
): GatewayStop {
  const mine = target.agents.flatMap((name) => {
    const agent = agents.includes(name) ? own(policy.agents, name) : undefined;
    const binding = agent && bindingOf(agent, target, gateway);
    return binding === undefined ? [] : [{ name, binding }];
  });
  const named = (agent: string, index: number, statement: string): GatewayPolicy => ({
    name: policyName(policy, target, agent, "forbid everything", index + 1),
    description: oneLine(`${descriptionStart(policy)}agent ${agent}; stopped`),
    statement,
  });
  if (last.kind !== "whole") {
    if (mine.length === 0) return { files: [], remarks: [], objects: [] };
    const forbids = mine.map(({ name, binding }) => {
      const { scope, test } = principalText(binding);
      return named(
        name,
        0,
        forbidText(scope, `resource == AgentCore::Gateway::${cedarString(gateway.arn)}`, test),
      );
    });
    return {
      files: [
        {
          path: "stop/README.md",
          content: page("Create each policy of `policies.json` in the gateway's policy engine."),
        },
        ...filesOf("stop/", forbids),
      ],
      remarks: [onlyDenies(last, `${targetName(target)}/stop/README.md`)],
      objects: objectsOf(forbids),
    };
  }
  const policies = policiesOf(last.files.get("policies.json"));
  const stopped = agents.flatMap((agent) => {
    const callers = policies
      .filter(({ description }) => description.includes(`; agent ${agent}; `))
      .flatMap(({ statement }) => callerOf(statement) ?? []);
    return [...new Set(callers)].map((text, index) => ({ agent, policy: named(agent, index, text) }));
  });
  const all = new Map([...policies, ...stopped.map((one) => one.policy)].map((one) => [one.name, one]));
  return {
    files:
      stopped.length === 0
        ? []
        : filesOf(
            "",
            [...all.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
          ),
    stopped: [...all.values()].flatMap(
      ({ description }) => /; agent (\S+); stopped$/.exec(description)?.[1] ?? [],
    ),
    remarks: notThere(
      granted.filter((name) => agents.includes(name) && !stopped.some(({ agent }) => agent === name)),
    ),
    objects: objectsOf(stopped.map((one) => one.policy)),
  };
}

const descriptionStart = ({ workspace }: Policy): string =>
  [...oneLine(`remit workspace ${workspace}; `)].slice(0, 3000).join("");

const forbidText = (scope: string, resource: string, test: string): string =>
  ["forbid (", `  ${scope},`, "  action,", `  ${resource}`, ")", `when { ${test} };`].join("\n");

/** A forbid of everything for the caller that a statement of the last output is for. */
function callerOf(statement: string): string | undefined {
  const lines = statement.split("\n");
  const scope = lines[1]?.trim().replace(/,$/, "");
  const resource = lines.find((line) => line.startsWith("  resource == "))?.trim();
  const test = lines.find((line) => line.startsWith("when { "));
  if (scope === undefined || resource === undefined || test === undefined) return undefined;
  return forbidText(scope, resource, test.replace(/^when \{ /, "").replace(/ \};?$/, ""));
}

function policiesOf(text: string | undefined): readonly GatewayPolicy[] {
  const value: unknown = JSON.parse(text ?? "{}");
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, body]) => {
    if (!isObject(body) || !isObject(body.definition) || !isObject(body.definition.cedar)) return [];
    const { description } = body;
    const { statement } = body.definition.cedar;
    return typeof description === "string" && typeof statement === "string"
      ? [{ name, description, statement }]
      : [];
  });
}

const objectsOf = (policies: readonly GatewayPolicy[]): readonly EmittedObject[] =>
  policies.map(({ name }) => ({ kind: "policy", name }));

const filesOf = (folder: string, policies: readonly GatewayPolicy[]): readonly EmittedFile[] => [
  {
    path: `${folder}policies.cedar`,
    content: policies.map((one) => `// ${one.name}\n${one.statement}\n`).join("\n"),
  },
  {
    path: `${folder}policies.json`,
    content: stableJson(
      Object.fromEntries(
        policies.map(({ name, description, statement }) => [
          name,
          { description, definition: { cedar: { statement } } },
        ]),
      ),
    ),
  },
];
