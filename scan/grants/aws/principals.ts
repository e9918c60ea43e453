/** Principals and conditions, and the trust that constructors of roles and of permissions write without a document. */
import { type Bindings, resolve, wordsOf } from "../bindings.ts";
import { type Call, entriesOf, get, isTrue, str, type Text, text, type Value } from "../value.ts";
import type { AwsCondition, AwsPrincipal, AwsStatement } from "./fact.ts";

/** `new iam.AnyPrincipal()`, `new iam.ArnPrincipal(arn)`, `iam.ServicePrincipal("…")`. */
function constructedPrincipal(value: Value & { kind: "call" }, bindings: Bindings): readonly AwsPrincipal[] {
  const type = value.callee.slice(value.callee.lastIndexOf(".") + 1);
  const here: Text = { kind: "text", value: "*", open: false, at: value.at, end: value.end };
  if (type === "AnyPrincipal" || type === "StarPrincipal") return [{ type: "*", value: here }];
  const [first] = value.args;
  const words = wordsOf(first, bindings);
  const kind =
    type === "ServicePrincipal"
      ? "Service"
      : /Federated|WebIdentity|OpenIdConnect/.test(type)
        ? "Federated"
        : "AWS";
  if (type === "AccountRootPrincipal")
    return [{ type: "AWS", value: { ...here, value: "${account}", open: true } }];
  return words.map((word) => ({
    type: kind,
    value: type === "AccountPrincipal" ? { ...word, value: `arn:aws:iam::${word.value}:root` } : word,
  }));
}

/** The principals of a statement, in the shape of any dialect. */
export function principalsOf(value: Value | undefined, bindings: Bindings): readonly AwsPrincipal[] {
  if (!value) return [];
  const known = resolve(value, bindings);
  if (known.kind === "list") return known.items.flatMap((item) => principalsOf(item, bindings));
  if (known.kind === "call" && /Principal$/.test(known.callee)) return constructedPrincipal(known, bindings);
  if (known.kind !== "dict")
    return wordsOf(known, bindings).map((word) => ({ type: word.value === "*" ? "*" : "AWS", value: word }));
  const [type] = wordsOf(get(known, "type"), bindings);
  const identifiers = get(known, "identifiers");
  if (type && identifiers)
    return wordsOf(identifiers, bindings).map((word) => ({ type: type.value, value: word }));
  return known.entries.flatMap((entry) =>
    wordsOf(entry.value, bindings).map((word) => ({ type: entry.key, value: word })),
  );
}

/** The conditions of a statement, in the shape of any dialect. */
export function conditionsOf(value: Value | undefined, bindings: Bindings): readonly AwsCondition[] {
  if (!value) return [];
  const known = resolve(value, bindings);
  if (known.kind === "list") return known.items.flatMap((item) => conditionsOf(item, bindings));
  const [test] = wordsOf(get(known, "test"), bindings);
  const [variable] = wordsOf(get(known, "variable"), bindings);
  if (test && variable)
    return [{ operator: test.value, key: variable.value, values: wordsOf(get(known, "values"), bindings) }];
  return entriesOf(known).flatMap((operator) =>
    entriesOf(resolve(operator.value, bindings)).map((entry) => ({
      operator: operator.key,
      key: entry.key,
      values: conditionValues(entry.value, bindings),
    })),
  );
}

function conditionValues(value: Value, bindings: Bindings): readonly Text[] {
  if (value.kind === "boolean")
    return [{ kind: "text", value: String(isTrue(value)), open: false, at: value.at, end: value.end }];
  return wordsOf(value, bindings);
}

const operator = /^(?:ForA\w+:)?(?:String|Arn|Bool|Ip|Date|Numeric|Null)/;

/** The conditions of a principal's constructor: its object of operators, or what `.withConditions(…)` adds. */
function principalConditions(value: Call, bindings: Bindings): readonly AwsCondition[] {
  const dicts = [...value.args, get(value, "conditions")].filter((part) => part?.kind === "dict");
  const own = value.entries.filter((entry) => operator.test(entry.key));
  const spread: Value = { kind: "dict", entries: own, at: value.at, end: value.end };
  return [...dicts, ...(own.length > 0 ? [spread] : [])].flatMap((part) => conditionsOf(part, bindings));
}

