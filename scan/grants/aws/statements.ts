/**
 * Policy statements wherever they are written: JSON documents, `jsonencode`, `aws_iam_policy_document`, CloudFormation,
 * SAM and serverless, CDK and Pulumi constructors, dictionaries that go to an SDK, JSON in strings.
 */
import { type Bindings, wordsOf } from "../bindings.ts";
import { above, all, type Entry, get, type Text, type Trail, type Value, walk } from "../value.ts";
import { type Attachment, attachmentOf, documentUses } from "./attachment.ts";
import type { AwsPrincipal, AwsStatement, DocumentRole } from "./fact.ts";
import { conditionsOf, constructedTrust, permissionOf, principalsOf } from "./principals.ts";
import { templatePolicy } from "./sam.ts";

/** One dialect's names for the members of a statement. */
interface Dialect {
  readonly effect: string;
  readonly actions: string;
  readonly notActions: string;
  readonly resources: string;
  readonly notResources: string;
  readonly principals: string;
  readonly notPrincipals: string;
  readonly conditions: string;
  /** What holds when no effect is written. */
  readonly allowByDefault: boolean;
}
const json: Dialect = {
  effect: "Effect",
  actions: "Action",
  notActions: "NotAction",
  resources: "Resource",
  notResources: "NotResource",
  principals: "Principal",
  notPrincipals: "NotPrincipal",
  conditions: "Condition",
  allowByDefault: false,
};
const camel: Dialect = {
  effect: "effect",
  actions: "actions",
  notActions: "notActions",
  resources: "resources",
  notResources: "notResources",
  principals: "principals",
  notPrincipals: "notPrincipals",
  conditions: "conditions",
  allowByDefault: true,
};
const snake: Dialect = {
  ...camel,
  notActions: "not_actions",
  notResources: "not_resources",
  notPrincipals: "not_principals",
};
/** `iam.Grant.addToPrincipal({ grantee, actions, resourceArns })`. */
const grant: Dialect = { ...camel, resources: "resourceArns" };
const terraform: Dialect = { ...snake, conditions: "condition" };

const moduleStatements = /(?:^|_)(?:policy|iam)_statements$/;
const isModule = (value: Value) => value.kind === "call" && value.callee === "module";

function dialectOf(value: Value, trail: Trail | undefined): Dialect | undefined {
  if (value.kind !== "dict" && value.kind !== "call") return undefined;
  const has = (key: string) => value.entries.some((entry) => entry.key === key);
  if ((has("Action") || has("NotAction")) && (has("Effect") || has("Resource") || has("Principal")))
    return json;
  const constructed =
    value.kind === "call" &&
    /(?:^|\.)(?:PolicyStatement|GetPolicyDocumentStatement)(?:(?:Input)?Args)?$/.test(value.callee);
  if (constructed) return has("not_actions") || has("not_resources") ? snake : camel;
  if (value.kind === "call" && /(?:^|\.)Grant\.addToPrincipal(?:OrResource)?$/.test(value.callee))
    return grant;
  if (!has("actions") && !has("notActions") && !has("not_actions")) return undefined;
  const key = trail?.key || trail?.up?.key || "";
  if (key === "statement") return terraform;
  const document = above(
    trail,
    (around) => around.kind === "call" && /[pP]olicy_?[dD]ocument/.test(around.callee),
  );
  // Modules of Terraform take statements as a map or a list.
  if (moduleStatements.test(trail?.up?.key ?? "") && above(trail, isModule)) return terraform;
  // Components of SST take a list of what a function may do.
  const component = (around: Value) => around.kind === "call" && /^sst\./.test(around.callee);
  if (key === "permissions" && has("resources") && above(trail, component)) return camel;
  if (key === "statements" && document) return has("not_actions") || has("not_resources") ? snake : camel;
  return undefined;
}

function effectOf(value: Value | undefined, bindings: Bindings): "Allow" | "Deny" | undefined {
  const [word] = wordsOf(value, bindings);
  if (/deny/i.test(word?.value ?? "")) return "Deny";
  return /allow/i.test(word?.value ?? "") ? "Allow" : undefined;
}

const isAction = (word: Text) =>
  word.open || word.value === "*" || /^(?:[A-Za-z0-9-]+:[\w*?]+|\*:\*)$/.test(word.value);

function roleOf(
  attachment: Attachment,
  principals: readonly AwsPrincipal[],
  actions: readonly Text[],
): DocumentRole {
  const assumes =
    actions.length > 0 &&
    actions.every((word) =>
      /^sts:(?:AssumeRole\w*|TagSession|SetSourceIdentity|SetContext)$/i.test(word.value),
    );
  if (attachment.role === "ceiling") return "ceiling";
  if (attachment.role === "trust" || (assumes && principals.length > 0)) return "trust";
  return attachment.role === "resource" || principals.length > 0 ? "resource" : "identity";
}

