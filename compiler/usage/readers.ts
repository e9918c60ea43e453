/** The logs that are understood, each read by its documented format. */

import { nameRules, platformName } from "../emit/names.ts";
import { isObject, own } from "../model/json.ts";
import type { Policy } from "../model/policy.ts";
import { readInstant } from "../model/time.ts";
import { cloudTrailAction } from "./cloudtrail-actions.ts";
import { type LogReader, soundsLikeAgent } from "./event.ts";

/** The readers for a policy, tried in order; the first that knows a record answers. */
export function logReaders(policy: Policy): readonly LogReader[] {
  return [opaReader(), cloudTrailReader(policy), keycloakReader(policy), oktaReader(policy)];
}

type Json = Readonly<Record<string, unknown>>;
const at = (record: Json, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isObject(value) ? own(value, key) : undefined), record);
const textAt = (record: Json, ...path: readonly string[]): string | undefined => {
  const value = at(record, ...path);
  return typeof value === "string" && value !== "" ? value : undefined;
};

/**
 * OPA: a decision log event has `decision_id`, `input`, `result`, `timestamp` and the `path` that was asked. A server
 * that logs decisions on its console writes its own messages between them, with `level` and `msg`.
 */
function opaReader(): LogReader {
  return (record) => {
    if (textAt(record, "decision_id") === undefined)
      return textAt(record, "level") !== undefined && textAt(record, "msg") !== undefined ? [] : undefined;
    const { input } = record;
    const result = record.result;
    const allow = typeof result === "boolean" ? result : isObject(result) ? own(result, "allow") : undefined;
    if (!isObject(input) || typeof allow !== "boolean") return [];
    const agent = textAt(input, "agent");
    const action = textAt(input, "action");
    const time = instantOf(record.timestamp);
    if (agent === undefined || action === undefined || time === undefined) return [];
    const resource = textAt(input, "resource");
    const via = Array.isArray(input.via)
      ? input.via.filter((name): name is string => typeof name === "string")
      : [];
    // The request was judged for each agent that the call came through, so it uses the access of each.
    return [...new Set([agent, ...via])].map((name) => ({
      log: "opa",
      agent: name,
      principal: name,
      agentLike: true,
      actions: [action],
      ...(resource === undefined ? {} : { resource }),
      at: time,
      denied: !allow,
      request: name === agent && via.length === 0 ? input : { ...input, agent: name, via: [] },
    }));
  };
}

/** CloudTrail: `eventSource`, `eventName`, and the role behind the session in `userIdentity`. */
function cloudTrailReader(policy: Policy): LogReader {
  const roles = new Map<string, string>();
  for (const agent of Object.values(policy.agents)) {
    const identity = agent.identities.find((one) => one.kind === "aws");
    roles.set((identity?.role ?? platformName(agent.name, nameRules.iamRole)).toLowerCase(), agent.name);
  }
  return (record) => {
    const source = textAt(record, "eventSource");
    const name = textAt(record, "eventName");
    const time = instantOf(record.eventTime);
    if (source === undefined || name === undefined || textAt(record, "eventVersion") === undefined)
      return undefined;
    const role =
      textAt(record, "userIdentity", "sessionContext", "sessionIssuer", "userName") ??
      textAt(record, "userIdentity", "userName");
    if (role === undefined || time === undefined) return [];
    const agent = roles.get(role.toLowerCase());
    const resource = resourceOf(record);
    const error = textAt(record, "errorCode");
    const denied = error !== undefined && /AccessDenied|Unauthorized|Forbidden/.test(error);
    if (error !== undefined && !denied) return [];
    const path = textAt(record, "userIdentity", "sessionContext", "sessionIssuer", "arn") ?? "";
    return [
      {
        log: "cloudtrail",
        ...(agent === undefined ? {} : { agent }),
        principal: role,
        agentLike: soundsLikeAgent(role) || path.includes(":role/agents/"),
        actions: [`aws:${cloudTrailAction(source, name)}`],
        ...(resource === undefined ? {} : { resource }),
        at: time,
        denied,
      },
    ];
  };
}

