/**
 * IAM policy documents as data (AWS: IAM JSON policy elements reference). Statements are made with their keys in order,
 * and conditions with operators in order where there are many of them: then the text needs no sorting.
 */

/** Condition blocks: operator, then key, then values; a statement needs all of them, a key any of its values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: ConditionBlock;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export const document = (statements: readonly Statement[]): PolicyDocument => ({
  Statement: statements,
  Version: "2012-10-17",
});

/** Characters that AWS counts against a policy's limit: all but white space. */
export const policySize = (value: PolicyDocument): number => sizeOf(value);

/** Those of one statement, with the comma that parts it from the next. */
export const statementSize = (statement: Statement): number => sizeOf(statement) + 1;

const sizeOf = (value: PolicyDocument | Statement): number => JSON.stringify(value).replace(/\s/g, "").length;

/** Joins blocks that must all hold. Values of a key under one operator are alternatives, so equal keys cannot be joined here. */
export function joinConditions(blocks: readonly ConditionBlock[]): ConditionBlock {
  const joined: Record<string, Record<string, readonly string[]>> = {};
  for (const block of blocks)
    for (const [operator, keys] of Object.entries(block)) {
      const target = joined[operator] ?? {};
      joined[operator] = target;
      for (const [key, values] of Object.entries(keys)) target[key] = values;
    }
  return joined;
}
