import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { config, problemsOf } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, checkFix, prelude, withPrelude } from "./prelude.ts";

const facts = `fact sev { type string  fresh 5m }\nfact level { type int  fresh 5m }\n`;

async function condition(text: string) {
  const source = `${facts}let most = 500.00\nlet net = "10.0.0.0/8"\n${agent(`may mail:send where ${text} never mail:send where ${text}`)}`;
  const { policies } = await checkWorkspace(memoryHost({ ...prelude, "a.remit": source }), config);
  const found = policies[0]?.agents.a;
  return { whenTrue: found?.grants[0]?.condition, unless: found?.denies[0]?.unless };
}

describe("conditions", () => {
  test("are typed by the action's inputs, the request and facts", async () => {
    const input = (name: string) => ({ kind: "input", name });
    const cases: readonly [string, object][] = [
      ["cost <= 500.25", { variable: input("cost"), type: "decimal", op: "<=", value: "5002500" }],
      ["cost > most", { variable: input("cost"), type: "decimal", op: ">", value: "5000000" }],
      ["count == -5", { variable: input("count"), type: "int", op: "==", value: "-5" }],
      ["urgent", { variable: input("urgent"), type: "bool", op: "==", value: true }],
      ["not urgent", { variable: input("urgent"), type: "bool", op: "==", value: false }],
      ["urgent != true", { variable: input("urgent"), type: "bool", op: "==", value: false }],
      [
        'to like "*@example.com"',
        { variable: input("to"), type: "string", op: "like", value: "*@example.com" },
      ],
      ['to in ["a", "b"]', { variable: input("to"), type: "string", op: "one-of", values: ["a", "b"] }],
      ["from in 10.0.0.0/8", { variable: input("from"), type: "ip", op: "in", value: "10.0.0.0/8" }],
      ["from in net", { variable: input("from"), type: "ip", op: "in", value: "10.0.0.0/8" }],
      [
        'request.ip == "2001:db8::1"',
        { variable: { kind: "context", name: "ip" }, type: "ip", op: "==", value: "2001:db8::1" },
      ],
      ["request.mfa", { variable: { kind: "context", name: "mfa" }, type: "bool", op: "==", value: true }],
      [
        'fact.sev != "SEV1"',
        { variable: { kind: "fact", name: "sev" }, type: "string", op: "!=", value: "SEV1" },
      ],
      [
        "fact.level in [1, 2]",
        { variable: { kind: "fact", name: "level" }, type: "int", op: "one-of", values: ["1", "2"] },
      ],
    ];
    for (const [text, atom] of cases) expect((await condition(text)).whenTrue, text).toEqual([[atom]]);
  });
  test("of a never are negated in what switches it off", async () => {
    const { unless } = await condition("cost > 5 and urgent");
    expect(unless).toMatchObject([[{ op: "<=", value: "50000" }], [{ op: "==", value: false }]]);
  });
  check(
    "of a may and of the scope that it uses hold both",
    `
scope sending "Sends" { allow mail:send where cost < 5 }
agent a { owner ada  expires 2027-03-01  may sending where urgent }
test "both" {
  as a  at 2026-12-01
  allow mail:send with cost = 1, urgent = true
  deny mail:send with cost = 1, urgent = false
  deny mail:send with cost = 9, urgent = true
}
`,
  );
});

describe("unknown-input", () => {
  check(
    "an input that an action of the statement lacks",
    agent(`
  may mail:send, mail:read where cost < 5
                                 ^^^^ unknown-input: The action 'mail:read' has no input 'cost'.
  may mail:send where costt < 5
                      ^^^^^ unknown-input: The action 'mail:send' has no input 'costt'; did you mean 'cost'?
  may tool:x where cost < 5
                   ^^^^ unknown-input: The action 'tool:x' has no input 'cost'.
  never mail:* where urgent
                     ^^^^^^ unknown-input: The action 'mail:read' has no input 'urgent'.`),
  );
  check(
    "in a test",
    `
${agent("  may mail:read")}
test "t" {
  as a  at 2026-12-01
  allow mail:read with cost = 5
                       ^^^^ unknown-input: The action 'mail:read' has no input 'cost'.
  allow mail:read
}
`,
  );
  check(
    "something of the request that it does not have, and a fact that is none",
    agent(`
  may mail:read where request.host == "a"
                      ^^^^^^^^^^^^ unknown-name: A request has no 'host'; there are request.ip and request.mfa.
  may mail:send where fact.sevv == "a"
                           ^^^^ unknown-name: There is no fact named 'sevv'.`),
  );
});

