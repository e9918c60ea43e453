/** The steps of one agent: identity, owners, access policy, connection, and the key that it needs to be activated. */
import type { Hole, Ownership, Step } from "../apply/plan-shape.ts";
import { agentBody, connectionBody, connectionChange, ownersBody, policyBody, ruleBody } from "./bodies.ts";
import {
  agentId,
  agentName,
  agentsPath,
  findAgent,
  findConnection,
  findPolicy,
  groupId,
  item,
  ownersPath,
  patch,
  post,
  put,
  remove,
  serverName,
  serverPath,
  userName,
  waiting,
  yielded,
} from "./endpoints.ts";
import type { Person, Tenant, TenantAgent } from "./tenant.ts";

/** The user's id: the policy's, else the one that a step found. */
export const ownerId = ({ id, email }: Person): string | Hole => id ?? yielded(`user ${email}`);

/** One step for each owner whose id the policy does not say. */
export function ownerLookups(agents: readonly TenantAgent[]): readonly Step[] {
  const emails = new Set(
    agents.flatMap(({ owners }) => owners.flatMap(({ id, email }) => (id === undefined ? [email] : []))),
  );
  return [...emails].sort().map((email) => ({
    id: `user ${email}`,
    purpose: `The user with the address ${email}.`,
    kind: "require",
    read: {
      path: ["api", "v1", "users"],
      query: { search: `profile.email eq ${JSON.stringify(email)}` },
      in: "",
    },
    one: [{ at: "/status", is: "ACTIVE" }],
    message: `There has to be one active user with the address ${email}; or write the user's id into the policy (okta "…" of the owner).`,
    yields: { [`user ${email}`]: "/id" },
  }));
}

const policyId = (name: string) => yielded(`policy ${name}`);

/** Everything but the activation. The agent comes to life without a right, and its policy without a rule. */
export function buildAgent(
  tenant: Tenant,
  agent: TenantAgent,
  owned: (at: string) => Ownership,
): readonly Step[] {
  const { name } = agent;
  return [
    {
      id: `agent ${name}`,
      purpose: `The AI agent ${name} is registered.`,
      kind: "ensure",
      find: findAgent(name),
      owned: owned("/profile/description"),
      create: waiting(post(agentsPath(), agentBody(agent))),
      update: waiting(patch(agentsPath(item("/id")), agentBody(agent))),
      undo: waiting(remove(agentsPath(item("/id")))),
      yields: { [`agent ${name}`]: "/id" },
    },
    ownersStep(tenant, agent),
    ...policySteps(agent, owned),
    connectionStep(tenant, agent),
    ...(agent.delegated.length > 0 ? [connectionActive(tenant, agent)] : []),
  ];
}

function ownersStep(tenant: Tenant, { name, owners }: TenantAgent): Step {
  const resource = agentName(tenant, name);
  const principals = owners.map((owner) => userName(tenant, ownerId(owner)));
  return {
    id: `owners ${name}`,
    purpose: `${owners.map(({ email }) => email).join(", ")} answer for ${name}.`,
    kind: "call",
    unless: {
      find: {
        path: ownersPath,
        query: {
          filter: { $join: ['resource.type eq "ai-agents" and parentResourceOrn eq "', resource, '"'] },
        },
        in: "/data",
        where: [{ at: "/resource/orn", is: resource }],
      },
      match: [
        ...principals.map((orn) => ({ at: "/principals", some: [{ at: "/orn", is: orn }] })),
        { at: `/principals/${principals.length}`, there: false },
      ],
    },
    call: post(ownersPath, ownersBody(principals, resource)),
    undo: post(ownersPath, { principalOrns: item("/principals/*/orn"), resourceOrns: [resource] }),
  };
}

