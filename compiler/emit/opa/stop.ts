/**
 * The list of stopped agents without a new grant: over the last output, whoever is on its list stays there, and it is
 * written for the package that is deployed.
 */
import { isObject, own } from "../../model/json.ts";
import { lineage } from "../../model/life.ts";
import type { Policy } from "../../model/policy.ts";
import type { EmitInput } from "../emission.ts";
import { noStops } from "../last-output.ts";

export interface StopList {
  /** The Rego package that the list is for. */
  readonly name: string;
  /** By qualified name, since when; what an earlier list says of an agent that is on it stays as it is there. */
  readonly agents: Readonly<Record<string, unknown>>;
  /** Agents of the last output that the list stops: themselves, or by one above. */
  readonly stopped: readonly string[];
  readonly remarks: readonly string[];
}

/** The folder of a package's data in a bundle. */
export const folderOf = (name: string): string => name.replaceAll(".", "/");

/** Where the list of a package stands in the target's folder. */
export const listPath = (name: string): string => `stop/${folderOf(name)}_stop/data.json`;

/** Who is suspended or retired by then (epoch seconds), with the instant since when. */
export function stopped(
  policy: Policy,
  agents: readonly string[],
  at: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    agents.flatMap((name) => {
      const agent = own(policy.agents, name);
      const since = Math.min(agent?.suspended?.since ?? Infinity, agent?.retired ?? Infinity);
      return since <= at ? [[name, since]] : [];
    }),
  );
}

/** The list of a compile of suspensions alone; `name` is the package that the policy says now. */
export function stopList({ policy, target, at, stops = noStops }: EmitInput, name: string): StopList {
  const { last, before = new Map<string, string>(), made = [] } = stops;
  const deployed = made.find(({ kind }) => kind === "bundle")?.name ?? name;
  const path = listPath(deployed);
  const earlier = before.has(path) ? objectIn(before.get(path), "agents") : {};
  const remarks =
    earlier === undefined
      ? [
          `${path} of the last output cannot be read, so who was on it and is not stopped by the policy is on it no more`,
        ]
      : [];
  if (deployed !== name)
    remarks.push(
      `the stop is for the package ${deployed}, which the last output has; ${name} takes a whole compile`,
    );
  const documents =
    last.kind === "whole"
      ? (objectIn(last.files.get(`bundle/${folderOf(deployed)}/policy/data.json`), "agents") ?? {})
      : {};
  const here = [...target.agents, ...Object.keys(documents)];
  // A list may hold more than the bundle does; where no bundle can be read, any agent could be in it.
  const mine = stopped(policy, last.kind === "whole" ? here : Object.keys(policy.agents), at);
  const agents = { ...mine, ...byOneAbove(policy, documents, at), ...earlier };
  return {
    name: deployed,
    agents,
    stopped: Object.keys(documents).filter((agent) =>
      [agent, ...lineOf(documents[agent])].some((one) => Object.hasOwn(agents, one)),
    ),
    remarks,
  };
}

/** Agents that one above stops now whom the last output does not have above them, as it was made before they moved. */
function byOneAbove(
  policy: Policy,
  documents: Readonly<Record<string, unknown>>,
  at: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.keys(documents).flatMap((name): [string, number][] => {
      const above = lineage(policy, name).map((one) => one.name);
      const line = lineOf(documents[name]);
      const since = Object.entries(stopped(policy, above, at)).flatMap(([one, from]) =>
        line.includes(one) ? [] : [from],
      );
      return since.length === 0 ? [] : [[name, Math.min(...since)]];
    }),
  );
}

const lineOf = (document: unknown): readonly string[] =>
  isObject(document) && Array.isArray(document.line)
    ? document.line.filter((one) => typeof one === "string")
    : [];

/** A member that is an object, of a JSON text; `undefined` where there is none. */
function objectIn(text: string | undefined, key: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    const inner = isObject(value) ? own(value, key) : undefined;
    return isObject(inner) ? inner : undefined;
  } catch {
    return undefined;
  }
}
