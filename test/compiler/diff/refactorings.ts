/** Changes of the text that change nothing of the meaning: what is replaced by what, in turn. */
export type Change = readonly [
  title: string,
  ...edits: readonly (readonly [from: string | RegExp, to: string])[],
];

const triage = /agent triage "Invoice triage" \{[^}]*\}\n/;
const agentText = `agent triage "Invoice triage" {
  owner jane
  deputy omar
  profile standard
  starts 2026-11-20
  expires 2027-03-31
  reviewed 2026-11-02 by jane
  may reading("inbox")
  may paying
  may invoices:read on "invoice/2026*" on behalf of group finance
  may invoices:draft where amount < 100.00 and vendor like "Ini*" during office
  may tool:send_summary, tool:send_mail until 2027-02-01
  may invoices:pay on "invoice/x" where (count in [1, 2, 3] or urgent) and request.ip in 10.0.0.0/8 and fact.incident != "SEV1"
  never invoices:pay on "invoice/secret*"
  never tool:send_mail where request.mfa
}
`;

export const refactorings: readonly Change[] = [
  ["a comment is added", ["owner omar", "// who steps in\nowner omar"]],
  ["blank lines and indentation change", [/\n {2}may /g, "\n\n      may "]],
  [
    "an agent moves to the top of the file",
    [triage, ""],
    ["namespace acme\n", `namespace acme\n${agentText}`],
  ],
  ["a title is given", ['agent triage "Invoice triage"', 'agent triage "Triage of invoices"']],
  ["a purpose is given", ["  deputy omar", '  deputy omar\n  purpose "Sorts them."']],
  ["a let is renamed", [/\bfiles\b/g, "bucket"]],
  [
    "a let is put in place of its name",
    ["let limit = 500.00\n", ""],
    ["amount <= limit", "amount <= 500.00"],
  ],
  [
    "a literal becomes a let",
    ["let limit", "let small = 100.00\nlet limit"],
    ["amount < 100.00", "amount < small"],
  ],
  ["a let is written with other digits", ["500.00", "500"]],
  ["a number is written with more digits", ["100.00", "100.0000"]],
  ["a scope is renamed", [/\bpaying\b/g, "small-payments"]],
  [
    "a scope is put in place of its name",
    ["  may paying\n", "  may invoices:pay where amount <= limit with approval from desk for 15m\n"],
    [/scope paying[^}]*\}\n/, ""],
  ],
  [
    "a scope is extracted",
    ["  may invoices:draft where", "  may drafting\n  may invoices:draft where"],
    ['  may invoices:draft where amount < 100.00 and vendor like "Ini*" during office\n', ""],
    [
      "scope paying",
      'scope drafting { allow invoices:draft where amount < 100.00 and vendor like "Ini*" during office }\nscope paying',
    ],
  ],
  [
    "a modifier moves from the scope to its use",
    [" with approval from desk for 15m", ""],
    ["  may paying\n", "  may paying with approval from desk for 15m\n"],
  ],
  [
    "a condition moves from the scope to its use",
    [" where amount <= limit", ""],
    ["  may paying\n", "  may paying where amount <= limit\n"],
  ],
  [
    "a parameter is replaced by its value",
    ["scope reading(folder)", "scope reading"],
    ["/${folder}/", "/inbox/"],
    ['may reading("inbox")', "may reading"],
  ],
  [
    "a value becomes a parameter",
    ["scope paying", "scope paying(most)"],
    ["amount <= limit", "amount <= most"],
    ["may paying", "may paying(500.00)"],
  ],
  [
    "two statements become one",
    ["  may tool:send_summary, tool:send_mail until", "  may tool:send_mail, tool:send_summary until"],
  ],
  [
    "one statement becomes two",
    [
      "  may tool:send_summary, tool:send_mail until 2027-02-01",
      "  may tool:send_summary until 2027-02-01\n  may tool:send_mail until 2027-02-01",
    ],
  ],
  [
    "until becomes through the day before",
    ["tool:send_mail until 2027-02-01", "tool:send_mail through 2027-01-31"],
  ],
  [
    "an instant gets its time of day",
    ["tool:send_mail until 2027-02-01", "tool:send_mail until 2027-02-01T00:00Z"],
  ],
  [
    "an instant is written in another offset",
    ["tool:send_mail until 2027-02-01", "tool:send_mail until 2027-02-01T01:00+01:00"],
  ],
  ["from the agent's start is said", ["tool:send_mail until", "tool:send_mail from 2026-11-20 until"]],
  ["from before the agent's start is said", ["tool:send_mail until", "tool:send_mail from 2026-01-01 until"]],
  ["until the agent's end is said", ["during office\n", "during office until 2027-03-31\n"]],
  [
    "operands of an and change places",
    ['amount < 100.00 and vendor like "Ini*"', 'vendor like "Ini*" and amount < 100.00'],
  ],
  ["operands of an or change places", ["count in [1, 2, 3] or urgent", "urgent or count in [1, 2, 3]"]],
  ["a list changes its order", ["[1, 2, 3]", "[3, 1, 2]"]],
  ["a list becomes comparisons", ["count in [1, 2, 3]", "count >= 1 and count <= 3"]],
  ["a list becomes alternatives", ["count in [1, 2, 3]", "count == 1 or count == 2 or count == 3"]],
  ["a strict bound of ints becomes the other", ["count in [1, 2, 3]", "count > 0 and count < 4"]],
  ["a bound of decimals is the last before", ["amount < 100.00", "amount <= 99.9999"]],
  ["a double negation is put in", ["amount < 100.00", "not not amount < 100.00"]],
  ["De Morgan", ["(count in [1, 2, 3] or urgent)", "not (not count in [1, 2, 3] and not urgent)"]],
  [
    "and is distributed over or",
    [
      "(count in [1, 2, 3] or urgent) and request.ip in 10.0.0.0/8 and",
      "(count in [1, 2, 3] and request.ip in 10.0.0.0/8 or urgent and request.ip in 10.0.0.0/8) and",
    ],
  ],
  ["a comparison is turned round by not", ["amount < 100.00", "not amount >= 100.00"]],
  [
    "a network is written as its halves",
    ["request.ip in 10.0.0.0/8", "(request.ip in 10.0.0.0/9 or request.ip in 10.128.0.0/9)"],
  ],
  ["bits after a network's prefix", ["10.0.0.0/8", "10.9.9.9/8"]],
  ["a bool is compared", ["or urgent", "or urgent == true"]],
  [
    "a resource that another takes in is added",
    ['on "invoice/2026*" on', 'on "invoice/2026*", "invoice/2026-01" on'],
  ],
  ["a second star", ['"invoice/2026*"', '"invoice/2026**"'.replace("**", "*")]],
  [
    "a resource is interpolated",
    ["let limit", 'let year = "2026"\nlet limit'],
    ['"invoice/2026*"', '"invoice/${year}*"'],
  ],
  [
    "a redundant grant is added",
    [
      "  may paying\n",
      "  may paying\n  may invoices:pay where amount <= 100.00 with approval from omar for 10m\n",
    ],
  ],
  [
    "a never that hits nothing is added",
    ["  never tool:send_mail", '  never invoices:read on "invoice/1999"\n  never tool:send_mail'],
  ],
  [
    "a never is said twice",
    [
      '  never invoices:pay on "invoice/secret*"',
      '  never invoices:pay on "invoice/secret*"\n  never invoices:pay on "invoice/secret/1"',
    ],
  ],
  [
    "a never becomes two",
    [
      '  never invoices:pay on "invoice/secret*"',
      '  never invoices:pay on "invoice/secret"\n  never invoices:pay on "invoice/secret?*"',
    ],
  ],
  [
    "the profile is put in place",
    ["  profile standard\n", "  session 1h\n  review every 160d or suspend\n  never tool:delete_*\n"],
    [/profile standard \{[^}]*\}\n/, ""],
  ],
  [
    "a profile is introduced",
    ["profile standard", "profile dated { starts 2026-11-20 }\nprofile standard"],
    ["  starts 2026-11-20\n", ""],
    ["  profile standard\n  expires", "  profile standard\n  starts 2026-11-20\n  expires"],
    ["profile dated { starts 2026-11-20 }\n", ""],
  ],
  ["a window's days are listed", ["days mon..fri", "days mon, tue, wed, thu, fri"]],
  [
    "a team's members change places and repeat the lead",
    ["lead omar  members [jane]", "lead jane  members [omar, jane]"],
  ],
  [
    "a team becomes another of the same people",
    ["team desk", "team night { lead jane  members [omar] }\nteam desk"],
    ["approval from desk", "approval from night"],
  ],
  ["a group's claim is its name", ["group finance {}", 'group finance { claim "finance" }']],
  ["the session is said with other units", ["session 1h", "session 60m"]],
  ["the review is said with other units", ["every 90d", "every 12w6d"]],
  ["an approval's length is said with other units", ["for 15m", "for 900s"]],
];