function policySteps(agent: TenantAgent, owned: (at: string) => Ownership): readonly Step[] {
  const { name, policyName } = agent;
  const body = policyBody(agent, agentId(name));
  const rules = serverPath("policies", policyId(name), "rules");
  const life = (word: string) => post(serverPath("policies", policyId(name), "lifecycle", word));
  return [
    {
      id: `policy ${name}`,
      purpose: `The server has an access policy for ${name} alone.`,
      kind: "ensure",
      find: findPolicy(policyName),
      owned: owned("/description"),
      create: post(serverPath("policies"), body),
      update: put(serverPath("policies", item("/id")), body),
      undo: remove(serverPath("policies", item("/id"))),
      yields: { [policyId(name).$yield]: "/id" },
    },
    {
      id: `rules ${name}`,
      purpose: `the rules of ${name}`,
      kind: "links",
      list: { path: rules, in: "" },
      key: "/name",
      items: agent.rules.map((rule) => ruleBody(rule, agent.lifetimeMinutes, groupId)),
      extra: "remove",
      add: post(rules, {
        type: "RESOURCE_ACCESS",
        name: item("/name"),
        status: item("/status"),
        conditions: item("/conditions"),
        actions: item("/actions"),
      }),
      remove: remove([...rules, item("/id")]),
    },
    {
      id: `policy ${name} is active`,
      purpose: `The access policy of ${name} is active.`,
      kind: "call",
      unless: { find: findPolicy(policyName), match: [{ at: "/status", is: "ACTIVE" }] },
      call: life("activate"),
      undo: life("deactivate"),
    },
  ];
}

/** What may be asked for on somebody's behalf: these scopes, and no connection where there are none. */
function connectionStep(tenant: Tenant, { name, delegated }: TenantAgent): Step {
  const connections = agentsPath(agentId(name), "connections");
  const find = findConnection(tenant, name);
  const gone = remove([...connections, item("/id")]);
  if (delegated.length === 0)
    return {
      id: `connection ${name}`,
      purpose: `the connection of ${name}, which acts on nobody's behalf`,
      kind: "remove",
      find,
      call: gone,
      undo: post(connections, {
        connectionType: item("/connectionType"),
        authorizationServer: { orn: item("/authorizationServer/orn") },
        scopeCondition: item("/scopeCondition"),
        scopes: item("/scopes"),
      }),
    };
  return {
    id: `connection ${name}`,
    purpose: `${name} is connected to the server for its scopes alone.`,
    kind: "ensure",
    find,
    create: post(connections, connectionBody(delegated, serverName(tenant))),
    update: patch([...connections, item("/id")], connectionChange(delegated)),
    undo: gone,
    yields: { [`connection ${name}`]: "/id" },
  };
}

function connectionActive(tenant: Tenant, { name }: TenantAgent): Step {
  const life = (word: string) =>
    post(agentsPath(agentId(name), "connections", yielded(`connection ${name}`), "lifecycle", word));
  return {
    id: `connection ${name} is active`,
    purpose: `The connection of ${name} is active.`,
    kind: "call",
    unless: { find: findConnection(tenant, name), match: [{ at: "/status", is: "ACTIVE" }] },
    call: life("activate"),
    undo: life("deactivate"),
  };
}

/** The last steps. Okta activates no agent without a key, which its operator registers: Remit never sees one. */
export function activateAgent({ name }: TenantAgent): readonly Step[] {
  const life = (word: string) => waiting(post(agentsPath(agentId(name), "lifecycle", word)));
  const key = `key ${name}`;
  return [
    {
      id: key,
      purpose: `The public key of ${name}.`,
      kind: "ensure",
      find: {
        path: agentsPath(agentId(name), "credentials", "jwks"),
        where: [{ at: "/data", some: [{ at: "/status", is: "ACTIVE" }] }],
      },
      yields: { [key]: "/data" },
    },
    {
      id: `activate ${name}`,
      purpose: `The AI agent ${name} is active.`,
      needs: {
        yield: key,
        message: `${name} has no active public key. Register the one of the workload in Okta (Directory, AI agents, credentials); then it can be activated.`,
      },
      kind: "call",
      unless: {
        find: { path: agentsPath(agentId(name)) },
        match: [{ at: "/status", is: "ACTIVE" }],
      },
      call: life("activate"),
      undo: life("deactivate"),
    },
  ];
}