interface Trusted {
  readonly principals: readonly AwsPrincipal[];
  readonly conditions: readonly AwsCondition[];
  readonly action: string;
  readonly at: Value;
}

function trustedBy(given: Value, bindings: Bindings, depth = 0): readonly Trusted[] {
  const value = resolve(given, bindings);
  if (value.kind !== "call" || depth > 4) return [];
  const type = value.callee.slice(value.callee.lastIndexOf(".") + 1);
  const [first] = value.args;
  if (type === "CompositePrincipal")
    return value.args.flatMap((part) => trustedBy(part, bindings, depth + 1));
  if (
    /^(?:withConditions|with_conditions|withSessionTags|with_session_tags|PrincipalWithConditions)$/.test(
      type,
    )
  ) {
    const conditions = principalConditions(value, bindings);
    return (first ? trustedBy(first, bindings, depth + 1) : []).map((inner) => ({
      ...inner,
      conditions: [...inner.conditions, ...conditions],
    }));
  }
  if (
    !/^(?:AnyPrincipal|StarPrincipal|AccountPrincipal|FederatedPrincipal|WebIdentityPrincipal|OpenIdConnectPrincipal)$/.test(
      type,
    )
  )
    return [];
  const action = value.args.map(str).find((word) => word?.startsWith("sts:"));
  const web = /^(?:WebIdentity|OpenIdConnect)/.test(type)
    ? "sts:AssumeRoleWithWebIdentity"
    : "sts:AssumeRole";
  return [
    {
      principals: constructedPrincipal(value, bindings),
      conditions: principalConditions(value, bindings),
      action: action ?? web,
      at: value,
    },
  ];
}

/** Who may become a role that CDK makes: `new iam.Role(this, "R", { assumedBy: new iam.AnyPrincipal() })`. */
export function constructedTrust(
  call: Call,
  bindings: Bindings,
  holder: () => string,
): readonly AwsStatement[] {
  if (!/(?:^|\.)Role$/.test(call.callee)) return [];
  const assumed = get(call, "assumedBy", "assumed_by");
  if (!assumed) return [];
  const ids = get(call, "externalIds", "external_ids");
  return trustedBy(assumed, bindings).map(({ principals, conditions, action, at }) =>
    statement(at, {
      actions: [text(action, at)],
      principals,
      conditions: ids
        ? [...conditions, { operator: "StringEquals", key: "sts:ExternalId", values: wordsOf(ids, bindings) }]
        : conditions,
      role: "trust",
      attachedType: "Role",
      holder: str(call.args[1]) ?? str(call.args[0]) ?? holder(),
    }),
  );
}

/** `resource "aws_lambda_permission"` that lets everybody call. */
export function permissionOf(call: Call, bindings: Bindings): AwsStatement | undefined {
  const [type, name] = call.args.map(str);
  if (call.callee !== "resource" || type !== "aws_lambda_permission") return undefined;
  const [principal] = wordsOf(get(call, "principal"), bindings);
  if (principal?.value !== "*") return undefined;
  const limits = [
    ["source_arn", "aws:SourceArn"],
    ["source_account", "aws:SourceAccount"],
    ["principal_org_id", "aws:PrincipalOrgID"],
  ] as const;
  return statement(call, {
    actions: wordsOf(get(call, "action"), bindings),
    principals: [{ type: "*", value: principal }],
    conditions: limits.flatMap(([argument, key]) => {
      const given = get(call, argument);
      return given ? [{ operator: "StringEquals", key, values: wordsOf(given, bindings) }] : [];
    }),
    role: "resource",
    attachedType: type,
    holder: name ?? "",
  });
}

type Own = Pick<AwsStatement, "actions" | "principals" | "conditions" | "role" | "attachedType" | "holder">;

const statement = (place: Value, own: Own): AwsStatement => ({
  kind: "aws-statement",
  extent: { at: place.at, end: place.end },
  effect: "Allow",
  notActions: [],
  resources: [],
  notResources: [],
  notPrincipal: false,
  proof: "proven",
  ...own,
});
