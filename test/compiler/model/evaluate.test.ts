import { describe, expect, it } from "vitest";
import { evaluate } from "../../../compiler/model/evaluate.ts";
import type { Atom, Policy } from "../../../compiler/model/policy.ts";
import { agent, approval, byName, deny, grant, instant, origin, owner, policy } from "./policies.ts";

const noon = instant("2026-12-01T12:00:00Z");
const ask = { agent: "a", action: "tool:x" };
const one = (...grants: ReturnType<typeof grant>[]) => policy([agent("a", { grants })]);
const answer = (p: Policy, request: unknown, at = noon) => evaluate(p, request, at).decision;
const input = (name: string) => ({ kind: "input", name }) as const;
const atMost = (value: string): Atom => ({ variable: input("n"), type: "decimal", op: "<=", value });
const anything = one(grant("tool:x"));

describe("a request that is not well-formed", () => {
  it.each([
    ["no object", [ask]],
    ["null", null],
    ["text", "tool:x"],
    ["no agent", { action: "tool:x" }],
    ["no action", { agent: "a" }],
    ["an empty agent", { ...ask, agent: "" }],
    ["an agent of another type", { ...ask, agent: ["a"] }],
    ["a null resource", { ...ask, resource: null }],
    ["an empty resource", { ...ask, resource: "" }],
    ["a null time", { ...ask, time: null }],
    ["a time without offset", { ...ask, time: "2026-12-01T12:00:00" }],
    ["a time as a number", { ...ask, time: noon }],
    ["a null subject", { ...ask, on_behalf_of: null }],
    ["a null via", { ...ask, via: null }],
    ["an empty name in via", { ...ask, via: ["a", ""] }],
    ["an unknown key", { ...ask, Resource: "r" }],
    ["a key __proto__", JSON.parse('{"agent":"a","action":"tool:x","__proto__":{}}')],
  ])("is denied: %s", (_, request) => {
    expect(answer(anything, request)).toBe("deny");
  });

  it("is allowed where only what may be missing is malformed", () => {
    const request = { ...ask, inputs: null, context: 3, facts: [], approvals: "all" };
    expect(answer(anything, request)).toBe("allow");
    expect(answer(anything, { ...ask, context: { more: 1 }, via: [] })).toBe("allow");
  });

  it.each([
    [{ user: "" }],
    [{}],
    [{ user: "Lin@acme.example" }],
    [{ user: "lin@acme.example", groups: null }],
    [{ user: "lin@acme.example", groups: [""] }],
    [{ user: "lin@acme.example", groups: ["g", 1] }],
  ])("is denied with a malformed subject: %j", (on_behalf_of) => {
    const lin = one(grant("tool:x", { subjects: [[{ kind: "group", name: "g", claim: "g" }]] }));
    expect(answer(lin, { ...ask, on_behalf_of })).toBe("deny");
    expect(answer(lin, { ...ask, on_behalf_of: { user: "lin@acme.example", groups: ["g"], x: 1 } })).toBe(
      "allow",
    );
  });

  it("is denied where the resource is a path that leads elsewhere, for tools and declared services", () => {
    const services = byName([{ name: "s", actions: {}, origin: origin(1) }]);
    const p = policy([agent("a", { grants: [grant(["tool:x", "s:x", "aws:s3:GetObject"])] })], { services });
    const hostile = [
      "a/../b",
      "..",
      "./a",
      "a/.",
      "a/%2e%2E/b",
      "a%2f..%2Fb",
      "a/.%2e",
      "a\nb",
      "a\u0085",
      "a%00b",
      "%1f",
      "%7F",
      "%C2%85",
    ];
    for (const resource of hostile) {
      expect(answer(p, { ...ask, resource })).toBe("deny");
      expect(answer(p, { ...ask, action: "s:x", resource })).toBe("deny");
      expect(answer(p, { ...ask, action: "aws:s3:GetObject", resource })).toBe("allow");
    }
    for (const resource of ["a/..b", "a/...", "...", "a%252e", "a/%252e%252e/b", "%zz", "%c3%85", "é"])
      expect(answer(p, { ...ask, resource })).toBe("allow");
  });
});

