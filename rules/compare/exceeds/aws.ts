/** What IAM documents give a role. */
import type { CatalogAction } from "../../../compiler/catalog/catalog.ts";
import { matches } from "../../../compiler/model/pattern.ts";
import type { Deny, Grant } from "../../../compiler/model/policy.ts";
import type { AwsManagedPolicy, AwsStatement } from "../../../scan/grants/aws/fact.ts";
import type { Located, Proof } from "../../../scan/grants/fact.ts";
import { type Text, text } from "../../../scan/grants/value.ts";
import type { Grants, Knowledge } from "../../scan/rule.ts";
import { reached, type Stated, stated } from "./aws-resources.ts";
import { heldBy, type Role } from "./aws-role.ts";
import type { Claim, Part } from "./claim.ts";

/** Services that tell most of what a pattern over all of them gives. */
const telling = ["iam", "secretsmanager", "s3", "lambda", "ec2", "dynamodb"] as const;

/** Actions that everybody knows for what they do; of several of one risk they are told first. */
const wellKnown: ReadonlySet<string> = new Set([
  "iam:PutRolePolicy",
  "iam:PassRole",
  "s3:PutBucketPolicy",
  "s3:DeleteObject",
  "s3:GetObject",
  "secretsmanager:GetSecretValue",
  "lambda:UpdateFunctionCode",
  "ec2:RunInstances",
  "ec2:TerminateInstances",
  "dynamodb:DeleteTable",
  "dynamodb:GetItem",
  "kms:Decrypt",
  "sqs:PurgeQueue",
  "sqs:SendMessage",
  "sns:Publish",
]);

/** Managed policies that give whole services. Others are not known here. */
const managed: Readonly<Record<string, { readonly actions: readonly string[]; readonly except?: string[] }>> =
  {
    AdministratorAccess: { actions: ["*"] },
    PowerUserAccess: { actions: ["*"], except: ["iam:*", "organizations:*", "account:*"] },
    IAMFullAccess: { actions: ["iam:*"] },
    AmazonS3FullAccess: { actions: ["s3:*"] },
    AmazonS3ReadOnlyAccess: { actions: ["s3:Get*", "s3:List*"] },
    AmazonDynamoDBFullAccess: { actions: ["dynamodb:*"] },
    AmazonEC2FullAccess: { actions: ["ec2:*"] },
    AmazonSQSFullAccess: { actions: ["sqs:*"] },
    AmazonSNSFullAccess: { actions: ["sns:*"] },
    AmazonBedrockFullAccess: { actions: ["bedrock:*"] },
    AWSLambda_FullAccess: { actions: ["lambda:*"] },
    SecretsManagerReadWrite: { actions: ["secretsmanager:*"] },
  };

/** The claims of the documents in the scan that are the role's. `grants` are the agent's in the policy. */
export function awsClaims(
  role: Role,
  policyGrants: readonly Grant[],
  grants: Grants,
  { aws }: Knowledge,
): readonly Claim[] {
  const { proofOf, isBounded, label } = heldBy(role, grants);
  const statements = grants
    .of("aws-statement")
    .filter((statement) => statement.role === "identity")
    .flatMap((statement) => {
      const proof = proofOf(statement);
      return proof ? [{ statement, proof: weaker(proof, statement.proof) }] : [];
    });
  const attachments = grants.of("aws-managed-policy").flatMap((attachment) => {
    const proof = proofOf(attachment);
    const statement = proof && asStatement(attachment);
    return statement ? [{ statement, proof: weaker(proof, attachment.proof) }] : [];
  });
  const denials = statements.flatMap(({ statement }) => (statement.effect === "Deny" ? [statement] : []));
  const named = namedActions(policyGrants);
  return [...statements, ...attachments]
    .filter(({ statement }) => statement.effect === "Allow")
    .map(({ statement, proof }): Claim => {
      const reach = reachOf(statement);
      const spared = statement.notResources.map(({ value }) => reach.lens?.(value) ?? value);
      const parts = wordsOf(statement).flatMap(({ word, except }) =>
        actionsOf(word, except, named, aws).flatMap(({ name, action }) =>
          partsOf(name, action, word, reach).map(
            (part): Part => ({
              ...part,
              denies: [
                ...denials.flatMap((denial) => denyOf(denial, name, reach.lens) ?? []),
                ...(spared.length > 0 ? [deny(part.action, spared)] : []),
              ],
            }),
          ),
        ),
      );
      const isUnsure =
        isBounded || denials.some(isConditional) || statement.notResources.some((word) => word.open);
      return {
        file: statement.file,
        at: statement.extent.at,
        holder: `The role '${role.shown}'`,
        ...(label === undefined || label === "" ? {} : { shown: `The role '${label}'` }),
        parts,
        proof: isUnsure ? "inferred" : proof,
        unbounded: statement.conditions.length === 0,
        target: "aws",
        ...(reach.lens ? { lens: reach.lens } : {}),
      };
    });
}

const weaker = (one: Proof, other: Proof): Proof => (one === "inferred" ? one : other);