function resourceOf(record: Json): string | undefined {
  const list = Array.isArray(record.resources) ? record.resources : [];
  const arns = list.flatMap((one) => (isObject(one) ? (textAt(one, "ARN") ?? textAt(one, "arn") ?? []) : []));
  // An object's event lists the object first and its bucket beside it.
  const [longest] = [...arns].sort((a, b) => b.length - a.length);
  if (longest !== undefined) return longest;
  const bucket = textAt(record, "requestParameters", "bucketName");
  const key = textAt(record, "requestParameters", "key");
  return bucket === undefined ? undefined : `arn:aws:s3:::${bucket}${key === undefined ? "" : `/${key}`}`;
}

/** Keycloak: an event has `type`, `realmId`, `clientId` and `time` in milliseconds; scopes are in `details`. */
function keycloakReader(policy: Policy): LogReader {
  const clients = new Map<string, string>();
  for (const agent of Object.values(policy.agents)) {
    const identity = agent.identities.find((one) => one.kind === "keycloak");
    clients.set(identity?.client ?? agent.name, agent.name);
  }
  const scopes = nativeScopes(policy);
  return (record) => {
    const type = textAt(record, "type");
    if (type === undefined || textAt(record, "realmId") === undefined || !("clientId" in record))
      return undefined;
    const client = textAt(record, "clientId");
    const time = typeof record.time === "number" ? Math.floor(record.time / 1000) : undefined;
    if (
      client === undefined ||
      time === undefined ||
      !/^(CLIENT_LOGIN|TOKEN_EXCHANGE|OAUTH2_.*|JWT_.*)(_ERROR)?$/.test(type)
    )
      return [];
    const agent = clients.get(client) ?? clients.get(client.replace(/[.:-]+(on-behalf|obo)$/, ""));
    return [
      {
        log: "keycloak",
        ...(agent === undefined ? {} : { agent }),
        principal: client,
        agentLike: soundsLikeAgent(client),
        actions: (textAt(record, "details", "scope") ?? "")
          .split(" ")
          .flatMap((scope) => scopes.get(scope) ?? []),
        at: time,
        denied: type.endsWith("_ERROR"),
      },
    ];
  };
}

/** Okta: a System Log event has `eventType`, `published`, `actor` and `outcome`; granted scopes are in the debug data. */
function oktaReader(policy: Policy): LogReader {
  const ids = new Map<string, string>();
  for (const agent of Object.values(policy.agents))
    for (const identity of agent.identities)
      if (identity.kind === "okta") ids.set(identity.agent, agent.name);
  const scopes = nativeScopes(policy);
  return (record) => {
    const type = textAt(record, "eventType");
    const time = instantOf(record.published);
    if (type === undefined || time === undefined || !isObject(record.actor)) return undefined;
    if (!/token\.grant|token\.exchange|oauth2/.test(type)) return [];
    const names = ["id", "alternateId", "displayName"].flatMap((key) => textAt(record, "actor", key) ?? []);
    const agent = names.map((name) => ids.get(name)).find((found) => found !== undefined);
    const granted =
      textAt(record, "debugContext", "debugData", "grantedScopes") ??
      textAt(record, "debugContext", "debugData", "requestedScopes") ??
      "";
    const kind = textAt(record, "actor", "type") ?? "";
    return [
      {
        log: "okta",
        ...(agent === undefined ? {} : { agent }),
        principal: names[2] ?? names[1] ?? names[0] ?? "unknown",
        agentLike: /agent|workload/i.test(kind) || names.some(soundsLikeAgent),
        actions: granted.split(/[\s,]+/).flatMap((scope) => scopes.get(scope) ?? []),
        at: time,
        denied:
          textAt(record, "outcome", "result") !== "SUCCESS" &&
          textAt(record, "outcome", "result") !== "ALLOW",
      },
    ];
  };
}

/** Actions by the scope that stands for them in tokens: the native one, and the qualified name. */
function nativeScopes(policy: Policy): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const service of Object.values(policy.services))
    for (const action of Object.values(service.actions)) {
      const qualified = `${service.name}:${action.name}`;
      for (const scope of new Set([action.oauth ?? qualified, qualified]))
        found.set(scope, [...(found.get(scope) ?? []), qualified]);
    }
  return found;
}

/** RFC 3339 with any fraction. */
function instantOf(value: unknown): number | undefined {
  return readInstant(value);
}