describe("names from prototypes", () => {
  it("find nothing that nobody declared", () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      expect(answer(anything, { ...ask, agent: name })).toBe("deny");
      expect(answer(anything, { ...ask, action: `${name}:x`, resource: ".." })).toBe("deny");
    }
  });

  it("are inputs and agents like any other where they are declared", () => {
    const condition = [[{ variable: input("__proto__"), type: "string", op: "==", value: "y" } as const]];
    const p = policy([agent("__proto__", { grants: [grant("tool:x", { condition })] })]);
    const request = JSON.parse('{"agent":"__proto__","action":"tool:x","inputs":{"__proto__":"y"}}');
    expect(answer(p, request)).toBe("allow");
    expect(answer(p, { ...ask, agent: "__proto__", inputs: {} })).toBe("deny");
  });
});

describe("life", () => {
  it("begins with its first second and ends before its last instant", () => {
    const starts = instant("2026-01-01");
    const p = policy([agent("a", { starts, grants: [grant("tool:x")] })]);
    expect(answer(p, ask, starts - 1)).toBe("deny");
    expect(answer(p, ask, starts)).toBe("allow");
    expect(answer(p, { ...ask, time: "2027-03-30T23:59:59.999Z" })).toBe("allow");
    expect(answer(p, { ...ask, time: "2027-03-31T00:00:00Z" })).toBe("deny");
    expect(answer(p, { ...ask, time: "2027-03-31T01:59:59+02:00" })).toBe("allow");
  });

  it("ends with suspension and retirement, also of what is under it", () => {
    const suspended = { since: noon, because: "leak", origin: origin(5) };
    const p = policy([
      agent("p", { suspended }),
      agent("a", { parent: "p", grants: [grant("tool:x")] }),
      agent("b", { retired: noon, grants: [grant("tool:x")] }),
    ]);
    for (const name of ["a", "b"]) {
      expect(answer(p, { ...ask, agent: name }, noon - 1)).toBe("allow");
      expect(answer(p, { ...ask, agent: name }, noon)).toBe("deny");
    }
    expect(evaluate(p, ask, noon).reason).toBe(
      "a is under p, which is suspended since 2026-12-01 12:00 UTC: leak.",
    );
  });

  it("never begins under an agent that is its own ancestor or does not exist", () => {
    const grants = [grant("tool:x")];
    const p = policy([
      agent("a", { parent: "b", grants }),
      agent("b", { parent: "a", grants }),
      agent("c", { parent: "z", grants }),
    ]);
    expect(answer(p, ask)).toBe("deny");
    expect(answer(p, { ...ask, agent: "c" })).toBe("deny");
  });

  it("lasts while owner, deputy or a manager of the owner is there", () => {
    const people = (left: Record<string, string>) =>
      byName(
        ["jane", "omar", "mia", "zoe"].map((name) =>
          owner(name, {
            left: left[name] === undefined ? undefined : instant(left[name]),
            manager: { jane: "mia", mia: "zoe", zoe: "jane" }[name],
          }),
        ),
      );
    const a = agent("a", { deputy: "omar", grants: [grant("tool:x")] });
    const gone = { jane: "2026-01-01", omar: "2026-06-01", mia: "2026-02-01" };
    expect(answer(policy([a], { owners: people(gone) }), ask)).toBe("allow");
    const all = policy([a], { owners: people({ ...gone, zoe: "2026-12-01T12:00:00Z" }) });
    expect(answer(all, ask, noon - 1)).toBe("allow");
    expect(answer(all, ask, noon)).toBe("deny");
  });

  it("is bounded by the latest review, or by its start before there was one", () => {
    const review = { every: 90 * 86_400, suspend: true, origin: origin(6) };
    const reviewed = ["2026-06-01", "2026-12-01"].map((day) => ({
      at: instant(day),
      by: "jane",
      origin: origin(7),
    }));
    const starts = instant("2026-01-01");
    const grants = [grant("tool:x")];
    const p = policy([agent("a", { starts, review, reviewed, grants })]);
    const at = (day: string) => answer(p, ask, instant(day));
    expect(
      ["2026-03-31", "2026-04-01", "2026-05-31", "2026-06-01", "2026-08-29", "2026-08-30"].map(at),
    ).toEqual(["allow", "deny", "deny", "allow", "allow", "deny"]);
    expect(["2026-12-01", "2027-02-28", "2027-03-01"].map(at)).toEqual(["allow", "allow", "deny"]);
    const never = policy([agent("a", { review, grants })]);
    expect(answer(never, ask)).toBe("deny");
    const warned = policy([agent("a", { review: { ...review, suspend: false }, grants })]);
    expect(answer(warned, ask)).toBe("allow");
  });

  it("is of the policy's environment only", () => {
    const a = agent("a", { environments: ["prod"], grants: [grant("tool:x")] });
    expect(answer(policy([a], { environment: "prod" }), ask)).toBe("allow");
    expect(answer(policy([a], { environment: "staging" }), ask)).toBe("deny");
  });
});

