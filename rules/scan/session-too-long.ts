import { get, str, type Value } from "../../scan/grants/value.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Seconds of a value: a number, a numeral, `Duration.hours(12)`, `cdk.Duration.minutes(90)`. */
function seconds(value: Value | undefined): number | undefined {
  if (value?.kind === "number") return value.value;
  const word = str(value);
  if (word && /^\d{1,9}$/.test(word)) return Number(word);
  if (value?.kind !== "call") return undefined;
  const unit = { hours: 3600, minutes: 60, seconds: 1, days: 86_400 }[
    value.callee.slice(value.callee.lastIndexOf(".") + 1)
  ];
  const [amount] = value.args;
  return unit && amount?.kind === "number" ? amount.value * unit : undefined;
}

interface Lifetime {
  readonly types: RegExp;
  readonly keys: readonly string[];
  /** Seconds that one unit of the setting is. */
  readonly unit: number;
  readonly what: string;
}
const hour = 3600;
const lifetimes: readonly Lifetime[] = [
  {
    types: /^aws_iam_role$|^AWS::IAM::Role$|(?:^|\.)Role$|^iam create role$/,
    keys: ["max_session_duration", "MaxSessionDuration", "maxSessionDuration"],
    unit: 1,
    what: "sessions of the role",
  },
  {
    types: /^okta_auth_server_policy_rule$/,
    keys: ["access_token_lifetime_minutes"],
    unit: 60,
    what: "access tokens",
  },
  { types: /^auth0_resource_server$/, keys: ["token_lifetime"], unit: 1, what: "access tokens" },
  {
    types: /^keycloak_(?:realm|openid_client)$/,
    keys: ["access_token_lifespan"],
    unit: 1,
    what: "access tokens",
  },
];

const tierOf = (length: number): Tier | undefined =>
  length > 6 * hour ? "medium" : length > hour ? "low" : undefined;
const spoken = (length: number) =>
  length % hour === 0 ? `${length / hour} hours` : `${Math.round(length / 60)} minutes`;

export default defineScanRule({
  id: "session-too-long",
  title: "Sessions or tokens live long",
  tier: "low",
  maps: maps("ASI03", "LLM06:2025", "613", "AC-12"),
  *check(grants) {
    for (const resource of grants.of("infra-resource")) {
      for (const { types, keys, unit, what } of lifetimes) {
        const value = types.test(resource.type) ? get(resource.body, ...keys) : undefined;
        const length = (seconds(value) ?? 0) * unit;
        const tier = tierOf(length);
        if (!value || !tier) continue;
        const message = `In '${resource.name}' ${what} live ${spoken(length)}, and so does one that is stolen. One hour is enough.`;
        yield {
          file: resource.file,
          extent: { at: value.at, end: value.end },
          subject: `${resource.name} ${what}`,
          message,
          tier,
          proof: resource.proof,
        };
      }
      const expiry =
        resource.type === "kubernetes projected token" ? get(resource.body, "expirationSeconds") : undefined;
      if (expiry && (seconds(expiry) ?? 0) > 86_400) {
        const message = `The projected token of '${resource.name}' lives more than a day. One hour is enough, as the kubelet renews it.`;
        yield {
          file: resource.file,
          extent: { at: expiry.at, end: expiry.end },
          subject: `${resource.name} token`,
          message,
          proof: resource.proof,
        };
      }
    }
  },
});
