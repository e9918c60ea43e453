/** One agent's role, its trust, its policies and its boundary, before a format is chosen. */
import { inForce } from "../../model/life.ts";
import type { Agent, Identity, Instant, Policy } from "../../model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import { type Problem, problemAt } from "../emit-problem.ts";
import { iamString, oneLine } from "../escape.ts";
import { nameRules, platformName } from "../names.ts";
import type { PlannedAgent } from "../plan.ts";
import { isIamText, sessionLimits } from "./capabilities.ts";
import { before, onOrAfter } from "./conditions.ts";
import {
  type ActionResources,
  allowStatements,
  boundary,
  denyStatements,
  distribute,
  lifeStatements,
} from "./permissions.ts";
import { document, joinConditions, type PolicyDocument, policySize, type Statement } from "./statement.ts";
import { tagsOf } from "./tags.ts";

/** Non-blank characters of a trust policy, and managed policies that a role can hold. */
const maxTrustSize = 2048;
const maxPolicies = 10;

export interface NamedDocument {
  readonly name: string;
  readonly document: PolicyDocument;
}

export interface Role {
  readonly agent: Agent;
  readonly name: string;
  /** An existing role: only the policies are attached. */
  readonly adopt: boolean;
  readonly path: string;
  readonly trust: PolicyDocument;
  readonly policies: readonly NamedDocument[];
  readonly boundary?: NamedDocument;
  /** Seconds. */
  readonly maxSession: number;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

export type RoleResult =
  | { readonly kind: "role"; readonly role: Role }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** Builds the role of a planned agent, or says what stands in the way. */
export function roleOf(
  policy: Policy,
  planned: PlannedAgent,
  target: Target,
  at: Instant,
  known: ActionResources,
): RoleResult {
  const { agent } = planned;
  const identity = agent.identities.find((one) => one.kind === "aws");
  const oidc = agent.identities.find((one) => one.kind === "oidc");
  const adopt = identity?.adopt ?? false;
  const name = identity?.role ?? platformName(agent.name, nameRules.iamRole);
  if (oidc === undefined && !adopt)
    return refused(
      "missing-member",
      agent,
      `Agent '${agent.name}' needs an identity { oidc issuer "…" subject "…" } for target aws: its role's trust rests on it.`,
    );
  if (!/^[\w+=,.@-]{1,64}$/.test(name))
    return refused(
      "bad-literal",
      agent,
      `'${oneLine(name)}' is no name that an IAM role can have: up to 64 letters, digits and _+=,.@-.`,
    );
  const broken = oidc === undefined ? undefined : oidcProblem(agent, oidc);
  if (broken !== undefined) return { kind: "problems", problems: [broken] };
  const suspended = agent.suspended !== undefined && agent.suspended.since <= at;
  const allow = planned.grants.flatMap((grant, index) => allowStatements(grant, `Grant${index + 1}`, known));
  const life = adopt ? lifeStatements(planned.inForce) : [];
  const stop: readonly Statement[] = suspended
    ? [{ Action: ["*"], Effect: "Deny", Resource: ["*"], Sid: "Suspended" }]
    : [];
  const documents = distribute([...stop, ...life, ...denyStatements(planned, known), ...allow]);
  if (documents === undefined)
    return refused(
      "over-size-limit",
      agent,
      `A permission of '${agent.name}' is over IAM's limit of 6144 characters even when split.`,
    );
  if (documents.length > maxPolicies)
    return refused(
      "over-size-limit",
      agent,
      `Agent '${agent.name}' needs ${documents.length} managed policies, and a role can hold ${maxPolicies}: grant fewer actions, or split the agent.`,
    );
  const base = platformName(`${target.name ?? "remit"}.${agent.name}`, nameRules.iamPolicy);
  const trust = trustPolicy(policy, planned, target, oidc, suspended);
  if (policySize(trust) > maxTrustSize)
    return refused(
      "over-size-limit",
      agent,
      `The trust policy of '${agent.name}' is over IAM's limit of 2048 characters.`,
    );
  return {
    kind: "role",
    role: {
      agent,
      name,
      adopt,
      path: String(target.settings.path ?? "/agents/"),
      trust,
      policies: documents.map((part, index) => ({ name: `${base}-${index + 1}`, document: part })),
      boundary: adopt ? undefined : { name: `${base}-boundary`, document: boundary(planned) },
      maxSession: Math.min(Math.max(agent.session, sessionLimits.min), sessionLimits.max),
      tags: tagsOf(policy, agent),
    },
  };
}

function trustPolicy(
  policy: Policy,
  planned: PlannedAgent,
  target: Target,
  oidc: Extract<Identity, { kind: "oidc" }> | undefined,
  suspended: boolean,
): PolicyDocument {
  if (oidc === undefined) return document([]);
  const provider = oidc.issuer.replace(/^https:\/\//, "").replace(/\/$/, "");
  const principal = {
    Federated: `arn:${target.settings.partition ?? "aws"}:iam::${target.settings.account}:oidc-provider/${provider}`,
  };
  const life = inForce(policy, planned.agent.name);
  const first = life[0]?.from ?? MIN_INSTANT;
  const last = life.at(-1)?.until ?? MAX_INSTANT;
  const condition = joinConditions([
    ...(first > MIN_INSTANT ? [onOrAfter(first)] : []),
    ...(last < MAX_INSTANT ? [before(last)] : []),
    {
      StringEquals: {
        [`${provider}:aud`]: [iamString(oidc.audience ?? "sts.amazonaws.com")],
        [`${provider}:sub`]: [iamString(oidc.subject)],
      },
    },
  ]);
  const action = ["sts:AssumeRoleWithWebIdentity"];
  const allow: Statement = {
    Action: action,
    Condition: condition,
    Effect: "Allow",
    Principal: principal,
    Sid: "Agent",
  };
  if (!suspended && life.length > 0) return document([allow]);
  return document([allow, { Action: action, Effect: "Deny", Principal: principal, Sid: "Stopped" }]);
}

function oidcProblem(agent: Agent, oidc: Extract<Identity, { kind: "oidc" }>): Problem | undefined {
  if (!/^https:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._~/-]*)?$/.test(oidc.issuer))
    return problemAt(
      "bad-literal",
      oidc.origin,
      `The issuer of '${agent.name}' is no https address that an IAM provider can have.`,
    );
  const text = [oidc.subject, oidc.audience ?? ""].find((part) => !isIamText(part));
  if (text !== undefined)
    return problemAt(
      "bad-literal",
      oidc.origin,
      `'${oneLine(text)}' in the identity of '${agent.name}' cannot stand in a trust policy: IAM takes printable characters up to U+00FF, and CloudFormation reads '{{' as a reference.`,
    );
  return undefined;
}

const refused = (
  code: "bad-literal" | "missing-member" | "over-size-limit",
  agent: Agent,
  message: string,
): RoleResult => ({
  kind: "problems",
  problems: [problemAt(code, agent.origin, message)],
});
