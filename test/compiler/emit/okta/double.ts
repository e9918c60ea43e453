/**
 * A small organisation of Okta on this machine: it holds what the plan needs, takes no body with a field too many or too
 * few, finishes work on agents only after it has been asked about, and keeps Okta's order.
 */
import { createServer, type IncomingMessage } from "node:http";

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly location?: string;
}

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const refuse = (message: string, status = 400): never => {
  throw new Refusal(status, message);
};

export interface State {
  readonly servers: Json[];
  readonly scopes: Json[];
  readonly policies: Json[];
  readonly rules: Map<string, Json[]>;
  readonly groups: Json[];
  readonly users: Json[];
  readonly agents: Json[];
  readonly connections: Map<string, Json[]>;
  readonly keys: Map<string, Json[]>;
  /** Agent's resource name → its owners'. */
  readonly owners: Map<string, readonly string[]>;
  readonly campaigns: Json[];
}

export const ORG = "00o1";
const agentOrn = (id: unknown) => `orn:okta:directory:${ORG}:workload-principals:ai-agents:${id}`;
const serverOrn = `orn:okta:idp:${ORG}:authorization_servers:aus1`;

export function emptyState(): State {
  return {
    servers: [
      { id: "default", name: "default", status: "ACTIVE" },
      { id: "aus1", name: "agents", status: "ACTIVE" },
    ],
    scopes: [{ id: "scp0", name: "openid", system: true, default: false }],
    policies: [],
    rules: new Map(),
    groups: [{ id: "00g0", profile: { name: "Everyone" }, type: "BUILT_IN" }],
    users: [
      { id: "00u1", status: "ACTIVE", profile: { email: "jane@acme.example" } },
      { id: "00u2", status: "ACTIVE", profile: { email: "omar@acme.example" } },
    ],
    agents: [],
    connections: new Map(),
    keys: new Map(),
    owners: new Map(),
    campaigns: [],
  };
}

/** Registers a public key, as the operator of a workload does. */
export function addKey(state: State, name: string): void {
  const agent = state.agents.find((one) => nameOf(one) === name);
  state.keys.set(String(agent?.id), [{ id: "key1", kty: "RSA", status: "ACTIVE" }]);
}

export const nameOf = (object: Json): unknown => part(object, "profile", "name") ?? object.name;