/** Where the statement says nothing that can be read, what it reaches is not known. */
function reachOf({ resources, notResources, extent }: AwsStatement): Stated {
  if (resources.length > 0) return stated(resources);
  return notResources.length > 0 ? stated([text("*", extent)]) : { patterns: [], isPartial: true };
}

function asStatement(attachment: Located<AwsManagedPolicy>): Located<AwsStatement> | undefined {
  const known = Object.hasOwn(managed, attachment.name) ? managed[attachment.name] : undefined;
  if (known === undefined) return undefined;
  const { extent, file, holder, proof } = attachment;
  const word = (value: string): Text => text(value, extent);
  return {
    kind: "aws-statement",
    extent,
    file,
    holder,
    proof,
    effect: "Allow",
    actions: known.except ? [] : known.actions.map(word),
    notActions: (known.except ?? []).map(word),
    resources: [word("*")],
    notResources: [],
    principals: [],
    notPrincipal: false,
    conditions: [],
    role: "identity",
    attachedType: "",
  };
}

/** The statement's action patterns; of `NotAction`, everything but these. */
function wordsOf(
  statement: AwsStatement,
): readonly { readonly word: Text; readonly except: readonly string[] }[] {
  const known = statement.actions.filter((word) => !word.open);
  const [first] = statement.notActions;
  if (!first || statement.notActions.some((word) => word.open))
    return known.map((word) => ({ word, except: [] }));
  return [{ word: { ...first, value: "*" }, except: statement.notActions.map((word) => word.value) }];
}

function namedActions(grants: readonly Grant[]): readonly string[] {
  const all = grants.flatMap(({ actions }) => actions.map((action) => action.text));
  return [...new Set(all.filter((name) => name.startsWith("aws:")).map((name) => name.slice("aws:".length)))];
}

interface Named {
  readonly name: string;
  readonly action: CatalogAction | undefined;
}

const weight = { admin: 0, write: 2, read: 4 } as const;
const order = ({ name, risk }: CatalogAction) => weight[risk] + (wellKnown.has(name) ? 0 : 1);

/**
 * What a pattern stands for: those that the policy's agent has no grant for first, the riskiest of them at the head, and
 * then those that it has one for. Names are compared without regard to case, as IAM does.
 */
function actionsOf(
  word: Text,
  except: readonly string[],
  named: readonly string[],
  aws: Knowledge["aws"],
): readonly Named[] {
  const pattern = word.value.toLowerCase();
  const spares = (name: string) => except.some((one) => matches(one.toLowerCase(), name.toLowerCase()));
  const colon = pattern.indexOf(":");
  const services = colon < 0 || /[*?]/.test(pattern.slice(0, colon));
  const patterns = services ? telling.map((service) => `${service}:${pattern.slice(colon + 1)}`) : [pattern];
  const found = patterns
    .flatMap((one) => aws.expand(one))
    .filter(({ name }) => matches(pattern, name.toLowerCase()) && !spares(name));
  const known = new Set(named);
  const unnamed = found
    .filter(({ name }) => !known.has(name))
    .sort((a, b) => order(a) - order(b))
    .map((action): Named => ({ name: action.name, action }));
  const granted = named
    .filter((name) => matches(pattern, name.toLowerCase()) && !spares(name))
    .map((name): Named => ({ name, action: aws.expand(name)[0] }));
  if (found.length + granted.length > 0 || /[*?]/.test(pattern)) return [...unnamed, ...granted];
  return [{ name: word.value, action: undefined }];
}

function partsOf(
  name: string,
  action: CatalogAction | undefined,
  word: Text,
  { patterns, isPartial, lens }: Stated,
): readonly Omit<Part, "denies">[] {
  const part = { action: `aws:${name}`, said: word.value, extent: { at: word.at, end: word.end } };
  const resources = reached(action, patterns, lens);
  return [...(resources ? [{ ...part, resources }] : []), ...(isPartial ? [part] : [])];
}

const isConditional = (denial: AwsStatement) =>
  denial.conditions.length > 0 ||
  denial.notResources.length > 0 ||
  denial.resources.some((word) => word.open);

/** The denial as far as it is about the action; a conditional one may never apply. */
function denyOf(denial: AwsStatement, name: string, lens: Stated["lens"]): Deny | undefined {
  if (isConditional(denial)) return undefined;
  const isNamed = (words: readonly Text[]) =>
    words.some((word) => matches(word.value.toLowerCase(), name.toLowerCase()));
  const applies = denial.notActions.length > 0 ? !isNamed(denial.notActions) : isNamed(denial.actions);
  if (!applies) return undefined;
  const resources = denial.resources.map(({ value }) => lens?.(value) ?? value);
  return deny(`aws:${name}`, resources.includes("*") ? undefined : resources);
}

function deny(action: string, resources: readonly string[] | undefined): Deny {
  const span = { file: "", start: 0, end: 0 };
  return {
    id: action,
    actions: [{ text: action, wildcard: false }],
    ...(resources && resources.length > 0 ? { resources } : {}),
    origin: { span, line: 1, text: "" },
  };
}