checkFix(
  "the fix of an unknown input writes the nearest",
  "unknown-input",
  agent("  may mail:send where costt < 5"),
  agent("  may mail:send where cost < 5"),
);

describe("types in conditions", () => {
  check(
    "operators and literals that a type does not take",
    agent(`
  may mail:send where to < "a"
                      ^^^^^^^^ type-mismatch: 'to' is a string, which '<' does not compare; it takes == != in like.
  may mail:send where cost
                      ^^^^ type-mismatch: 'cost' is a decimal; compare it with something.
  may mail:send where cost == "5"
                              ^^^ type-mismatch: 'cost' is a decimal and takes a number, not a string.
  may mail:send where count == 1.5
                               ^^^ type-mismatch: 'count' is an int and takes a whole number, not 1.5.
  may mail:send where to in "a"
                            ^^^ type-mismatch: 'to' in takes a list such as ["a", "b"], not a string.
  may mail:send where count in [1, "2"]
                                   ^^^ type-mismatch: 'count' is an int and takes a whole number, not a string.
  may mail:send where from in 5
                              ^ type-mismatch: 'from' in takes a network such as 10.0.0.0/8, not a number.`),
  );
  check(
    "addresses and numbers that are none",
    agent(`
  may mail:send where from == "10.0.0.256"
                              ^^^^^^^^^^^^ bad-literal: '10.0.0.256' is no IP address.
  may mail:send where from in [10.0.0.0/8]
                               ^^^^^^^^^^ bad-literal: '10.0.0.0/8' is no IP address; a network stands after 'in' without brackets, and several are joined by 'or'.
  may mail:send where from in "::ffff:10.0.0.1"
                              ^^^^^^^^^^^^^^^^^ bad-literal: '::ffff:10.0.0.1' is no network; write one such as 10.0.0.0/8 or "2001:db8::/32".
  may mail:send where cost < 922337203685478
                             ^^^^^^^^^^^^^^^ bad-literal: '922337203685478' is outside of ±922337203685477.5807.`),
  );
  check(
    "an input whose type differs between the actions",
    `
service s { action x { input n int }  action y { input n decimal } }
${agent(`
  may s:x, s:y where n < 5
                     ^ type-mismatch: 'n' is int in 's:x' and decimal in 's:y'; write one statement for each.
  may s:x where n < 5`)}
`,
  );
  test("of more than 256 comparisons are one message, also where scopes bring them together", async () => {
    const where = (count: number) =>
      `where ${Array.from({ length: count }, (_, i) => `count != ${i}`).join(" and ")}`;
    const messages = async (source: string) =>
      (await problemsOf({ "a.remit": source }, withPrelude())).map(({ message }) => message);
    expect(await messages(agent(`may mail:send ${where(256)}`))).toEqual([]);
    const much = "This condition has more than 256 comparisons; compare with lists, or split the statement.";
    expect(await messages(agent(`may mail:send ${where(50_000)}`))).toEqual([much]);
    expect(await messages(agent(`never mail:send ${where(257)}`))).toEqual([much]);
    const scope = `scope s "S" { allow mail:send ${where(200)} }`;
    expect(await messages(`${scope}\n${agent(`may s ${where(57)}`)}`)).toEqual([much]);
  });
  check(
    "only the side that counts is limited: nine alternatives that 512 deny",
    agent(`
  may mail:send where ${Array.from({ length: 9 }, (_, i) => `(count == ${i} and cost == ${i})`).join(" or ")}`),
  );
  check(
    "a condition of more than 256 alternatives",
    agent(`
  may mail:send where ${Array.from({ length: 9 }, (_, i) => `(count != ${i} or cost != ${i})`).join(" and ")}
                ^^^^^^…
  may mail:send where ${Array.from({ length: 8 }, (_, i) => `(count != ${i} or cost != ${i})`).join(" and ")}`).replace(
      "^^^^^^…",
      `${"^".repeat(6 + 9 * 25 + 8 * 5)} too-complex: This condition comes to more than 256 alternatives; split the statement.`,
    ),
  );
});
