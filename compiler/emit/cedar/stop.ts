/**
 * The stop of agents in Cedar without a new grant: a `forbid` of everything for each, which nothing can switch off,
 * beside the policies of the last output as they were; where there is no such output, the forbids alone.
 */
import { isObject } from "../../model/json.ts";
import type { Target } from "../../model/test-and-target.ts";
import type { EmitInput, EmittedFile } from "../emission.ts";
import { targetName } from "../enforcement.ts";
import { cedarString, oneLine, stableJson } from "../escape.ts";
import { notThere, onlyDenies, type Stop } from "../last-output.ts";
import type { CedarPolicy } from "./policies.ts";

type Stops = NonNullable<EmitInput["stops"]>;

/** `granted` are the target's agents that the policy gives something now. */
export function stopCedar(
  { agents, last }: Stops,
  workspace: string,
  target: Target,
  granted: readonly string[],
  namespace: string,
): Stop {
  const mine = target.agents.filter((name) => agents.includes(name));
  if (last.kind !== "whole") {
    if (mine.length === 0) return { files: [], remarks: [] };
    const forbids = mine.map((name) => forbid(workspace, namespace, name));
    return {
      files: [
        { path: "stop/README.md", content: page("Put them into the policy store beside what is there.") },
        ...filesOf("stop/", forbids),
      ],
      remarks: [onlyDenies(last, `${targetName(target)}/stop/README.md`)],
    };
  }
  const policies = textsOf(last.files.get("policies.json"));
  const stopped = agents.flatMap((name) => {
    const namespaces = policies.flatMap(({ text }) => namespaceFor(text, name) ?? []);
    return namespaces[0] === undefined ? [] : [forbid(workspace, namespaces[0], name)];
  });
  const files = new Map([...policies, ...stopped].map((policy) => [policy.id, policy]));
  const all = [...files.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
  return {
    files: stopped.length === 0 ? [] : filesOf("", all),
    stopped: all.flatMap(({ id }) => (id.endsWith(idOf("")) ? [id.slice(0, -idOf("").length)] : [])),
    remarks: notThere(
      mine.filter((name) => granted.includes(name) && !stopped.some(({ id }) => id === idOf(name))),
    ),
  };
}

/** The page beside forbids that stand alone. */
export const page = (how: string): string =>
  [
    "# Forbids that stop agents",
    "",
    "Made by `remit compile --only-suspensions`. Each forbids everything to one agent and grants nothing.",
    "",
    `Apply: ${how}`,
    "",
    "Undo, when the agent may act again and the output of a whole compile is applied: remove them.",
    "",
  ].join("\n");

/** Ids of grants are never this word: they are digests. */
const idOf = (name: string): string => `${name}/stopped`;

const principalLine = (namespace: string, name: string): string =>
  `  principal == ${namespace}::Agent::${cedarString(name)},`;

function forbid(workspace: string, namespace: string, name: string): CedarPolicy {
  const text = [
    `@id(${cedarString(idOf(name))})`,
    `@workspace(${cedarString(oneLine(workspace))})`,
    "forbid (",
    principalLine(namespace, name),
    "  action,",
    "  resource",
    ");",
    "",
  ].join("\n");
  return { id: idOf(name), text };
}

/** The namespace of a policy of the agent; annotations cannot look like its line, as no text of theirs has two. */
function namespaceFor(text: string, name: string): string | undefined {
  for (const line of text.split("\n")) {
    const [, namespace] = /^ {2}principal == ([A-Za-z0-9_:]+?)::Agent::"/.exec(line) ?? [];
    if (namespace !== undefined && line === principalLine(namespace, name)) return namespace;
  }
  return undefined;
}

function textsOf(text: string | undefined): readonly CedarPolicy[] {
  const value: unknown = JSON.parse(text ?? "{}");
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([id, one]) => (typeof one === "string" ? [{ id, text: one }] : []));
}

const filesOf = (folder: string, policies: readonly CedarPolicy[]): readonly EmittedFile[] => [
  { path: `${folder}policies.cedar`, content: policies.map(({ text }) => text).join("\n") },
  {
    path: `${folder}policies.json`,
    content: stableJson(Object.fromEntries(policies.map(({ id, text }) => [id, text]))),
  },
];
