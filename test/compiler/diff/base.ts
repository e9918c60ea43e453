/** The policy that the hand-written changes begin from. */
export const base = `namespace acme

owner jane { email "jane@acme.example"  manager dana }
owner omar { email "omar@acme.example" }
owner dana { email "dana@acme.example" }
owner ruth { email "ruth@acme.example"  left 2027-02-15 }
team desk { lead omar  members [jane] }
group finance {}
fact incident { type string  fresh 10m }
service invoices {
  resource "invoice/*"
  action read { risk read }
  action draft { risk write  input amount decimal  input vendor string }
  action pay { risk write  input amount decimal  input count int  input urgent bool  input from ip  input vendor string }
}
let files = "arn:aws:s3:::acme-invoices"
let limit = 500.00
window office { days mon..fri  hours 08:00..18:00  zone "Europe/Berlin" }
scope reading(folder) {
  allow aws:s3:GetObject on "\${files}/\${folder}/*"
  allow aws:s3:ListBucket on files
}
scope paying "Pays small invoices" {
  allow invoices:pay where amount <= limit with approval from desk for 15m
}
profile standard {
  session 1h
  review every 160d or suspend
  never tool:delete_*
}
agent triage "Invoice triage" {
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
agent clerk {
  owner jane
  expires 2027-06-30
  review every 90d or suspend
  reviewed 2026-11-02 by jane
  may tool:file
}
agent archivist { owner ruth  expires 2027-06-30  may tool:archive }
agent reader under triage {
  may aws:s3:GetObject on "\${files}/inbox/*" until 2027-02-01
}
`;