describe("conditions", () => {
  it("need every value known: a may is closed and a never open where one is missing", () => {
    const may = one(grant("tool:x", { condition: [[atMost("5000000")]] }));
    const never = policy([
      agent("a", { grants: [grant("tool:x")], denies: [deny("tool:x", { unless: [[atMost("5000000")]] })] }),
    ]);
    const cases: [unknown, "allow" | "deny"][] = [
      [500, "allow"],
      ["500.0000", "allow"],
      [500.0001, "deny"],
      ["-0", "allow"],
      [-0, "allow"],
      ["500.00001", "deny"],
      ["0500", "deny"],
      ["+5", "deny"],
      [" 5", "deny"],
      [Number.POSITIVE_INFINITY, "deny"],
      [2 ** 53, "deny"],
      [-900719925474.0991, "allow"],
      [-900719925474.0992, "deny"],
      ["-922337203685477.5807", "allow"],
      ["-922337203685477.5808", "deny"],
      [1e-7, "deny"],
      [true, "deny"],
      [null, "deny"],
      [[5], "deny"],
      [undefined, "deny"],
    ];
    for (const [n, expected] of cases) {
      expect([n, answer(may, { ...ask, inputs: { n } })]).toEqual([n, expected]);
      expect([n, answer(never, { ...ask, inputs: { n } })]).toEqual([n, expected]);
    }
    expect(answer(may, ask)).toBe("deny");
  });

  it("read ints of 64 bits exactly", () => {
    const atom: Atom = { variable: input("n"), type: "int", op: "<", value: "9223372036854775807" };
    const p = one(grant("tool:x", { condition: [[atom]] }));
    const of = (n: unknown) => answer(p, { ...ask, inputs: { n } });
    expect(of("9223372036854775806")).toBe("allow");
    expect(of("9223372036854775807")).toBe("deny");
    expect(of("-9223372036854775808")).toBe("allow");
    expect(of("-9223372036854775809")).toBe("deny");
    expect(of(1.0)).toBe("allow");
    expect(of(1.5)).toBe("deny");
    expect(of("1.0")).toBe("deny");
    expect(of(2 ** 53)).toBe("deny");
    expect(of(`1${"0".repeat(100_000)}`)).toBe("deny");
  });

  it("know a fact as long as it is fresh", () => {
    const facts = byName([{ name: "freeze", type: "bool" as const, fresh: 600, origin: origin(1) }]);
    const atom: Atom = { variable: { kind: "fact", name: "freeze" }, type: "bool", op: "==", value: false };
    const p = policy([agent("a", { grants: [grant("tool:x", { condition: [[atom]] })] })], { facts });
    const at = (time: string, value: unknown = false) =>
      answer(p, { ...ask, facts: { freeze: { value, at: time } } });
    expect(at("2026-12-01T11:50:00Z")).toBe("allow");
    expect(at("2026-12-01T11:49:59.999Z")).toBe("deny");
    expect(at("2026-12-01T12:00:00.9Z")).toBe("allow");
    expect(at("2026-12-01T12:00:01Z")).toBe("deny");
    expect(at("2026-12-01")).toBe("deny");
    expect(at("2026-12-01T11:55:00Z", "false")).toBe("deny");
    expect(answer(p, { ...ask, facts: { freeze: false } })).toBe("deny");
  });

  it("compare addresses by value and within their family", () => {
    const atom: Atom = {
      variable: { kind: "context", name: "ip" },
      type: "ip",
      op: "in",
      value: "2001:db8::/32",
    };
    const p = one(grant("tool:x", { condition: [[atom]] }));
    const not = one(grant("tool:x", { condition: [[{ ...atom, op: "not-in" }]] }));
    const of = (q: Policy, ip: unknown) => answer(q, { ...ask, context: { ip } });
    expect(of(p, "2001:DB8:0:0:0::1")).toBe("allow");
    expect(of(p, "2001:db9::1")).toBe("deny");
    expect(of(not, "10.0.0.1")).toBe("allow");
    for (const ip of [
      "::ffff:a00:1",
      "::ffff:10.0.0.1",
      "10.0.0.01",
      "10.0.0",
      "fe80::1%eth0",
      "1::2::3",
      10,
      "",
    ]) {
      expect(of(p, ip)).toBe("deny");
      expect(of(not, ip)).toBe("deny");
    }
  });
});

