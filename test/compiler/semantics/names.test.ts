import { describe } from "vitest";
import { diagnose } from "../diagnose.ts";
import { check, checkFix } from "./prelude.ts";

describe("unknown-name", () => {
  check(
    "a misspelled name says what may have been meant",
    `
agent a { owner adaa  expires 2027-03-01  may mail:read }
                ^^^^ unknown-name: There is no owner named 'adaa'; did you mean 'ada'?
`,
  );
  check(
    "a name that nothing is near to",
    `
agent a { owner ada  team nobody-at-all  expires 2027-03-01  may mail:read }
                          ^^^^^^^^^^^^^ unknown-name: There is no team named 'nobody-at-all'.
`,
  );
  check(
    "a name of a namespace that the file does not use is offered in full",
    `
=== a.remit
namespace acme.people
owner eve { email "eve@example.com" }
=== b.remit
agent a { owner eve  expires 2027-03-01  may mail:read }
                ^^^ unknown-name: There is no owner named 'eve'; did you mean 'acme.people.eve'?
`,
  );
  checkFix(
    "the fix writes the nearest name",
    "unknown-name",
    "agent a { owner bobb  expires 2027-03-01  may mail:read }\n",
    "agent a { owner bob  expires 2027-03-01  may mail:read }\n",
    { safe: false },
  );
  check(
    "a used namespace that no file declares",
    `
use acme.peeple
    ^^^^^^^^^^^ unknown-name: There is no namespace 'acme.peeple' in this workspace.
agent a { owner ada  expires 2027-03-01  may mail:read }
`,
  );
  check(
    "what an unknown name was meant for is not unused as well",
    `
scope reading "Reads" { allow mail:read }
agent a { owner ada  expires 2027-03-01  may readin }
                                             ^^^^^^ unknown-name: There is no scope named 'readin'; did you mean 'reading'?
`,
  );
});

describe("resolution", () => {
  check(
    "a name is found in its own namespace, in the used ones, as a qualified name, and in the root",
    `
=== a.remit
namespace acme.people
owner eve { email "eve@example.com" }
owner ada { email "other@example.com" }
=== b.remit
namespace acme.work
use acme.people
agent a { owner eve  deputy ada  expires 2027-03-01  may mail:read }
agent b { owner acme.people.eve  deputy bob  expires 2027-03-01  may mail:read }
`,
  );
  check(
    "two used namespaces that offer a name make it ambiguous",
    `
=== a.remit
namespace one
owner eve { email "eve@one.example" }
=== b.remit
namespace two
owner eve { email "eve@two.example" }
=== c.remit
use one
use two
agent a { owner eve  expires 2027-03-01  may mail:read }
                ^^^ ambiguous-name: 'eve' could be 'one.eve' and 'two.eve'; write the one that is meant.
agent b { owner two.eve  expires 2027-03-01  may mail:read }
`,
  );
  checkFix(
    "the fix of an ambiguous name writes a qualified one",
    "ambiguous-name",
    `=== a.remit
namespace one
owner eve { email "eve@one.example" }
=== b.remit
namespace two
owner eve { email "eve@two.example" }
=== c.remit
use one
use two
agent a { owner eve  expires 2027-03-01  may mail:read }
`,
    `=== a.remit
namespace one
owner eve { email "eve@one.example" }
=== b.remit
namespace two
owner eve { email "eve@two.example" }
=== c.remit
use one
use two
agent a { owner one.eve  expires 2027-03-01  may mail:read }
`,
  );
  check(
    "the same namespace used twice is not ambiguous",
    `
=== a.remit
namespace one
owner eve { email "eve@one.example" }
=== b.remit
use one
use one
agent a { owner eve  expires 2027-03-01  may mail:read }
`,
  );
  check(
    "a name of another kind",
    `
agent a { owner crew  expires 2027-03-01  may mail:read }
                ^^^^ wrong-kind: 'crew' is a team, and an owner is needed here.
`,
  );
  check(
    "the declaration of a name of another kind is related",
    `
group people { }
      ------ 'people' is declared here
agent a { owner ada  team people  expires 2027-03-01  may mail:read }
                          ^^^^^^ wrong-kind: 'people' is a group, and a team is needed here.
`,
  );
});

describe("duplicate-name", () => {
  check(
    "a name declared twice, whatever the kinds",
    `
let x = "a"
    - declared here first
owner x { email "x@example.com" }
      ^ duplicate-name: 'x' is declared before, as a let; give one of them another name.
agent a { owner ada  expires 2027-03-01  purpose x  may mail:read }
`,
  );
  check(
    "the same name in two namespaces is no clash",
    `
=== a.remit
namespace one
let x = "a"
agent a { owner ada  expires 2027-03-01  purpose x  may mail:read }
=== b.remit
namespace two
let x = "a"
agent a { owner ada  expires 2027-03-01  purpose x  may mail:read }
`,
  );
  check(
    "of two in different files, the later file's is primary",
    `
=== a.remit
agent a { owner ada  expires 2027-03-01  may mail:read }
      - declared here first
=== b.remit
agent a { owner ada  expires 2027-03-01  may mail:read }
      ^ duplicate-name: 'a' is declared before, as an agent; give one of them another name.
`,
  );
  check(
    "a fact is unique in the workspace, since requests give it by its simple name",
    `
=== a.remit
namespace one
fact sev { type string  fresh 5m }
=== b.remit
namespace two
fact sev { type string  fresh 5m }
     ^^^ duplicate-name: The fact 'sev' is declared in another namespace; requests give facts by their simple name, so it must be unique.
`,
    { ignore: ["unused"] },
  );
  for (const name of ["aws", "tool", "agent", "request", "fact"]) {
    const mark = "^".repeat(name.length);
    check(
      `'${name}' cannot name a service`,
      `
service ${name} { action x { } }
        ${mark} duplicate-name: '${name}' is a name that the language keeps for itself; name the service otherwise.
`,
    );
    check(
      `what uses a service '${name}' is no further mistake`,
      `
service ${name} { action look { risk read } action pay { input amount decimal } }
        ${mark} duplicate-name: '${name}' is a name that the language keeps for itself; name the service otherwise.
let limit = 5.00
agent a { owner ada  expires 2027-03-01  may ${name}:look until 2027-01-01  may ${name}:pay where amount < limit until 2027-01-01  never ${name}:p* where amount > 4.00 }
guardrail both { no agent holds ${name}:look and ${name}:pay }
`,
      { ignore: ["unknown-input", "swallowed", "guardrail"] },
    );
    check(
      `'${name}' cannot begin a namespace`,
      `
namespace ${name}.x
          ${mark} duplicate-name: '${name}' is a name that the language keeps for itself; a namespace cannot begin with it.
`,
    );
  }
  check(
    "everything else may have those names",
    `
owner aws { email "aws@example.com" }
agent tool { owner aws  expires 2027-03-01  may mail:read, tool:x }
`,
  );
  check(
    "guardrails have names of their own",
    `
guardrail g { every agent has purpose }
          - declared here first
guardrail g { every agent has team }
          ^ duplicate-name: There is a guardrail 'g' already.
`,
  );
});

describe("namespaces", () => {
  check(
    "a second namespace clause",
    `
namespace one
------------- the first one
namespace two
^^^^^^^^^^^^^ duplicate-member: A file has one namespace; this is another.
agent a { owner ada  expires 2027-03-01  may mail:read }
`,
  );
  diagnose("an empty file is a workspace without anything", "\n");
});
