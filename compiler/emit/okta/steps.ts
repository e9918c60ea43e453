/**
 * The ordered plan. First what must hold of the organisation, then what takes access away, then what scopes, groups and
 * agents need, and last what lets an agent act: it is activated when it has an owner and a key.
 */

import type { Ownership, Step } from "../apply/plan-shape.ts";
import type { EmittedObject } from "../emission.ts";
import { activateAgent, buildAgent, ownerId, ownerLookups } from "./agent-steps.ts";
import { campaignBody, groupBody, scopeBody } from "./bodies.ts";
import {
  campaignsPath,
  findCampaign,
  findGroup,
  findScope,
  groupId,
  groupsPath,
  item,
  post,
  remove,
  serverPath,
  yielded,
} from "./endpoints.ts";
import { removals, stops, stopsOf } from "./stop-steps.ts";
import type { Tenant, TenantAgent } from "./tenant.ts";

/** What the manifest remembers. Objects of agents that hold nothing now are kept. */
export function objectsOf(tenant: Tenant): readonly EmittedObject[] {
  return [
    ...tenant.agents.flatMap(({ name, policyName, review }) => [
      { kind: "ai-agent", name },
      { kind: "access-policy", name: policyName },
      ...(review === undefined ? [] : [{ kind: "campaign", name: review.name }]),
    ]),
    ...tenant.groups.map((name) => ({ kind: "group", name })),
    ...tenant.scopes.map(({ name }) => ({ kind: "scope", name })),
  ];
}

/** All steps; `previous` are the objects of the last output. */
export const stepsOf = (tenant: Tenant, previous: readonly EmittedObject[]): Iterable<Step> => ({
  [Symbol.iterator]: () => wholePlan(tenant, previous),
});

function* wholePlan(tenant: Tenant, previous: readonly EmittedObject[]): Generator<Step> {
  const made = new Set(objectsOf(tenant).map(keyOf));
  const gone = previous.filter((object) => !made.has(keyOf(object)));
  const owned = ownership(tenant);
  const live = tenant.agents.filter((agent) => agent.live);
  yield* requirements(tenant);
  yield* stops(tenant, owned);
  yield* removals(gone, owned, ["ai-agent", "access-policy", "campaign"]);
  yield* ownerLookups(live);
  for (const scope of tenant.scopes) yield scopeStep(scope);
  for (const name of tenant.groups) yield groupStep(name, tenant);
  for (const agent of live) yield* buildAgent(tenant, agent, owned);
  for (const agent of live) yield* reviewStep(agent, owned);
  yield* removals(gone, owned, ["scope", "group"]);
  for (const agent of live) yield* activateAgent(agent);
}

const scopeStep = (scope: Tenant["scopes"][number]): Step => ({
  create: post(serverPath("scopes"), scopeBody(scope)),
  find: findScope(scope.name),
  id: `scope ${scope.name}`,
  kind: "ensure",
  purpose: `The server knows the scope ${scope.name}.`,
  undo: remove(serverPath("scopes", item("/id"))),
});

const groupStep = (name: string, { mark }: Tenant): Step => ({
  create: post(groupsPath(), groupBody(name, mark)),
  find: findGroup(name),
  id: `group ${name}`,
  kind: "ensure",
  purpose: `There is a group ${name}.`,
  undo: remove(groupsPath(item("/id"))),
  yields: { [groupId(name).$yield]: "/id" },
});

/** Only what stops agents of those names in the policy: nothing that stands in a server's way keeps it from running. */
export const stopSteps = (tenant: Tenant, names: readonly string[]): readonly Step[] =>
  stopsOf(tenant, names, ownership(tenant));

const keyOf = ({ kind, name }: EmittedObject): string => JSON.stringify([kind, name]);

function ownership({ mark }: Tenant): (at: string) => Ownership {
  return (at) => ({
    match: [{ at, begins: mark }],
    message: `It is not this workspace's: its description does not begin with '${mark.trim()}'. Rename one of the two, or hand it over by writing that there.`,
  });
}

function requirements({ server }: Tenant): readonly Step[] {
  const open = `The authorization server '${server}' has an active access policy for all clients. Okta takes the first policy that matches, so what is granted here would not be the most that an agent gets. Limit that policy to its clients, or deactivate it.`;
  return [
    {
      id: "server",
      purpose: `The authorization server ${server}.`,
      kind: "require",
      read: { path: ["api", "v1", "authorizationServers"], in: "" },
      one: [
        { at: "/name", is: server },
        { at: "/status", is: "ACTIVE" },
      ],
      message: `There has to be one active authorization server named '${server}'.`,
      yields: { server: "/id" },
    },
    {
      id: "no policy for all clients",
      purpose: "No access policy of the server is for all clients.",
      kind: "require",
      read: { path: serverPath("policies"), in: "" },
      none: [
        { at: "/status", is: "ACTIVE" },
        { at: "/conditions/clients/include", has: "ALL_CLIENTS" },
      ],
      message: open,
    },
    {
      id: "no policy without clients",
      purpose: "Every access policy of the server names its clients.",
      kind: "require",
      read: { path: serverPath("policies"), in: "" },
      none: [
        { at: "/status", is: "ACTIVE" },
        { at: "/conditions/clients/include", there: false },
      ],
      message: open,
    },
    {
      id: "organisation",
      purpose: "The organisation's id, which is a part of resource names.",
      kind: "require",
      read: { path: [".well-known", "okta-organization"] },
      some: [{ at: "/id", there: true }],
      message: "The organisation does not say its id.",
      yields: { org: "/id" },
    },
  ];
}

function reviewStep(
  { agent, review, owners, description }: TenantAgent,
  owned: (at: string) => Ownership,
): readonly Step[] {
  const [owner] = owners;
  if (review === undefined || owner === undefined) return [];
  return [
    {
      create: post(campaignsPath(), campaignBody(review, description, ownerId(owner), groupId)),
      find: findCampaign(review.name),
      id: `review ${agent.name}`,
      kind: "ensure",
      owned: owned("/description"),
      purpose: `${owner.email} reviews the groups on whose behalf ${agent.name} acts.`,
      undo: remove(campaignsPath(item("/id"))),
      yields: { [yielded(`review ${agent.name}`).$yield]: "/id" },
    },
  ];
}
