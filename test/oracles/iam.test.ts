import { describe, expect, it } from "vitest";
import { iamAllows } from "./iam.ts";

const statement = (Effect: string, Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Version: "2012-10-17",
  Statement: [{ Effect, Action, Resource, ...(Condition === undefined ? {} : { Condition }) }],
});
const call = (action: string, resource: string, keys: Record<string, string> = {}) => ({
  action,
  resource,
  keys,
});

/** Outcomes that AWS's documentation states for such policies. */
const table: readonly (readonly [
  string,
  Parameters<typeof iamAllows>[0],
  Parameters<typeof iamAllows>[1],
  boolean,
])[] = [
  ["nothing allows by default", { policies: [] }, call("s3:GetObject", "arn:aws:s3:::b/k"), false],
  [
    "an identity policy allows",
    { policies: [statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*")] },
    call("s3:GetObject", "arn:aws:s3:::b/k"),
    true,
  ],
  [
    "actions are compared without case",
    { policies: [statement("Allow", "s3:getobject", "*")] },
    call("s3:GetObject", "arn:aws:s3:::b/k"),
    true,
  ],
  [
    "resources are compared with case",
    { policies: [statement("Allow", "s3:*", "arn:aws:s3:::B/*")] },
    call("s3:GetObject", "arn:aws:s3:::b/k"),
    false,
  ],
  [
    "an explicit deny overrides an allow",
    { policies: [statement("Allow", "*", "*"), statement("Deny", "s3:DeleteObject", "*")] },
    call("s3:DeleteObject", "arn:aws:s3:::b/k"),
    false,
  ],
  [
    "a boundary caps what is allowed",
    {
      policies: [statement("Allow", "iam:CreateUser", "*")],
      boundary: statement("Allow", ["s3:*", "cloudwatch:*", "ec2:*"], "*"),
    },
    call("iam:CreateUser", "*"),
    false,
  ],
  [
    "a boundary grants nothing",
    { policies: [], boundary: statement("Allow", "s3:*", "*") },
    call("s3:GetObject", "arn:aws:s3:::b/k"),
    false,
  ],
  [
    "a deny in the boundary wins",
    {
      policies: [statement("Allow", "s3:*", "*")],
      boundary: {
        Statement: [...statement("Allow", "*", "*").Statement, ...statement("Deny", "s3:*", "*").Statement],
      },
    },
    call("s3:GetObject", "arn:aws:s3:::b/k"),
    false,
  ],
  [
    "a date condition holds before its instant",
    {
      policies: [
        statement("Allow", "s3:*", "*", { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } }),
      ],
    },
    call("s3:GetObject", "x", { "aws:currenttime": "2026-12-31T23:59:59Z" }),
    true,
  ],
  [
    "a date condition fails at its instant",
    {
      policies: [
        statement("Allow", "s3:*", "*", { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } }),
      ],
    },
    call("s3:GetObject", "x", { "aws:currenttime": "2027-01-01T00:00:00Z" }),
    false,
  ],
  [
    "a positive operator fails without its key",
    { policies: [statement("Allow", "s3:*", "*", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })] },
    call("s3:GetObject", "x"),
    false,
  ],
  [
    "a negated operator holds without its key",
    { policies: [statement("Allow", "s3:*", "*", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } })] },
    call("s3:GetObject", "x"),
    true,
  ],
  [
    "a negated operator with several values needs none of them",
    {
      policies: [
        statement("Allow", "s3:*", "*", { NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"] } }),
      ],
    },
    call("s3:GetObject", "x", { "aws:sourceip": "192.0.2.7" }),
    false,
  ],
  [
    "IfExists holds without its key",
    {
      policies: [statement("Allow", "s3:*", "*", { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } })],
    },
    call("s3:GetObject", "x"),
    true,
  ],
  [
    "Null true asks for a missing key",
    { policies: [statement("Allow", "s3:*", "*", { Null: { "aws:SourceIp": "true" } })] },
    call("s3:GetObject", "x", { "aws:sourceip": "10.0.0.1" }),
    false,
  ],
  [
    "an IPv6 address lies in an IPv6 network",
    { policies: [statement("Allow", "s3:*", "*", { IpAddress: { "aws:SourceIp": "2001:db8::/32" } })] },
    call("s3:GetObject", "x", { "aws:sourceip": "2001:db8:1::5" }),
    true,
  ],
  [
    "a policy variable is replaced in a resource",
    { policies: [statement("Allow", "s3:*", "arn:aws:s3:::b/${aws:username}/*")] },
    call("s3:GetObject", "arn:aws:s3:::b/ada/1", { "aws:username": "ada" }),
    true,
  ],
  [
    "an escaped variable is text",
    { policies: [statement("Allow", "s3:*", "arn:aws:s3:::b/${$}{aws:username}")] },
    call("s3:GetObject", "arn:aws:s3:::b/${aws:username}", { "aws:username": "ada" }),
    true,
  ],
  [
    "a question mark is one character",
    { policies: [statement("Allow", "s3:Get?bject", "arn:aws:s3:::b/?")] },
    call("s3:GetObject", "arn:aws:s3:::b/kk"),
    false,
  ],
  [
    "conditions are joined by and",
    {
      policies: [
        statement("Allow", "s3:*", "*", {
          IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
          Bool: { "aws:MultiFactorAuthPresent": "true" },
        }),
      ],
    },
    call("s3:GetObject", "x", { "aws:sourceip": "10.1.1.1" }),
    false,
  ],
];

describe("the oracle answers as AWS documents it", () => {
  it.each(table)("%s", (_title, principal, request, allowed) => {
    expect(iamAllows(principal, request)).toBe(allowed);
  });
});
