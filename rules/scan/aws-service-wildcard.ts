import type { Text } from "../../scan/grants/value.ts";
import {
  given,
  isEverything,
  narrowed,
  offence,
  type Reach,
  type Statement,
  wholeService,
  whose,
  widest,
} from "./aws.ts";
import type { AwsActions } from "./aws-actions.ts";
import { defineScanRule, maps, type Offence, type Tier } from "./rule.ts";

/** Services whose every action together amount to taking over the account or reading its secrets. */
const decisive = new Set([
  "iam",
  "sts",
  "organizations",
  "sso",
  "sso-directory",
  "identitystore",
  "kms",
  "secretsmanager",
  "account",
]);

function whole(statement: Statement, action: Text, service: string, wide: Reach): Offence {
  const on = wide === "narrow" ? "" : wide === "all" ? " on every resource" : " across the account";
  const message = `'${action.value}'${whose(statement)} allows everything that ${service} can do${on}, now and in future. Name the actions and the resources.`;
  const tier: Tier =
    wide === "narrow" || narrowed(statement) ? "medium" : decisive.has(service) ? "critical" : "high";
  return { ...offence(statement, action, action.value, message), tier };
}

/** `s3:Put*`: wide when what it stands for includes writes and nothing limits where. */
function part(statement: Statement, action: Text, aws: AwsActions): Offence | undefined {
  const actions = aws.expand(action.value);
  const strong = actions.filter((candidate) => candidate.risk !== "read");
  if (strong.length < 2) return undefined;
  const admin = strong.some((candidate) => candidate.risk === "admin");
  const message = `'${action.value}'${whose(statement)} stands for ${actions.length} actions, of which ${strong.length} change something, on every resource. Name the actions that are needed.`;
  return { ...offence(statement, action, action.value, message), tier: admin ? "high" : "medium" };
}

export default defineScanRule({
  id: "aws-service-wildcard",
  title: "All actions of a service",
  tier: "high",
  maps: maps("ASI03 ASI02", "LLM06:2025", "250 732"),
  *check(grants, { aws }) {
    for (const statement of given(grants)) {
      const wide = widest(statement);
      for (const action of statement.actions) {
        const service = wholeService(action);
        if (service && aws.hasService(service) !== false) yield whole(statement, action, service, wide);
        else if (
          !isEverything(action) &&
          /[*?]/.test(action.value) &&
          wide === "all" &&
          !narrowed(statement)
        ) {
          const found = part(statement, action, aws);
          if (found) yield found;
        }
      }
    }
  },
});
