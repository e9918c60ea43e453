/** A small workspace for tests of commands. */
export const world = {
  "remit.yaml": "workspace: acme\npolicies: '*.remit'\n",
  "people.remit": `namespace people

owner ada "Ada" { email "ada@acme.example"  manager max }

owner max { email "max@acme.example" }

team desk { lead ada  members [max] }

group staff {}
`,
  "agents.remit": `namespace acme
use people

service mail {
  action read { risk read }
  action send { risk write  input amount decimal  input urgent bool }
}

agent helper "Helper" {
  owner   ada
  team    desk
  purpose "Answers mail."
  expires 2027-03-01

  may mail:read on behalf of group staff
  may mail:send where amount <= 10.00 with approval from desk for 15m until 2027-01-01
  may tool:search
  never mail:send where urgent
}

classify tool:search { risk read }

test "the helper asks first" {
  as helper
  at 2026-12-01T10:00Z

  allow mail:read for user "kim@acme.example" in group staff
  deny  mail:send with amount = 5.00, urgent = false
  allow mail:send with amount = 5.00, urgent = false approved by max
}

target opa {}
`,
} as const;

export const AT = ["--at", "2026-12-01T10:00Z"] as const;
