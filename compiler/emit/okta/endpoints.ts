/** Where things are in Okta's APIs, and how the plan finds, waits for and names them. */
import type { Call, Find, Hole, Match, Path, Template, Wait } from "../apply/plan-shape.ts";
import type { Tenant } from "./tenant.ts";

type Segments = readonly (string | Hole)[];

export interface Yielded {
  readonly $yield: string;
}

export const yielded = (name: string): Yielded => ({ $yield: name });
export const item = (pointer: string): Hole => ({ $item: pointer });

export const serverId = yielded("server");
export const agentId = (name: string): Yielded => yielded(`agent ${name}`);
export const groupId = (claim: string): Yielded => yielded(`group ${claim}`);

export const serverPath = (...more: Segments): Path => [
  "api",
  "v1",
  "authorizationServers",
  serverId,
  ...more,
];
export const agentsPath = (...more: Segments): Path => [
  "workload-principals",
  "api",
  "v1",
  "ai-agents",
  ...more,
];
export const groupsPath = (...more: Segments): Path => ["api", "v1", "groups", ...more];
export const campaignsPath = (...more: Segments): Path => ["governance", "api", "v1", "campaigns", ...more];
export const ownersPath: Path = ["governance", "api", "v1", "resource-owners"];

/** Registering, changing, activating and deleting an agent are answered with 202 and go on. */
export const operation: Wait = {
  atMost: 120,
  every: 2,
  failed: [{ at: "/status", is: "FAILED" }],
  read: { header: "location" },
  until: [{ at: "/status", is: "COMPLETED" }],
};

export const post = (path: Path, body?: Template): Call =>
  body === undefined
    ? { expects: [200, 201, 202, 204], method: "POST", path }
    : { body, expects: [200, 201, 202, 204], method: "POST", path };

export const put = (path: Path, body: Template): Call => ({ body, expects: [200], method: "PUT", path });
export const patch = (path: Path, body: Template): Call => ({
  body,
  expects: [200, 202],
  method: "PATCH",
  path,
});
export const remove = (path: Path): Call => ({ expects: [200, 202, 204], method: "DELETE", path });

/** With the wait for the operation that the answer names. */
export const waiting = (call: Call): Call => ({ ...call, expects: [202], wait: operation });

const named = (at: string, name: string, more: Match): Match => [{ at, is: name }, ...more];

export const findAgent = (name: string, more: Match = []): Find => ({
  in: "/data",
  path: agentsPath(),
  where: named("/profile/name", name, more),
});

/** The agent whose description begins so. */
export const findDescribed = (beginning: string, more: Match): Find => ({
  in: "/data",
  path: agentsPath(),
  where: [{ at: "/profile/description", begins: beginning }, ...more],
});

export const findPolicy = (name: string, more: Match = []): Find => ({
  in: "",
  path: serverPath("policies"),
  where: named("/name", name, more),
});

export const findScope = (name: string): Find => ({
  in: "",
  path: serverPath("scopes"),
  where: named("/name", name, []),
});

export const findGroup = (name: string): Find => ({
  in: "",
  path: groupsPath(),
  query: { search: `profile.name eq ${JSON.stringify(name)}` },
  where: named("/profile/name", name, []),
});

/** The campaign itself, without the rounds that it has launched. */
export const findCampaign = (name: string): Find => ({
  in: "/data",
  path: campaignsPath(),
  query: { filter: `name eq ${JSON.stringify(name)}` },
  where: named("/name", name, [{ at: "/recurringCampaignId", there: false }]),
});

/** The connection to the target's server, of an agent whose id has been yielded. */
export const findConnection = (tenant: Tenant, name: string): Find => ({
  in: "/data",
  path: agentsPath(agentId(name), "connections"),
  where: [{ at: "/authorizationServer/orn", is: serverName(tenant) }],
});

/** Okta's resource names begin with the partition, which preview organisations have of their own. */
const partition = ({ org }: Tenant): string => (/\.oktapreview\.com$/i.test(org) ? "oktapreview" : "okta");

const resourceName = (tenant: Tenant, kind: string, ...rest: readonly (string | Hole)[]): Hole => ({
  $join: [`orn:${partition(tenant)}:${kind}:`, yielded("org"), ...rest],
});

export const serverName = (tenant: Tenant): Hole =>
  resourceName(tenant, "idp", ":authorization_servers:", serverId);
export const agentName = (tenant: Tenant, name: string): Hole =>
  resourceName(tenant, "directory", ":workload-principals:ai-agents:", agentId(name));
export const userName = (tenant: Tenant, id: string | Hole): Hole =>
  resourceName(tenant, "directory", ":users:", id);
