/**
 * The switching off of clients, by the names that the last output has and those that the policy has now: between them
 * an agent's client can have been renamed, or the target moved to another realm.
 */
import { isObject } from "../../model/json.ts";
import type { PlanInMaking, Step } from "../apply/plan-shape.ts";
import type { Stops } from "../emission.ts";
import { findClient, put, realmOf } from "./calls.ts";
import type { RealmObjects } from "./objects.ts";
import { planOf } from "./steps.ts";

/** The clients of the last output. */
export interface LastClients {
  readonly realm: string;
  readonly clients: readonly { readonly id: string; readonly agent: string }[];
}

/** Of the last output's `realm.json`, the clients of the target; `undefined` where there is no such file. */
export function lastClients(
  stops: Stops | undefined,
  workspace: string,
  target: string,
): LastClients | undefined {
  const text = stops?.last.kind === "whole" ? stops.last.files.get("realm.json") : undefined;
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (!isObject(value) || typeof value.realm !== "string" || !Array.isArray(value.clients)) return undefined;
  const clients = value.clients.flatMap((client) => {
    if (!isObject(client) || !isObject(client.attributes) || typeof client.clientId !== "string") return [];
    const { "remit.agent": agent, "remit.workspace": from, "remit.target": of } = client.attributes;
    const ours = from === workspace && of === target && typeof agent === "string";
    return ours ? [{ id: client.clientId, agent }] : [];
  });
  return { realm: value.realm, clients };
}

/** Only the switching off of the clients of those agents. */
export function stopPlan(
  objects: RealmObjects,
  stopped: readonly string[],
  last: LastClients | undefined,
): PlanInMaking {
  const moved = last !== undefined && last.realm !== objects.realm;
  const now = objects.clients.map(({ id, agent }) => ({ id, agent, objects, moved: false }));
  const before = (last?.clients ?? []).flatMap(({ id, agent }) =>
    !moved && now.some((one) => one.id === id)
      ? []
      : [{ id, agent, objects: { ...objects, realm: last?.realm ?? objects.realm }, moved }],
  );
  const steps = [...before, ...now]
    .filter(({ agent }) => stopped.includes(agent))
    .map((client): Step => {
      const realm = realmOf(client.objects);
      const yielded = `client/${client.id}${client.moved ? " before" : ""}`;
      const place = moved ? ` in realm ${client.objects.realm}` : "";
      return {
        absent: `not stopped here: no client of agent ${client.agent} is there`,
        kind: "ensure",
        id: yielded,
        purpose: `client ${client.id}${place} is off`,
        find: findClient(realm, client.id),
        owned: realm.owned(`The client ${client.id}`),
        update: put(realm.path("clients", { $yield: yielded }), { clientId: client.id, enabled: false }),
        yields: { [yielded]: "/id" },
      };
    });
  return planOf(objects, steps, []);
}

/** What has to be known of a stop where the last output is for another realm, or is not there to tell the names. */
export function remarksOn(
  realm: string,
  last: LastClients | undefined,
  stops: Stops | undefined,
): readonly string[] {
  if (last !== undefined)
    return last.realm === realm
      ? []
      : [`the plan stops agents in realm ${last.realm}, which the last output is for, and in ${realm}`];
  if (stops?.last.kind !== "changed") return [];
  return [
    `${stops.last.file} is not what the last compile wrote, so clients are stopped only by the names that the policy has now`,
  ];
}
