import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rolesOf } from "../../../cli/engines/aws.ts";
import { askIam } from "../../../cli/engines/iam.ts";
import { isFailure } from "../../../cli/failure.ts";
import { emitAws } from "../../../compiler/emit/aws/emit.ts";
import { formatInstant } from "../../../compiler/literals.ts";
import { calls, policies, target } from "../../compiler/emit/aws/arbitrary.ts";
import { memoryHost } from "../../compiler/memory-host.ts";
import { instant } from "../../compiler/model/policies.ts";
import { iamAllows } from "../../oracles/iam.ts";

const at = instant("2026-07-01");
const some = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const list = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 3 });

const texts = ["", "a", "ab", "a*b", "a?b", "${x}", "${*}", "$", "😀", "arn:aws:s3:::b/k", "ARN"];
const patterns = [...texts, "*", "?", "a*", "*b", "a?b", "**a", "${*}b", "a${?}b", "${$}{x}", "arn:*/*"];
const dates = ["2026-06-30T23:59:59Z", "2026-07-01T00:00:00Z", "2026-07-01T00:00:01Z"];
const networks = [
  "10.0.0.0/8",
  "10.1.2.3",
  "10.1.2.3/32",
  "0.0.0.0/0",
  "2001:db8::/32",
  "::/0",
  "2001:db8::1",
];
const suffix = some("", "IfExists");

const condition = fc
  .array(
    fc.oneof(
      fc.tuple(
        fc.tuple(some("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "ArnLike"), suffix),
        some("k:text", "K:Text"),
        list(some(...patterns)),
      ),
      fc.tuple(
        fc.tuple(
          some("DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"),
          suffix,
        ),
        some("aws:CurrentTime"),
        list(some(...dates)),
      ),
      fc.tuple(
        fc.tuple(some("IpAddress", "NotIpAddress"), suffix),
        some("aws:SourceIp"),
        list(some(...networks)),
      ),
      fc.tuple(fc.tuple(some("Bool"), suffix), some("k:flag"), list(some("true", "false", "True"))),
      fc.tuple(
        fc.tuple(some("Null"), some("")),
        some("k:text", "aws:SourceIp", "k:flag"),
        list(some("true", "false")),
      ),
    ),
    { maxLength: 3 },
  )
  .map((blocks) => {
    const joined: Record<string, Record<string, readonly string[]>> = {};
    for (const [[operator, end], key, values] of blocks) {
      const name = `${operator}${end}`;
      joined[name] = { ...joined[name], [key]: values };
    }
    return joined;
  });
const documents = fc
  .array(
    fc.record({
      Effect: some("Allow", "Allow", "Deny"),
      Action: list(some("s3:GetObject", "s3:getobject", "s3:*", "*", "s3:Get?bject", "sqs:*")),
      Resource: list(some(...patterns)),
      Condition: condition,
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((statements) => ({ Version: "2012-10-17", Statement: statements }));
const keys = fc
  .record(
    {
      "k:text": some(...texts),
      "k:flag": some("true", "false"),
      "aws:sourceip": some("10.1.2.3", "11.0.0.1", "2001:db8::1", "2001:db9::"),
      "aws:currenttime": some(...dates),
    },
    { requiredKeys: [] },
  )
  .map((given) => Object.fromEntries(Object.entries(given).map(([key, value]) => [key, String(value)])));

describe("the product's reading of IAM and the tests' own", () => {
  it("agree on generated documents of every operator, wildcard and variable", () => {
    let allowed = 0;
    fc.assert(
      fc.property(
        fc.array(documents, { minLength: 1, maxLength: 2 }),
        fc.option(documents, { nil: undefined }),
        some("s3:GetObject", "sqs:SendMessage"),
        some(...texts),
        keys,
        (identity, boundary, action, resource, given) => {
          const answer = askIam(
            { identity, boundary },
            { action, resource, keys: new Map(Object.entries(given)) },
          );
          expect(answer.allow).toBe(
            iamAllows({ policies: identity, boundary }, { action, resource, keys: given }),
          );
          if (answer.allow) allowed++;
        },
      ),
      { numRuns: 20_000, seed: 20_261_124 },
    );
    expect(allowed).toBeGreaterThan(500);
  });

  it("agree on what the compiler emits", async () => {
    const host = memoryHost({});
    await fc.assert(
      fc.asyncProperty(policies, fc.array(calls, { minLength: 30, maxLength: 30 }), async (policy, asked) => {
        const roles = rolesOf(await emitAws({ policy, target, at }, (name) => host.data(name)));
        const role = roles.get("bot") ?? { identity: [] };
        for (const call of asked) {
          const given = {
            "aws:currenttime": formatInstant(call.at),
            ...(call.ip === undefined ? {} : { "aws:sourceip": call.ip }),
            ...(call.mfa === undefined ? {} : { "aws:multifactorauthpresent": String(call.mfa) }),
          };
          const question = { action: call.action, resource: call.resource ?? "*" };
          expect(askIam(role, { ...question, keys: new Map(Object.entries(given)) }).allow).toBe(
            iamAllows({ policies: role.identity, boundary: role.boundary }, { ...question, keys: given }),
          );
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});

describe("what cannot be judged", () => {
  const ask = (statement: object) =>
    askIam(
      { identity: [{ Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"], ...statement }] }] },
      { action: "s3:GetObject", resource: "*", keys: new Map([["k", "v"]]) },
    );
  it.each([
    ["NotAction", { NotAction: ["s3:*"] }],
    ["NumericLessThan", { Condition: { NumericLessThan: { k: ["1"] } } }],
    ["no string", { Resource: [1] }],
    ["no network", { Condition: { IpAddress: { k: ["everywhere"] } } }],
  ])("is refused by name: %s", (name, statement) => {
    let caught: unknown;
    try {
      ask(statement);
    } catch (error) {
      caught = error;
    }
    expect(isFailure(caught)).toBe(true);
    expect(String(caught)).toContain(name);
  });
});