describe("subjects", () => {
  it("are covered only where they are named, and the agent as itself only where nobody is", () => {
    const left = noon;
    const p = one(
      grant("tool:x", {
        subjects: [
          [
            { kind: "user", email: "lin@acme.example" },
            { kind: "owner", owner: "omar", email: "omar@acme.example", left },
          ],
        ],
      }),
    );
    const of = (user: string, at = noon) => answer(p, { ...ask, on_behalf_of: { user } }, at);
    expect(of("lin@acme.example")).toBe("allow");
    expect(of("eve@acme.example")).toBe("deny");
    expect(of("omar@acme.example", noon - 1)).toBe("allow");
    expect(of("omar@acme.example", noon)).toBe("deny");
    expect(answer(p, ask)).toBe("deny");
    expect(answer(anything, { ...ask, on_behalf_of: { user: "lin@acme.example" } })).toBe("deny");
  });
});

describe("approvals", () => {
  const p = one(grant("tool:x", { approvals: [approval(["omar", "jane"], 900)] }));
  const given = { by: "omar@acme.example", at: "2026-12-01T11:50:00Z", agent: "a", action: "tool:x" };
  const of = (change: Record<string, unknown>, request: Record<string, unknown> = {}) =>
    answer(p, { ...ask, ...request, approvals: [{ ...given, ...change }] });

  it("count for exactly this request, for so long", () => {
    expect(of({})).toBe("allow");
    expect(of({ at: "2026-12-01T11:45:00Z" })).toBe("allow");
    expect(of({ at: "2026-12-01T11:44:59Z" })).toBe("deny");
    expect(of({ at: "2026-12-01T12:00:00Z" })).toBe("allow");
    expect(of({ at: "2026-12-01T12:00:01Z" })).toBe("deny");
    expect(of({ by: "eve@acme.example" })).toBe("deny");
    expect(of({ by: "Omar@acme.example" })).toBe("deny");
    expect(of({ agent: "b" })).toBe("deny");
    expect(of({ action: "tool:y" })).toBe("deny");
    expect(of({ resource: "r" })).toBe("deny");
    expect(of({ resource: null })).toBe("deny");
    expect(of({ resource: "r" }, { resource: "r" })).toBe("allow");
    expect(of({}, { resource: "r" })).toBe("deny");
  });

  it("need the same inputs, numbers by value, never equal to strings", () => {
    expect(of({ inputs: {} })).toBe("allow");
    expect(of({ inputs: null })).toBe("deny");
    const inputs = { n: 10, list: [1, { a: "x", b: null }] };
    expect(of({ inputs: { list: [1, { b: null, a: "x" }], n: 10.0 } }, { inputs })).toBe("allow");
    expect(of({ inputs: { ...inputs, n: "10" } }, { inputs })).toBe("deny");
    expect(of({ inputs: { ...inputs, n: 11 } }, { inputs })).toBe("deny");
    expect(of({ inputs: { list: [{ a: "x", b: null }, 1], n: 10 } }, { inputs })).toBe("deny");
    expect(of({ inputs: { ...inputs, more: null } }, { inputs })).toBe("deny");
    expect(of({ inputs: { n: -0 } }, { inputs: { n: 0 } })).toBe("allow");
    expect(of({ inputs: JSON.parse('{"n":1e999}') }, { inputs: JSON.parse('{"n":1e999}') })).toBe("deny");
    expect(of({ inputs: JSON.parse('{"__proto__":1}') }, { inputs: {} })).toBe("deny");
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(of({ inputs: { deep } }, { inputs: { deep } })).toBe("allow");
  });

  it("are never by the subject or by one who has left", () => {
    const subjects = [[{ kind: "group", name: "g", claim: "g" } as const]];
    const behalf = one(grant("tool:x", { subjects, approvals: [approval(["omar", "jane"], 900)] }));
    const by = (user: string) =>
      answer(behalf, { ...ask, on_behalf_of: { user, groups: ["g"] }, approvals: [given] });
    expect(by("omar@acme.example")).toBe("deny");
    expect(by("jane@acme.example")).toBe("allow");
    const leaving = { ...approval(["omar"], 900) };
    const left = { ...leaving, approvers: leaving.approvers.map((who) => ({ ...who, left: noon })) };
    expect(answer(one(grant("tool:x", { approvals: [left] })), { ...ask, approvals: [given] })).toBe("deny");
    expect(
      answer(one(grant("tool:x", { approvals: [left] })), { ...ask, approvals: [given] }, noon - 1),
    ).toBe("allow");
  });

  it("may meet several demands at once, and each agent in via needs its own", () => {
    const grants = [
      grant("tool:x", { approvals: [approval(["omar"], 900), approval(["omar", "jane"], 600)] }),
    ];
    const both = policy([agent("a", { grants }), agent("b", { grants })]);
    expect(answer(both, { ...ask, approvals: [given] })).toBe("allow");
    expect(answer(both, { ...ask, via: ["b"], approvals: [given] })).toBe("deny");
    expect(answer(both, { ...ask, via: ["b", "a"], approvals: [given, { ...given, agent: "b" }, 7] })).toBe(
      "allow",
    );
  });
});