/** Every statement below the root. `stem` names the holder where the document says nothing of one. */
export function awsStatements(root: Value, bindings: Bindings, stem: string): readonly AwsStatement[] {
  const found: AwsStatement[] = [];
  const uses = documentUses(root);
  const added = additions(root);
  walk(root, (given, trail) => {
    const value = added(given, trail);
    const dialect = dialectOf(value, trail);
    if (!dialect) {
      const holder = () => attachmentOf(trail).holder || stem;
      if (value.kind === "call") found.push(...constructedTrust(value, bindings, holder));
      const permission = value.kind === "call" ? permissionOf(value, bindings) : undefined;
      if (permission) found.push(permission);
      const template = templatePolicy(value, trail);
      if (template) found.push(template);
      return undefined;
    }
    const actions = wordsOf(get(value, dialect.actions), bindings).filter(isAction);
    const notActions = wordsOf(get(value, dialect.notActions), bindings).filter(isAction);
    const effect = effectOf(get(value, dialect.effect), bindings);
    if (actions.length + notActions.length === 0) return undefined;
    const principals = principalsOf(all(value, dialect.principals), bindings);
    let attachment = attachmentOf(trail);
    if (attachment.type === "aws_iam_policy_document")
      attachment = uses.get(attachment.holder) ?? { ...attachment, type: "" };
    found.push({
      kind: "aws-statement",
      extent: { at: value.at, end: value.end },
      effect: effect ?? "Allow",
      actions,
      notActions,
      resources: wordsOf(get(value, dialect.resources), bindings),
      notResources: wordsOf(get(value, dialect.notResources), bindings),
      principals,
      notPrincipal: get(value, dialect.notPrincipals) !== undefined,
      conditions: conditionsOf(all(value, dialect.conditions), bindings),
      role: roleOf(attachment, principals, [...actions, ...notActions]),
      attachedType: attachment.type,
      holder: attachment.holder || stem,
      proof: effect || dialect.allowByDefault ? "proven" : "inferred",
    });
    return false;
  });
  return found;
}

const adding: Readonly<Record<string, string>> = {
  addActions: "actions",
  add_actions: "actions",
  addResources: "resources",
  add_resources: "resources",
};

/** A statement of CDK with what is added to it afterwards: `statement.addActions(…)`, `statement.addAllResources()`. */
function additions(root: Value): (value: Value, trail: Trail | undefined) => Value {
  let byName: ReadonlyMap<string, readonly Entry[]> | undefined;
  return (value, trail) => {
    if (value.kind !== "call" || !/(?:^|\.)PolicyStatement$/.test(value.callee)) return value;
    if (get(value, "actions", "notActions", "not_actions") && get(value, "resources", "notResources"))
      return value;
    byName ??= addedIn(root);
    const more = byName.get((trail?.key ?? "").replace(/^(?:this|self)\./, ""));
    return more ? { ...value, entries: [...value.entries, ...more] } : value;
  };
}

function addedIn(root: Value): ReadonlyMap<string, readonly Entry[]> {
  const found = new Map<string, Entry[]>();
  walk(root, (value) => {
    if (value.kind !== "call") return undefined;
    const [, name = "", method = ""] = /^(?:(?:this|self)\.)?(\w+)\.(\w+)$/.exec(value.callee) ?? [];
    const key =
      adding[method] ?? (/^(?:addAllResources|add_all_resources)$/.test(method) ? "all" : undefined);
    if (!key) return undefined;
    const items =
      key === "all"
        ? [{ kind: "text", value: "*", open: false, at: value.at, end: value.end } as const]
        : value.args;
    const list: Value = { kind: "list", items, at: value.at, end: value.end };
    found.set(name, [
      ...(found.get(name) ?? []),
      { key: key === "all" ? "resources" : key, at: value.at, value: list },
    ]);
    return undefined;
  });
  // What is added in several calls counts together.
  return new Map(
    [...found].map(([name, entries]): [string, readonly Entry[]] => [
      name,
      ["actions", "resources"].flatMap((key): Entry[] => {
        const own = entries.filter((entry) => entry.key === key);
        const [first] = own;
        if (!first) return [];
        const items = own.flatMap(({ value }) => (value.kind === "list" ? value.items : []));
        return [
          { key, at: first.at, value: { kind: "list", items, at: first.value.at, end: first.value.end } },
        ];
      }),
    ]),
  );
}
