/** What a suspension does not recall, for the agents that it stops and no others. */
import { expect, test } from "vitest";
import { compileTargets } from "../../../compiler/emit/compile.ts";
import { stopPlan } from "../../../compiler/emit/stop-plan.ts";
import { checkWorkspace } from "../../../compiler/index.ts";
import { memoryHost } from "../memory-host.ts";
import { instant } from "../model/policies.ts";

const source = `
owner jane { email "jane@acme.example" }
service invoices { audience "https://i.example"  protocol oauth  action read { risk read } }
agent triage { owner jane  expires 2027-03-31  session 20m  may invoices:read }
agent below under triage { session 30m  may invoices:read }
agent short {
  owner jane  expires 2027-03-31  session 1m
  may invoices:read
  waive session on okta because "tokens live five minutes there" until 2027-01-01
}
agent other { owner jane  expires 2027-03-31  session 2h  may invoices:read }
target opa {}
target keycloak { realm "acme"  except short }
target okta { org "https://acme.okta.example"  server "api" }`;

test.each([
  ["triage", { opa: 0, keycloak: 1801, okta: 1801 }],
  ["below", { opa: 0, keycloak: 1801, okta: 1801 }],
  ["short", { opa: 0, okta: 301 }],
  ["other", { opa: 0, keycloak: 7201, okta: 7201 }],
])(
  "when %s is stopped, tokens remain for the life that the platform gives those of it and under it",
  async (name, remains) => {
    const host = memoryHost({ "a.remit": source }, { at: "2026-12-01" });
    const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
    const checked = await checkWorkspace(host, config);
    const { problems, targets } = await compileTargets(checked, { version: "1" }, host.data);
    expect([...checked.problems, ...problems].filter(({ severity }) => severity === "error")).toEqual([]);
    const [policy] = targets.map((one) => one.policy);
    const agent = policy?.agents[name];
    if (policy === undefined || agent === undefined) return expect.fail("the agent is not there");
    const since = instant("2026-12-01T10:00:00Z");
    const { steps } = stopPlan(policy, agent, targets, since);
    expect(Object.fromEntries(steps.map((step) => [step.where, step.remains.seconds]))).toEqual(remains);
    for (const step of steps) expect(step.remains.until).toBe(since + step.remains.seconds);
  },
);
