import type { Proof } from "../../scan/grants/fact.ts";
import { get, str, type Value } from "../../scan/grants/value.ts";
import { keyUnknown, offence, type Statement, whose } from "./aws.ts";
import { argument } from "./framework.ts";
import { defineScanRule, maps, type Offence } from "./rule.ts";

/** Keys that say from where or for whom a call must come, so that "everybody" is not everybody. */
const sources =
  /PrincipalOrg|PrincipalAccount|PrincipalArn|PrincipalIsAWSService|PrincipalServiceName|PrincipalTag|SourceArn|SourceAccount|SourceOrg|SourceOwner|SourceVpc|SourceIp|userid|AccessedViaMountTarget|ViaAWSService|CalledVia|CallerAccount|ViaService|ExternalId|:sub$|:aud$|s3:DataAccessPoint|FunctionUrlAuthType|InvokedViaFunctionUrl|VpceAccount/i;

const everybody = (statement: Statement) =>
  statement.principals.find(
    (principal) => principal.type === "*" || (principal.type === "AWS" && principal.value.value === "*"),
  );

/**
 * Whether another statement of the document refuses all who do not come from a place: AWS's own pattern for private
 * interfaces, which opens to everybody and then refuses everybody else.
 */
function refusedElsewhere(statement: Statement, statements: readonly Statement[]): boolean {
  return statements.some(
    (other) =>
      other.effect === "Deny" &&
      other.file === statement.file &&
      other.holder === statement.holder &&
      everybody(other) !== undefined &&
      other.conditions.some((condition) => /Not/.test(condition.operator)) &&
      other.conditions.every((condition) => sources.test(condition.key)) &&
      statement.actions.every((action) =>
        other.actions.some((refused) => covers(refused.value, action.value)),
      ),
  );
}

function covers(pattern: string, action: string): boolean {
  const [all = "", one = ""] = [pattern.toLowerCase(), action.toLowerCase()];
  return all.endsWith("*") ? one.startsWith(all.slice(0, -1)) : all === one;
}

/** Reading what a website or a public bucket shows is meant for everybody. */
function website(statement: Statement): boolean {
  const reads = statement.actions.every((action) =>
    /^s3:(?:GetObject|GetObjectVersion|ListBucket)$/i.test(action.value),
  );
  const named = /public|website|static|assets|cdn|frontend|web/i;
  return (
    reads &&
    (named.test(statement.holder) || statement.resources.some((resource) => named.test(resource.value)))
  );
}

function unauthorized(file: string, at: Value, name: string, proof: Proof): Offence {
  const message = `The gateway '${name}' has no authorizer, so anybody who knows its address calls its tools. Set a JWT or IAM authorizer.`;
  return {
    file,
    extent: { at: at.at, end: at.end },
    subject: `${name} authorizer NONE`,
    message,
    tier: "high",
    proof,
  };
}

export default defineScanRule({
  id: "aws-public-principal",
  title: "Everybody may assume the role or use the resource",
  tier: "critical",
  maps: maps("ASI03 ASI07", "LLM06:2025", "284 732"),
  *check(grants) {
    const statements = grants.of("aws-statement");
    for (const statement of statements) {
      if (statement.effect !== "Allow" || statement.role === "ceiling") continue;
      const everyone = everybody(statement);
      if (
        !everyone ||
        statement.conditions.some((condition) => sources.test(condition.key) || keyUnknown(condition))
      )
        continue;
      if (refusedElsewhere(statement, statements)) continue;
      const action = statement.actions[0]?.value ?? "everything";
      const message = `Principal '*'${whose(statement)} lets anybody in any AWS account call ${action}. Name the principals, or add a condition on the organisation or the source.`;
      const found = offence(statement, everyone.value, `* ${action}`, message);
      yield website(statement) ? { ...found, tier: "medium" } : found;
    }
    // A gateway of AgentCore without an authorizer answers everybody who knows its address.
    const open = (body: Value, ...keys: readonly string[]) =>
      keys.map((key) => get(body, key)).find((value) => str(value) === "NONE");
    for (const resource of grants.of("infra-resource")) {
      const none = /^aws_bedrockagentcore_gateway$|^AWS::BedrockAgentCore::Gateway$/.test(resource.type)
        ? open(resource.body, "authorizer_type", "AuthorizerType")
        : undefined;
      if (none) yield unauthorized(resource.file, none, resource.name, resource.proof);
    }
    for (const use of grants.of("framework-call")) {
      const none = /^(?:create_gateway|CreateGatewayCommand)$/.test(use.callee)
        ? (open(use.call, "authorizerType") ??
          use.call.args.map((value) => open(value, "authorizerType")).find(Boolean))
        : undefined;
      if (none) yield unauthorized(use.file, none, str(argument(use, "name")) ?? "", use.proof);
    }
  },
});
