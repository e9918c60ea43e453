import { offence, type Statement, whose } from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

const pinned = /ExternalId|PrincipalArn|PrincipalOrg|PrincipalTag|SourceArn|SourceAccount|SourceIdentity/i;

/** The account of a principal that stands for all of it, where it is written as a number. */
function foreignAccount(value: string): string | undefined {
  return /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
}

/** An account that is a parameter, whose name says that it is somebody else's. */
const elsewhere = /vendor|partner|third_?-?party|extern|customer|saas|trusted|remote|cross/i;

function foreignParameter(value: string): string | undefined {
  const name = /^arn:[^:]*:iam::\$\{([\w.:]{1,100})\}:root$/.exec(value)?.[1];
  return name && elsewhere.test(name) ? name : undefined;
}

/** Numbers that the same file uses for its own resources are its own account. */
function ownAccounts(statements: readonly Statement[]): ReadonlySet<string> {
  const own = new Set<string>();
  for (const statement of statements)
    for (const resource of statement.resources) {
      const match = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource.value);
      if (match?.[1]) own.add(`${statement.file} ${match[1]}`);
    }
  return own;
}

export default defineScanRule({
  id: "aws-cross-account-trust-open",
  title: "Another account is trusted as a whole, without external id",
  tier: "medium",
  maps: maps("ASI03 ASI07", "LLM06:2025", "441"),
  *check(grants) {
    const statements = grants.of("aws-statement");
    const own = ownAccounts(statements);
    for (const statement of statements) {
      if (statement.effect !== "Allow" || statement.role !== "trust") continue;
      if (statement.conditions.some((condition) => pinned.test(condition.key))) continue;
      for (const principal of statement.principals) {
        const word = principal.type === "AWS" ? principal.value.value : "";
        const account = foreignAccount(word) ?? foreignParameter(word);
        if (!account || own.has(`${statement.file} ${account}`)) continue;
        const message = `The trust${whose(statement)} accepts every principal of account ${account} without an external id. Require sts:ExternalId, or name the role.`;
        yield offence(statement, principal.value, account, message);
      }
    }
  },
});
