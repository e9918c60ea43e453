/** The settings of `target` blocks, by kind. What they mean and which are required is in the targets' reference. */
import {
  choice,
  duration,
  instant,
  type Keywords,
  list,
  literal,
  once,
  oneOf,
  reference,
  string,
  value,
  word,
} from "./grammar-parts.ts";

export const TARGET_KINDS = ["opa", "cedar", "aws", "keycloak", "okta"] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** Settings that every target takes. */
export const COMMON_SETTINGS: Keywords = {
  environment: once("The environment that it is compiled for.", value(reference("environment"))),
  only: once("No agents but these.", list(reference("agent"))),
  except: once("All agents but these.", list(reference("agent"))),
  agents: once("The agents of a namespace and below.", word("in"), value(reference("namespace"))),
};

export const TARGET_SETTINGS: Readonly<Record<TargetKind, Keywords>> = {
  opa: {
    package: once("The Rego package; default: remit.", string),
    "stale-after": once("Past this age the bundle denies everything.", duration),
  },
  cedar: {
    namespace: once("The schema's namespace; default: Remit.", string),
    profile: once("Limits of a platform to keep.", value(oneOf("agentcore"))),
    gateway: once("The gateway's ARN.", value(literal("string", '"arn:…"'))),
    principal: once("What identifies an agent.", choice([word("tag"), string], [word("role")])),
  },
  aws: {
    account: once("The account's twelve digits.", value(literal("string", '"123456789012"'))),
    partition: once("The partition; default: aws.", string),
    path: once("The path of roles and policies; default: /agents/.", string),
    format: once("The form of the output.", value(oneOf("cloudformation", "terraform", "json"))),
  },
  keycloak: {
    realm: once("The realm.", string),
    authentication: once("How clients authenticate.", value(oneOf("private_key_jwt", "secret"))),
    "cross-app-access": once("The issuer of identity assertions.", word("issuer"), string),
  },
  okta: {
    org: once("The organisation's URL.", value(literal("url", '"https://…"'))),
    server: once("The authorization server.", string),
    "review-start": once("When the first review begins.", instant),
  },
};

/** Whether a word names a kind of target. */
export function isTargetKind(text: string): text is TargetKind {
  return TARGET_KINDS.some((kind) => kind === text);
}

/** Every setting of every kind. */
export const TARGET_MEMBERS: Keywords = {
  ...TARGET_SETTINGS.opa,
  ...TARGET_SETTINGS.cedar,
  ...TARGET_SETTINGS.aws,
  ...TARGET_SETTINGS.keycloak,
  ...TARGET_SETTINGS.okta,
  ...COMMON_SETTINGS,
};

/** The settings that a target of this kind takes; all of them where the kind is unknown. */
export function settingsOf(kind: string | undefined): Keywords {
  return kind !== undefined && isTargetKind(kind)
    ? { ...TARGET_SETTINGS[kind], ...COMMON_SETTINGS }
    : TARGET_MEMBERS;
}
