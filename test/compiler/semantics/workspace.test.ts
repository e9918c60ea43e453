import { describe, expect, test } from "vitest";
import type { ParseCache } from "../../../compiler/checked.ts";
import { checkWorkspace } from "../../../compiler/index.ts";
import { config, diagnose, problemsOf } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, checkFix, prelude, withPrelude } from "./prelude.ts";

describe("unused", () => {
  check(
    "what nothing uses, of each kind that only serves others",
    `
owner o { email "o@example.com" }
      ^ unused: Nothing uses the owner 'o'; use it or remove it.
team t { lead ada }
     ^ unused
group g { }
      ^ unused
fact f { type int  fresh 5m }
     ^ unused
let l = 5
    ^ unused
window w { zone "UTC" }
       ^ unused
service s { action x { } }
        ^ unused
scope c "C" { allow mail:read }
      ^ unused
profile p { team crew }
        ^ unused
environment prod
agent a { owner ada  expires 2027-03-01  may mail:read }
`,
  );
  check(
    "nothing is unused while a file is half-written",
    `
scope c "C" { allow mail:read }
agent a { owner ada  expires 2027-03-01  may }
                                             ^ syntax
`,
  );
  check(
    "a name used in one environment is used",
    `
environment staging
environment prod
scope c "C" { allow mail:read }
agent a { owner ada  expires 2027-03-01  environments prod  may c }
`,
  );
  checkFix(
    "the fix removes it, which is for people to judge",
    "unused",
    "// kept\nlet l = 5\n",
    "// kept\n\n",
    {
      safe: false,
    },
  );
});

describe("a workspace", () => {
  test("reads what its files need and nothing else", async () => {
    const host = memoryHost({ ...prelude, "a.remit": agent("may mail:read") });
    await checkWorkspace(host, config);
    expect(host.asked).toEqual(["a.remit", "prelude.remit", "remit.lock"]);
    const aws = memoryHost({ ...prelude, "a.remit": agent('may aws:s3:GetObject on "arn:aws:s3:::b/*"') });
    await checkWorkspace(aws, config);
    expect(aws.asked.slice(3)).toEqual(["aws/index.json", "aws/s3.json"]);
  });
  test("uses a parsed file again where its text is the same", async () => {
    const cache: ParseCache = new Map();
    const files = { ...prelude, "a.remit": agent("may mail:read") };
    const first = await checkWorkspace(memoryHost(files), config, { cache });
    const changed = { ...files, "a.remit": `${files["a.remit"]} ` };
    const second = await checkWorkspace(memoryHost(changed), config, { cache });
    expect(second.files[1]).toBe(first.files[1]);
    expect(second.files[0]).not.toBe(first.files[0]);
    expect(second.problems).toEqual(first.problems);
  });
  test("gives the same for the same files, in whatever order they are listed", async () => {
    const files = { "b.remit": agent("may mail:read"), ...prelude };
    const backwards = Object.fromEntries(Object.entries(files).reverse());
    const one = await checkWorkspace(memoryHost(files), config);
    const other = await checkWorkspace(memoryHost(backwards), config);
    expect(JSON.stringify(other.policies)).toBe(JSON.stringify(one.policies));
    expect(other.problems).toEqual(one.problems);
  });
  test("says which file cannot be read", async () => {
    const host = { ...memoryHost({ "a.remit": "" }), read: async () => undefined };
    const { problems } = await checkWorkspace(host, config);
    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "syntax: 'a.remit' cannot be read; check its permissions.",
    ]);
  });
  test("tells what every name stands for", async () => {
    const text = `scope s(x) "S" { allow mail:send where to == x }\nlet l = "a"\n${agent('may s("${l}")')}`;
    const host = memoryHost({ ...prelude, "a.remit": text });
    const { references } = await checkWorkspace(host, config, { references: true });
    const found = references
      .filter(({ span }) => span.file === "a.remit")
      .map(({ span, meaning }) => {
        const target =
          meaning.kind === "entry"
            ? meaning.entry.qualified
            : meaning.kind === "parameter"
              ? "param"
              : meaning.action.name?.text;
        return `${text.slice(span.start, span.end)} ${meaning.kind} ${target}`;
      })
      .sort();
    expect(found).toEqual([
      "ada entry ada",
      "l entry l",
      "mail entry mail",
      "s entry s",
      "send action send",
      "x parameter param",
    ]);
  });
});

describe("one mistake, one message", () => {
  diagnose(
    "three separate mistakes give three messages, and the rest is checked",
    `
agent a { owner adaa  expires 2027-03-01  may mail:read  may mail:nothing }
                ^^^^ unknown-name
                                                             ^^^^^^^^^^^^ unknown-action
agent b { owner ada  expires 2027-03-01  may mail:read on "**" }
                                                          ^^^^ bad-literal
agent c under a { may mail:read }
test "t" {
  as c  at 2026-12-01
  allow mail:read
}
`,
    withPrelude(),
  );
});

