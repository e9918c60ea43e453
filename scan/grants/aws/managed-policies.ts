/** Policies that AWS manages, by ARN or by name, where they are attached to something. */
import { type Bindings, wordsOf } from "../bindings.ts";
import type { Command } from "../commands.ts";
import { entriesOf, get, nearestKey, str, type Text, type Trail, text, type Value, walk } from "../value.ts";
import { attachmentOf } from "./attachment.ts";
import type { AwsManagedPolicy } from "./fact.ts";

/** Partitions are often left open; a part after one that is joined to it begins with the colon. */
const arn = /^(?:arn:(?:\$\{[^}]*\}|[^:]*))?:iam::aws:policy\/((?:[\w+=,.@-]+\/)*)([\w+=,.@-]+)$/;

/** Lists of what is forbidden, compared or only spoken of. */
const notAttached =
  /deny|denied|forbid|forbidden|block|disallow|banned|restricted|exclude|condition|notresource|not_resource|dangerous|risky|sensitive|description|message|pattern/i;

/** Keys under which a policy's bare name is an attachment. */
const nameKeys = /^(?:ManagedPolicyName|managed_policy_name|managedPolicyName)$/;

function elsewhere(trail: Trail | undefined): boolean {
  for (let step = trail; step; step = step.up) {
    if (notAttached.test(step.key)) return true;
    if (
      step.value.kind === "call" &&
      /^(?:variable|output|assert|assertEqual|print|console\.log|logger\.)/.test(step.value.callee)
    )
      return true;
  }
  return false;
}

function managed(word: Text, trail: Trail | undefined, stem: string): AwsManagedPolicy | undefined {
  const match = arn.exec(word.value);
  if (!match) return undefined;
  return {
    kind: "aws-managed-policy",
    extent: { at: word.at, end: word.end },
    name: match[2] ?? "",
    path: match[1] ?? "",
    holder: attachmentOf(trail).holder || stem,
    proof: word.open ? "proven" : "proven",
  };
}

/** Attachments below the root; a name in a comment, a deny list or a comparison is none. */
export function awsManagedPolicies(
  root: Value,
  bindings: Bindings,
  stem: string,
  commands: readonly Command[],
): readonly AwsManagedPolicy[] {
  const found: AwsManagedPolicy[] = [];
  // Commands in strings: steps of a workflow, lists of words.
  for (const { program, args, trail } of commands)
    if (program === "aws" && trail?.value.kind === "text")
      for (const word of args) {
        const value = word.kind === "text" ? word.value.replace(/^--policy-arn=/, "") : "";
        const fact = managed(
          { kind: "text", value, open: false, at: word.at, end: word.end },
          undefined,
          stem,
        );
        if (fact) found.push(fact);
      }
  walk(root, (value, trail) => {
    if (
      value.kind === "call" &&
      /(?:^|\.)fromAwsManagedPolicyName$|from_aws_managed_policy_name$/.test(value.callee)
    ) {
      for (const word of wordsOf(value.args[0], bindings)) named(word, trail);
      return false;
    }
    if (value.kind === "call" && value.callee === "aws") command(value, trail);
    // `["AdministratorAccess"].map((name) => ManagedPolicy.fromAwsManagedPolicyName(name))`
    const [list, each] = value.kind === "call" && value.callee === ".map" ? value.args : [];
    if (list?.kind === "list" && each?.kind === "scope" && makes(each))
      for (const item of list.items) if (item.kind === "text") named(item, trail);
    // `data "aws_iam_policy"` looks a policy up by its name.
    if (value.kind === "call" && value.callee === "data" && str(value.args[0]) === "aws_iam_policy")
      for (const word of wordsOf(get(value, "name"), bindings)) if (!word.open) named(word, trail);
    // Pulumi has a member for each.
    const member =
      value.kind === "name" ? /(?:^|\.)iam\.ManagedPolicy\.(\w+)$/.exec(value.path)?.[1] : undefined;
    if (member && !elsewhere(trail)) named(text(member, value), trail);
    if (value.kind === "text") {
      const fact = elsewhere(trail) ? undefined : managed(value, trail, stem);
      if (fact) found.push(fact);
      else if (isServerlessPolicy(value, trail) || nameKeys.test(nearestKey(trail))) named(value, trail);
    }
    return undefined;
  });
  return found;

  function named(word: Text, trail: Trail | undefined): void {
    const fact = managed({ ...word, value: `arn:aws:iam::aws:policy/${word.value}` }, trail, stem);
    if (fact) found.push(fact);
  }
  function command(call: Value & { kind: "call" }, trail: Trail | undefined): void {
    const words = call.args.flatMap((argument) => (argument.kind === "text" ? [argument] : []));
    for (const word of words) {
      const value = word.value.startsWith("--policy-arn=")
        ? word.value.slice("--policy-arn=".length)
        : undefined;
      const fact = value === undefined ? undefined : managed({ ...word, value }, trail, stem);
      if (fact) found.push(fact);
    }
  }
}

/** Whether a function looks policies up by their names. */
const makes = (scope: Value) =>
  entriesOf(scope).some(
    ({ value }) => value.kind === "call" && /fromAwsManagedPolicyName$/.test(value.callee),
  );

/** In SAM a function's `Policies` holds bare names of managed policies beside templates and documents. */
function isServerlessPolicy(word: Text, trail: Trail | undefined): boolean {
  if (!/^[A-Z]\w+(?:Access|Policy|Role|User|ReadWrite)$/.test(word.value) || nearestKey(trail) !== "Policies")
    return false;
  for (let step = trail; step; step = step.up)
    if (str(get(step.value, "Type"))?.startsWith("AWS::Serverless::")) return true;
  return false;
}