function part(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Refuses a field that is missing or that nobody knows. */
function fields(body: unknown, required: readonly string[], optional: readonly string[] = []): Json {
  if (typeof body !== "object" || body === null) return refuse("a JSON body is needed");
  const given = Object.keys(body);
  for (const key of required) if (!given.includes(key)) refuse(`${key} is required`);
  for (const key of given)
    if (![...required, ...optional].includes(key)) refuse(`${key} is not a field that can be set`);
  return { ...body };
}

export interface Organisation {
  readonly url: string;
  readonly state: State;
  /** Method and path of every request that was not a GET, in order. */
  readonly changes: string[];
  close(): Promise<void>;
}

export async function startOrganisation(state: State = emptyState()): Promise<Organisation> {
  const changes: string[] = [];
  const answer = answers(state);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const body = await bodyOf(request);
    const method = request.method ?? "GET";
    if (method !== "GET") changes.push(`${method} ${url.pathname}`);
    let made: Answer;
    try {
      if (request.headers.authorization !== "Bearer token-of-a-test") refuse("no access", 401);
      made = answer(method, url.pathname.slice(1).split("/").map(decodeURIComponent), url, body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      made = { status: error.status, body: { errorSummary: error.message } };
    }
    response.writeHead(made.status, {
      "content-type": "application/json",
      ...(made.location === undefined ? {} : { location: `http://${request.headers.host}${made.location}` }),
    });
    response.end(made.body === undefined ? "" : JSON.stringify(made.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    changes,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? undefined : JSON.parse(text);
}

type Handler = (method: string, path: readonly string[], url: URL, body: unknown) => Answer;

function answers(state: State): Handler {
  let counter = 100;
  const fresh = (prefix: string): string => `${prefix}${counter++}`;
  const operations = new Map<string, { asked: number; finish: () => void }>();
  /** The work is done when it is asked about for the second time. */
  const later = (finish: () => void): Answer => {
    const id = fresh("op");
    operations.set(id, { asked: 0, finish });
    return { status: 202, location: `/workload-principals/api/v1/operations/${id}` };
  };
  const within = (all: Json[], id: string): Json =>
    all.find((one) => one.id === id) ?? refuse(`there is no ${id}`, 404);
  const drop = (all: Json[], id: string): Answer => {
    all.splice(all.indexOf(within(all, id)), 1);
    return { status: 204 };
  };
  const filtered = (all: readonly Json[], url: URL, key: "search" | "filter", by: (one: Json) => unknown) => {
    const found = / eq (".*")$/.exec(url.searchParams.get(key) ?? "")?.[1];
    return found === undefined
      ? refuse(`${key} is needed`)
      : all.filter((one) => by(one) === JSON.parse(found));
  };

  const scopes = (method: string, id: string | undefined, body: unknown): Answer => {
    if (method === "GET") return { status: 200, body: state.scopes };
    if (method === "DELETE" && id !== undefined) {
      const { name } = within(state.scopes, id);
      const used = [...state.rules.values()]
        .flat()
        .some((rule) => list(part(rule, "conditions", "scopes", "include")).includes(name));
      return used ? refuse(`the scope ${name} is in use`, 409) : drop(state.scopes, id);
    }
    const scope = fields(body, ["name"], ["description", "consent", "default", "metadataPublish"]);
    if (state.scopes.some(({ name }) => name === scope.name)) refuse("the scope is there");
    state.scopes.push({ ...scope, id: fresh("scp"), system: false });
    return { status: 201, body: state.scopes.at(-1) };
  };

  const rules = (method: string, policy: string, id: string | undefined, body: unknown): Answer => {
    const all = state.rules.get(policy) ?? [];
    state.rules.set(policy, all);
    if (method === "GET") return { status: 200, body: all };
    if (method === "DELETE" && id !== undefined) return drop(all, id);
    const rule = fields(body, ["type", "name", "conditions", "actions"], ["status"]);
    const include = (name: string) => list(part(rule, "conditions", name, "include"));
    if (include("grantTypes").length === 0 || include("scopes").length === 0)
      refuse("grant types and scopes are needed");
    for (const scope of include("scopes"))
      if (scope === "*" || !state.scopes.some(({ name }) => name === scope))
        refuse(`there is no scope ${scope}`);
    for (const group of list(part(rule, "conditions", "people", "groups", "include")))
      if (!state.groups.some((one) => one.id === group)) refuse(`there is no group ${group}`);
    const minutes = Number(part(rule, "actions", "token", "accessTokenLifetimeMinutes"));
    if (!(minutes >= 5 && minutes <= 1440)) refuse("a token lives 5 to 1440 minutes");
    if (all.some(({ name }) => name === rule.name)) refuse("the rule is there");
    all.push({ ...rule, id: fresh("rul"), system: false });
    return { status: 201, body: all.at(-1) };
  };

  const policies = (
    method: string,
    [id, more, last]: readonly (string | undefined)[],
    body: unknown,
  ): Answer => {
    if (id === undefined && method === "GET") return { status: 200, body: state.policies };
    if (id !== undefined && more === "rules")
      return rules(method, String(within(state.policies, id).id), last, body);
    if (id !== undefined && more === "lifecycle") {
      within(state.policies, id).status = last === "activate" ? "ACTIVE" : "INACTIVE";
      return { status: 204 };
    }
    if (id !== undefined && method === "DELETE") {
      state.rules.delete(id);
      return drop(state.policies, id);
    }
    const policy = fields(body, ["type", "name", "description", "conditions"]);
    const clients = list(part(policy, "conditions", "clients", "include"));
    if (clients.length === 0) refuse("clients are needed");
    for (const client of clients)
      if (!state.agents.some((one) => one.id === client)) refuse(`there is no client ${client}`);
    if (id !== undefined) {
      Object.assign(within(state.policies, id), policy);
      return { status: 200, body: within(state.policies, id) };
    }
    if (state.policies.some(({ name }) => name === policy.name)) refuse("the policy is there");
    state.policies.push({
      ...policy,
      id: fresh("pol"),
      status: "ACTIVE",
      priority: state.policies.length + 1,
    });
    return { status: 201, body: state.policies.at(-1) };
  };

  const groups = (method: string, id: string | undefined, url: URL, body: unknown): Answer => {
    if (method === "GET") return { status: 200, body: filtered(state.groups, url, "search", nameOf) };
    if (method === "DELETE" && id !== undefined) return drop(state.groups, id);
    const { profile } = fields(body, ["profile"]);
    fields(profile, ["name"], ["description"]);
    state.groups.push({ id: fresh("00g"), type: "OKTA_GROUP", profile });
    return { status: 200, body: state.groups.at(-1) };
  };

  const connections = (
    method: string,
    agent: string,
    [id, , word]: readonly (string | undefined)[],
    body: unknown,
  ): Answer => {
    const all = state.connections.get(agent) ?? [];
    state.connections.set(agent, all);
    if (method === "GET") return { status: 200, body: { data: all, _links: {} } };
    if (word !== undefined && id !== undefined) {
      within(all, id).status = word === "activate" ? "ACTIVE" : "INACTIVE";
      return { status: 204 };
    }
    if (method === "DELETE" && id !== undefined) return drop(all, id);
    const limits = ["scopeCondition", "scopes"];
    const given =
      id === undefined
        ? fields(body, ["connectionType", "authorizationServer", ...limits])
        : fields(body, limits);
    if (given.scopeCondition !== "INCLUDE_ONLY") refuse("anything but INCLUDE_ONLY is too wide");
    for (const scope of list(given.scopes))
      if (!state.scopes.some(({ name }) => name === scope)) refuse(`there is no scope ${scope}`);
    if (list(given.scopes).length === 0) refuse("scopes are needed");
    if (id !== undefined) return { status: 200, body: Object.assign(within(all, id), given) };
    if (part(given, "authorizationServer", "orn") !== serverOrn)
      refuse("there is no such authorization server");
    all.push({ ...given, id: fresh("mcn"), status: "ACTIVE" });
    return { status: 201, body: all.at(-1) };
  };

  const agents = (method: string, path: readonly (string | undefined)[], url: URL, body: unknown): Answer => {
    const [id, more, last, word] = path;
    if (id === undefined && method === "GET") {
      // One agent a page.
      const at = Number(url.searchParams.get("after") ?? 0);
      const next = at + 1 < state.agents.length ? { next: { href: `${url.pathname}?after=${at + 1}` } } : {};
      return { status: 200, body: { data: state.agents.slice(at, at + 1), _links: next } };
    }
    if (id === undefined) {
      const { profile } = fields(body, ["profile"]);
      const wanted = fields(profile, ["name"], ["description"]);
      if (state.agents.some((one) => nameOf(one) === wanted.name)) refuse("the agent is there");
      return later(() => state.agents.push({ id: fresh("wlp"), status: "STAGED", profile: wanted }));
    }
    const agent = within(state.agents, id);
    if (more === "connections") return connections(method, id, [last, undefined, path[4]], body);
    if (more === "credentials") return { status: 200, body: { data: state.keys.get(id) ?? [], _links: {} } };
    if (more === "lifecycle" && last === "activate") {
      if ((state.keys.get(id) ?? []).length === 0) refuse("an agent needs a key to be activated");
      if ((state.owners.get(agentOrn(id)) ?? []).length === 0)
        refuse("an agent needs an owner to be activated");
      return later(() => Object.assign(agent, { status: "ACTIVE" }));
    }
    if (more === "lifecycle") return later(() => Object.assign(agent, { status: "INACTIVE" }));
    if (method === "GET") return { status: 200, body: agent };
    if (method === "PATCH") {
      const { profile } = fields(body, ["profile"]);
      return later(() => Object.assign(agent, { profile: { ...Object(agent.profile), ...Object(profile) } }));
    }
    if (method !== "DELETE" || word !== undefined) return refuse("no such call", 404);
    if (agent.status === "ACTIVE") refuse("an active agent cannot be deleted", 409);
    return later(() => {
      drop(state.agents, id);
      state.connections.delete(id);
      state.keys.delete(id);
      state.owners.delete(agentOrn(id));
    });
  };

  const owners = (method: string, url: URL, body: unknown): Answer => {
    if (method === "GET") {
      const resource = /^resource\.type eq "ai-agents" and parentResourceOrn eq "([^"]+)"$/.exec(
        url.searchParams.get("filter") ?? "",
      )?.[1];
      const found = state.owners.get(resource ?? refuse("a filter is needed")) ?? [];
      const data =
        found.length === 0
          ? []
          : [{ resource: { orn: resource }, principals: found.map((orn) => ({ orn })) }];
      return { status: 200, body: { data } };
    }
    const { principalOrns, resourceOrns } = fields(body, ["principalOrns", "resourceOrns"]);
    const principals = list(principalOrns).map(String);
    if (principals.length > 5) refuse("at most five owners");
    for (const orn of principals)
      if (!state.users.some(({ id }) => orn === `orn:okta:directory:${ORG}:users:${id}`))
        refuse(`no user ${orn}`);
    for (const orn of list(resourceOrns)) {
      if (!state.agents.some(({ id }) => orn === agentOrn(id))) refuse(`no agent ${orn}`);
      state.owners.set(String(orn), principals);
    }
    return { status: 200, body: { data: [] } };
  };

  const campaigns = (method: string, id: string | undefined, url: URL, body: unknown): Answer => {
    if (method === "GET" && id !== undefined) return { status: 200, body: within(state.campaigns, id) };
    if (method === "GET") {
      const data = filtered(state.campaigns, url, "filter", nameOf).map((one) => ({
        id: one.id,
        name: one.name,
        description: one.description,
        status: one.status,
        recurringCampaignId: one.recurringCampaignId ?? null,
      }));
      return { status: 200, body: { data, _links: {} } };
    }
    if (method === "DELETE" && id !== undefined) return drop(state.campaigns, id);
    const campaign = fields(
      body,
      ["name", "scheduleSettings", "resourceSettings", "reviewerSettings", "remediationSettings"],
      ["description", "campaignType"],
    );
    fields(campaign.scheduleSettings, ["type", "startDate", "durationInDays", "timeZone"], ["recurrence"]);
    if (!state.users.some((user) => user.id === part(campaign, "reviewerSettings", "reviewerId")))
      refuse("no reviewer");
    for (const target of list(part(campaign, "resourceSettings", "targetResources")))
      if (!state.groups.some((group) => group.id === part(target, "resourceId"))) refuse("no such group");
    state.campaigns.push({ ...campaign, id: fresh("icr"), status: "SCHEDULED" });
    return { status: 201, body: state.campaigns.at(-1) };
  };

  return (method, path, url, body) => {
    const at = path.join("/");
    if (at === ".well-known/okta-organization") return { status: 200, body: { id: ORG } };
    if (at === "api/v1/authorizationServers") return { status: 200, body: state.servers };
    if (at.startsWith("api/v1/authorizationServers/aus1/scopes")) return scopes(method, path[5], body);
    if (at.startsWith("api/v1/authorizationServers/aus1/policies"))
      return policies(method, path.slice(5), body);
    if (at.startsWith("api/v1/groups")) return groups(method, path[3], url, body);
    if (at === "api/v1/users")
      return {
        status: 200,
        body: filtered(state.users, url, "search", (one) => part(one, "profile", "email")),
      };
    if (at.startsWith("workload-principals/api/v1/ai-agents"))
      return agents(method, path.slice(4), url, body);
    if (at.startsWith("workload-principals/api/v1/operations/")) {
      const operation = operations.get(path[4] ?? "") ?? refuse("no such operation", 404);
      operation.asked++;
      if (operation.asked === 2) operation.finish();
      return {
        status: 200,
        body: { id: path[4], status: operation.asked >= 2 ? "COMPLETED" : "IN_PROGRESS" },
      };
    }
    if (at === "governance/api/v1/resource-owners") return owners(method, url, body);
    if (at.startsWith("governance/api/v1/campaigns")) return campaigns(method, path[4], url, body);
    return refuse(`nothing is at ${at}`, 404);
  };
}
