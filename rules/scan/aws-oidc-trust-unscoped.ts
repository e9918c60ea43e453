import type { AwsCondition } from "../../scan/grants/aws/fact.ts";
import { keyUnknown, offence, type Statement, whose } from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Issuers that sign tokens for all of their customers, so that only the subject tells them apart. */
const shared =
  /token\.actions\.githubusercontent|github|gitlab|circleci|terraform|bitbucket|buildkite|vercel|spacelift|env0|oidc\.eks|cognito-identity|accounts\.google|login\.microsoftonline/i;

/** Claims that name one project as well as the subject does. */
const equivalent =
  /:(?:job_workflow_ref|repository|repository_id|project_path|namespace_path|project_id|terraform_workspace_id|amr|oid|appid)$/i;

/** A subject that pins nothing but the issuer or a whole organisation. */
function loose(condition: AwsCondition): boolean {
  if (!/^(?:\w+:)?StringLike|ArnLike/i.test(condition.operator)) return false;
  return condition.values.some((word) => {
    const value = word.value.replace(/\$\{[^}]*\}/g, "x");
    return (
      value === "*" ||
      /^repo:\*/.test(value) ||
      /^repo:[^/:*]*\/\*(?::.*)?$/.test(value) ||
      /^(?:project_path|organization|org):[^:/*]*(?:\/\*|\*|:\*)/.test(value)
    );
  });
}

function federated(statement: Statement): boolean {
  if (!statement.actions.some((action) => /^sts:AssumeRoleWithWebIdentity$/i.test(action.value)))
    return false;
  const named = statement.principals.some((principal) => shared.test(principal.value.value));
  return named || statement.conditions.some((condition) => shared.test(condition.key));
}

export default defineScanRule({
  id: "aws-oidc-trust-unscoped",
  title: "Any project of a shared issuer can become the role",
  tier: "critical",
  maps: maps("ASI03 ASI04", "LLM06:2025", "284"),
  *check(grants) {
    for (const statement of grants.of("aws-statement")) {
      if (statement.effect !== "Allow" || statement.role === "ceiling" || !federated(statement)) continue;
      if (statement.conditions.some((condition) => equivalent.test(condition.key) && !loose(condition)))
        continue;
      // A key that is made elsewhere may well be the subject.
      if (statement.conditions.some((condition) => keyUnknown(condition))) continue;
      const subjects = statement.conditions.filter((condition) => /:sub$/i.test(condition.key));
      const open = subjects.find(loose);
      if (subjects.length > 0 && !open) continue;
      // An application of Cognito is pinned by its audience.
      if (
        subjects.length === 0 &&
        statement.conditions.some((condition) => /cognito-identity.*:aud$/i.test(condition.key))
      )
        continue;
      const at = open?.values[0] ?? statement.actions[0] ?? statement.extent;
      const what = open
        ? `the subject '${open.values[0]?.value ?? ""}' is met by many projects`
        : "no condition pins the subject";
      const message = `In the trust${whose(statement)} ${what}, so that others' tokens are accepted. Pin the repository and its branch or environment, and test the audience.`;
      yield offence(statement, at, open?.values[0]?.value ?? "sub", message);
    }
  },
});