describe("half-written declarations", () => {
  diagnose(
    "lack nothing that may be what could not be read",
    `
owner eve { = }
            ^ syntax
agent a { owner ada  = 2027-03-01  may mail:read }
                     ^ syntax
window w { 5 }
           ^ syntax
agent b { owner ada  may mail:read }
      ^ missing-member
test "t" {
  as a  at 2026-12-01
  allow mail:read
}
`,
    withPrelude(),
  );
  diagnose(
    "a service with an error in it may have the action that it seems to lack",
    `
service s { = x { } action y { } }
            ^ syntax
${agent("  may s:x, s:y, s:z")}
`,
    withPrelude({ ignore: ["unused"] }),
  );
});

describe("what a syntax error may have taken away", () => {
  check(
    "a declaration whose first word is none",
    `
eve { email "eve@example.com" }
^^^ syntax
agent a { owner eve  expires 2027-03-01  may mail:read }
agent b { owner eva  expires 2027-03-01  may mail:read }
                ^^^ unknown-name
`,
  );
  check(
    "a modifier, and what a review counts from",
    `
scope s "S" { allow aws:s3:GetObject = "arn:aws:s3:::b/*" }
                                     ^ syntax
agent a { owner ada  expires 2027-03-01  may s  review every 90d  = 2026-01-01 by ada }
                                                                  ^ syntax
`,
  );
});

describe("names that are hostile", () => {
  test("are names like all others", async () => {
    const names = ["constructor", "toString", "hasOwnProperty", "__proto__", "valueOf"];
    const source = names
      .map(
        (name) => `owner ${name} { email "x@example.com" }
service s${name} { action ${name} { input ${name} int } }
fact f${name} { type int  fresh 5m }
agent a${name} { owner ${name}  expires 2027-03-01  may s${name}:${name} where ${name} < 5 and fact.f${name} < 5 }
test "${name}" { as a${name}  at 2026-12-01
  allow s${name}:${name} with ${name} = 1, fact.f${name} = 1
  deny s${name}:${name} with ${name} = 7, fact.f${name} = 1 }`,
      )
      .join("\n");
    expect(await problemsOf({ "a.remit": source })).toEqual([]);
    const { policies } = await checkWorkspace(memoryHost({ "a.remit": source }), config);
    expect(Object.keys(policies[0]?.owners ?? {})).toEqual(names);
    const { owners } = JSON.parse(JSON.stringify(policies[0]));
    expect(Object.entries(owners).map(([name]) => name)).toEqual(names);
    expect(
      await problemsOf({ "b.remit": agent("may constructor:x, mail:toString") }, withPrelude()),
    ).toMatchObject([{ code: "unknown-name" }, { code: "unknown-action" }]);
  });
});

describe("size", () => {
  test("very many mistakes have hints as far as those help", async () => {
    const source = agent(
      Array.from({ length: 3000 }, (_, i) => `may maill${i}:read may aws:GetObjekt${i}`).join("\n"),
    );
    const found = await problemsOf({ "a.remit": source }, withPrelude());
    expect(found).toHaveLength(6000);
    expect(found[0]?.message).toContain("did you mean");
    expect(found.at(-2)?.message).toBe("There is no service named 'maill2999'.");
  });
  test("a thousand namespaces", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [
        `f${i}.remit`,
        `namespace n${i}\n${i > 0 ? `use n${i - 1}\n` : ""}owner o${i} { email "o${i}@example.com" }
agent a { owner o${Math.max(0, i - 1)}  expires 2027-03-01 }\nagent b { owner n${(i * 7) % 1000}.o${(i * 7) % 1000}  expires 2027-03-01 }`,
      ]),
    );
    const { problems, policies } = await checkWorkspace(memoryHost(files), config);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(Object.keys(policies[0]?.agents ?? {})).toHaveLength(2000);
  });
  test("chains of ten thousand managers and parents", async () => {
    const owners = Array.from(
      { length: 10_000 },
      (_, i) => `owner o${i} { email "o@example.com" ${i > 0 ? `manager o${i - 1}` : ""} }`,
    );
    const agents = Array.from(
      { length: 10_000 },
      (_, i) => `agent a${i} ${i > 0 ? `under a${i - 1} { }` : "{ owner o9999  expires 2027-03-01 }"}`,
    );
    const found = await problemsOf({ "a.remit": [...owners, ...agents].join("\n") });
    expect(found).toEqual([]);
  });
});
