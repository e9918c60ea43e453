import { get, str, type Value, walk } from "../../scan/grants/value.ts";
import { covers, given, isEverything, wholeService, widest } from "./aws.ts";
import { isAdminPolicy } from "./aws-admin-managed-policy.ts";
import { bulkReads } from "./aws-data-exfil.ts";
import { defineScanRule, type Grants, maps, type Offence } from "./rule.ts";

const types =
  /^aws_bedrockagentcore_(?:code_interpreter|browser)$|^AWS::BedrockAgentCore::(?:CodeInterpreter(?:Custom)?|Browser(?:Custom)?)$|(?:^|\.)Cfn(?:CodeInterpreter|Browser)Custom$/;
const roleKeys = ["execution_role_arn", "ExecutionRoleArn", "executionRoleArn", "execution_role"];

/** Holders of rights that nobody wants in the hands of generated code, by file folder and name. */
function privileged(grants: Grants): ReadonlySet<string> {
  const found = new Set<string>();
  for (const statement of given(grants)) {
    const wide = widest(statement) !== "narrow";
    const strong = statement.actions.some(
      (word) =>
        isEverything(word) ||
        wholeService(word) ||
        covers(word.value, "iam:PassRole") ||
        bulkReads.some((read) => covers(word.value, read)),
    );
    if (wide && strong) found.add(statement.holder);
  }
  for (const policy of grants.of("aws-managed-policy"))
    if (isAdminPolicy(policy.name)) found.add(policy.holder);
  return found;
}

/** The name in a reference: `aws_iam_role.agent.arn`, `!GetAtt AgentRole.Arn`, `role.roleArn`. */
function referred(value: Value): string {
  const path = value.kind === "name" ? value.path : value.kind === "text" ? value.value : "";
  return /(?:aws_iam_role\.)?([\w-]+)(?:\.(?:arn|Arn|roleArn|role_arn|id|name))?\}?$/.exec(path)?.[1] ?? path;
}

export default defineScanRule({
  id: "aws-code-interpreter-privileged-role",
  title: "Generated code runs with a powerful role",
  tier: "high",
  maps: maps("ASI05 ASI03", "LLM06:2025", "94 250"),
  *check(grants) {
    const strong = privileged(grants);
    const judge = (file: string, name: string, body: Value): Offence | undefined => {
      const role = get(body, ...roleKeys);
      if (!role || role.kind === "null") return undefined;
      let open = false;
      walk(body, (value) => {
        if (/^PUBLIC$/.test(str(value) ?? "")) open = true;
        return undefined;
      });
      const known = strong.has(referred(role));
      if (!known && !open) return undefined;
      const message = `Code in '${name}' runs with ${referred(role) === "" ? "a role" : `the role '${referred(role)}'`}${known ? ", which holds wide rights" : ""}${open ? ", on the public network" : ""}, and can read its credentials. Give it no role, or one folder of one bucket, and the sandbox network.`;
      return {
        file,
        extent: { at: role.at, end: role.end },
        subject: `${name} role`,
        message,
        tier: known ? "high" : "medium",
        proof: known ? "proven" : "inferred",
      };
    };
    for (const resource of grants.of("infra-resource")) {
      const found = types.test(resource.type)
        ? judge(resource.file, resource.name, resource.body)
        : undefined;
      if (found) yield found;
    }
    for (const use of grants.of("framework-call")) {
      if (!/^(?:create_code_interpreter|create_browser|CreateCodeInterpreterCommand)$/.test(use.callee))
        continue;
      const found = judge(use.file, str(get(use.call, "name")) ?? use.callee, use.call);
      if (found) yield found;
    }
  },
});
