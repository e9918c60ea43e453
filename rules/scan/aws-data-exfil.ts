import {
  covers,
  given,
  isEverything,
  narrowed,
  offence,
  type Statement,
  wholeService,
  whose,
  widest,
} from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Reads that hand out secrets or stored data itself. */
export const bulkReads: readonly string[] = [
  "s3:GetObject",
  "s3:GetObjectVersion",
  "secretsmanager:GetSecretValue",
  "secretsmanager:BatchGetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
  "ssm:GetParameterHistory",
  "kms:Decrypt",
  "dynamodb:Scan",
  "dynamodb:Query",
  "dynamodb:GetItem",
  "dynamodb:BatchGetItem",
  "dynamodb:PartiQLSelect",
  "dynamodb:GetRecords",
  "dynamodb:ExportTableToPointInTime",
  "rds:DownloadDBLogFilePortion",
  "rds:DownloadCompleteDBLogFile",
  "rds-data:ExecuteStatement",
  "rds-data:BatchExecuteStatement",
  "redshift:GetClusterCredentials",
  "redshift-data:GetStatementResult",
  "athena:GetQueryResults",
  "logs:GetLogEvents",
  "logs:FilterLogEvents",
  "logs:GetQueryResults",
  "kinesis:GetRecords",
  "sqs:ReceiveMessage",
  "ebs:GetSnapshotBlock",
  "codecommit:GitPull",
  "codeartifact:ReadFromRepository",
  "ses:GetEmailTemplate",
  "cognito-idp:ListUsers",
  "lambda:GetFunction",
  "workmail:GetRawMessageContent",
  "healthlake:SearchWithGet",
  "healthlake:ReadResource",
];

/** Ways out: with one of them in the same hands, what was read can leave. */
const exits = [
  "s3:PutObject",
  "lambda:InvokeFunction",
  "ses:SendEmail",
  "ses:SendRawEmail",
  "sns:Publish",
  "sqs:SendMessage",
  "events:PutEvents",
  "execute-api:Invoke",
  "pinpoint:SendMessages",
];

const reads = (statement: Statement) =>
  statement.actions.filter(
    (word) =>
      !word.open &&
      !isEverything(word) &&
      !wholeService(word) &&
      bulkReads.some((read) => covers(word.value, read)),
  );

export default defineScanRule({
  id: "aws-data-exfil",
  title: "Secrets or stored data can be read everywhere",
  tier: "high",
  maps: maps("ASI03 ASI02", "LLM02:2025 LLM06:2025", "200 732"),
  *check(grants) {
    const statements = given(grants);
    const leaving = new Set<string>();
    for (const statement of statements)
      if (
        widest(statement) === "all" &&
        statement.actions.some((word) => exits.some((exit) => covers(word.value, exit)))
      )
        leaving.add(`${statement.file}\n${statement.holder}`);
    for (const statement of statements) {
      const wide = widest(statement);
      if (wide === "narrow" || narrowed(statement)) continue;
      // Parameters under a public path are everybody's.
      const [first] = reads(statement);
      if (!first) continue;
      const where = wide === "all" ? "every resource" : "the whole account";
      const exit = leaving.has(`${statement.file}\n${statement.holder}`);
      const message = `'${first.value}'${whose(statement)} reads from ${where}${exit ? ", and the same holder can send data out" : ""}. Limit it to the path, bucket or table that the agent works with.`;
      yield { ...offence(statement, first, first.value, message), tier: exit ? "critical" : "high" };
    }
  },
});
