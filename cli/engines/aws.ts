/** The compiled AWS output in this process: the emitted documents, judged as IAM judges a call. */
import { loadCatalog } from "../../compiler/catalog/load.ts";
import { resourceIntersects } from "../../compiler/catalog/resources.ts";
import { emitAws } from "../../compiler/emit/aws/emit.ts";
import type { Emission } from "../../compiler/emit/emission.ts";
import type { Host } from "../../compiler/host.ts";
import { isObject, own } from "../../compiler/model/json.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";
import { readRequest } from "../../compiler/model/read-request.ts";
import { formatInstant } from "../../compiler/model/time.ts";
import { readTyped } from "../../compiler/model/typed.ts";
import type { Ask, Runner } from "./compiled.ts";
import { askIam, type IamCall, type IamPolicies } from "./iam.ts";

/** The account number is of no consequence for what a role may do. */
export const awsRunner: Runner = {
  kind: "aws",
  settings: { account: "123456789012", partition: "aws", path: "/agents/", format: "json" },
  compile: (policy, target, at, data) =>
    emitAws({ policy, target: { ...target, settings: { ...target.settings, format: "json" } }, at }, data),
  open: openAws,
};

/** Roles by agent, from the output in `format json`. */
export function rolesOf(emission: Emission): ReadonlyMap<string, IamPolicies> {
  const documents = emission.files
    .filter(({ path }) => path.endsWith(".json"))
    .map(({ path, content }) => ({ path, value: parsed(content) }));
  return new Map(
    documents.flatMap(({ path, value }) => {
      if (!path.endsWith("/role.json") || !isObject(value)) return [];
      const folder = path.slice(0, -"role.json".length);
      const inside = (name: string) =>
        documents.filter((one) => one.path.startsWith(`${folder}${name}`)).map((one) => one.value);
      const [boundary] = inside("boundary");
      return [[String(own(value, "agent")), { identity: inside("permissions-"), boundary }]];
    }),
  );
}

function parsed(content: string | Uint8Array): unknown {
  return JSON.parse(typeof content === "string" ? content : new TextDecoder().decode(content));
}

/** AWS sees calls of catalogued actions on one of their resources, by the role itself. */
async function openAws(policy: Policy, emission: Emission, data: Host["data"]): Promise<Ask> {
  const roles = rolesOf(emission);
  const call = await awsCalls(policy, data);
  return (request, at) => {
    const question = call(request, at);
    const role = question === undefined ? undefined : roles.get(question.agent);
    if (question === undefined || role === undefined) return undefined;
    const { allow, reason } = askIam(role, question.call);
    return { decision: allow ? "allow" : "deny", reason };
  };
}

/** The call that a Remit request is at AWS; `undefined` where it can be none. */
export type ToCall = (
  request: unknown,
  at: Instant,
) => { readonly agent: string; readonly call: IamCall } | undefined;

/**
 * No call: a malformed request, one of another platform's or an unknown action, one on behalf of somebody or through
 * other agents (IAM sees neither), one that names no resource though the action takes one or the reverse, and one whose
 * resource is no ARN that the action takes. Address and second factor are AWS's own; malformed ones are absent.
 */
export async function awsCalls(policy: Policy, data: Host["data"]): Promise<ToCall> {
  const granted = Object.values(policy.agents).flatMap((agent) =>
    agent.grants.flatMap((grant) => grant.actions.flatMap(({ text }) => nativeName(text) ?? [])),
  );
  const catalog = await loadCatalog("aws", [...new Set(granted)], data);
  return (request, at) => {
    const read = readRequest(policy, request, at);
    if ("malformed" in read || read.subject !== undefined || read.via.length > 0) return undefined;
    const action = catalog.action(nativeName(read.action) ?? "");
    if (action === undefined) return undefined;
    const { resource = "*" } = read;
    if ((read.resource !== undefined) !== action.resources.length > 0) return undefined;
    if (read.resource !== undefined) {
      if (/[*?]/.test(resource) || !action.resources.some((type) => resourceIntersects(resource, type)))
        return undefined;
    }
    const ip = own(read.context, "ip");
    const mfa = own(read.context, "mfa");
    const keys = new Map([["aws:currenttime", formatInstant(read.at)]]);
    if (readTyped("ip", ip) !== undefined) keys.set("aws:sourceip", String(ip));
    if (readTyped("bool", mfa) !== undefined) keys.set("aws:multifactorauthpresent", String(mfa));
    return { agent: read.agent, call: { action: action.name, resource, keys } };
  };
}

const nativeName = (action: string): string | undefined =>
  action.startsWith("aws:") ? action.slice("aws:".length) : undefined;
