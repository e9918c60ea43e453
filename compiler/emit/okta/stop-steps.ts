/** The steps that take access away. Each finds its object by name and leaves what is not this workspace's alone. */
import type { Ownership, RemoveStep, Step } from "../apply/plan-shape.ts";
import type { EmittedObject } from "../emission.ts";
import {
  agentsPath,
  campaignsPath,
  findAgent,
  findCampaign,
  findDescribed,
  findGroup,
  findPolicy,
  findScope,
  groupsPath,
  item,
  post,
  remove,
  serverPath,
  waiting,
  yielded,
} from "./endpoints.ts";
import type { Tenant } from "./tenant.ts";

type Owned = (at: string) => Ownership;

const active = [{ at: "/status", is: "ACTIVE" }];

/** Agents that may not act now, and their policies, are deactivated. What does not exist is not made. */
export function stops({ agents }: Tenant, owned: Owned): readonly Step[] {
  return agents
    .filter((agent) => !agent.live)
    .flatMap(({ name, policyName }) => [stopAgent(name, owned), stopPolicy(name, policyName, owned)]);
}

function stopAgent(name: string, owned: Owned): RemoveStep {
  const life = (word: string) => waiting(post(agentsPath(item("/id"), "lifecycle", word)));
  return {
    call: life("deactivate"),
    find: findAgent(name, active),
    id: `stop agent ${name}`,
    kind: "remove",
    owned: owned("/profile/description"),
    purpose: `the activation of ${name}, which may not act now`,
    undo: life("activate"),
  };
}

/**
 * What stops agents by their qualified names: each under the name that it has in Okta by the policy, and whichever else
 * has its description, which an agent keeps when it is renamed there.
 */
export function stopsOf({ agents, mark }: Tenant, names: readonly string[], owned: Owned): readonly Step[] {
  return [...names].sort().flatMap((qualified) => {
    const absent = `nothing to stop here: no active AI agent of ${qualified} is there`;
    const named = agents.find(({ agent }) => agent.name === qualified)?.name;
    const byName = named === undefined ? [] : [{ ...stopAgent(named, owned), absent }];
    const described: RemoveStep = {
      ...stopAgent(qualified, owned),
      absent,
      find: findDescribed(`${mark}agent ${qualified}; `, active),
      id: `stop agent ${qualified} by its description`,
    };
    return [...byName, described];
  });
}

function stopPolicy(name: string, policyName: string, owned: Owned): Step {
  const life = (word: string) => post(serverPath("policies", item("/id"), "lifecycle", word));
  return {
    call: life("deactivate"),
    find: findPolicy(policyName, active),
    id: `stop policy ${name}`,
    kind: "remove",
    owned: owned("/description"),
    purpose: `the activation of the access policy of ${name}, which may not act now`,
    undo: life("activate"),
  };
}

/** The steps for objects of these kinds that the last output had and this one has not, in the kinds' order. */
export function removals(
  gone: readonly EmittedObject[],
  owned: Owned,
  kinds: readonly string[],
): readonly Step[] {
  return kinds.flatMap((kind) =>
    gone
      .filter((object) => object.kind === kind)
      .map(({ name }) => name)
      .sort()
      .flatMap((name) => removal(kind, name, owned)),
  );
}

function removal(kind: string, name: string, owned: Owned): readonly Step[] {
  const head = { id: `remove ${kind} ${name}`, purpose: `the ${kind} ${name}, which the policy has no more` };
  const description = item("/description");
  switch (kind) {
    case "ai-agent":
      return [
        stopAgent(name, owned),
        {
          ...head,
          kind: "remove",
          find: findAgent(name),
          owned: owned("/profile/description"),
          call: waiting(remove(agentsPath(item("/id")))),
          undo: waiting(
            post(agentsPath(), {
              profile: { name: item("/profile/name"), description: item("/profile/description") },
            }),
          ),
        },
      ];
    case "access-policy":
      return [
        {
          ...head,
          kind: "remove",
          find: findPolicy(name),
          owned: owned("/description"),
          call: remove(serverPath("policies", item("/id"))),
          // Without the rules: what was taken away comes back with the policy's next output only.
          undo: post(serverPath("policies"), {
            type: "OAUTH_AUTHORIZATION_POLICY",
            name: item("/name"),
            description,
            conditions: item("/conditions"),
          }),
        },
      ];
    case "campaign":
      return campaignRemoval(name, head, owned);
    case "scope":
      return [
        {
          ...head,
          kind: "remove",
          find: findScope(name),
          owned: owned("/description"),
          call: remove(serverPath("scopes", item("/id"))),
          undo: post(serverPath("scopes"), {
            name: item("/name"),
            description,
            consent: item("/consent"),
            default: item("/default"),
            metadataPublish: item("/metadataPublish"),
          }),
        },
      ];
    case "group":
      return [
        {
          ...head,
          kind: "remove",
          find: findGroup(name),
          owned: owned("/profile/description"),
          call: remove(groupsPath(item("/id"))),
          undo: post(groupsPath(), {
            profile: { name: item("/profile/name"), description: item("/profile/description") },
          }),
        },
      ];
    default:
      return [];
  }
}

/** The list of campaigns leaves out what a campaign is made of, so it is read by itself before it goes. */
function campaignRemoval(
  name: string,
  head: { readonly id: string; readonly purpose: string },
  owned: Owned,
): readonly Step[] {
  const key = `campaign ${name}`;
  return [
    {
      id: key,
      purpose: `The campaign ${name}.`,
      kind: "ensure",
      find: findCampaign(name),
      yields: { [key]: "/id" },
    },
    {
      ...head,
      needs: { yield: key },
      kind: "remove",
      find: { path: campaignsPath(yielded(key)) },
      owned: owned("/description"),
      call: remove(campaignsPath(yielded(key))),
      undo: post(campaignsPath(), {
        name: item("/name"),
        description: item("/description"),
        campaignType: item("/campaignType"),
        scheduleSettings: item("/scheduleSettings"),
        resourceSettings: item("/resourceSettings"),
        reviewerSettings: item("/reviewerSettings"),
        remediationSettings: item("/remediationSettings"),
      }),
    },
  ];
}
