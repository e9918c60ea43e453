import { describe, expect, it } from "vitest";
import { evaluate } from "../../../compiler/model/evaluate.ts";
import { accessChanges } from "../../../compiler/model/schedule.ts";
import { formatInstant } from "../../../compiler/model/time.ts";
import { agent, approval, byName, grant, instant, origin, owner, policy } from "./policies.ts";

const now = instant("2026-12-01");
const DAY = 86_400;

describe("the schedule of access", () => {
  it("names beginnings and ends, of agents and of grants, and people who leave", () => {
    const leaving = {
      ...approval(["omar"], 900),
      approvers: [{ owner: "omar", email: "o@x", left: now + 3 * DAY }],
    };
    const a = agent("a", {
      starts: now + DAY,
      grants: [
        grant("tool:x", { range: { from: now, until: now + 2 * DAY } }),
        grant("tool:y", { approvals: [leaving] }),
      ],
    });
    const child = agent("b", { parent: "a", expires: instant("2028-01-01"), grants: [grant("tool:z")] });
    const changes = accessChanges(policy([a, child]), now);
    expect(
      changes.map(
        ({ at, agent: name, what, why }) => `${formatInstant(at).slice(0, 10)} ${name} ${what}: ${why}`,
      ),
    ).toEqual([
      "2026-12-02 a begins: it starts",
      "2026-12-02 b begins: a, which it is under, starts",
      "2026-12-03 a loses: may tool:x",
      "2026-12-04 a loses: omar leaves, an approver of may tool:y",
      "2027-03-31 a ends: it expires",
      "2027-03-31 b ends: a, which it is under, expires",
    ]);
  });

  it("says who is missing, what is suspended and which review is due", () => {
    const review = { every: 30 * DAY, suspend: true, origin: origin(7, "review every 30d or suspend") };
    const reviewed = [
      { at: now - DAY, by: "jane", origin: origin(8) },
      { at: now + 40 * DAY, by: "jane", origin: origin(9) },
    ];
    const p = policy(
      [
        agent("a", { review, reviewed, grants: [grant("tool:x")] }),
        agent("b", { owner: "omar", grants: [grant("tool:x")] }),
        agent("c", {
          suspended: { since: now + DAY, because: "leak", origin: origin(6) },
          grants: [grant("tool:x")],
        }),
        agent("d", { retired: now - DAY, grants: [grant("tool:x")] }),
      ],
      { owners: byName([owner("jane"), owner("omar", { left: now + 2 * DAY })]) },
    );
    expect(accessChanges(p, now).map(({ agent: name, what, why }) => `${name} ${what}: ${why}`)).toEqual([
      "c ends: it is suspended",
      "b ends: it has nobody left who answers for it",
      "a ends: it is suspended unless it is reviewed",
      "a begins: it is reviewed",
      "a ends: it is suspended unless it is reviewed",
    ]);
  });

  it("holds every instant at which a decision changes by itself", () => {
    const a = agent("a", {
      starts: now + DAY,
      grants: [grant("tool:x", { range: { from: now + 2 * DAY, until: now + 5 * DAY } }), grant("tool:y")],
    });
    const p = policy([a]);
    const at = new Set(accessChanges(p, now).map((change) => change.at));
    for (const action of ["tool:x", "tool:y"])
      for (let hour = 1; hour < 24 * 130; hour++) {
        const time = now + hour * 3600;
        const [before, after] = [time - 1, time].map((t) => evaluate(p, { agent: "a", action }, t).decision);
        if (before !== after) expect(at.has(time)).toBe(true);
      }
    expect(at.size).toBe(4);
  });
});
