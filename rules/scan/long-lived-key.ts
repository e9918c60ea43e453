import type { InfraResource } from "../../scan/grants/resources/fact.ts";
import { get, str, under } from "../../scan/grants/value.ts";
import { serverOffence, servers } from "./mcp.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Resources that are a lasting secret by themselves, and what to use instead. */
const keys: readonly (readonly [RegExp, string, string])[] = [
  [
    /^(?:aws_iam_access_key|AWS::IAM::AccessKey|(?:.*\.)?CfnAccessKey|(?:.*\.)?AccessKey|aws iam create-access-key)$/,
    "an access key without end",
    "a role that the workload assumes",
  ],
  [
    /^(?:google_service_account_key|gcloud iam service-accounts keys create|(?:.*\.)?ServiceAccountKey)$/,
    "a key of a service account without end",
    "workload identity federation",
  ],
  [
    /^okta_api_token$/,
    "an API token with its owner's whole administrator role",
    "an OAuth client with scopes",
  ],
];

const breakGlass = /break-?glass|emergency|localstack/i;

function secret(resource: InfraResource): { readonly what: string; readonly instead: string } | undefined {
  const found = keys.find(([pattern]) => pattern.test(resource.type));
  if (found) return { what: found[1], instead: found[2] };
  if (/^azuread_(?:application|service_principal)_password$/.test(resource.type))
    return longPassword(resource)
      ? {
          what: "a password of an application for longer than half a year",
          instead: "a managed or federated identity",
        }
      : undefined;
  const type = str(get(resource.body, "type"));
  if (
    /^(?:kubernetes Secret|kubernetes_secret(?:_v1)?)$/.test(resource.type) &&
    type === "kubernetes.io/service-account-token"
  )
    return {
      what: "a token of a service account without end",
      instead: "a projected token, or TokenRequest",
    };
  return undefined;
}

/** Without an end, or with one more than 180 days after the start where both are written. */
function longPassword(resource: InfraResource): boolean {
  const relative = str(get(resource.body, "end_date_relative"));
  const hours = relative ? /^(\d+)h/.exec(relative)?.[1] : undefined;
  if (hours) return Number(hours) > 180 * 24;
  const end = get(resource.body, "end_date");
  const start = str(get(resource.body, "start_date"));
  if (end?.kind === "text" && !end.open && start)
    return Date.parse(end.value) - Date.parse(start) > 180 * 86_400_000;
  // Years like 2099 stand for "never".
  if (end?.kind === "text" && /^20[5-9]\d-|^2[1-9]\d\d-/.test(end.value)) return true;
  // A rotation resource, or an expression, sets the end elsewhere.
  return end === undefined && under(resource.body, "rotate_when_changed") === undefined;
}

/** Credentials that another rule knows more about. */
const knownBroad = /^ghp_|^xoxp|^xoxe|^sk_(?:live|test)|SERVICE_ROLE|SUPABASE_ACCESS_TOKEN/;

export default defineScanRule({
  id: "long-lived-key",
  title: "A lasting key",
  tier: "high",
  maps: maps("ASI03 ASI10", "LLM06:2025", "324 522", "AC-2 IA-5"),
  *check(grants) {
    for (const resource of grants.of("infra-resource")) {
      const found =
        breakGlass.test(resource.name) || breakGlass.test(resource.file) ? undefined : secret(resource);
      if (!found) continue;
      const message = `'${resource.name}' is ${found.what}: it outlives the agent, its owner and any incident. Use ${found.instead}.`;
      yield {
        file: resource.file,
        extent: resource.extent,
        subject: `${resource.type} ${resource.name}`,
        message,
        proof: resource.proof,
      };
    }
    for (const server of servers(grants).filter((candidate) => !isRig(candidate.file)))
      for (const { key, value, secret: written } of [...server.env, ...server.headers]) {
        if (!written || knownBroad.test(value.value) || knownBroad.test(key)) continue;
        const message = `The credential ${key} of the server '${server.name}' is written out, so whoever reads the file has it for as long as it lives. Refer to a variable or a secret store, and revoke this one.`;
        yield serverOffence(server, value, key, message);
      }
  },
});