describe("a never", () => {
  it("wins, also for a request without a resource, and its pattern stays a pattern", () => {
    const p = policy([
      agent("a", {
        grants: [grant(["aws:s3:GetObject", "aws:s3:PutObject"])],
        denies: [deny("aws:s3:Put*", { resources: ["secret/*", "x?"], because: "no" })],
      }),
    ]);
    const of = (name: string, resource?: string) =>
      answer(p, { agent: "a", action: `aws:s3:${name}`, resource });
    expect(of("PutObject", "secret/a")).toBe("deny");
    expect(of("PutObject", "x😀")).toBe("deny");
    expect(of("PutObject", "x")).toBe("allow");
    expect(of("PutObject")).toBe("deny");
    expect(of("GetObject", "secret/a")).toBe("allow");
    expect(evaluate(p, { agent: "a", action: "aws:s3:PutObject" }, noon)).toEqual({
      decision: "deny",
      reason: "A 'never' of a takes it away: no.",
      statements: [{ file: "p.remit", line: 20, text: "never aws:s3:Put*" }],
    });
  });
});

describe("a decision", () => {
  it("names the nearest grant and the first thing that it lacked", () => {
    const p = one(
      grant("tool:x", { resources: [["a*"], ["*b"]], origin: origin(11, "may tool:x on …") }),
      grant("tool:x", {
        range: { from: noon, until: noon + 1 },
        scope: { name: "s", origin: origin(41, "allow tool:x") },
      }),
    );
    expect(answer(p, { ...ask, resource: "ab" }, noon - 1)).toBe("allow");
    expect(answer(p, { ...ask, resource: "a" }, noon - 1)).toBe("deny");
    expect(evaluate(p, ask, noon + 1)).toEqual({
      decision: "deny",
      reason: "The nearest 'may' of a holds from 2026-12-01 12:00 UTC until 2026-12-01 12:00:01 UTC only.",
      statements: [
        { file: "p.remit", line: 10, text: "may tool:x" },
        { file: "p.remit", line: 41, text: "allow tool:x" },
      ],
    });
    expect(evaluate(p, { ...ask, action: "tool:y" }, noon).reason).toBe("No 'may' of a names this action.");
  });

  it("sees a lone surrogate as the replacement character, as readers of UTF-8 do", () => {
    const p = one(grant("tool:x", { resources: [["a?\ufffd"]] }));
    expect(answer(p, { ...ask, resource: "a\ud800\udc00\udc00" })).toBe("allow");
    expect(answer(p, { ...ask, resource: "a\ud800\ud800" })).toBe("allow");
    expect(answer(p, { ...ask, resource: "a\ud800" })).toBe("deny");
  });
});
