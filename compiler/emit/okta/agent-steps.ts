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
    kind: "require",
    message: `There has to be one active user with the address ${email}; or write the user's id into the policy (okta "…" of the owner).`,
    one: [{ at: "/status", is: "ACTIVE" }],
    purpose: `The user with the address ${email}.`,
    read: {
      in: "",
      path: ["api", "v1", "users"],
      query: { search: `profile.email eq ${JSON.stringify(email)}` },
    },
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
      create: waiting(post(agentsPath(), agentBody(agent))),
      find: findAgent(name),
      id: `agent ${name}`,
      kind: "ensure",
      owned: owned("/profile/description"),
      purpose: `The AI agent ${name} is registered.`,
      undo: waiting(remove(agentsPath(item("/id")))),
      update: waiting(patch(agentsPath(item("/id")), agentBody(agent))),
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
    call: post(ownersPath, ownersBody(principals, resource)),
    id: `owners ${name}`,
    kind: "call",
    purpose: `${owners.map(({ email }) => email).join(", ")} answer for ${name}.`,
    undo: post(ownersPath, { principalOrns: item("/principals/*/orn"), resourceOrns: [resource] }),
    unless: {
      find: {
        in: "/data",
        path: ownersPath,
        query: {
          filter: { $join: ['resource.type eq "ai-agents" and parentResourceOrn eq "', resource, '"'] },
        },
        where: [{ at: "/resource/orn", is: resource }],
      },
      match: [
        ...principals.map((orn) => ({ at: "/principals", some: [{ at: "/orn", is: orn }] })),
        { at: `/principals/${principals.length}`, there: false },
      ],
    },
  };
}

function policySteps(agent: TenantAgent, owned: (at: string) => Ownership): readonly Step[] {
  const { name, policyName } = agent;
  const body = policyBody(agent, agentId(name));
  const rules = serverPath("policies", policyId(name), "rules");
  const life = (word: string) => post(serverPath("policies", policyId(name), "lifecycle", word));
  return [
    {
      create: post(serverPath("policies"), body),
      find: findPolicy(policyName),
      id: `policy ${name}`,
      kind: "ensure",
      owned: owned("/description"),
      purpose: `The server has an access policy for ${name} alone.`,
      undo: remove(serverPath("policies", item("/id"))),
      update: put(serverPath("policies", item("/id")), body),
      yields: { [policyId(name).$yield]: "/id" },
    },
    {
      add: post(rules, {
        actions: item("/actions"),
        conditions: item("/conditions"),
        name: item("/name"),
        status: item("/status"),
        type: "RESOURCE_ACCESS",
      }),
      extra: "remove",
      id: `rules ${name}`,
      items: agent.rules.map((rule) => ruleBody(rule, agent.lifetimeMinutes, groupId)),
      key: "/name",
      kind: "links",
      list: { in: "", path: rules },
      purpose: `the rules of ${name}`,
      remove: remove([...rules, item("/id")]),
    },
    {
      call: life("activate"),
      id: `policy ${name} is active`,
      kind: "call",
      purpose: `The access policy of ${name} is active.`,
      undo: life("deactivate"),
      unless: { find: findPolicy(policyName), match: [{ at: "/status", is: "ACTIVE" }] },
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
      call: gone,
      find,
      id: `connection ${name}`,
      kind: "remove",
      purpose: `the connection of ${name}, which acts on nobody's behalf`,
      undo: post(connections, {
        authorizationServer: { orn: item("/authorizationServer/orn") },
        connectionType: item("/connectionType"),
        scopeCondition: item("/scopeCondition"),
        scopes: item("/scopes"),
      }),
    };
  return {
    create: post(connections, connectionBody(delegated, serverName(tenant))),
    find,
    id: `connection ${name}`,
    kind: "ensure",
    purpose: `${name} is connected to the server for its scopes alone.`,
    undo: gone,
    update: patch([...connections, item("/id")], connectionChange(delegated)),
    yields: { [`connection ${name}`]: "/id" },
  };
}

function connectionActive(tenant: Tenant, { name }: TenantAgent): Step {
  const life = (word: string) =>
    post(agentsPath(agentId(name), "connections", yielded(`connection ${name}`), "lifecycle", word));
  return {
    call: life("activate"),
    id: `connection ${name} is active`,
    kind: "call",
    purpose: `The connection of ${name} is active.`,
    undo: life("deactivate"),
    unless: { find: findConnection(tenant, name), match: [{ at: "/status", is: "ACTIVE" }] },
  };
}

/** The last steps. Okta activates no agent without a key, which its operator registers: Remit never sees one. */
export function activateAgent({ name }: TenantAgent): readonly Step[] {
  const life = (word: string) => waiting(post(agentsPath(agentId(name), "lifecycle", word)));
  const key = `key ${name}`;
  return [
    {
      find: {
        path: agentsPath(agentId(name), "credentials", "jwks"),
        where: [{ at: "/data", some: [{ at: "/status", is: "ACTIVE" }] }],
      },
      id: key,
      kind: "ensure",
      purpose: `The public key of ${name}.`,
      yields: { [key]: "/data" },
    },
    {
      call: life("activate"),
      id: `activate ${name}`,
      kind: "call",
      needs: {
        message: `${name} has no active public key. Register the one of the workload in Okta (Directory, AI agents, credentials); then it can be activated.`,
        yield: key,
      },
      purpose: `The AI agent ${name} is active.`,
      undo: life("deactivate"),
      unless: {
        find: { path: agentsPath(agentId(name)) },
        match: [{ at: "/status", is: "ACTIVE" }],
      },
    },
  ];
}
