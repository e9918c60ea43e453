/**
 * The bodies of Okta's requests. Those of the management API are judged by the types of Okta's own SDK; those of the
 * governance API (owners, campaigns), which the SDK lacks, follow its published reference.
 */
import { formatInstant } from "../../literals.ts";
import type { Hole, Template } from "../apply/plan-shape.ts";
import type { Review, Rule, Tenant, TenantAgent } from "./tenant.ts";

type Body = Readonly<Record<string, Template>>;

export const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

export const groupBody = (name: string, mark: string): Body => ({
  profile: { description: `${mark}Made for a policy; fill it with people as any other group.`, name },
});

/** Never granted unasked, never published. */
export const scopeBody = ({ name, description }: Tenant["scopes"][number]): Body => ({
  consent: "IMPLICIT",
  default: false,
  description,
  metadataPublish: "NO_CLIENTS",
  name,
});

export const agentBody = ({ name, description }: TenantAgent): Body => ({ profile: { description, name } });

export const policyBody = ({ policyName, description }: TenantAgent, client: Hole): Body => ({
  conditions: { clients: { include: [client] } },
  description,
  name: policyName,
  type: "OAUTH_AUTHORIZATION_POLICY",
});

/** On behalf of people only what an assertion about one of them is exchanged for; else only the agent's own credentials. */
export const ruleBody = (
  { name, groups, scopes }: Rule,
  lifetimeMinutes: number,
  group: (claim: string) => Hole,
): Body => ({
  actions: { token: { accessTokenLifetimeMinutes: lifetimeMinutes } },
  conditions: {
    grantTypes: { include: [groups.length === 0 ? "client_credentials" : jwtBearer] },
    ...(groups.length === 0 ? {} : { people: { groups: { include: groups.map(group) } } }),
    scopes: { include: scopes },
  },
  name,
  status: "ACTIVE",
  type: "RESOURCE_ACCESS",
});

export const connectionBody = (scopes: readonly string[], server: Hole): Body => ({
  authorizationServer: { orn: server },
  connectionType: "IDENTITY_ASSERTION_CUSTOM_AS",
  ...connectionChange(scopes),
});

export const connectionChange = (scopes: readonly string[]): Body => ({
  scopeCondition: "INCLUDE_ONLY",
  scopes,
});

/** One to five principals; they replace those who were there. */
export const ownersBody = (principals: readonly Template[], resource: Hole): Body => ({
  principalOrns: principals,
  resourceOrns: [resource],
});

/** Says what is found and changes nothing by itself: what follows from a review is written in the policy. */
export const campaignBody = (
  { name, start, days, groups }: Review,
  description: string,
  reviewer: string | Hole,
  group: (claim: string) => Hole,
): Body => ({
  campaignType: "RESOURCE",
  description,
  name,
  remediationSettings: { accessApproved: "NO_ACTION", accessRevoked: "NO_ACTION", noResponse: "NO_ACTION" },
  resourceSettings: {
    targetResources: groups.map((claim) => ({ resourceId: group(claim), resourceType: "GROUP" })),
    type: "GROUP",
  },
  reviewerSettings: { reviewerId: reviewer, selfReviewDisabled: true, type: "USER" },
  scheduleSettings: {
    durationInDays: Math.min(days, 14),
    recurrence: { interval: `P${days}D` },
    startDate: formatInstant(start),
    timeZone: "Etc/UTC",
    type: "RECURRING",
  },
});
