import { describe, expect, it } from "vitest";
import { type Checked, checkWorkspace } from "../../../compiler/index.ts";
import { diffPolicies } from "../../../compiler/model/diff.ts";
import { hiddenEnds, otherChanges } from "../../../compiler/model/diff-other.ts";
import { sentence } from "../../../compiler/model/diff-words.ts";
import { evaluate } from "../../../compiler/model/evaluate.ts";
import type { Policy } from "../../../compiler/model/policy.ts";
import { memoryHost } from "../memory-host.ts";
import { base } from "./base.ts";
import { type Change, refactorings } from "./refactorings.ts";
import { type Widening, widenings } from "./widenings.ts";

const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };

async function policyOf(text: string): Promise<Policy> {
  const checked: Checked = await checkWorkspace(memoryHost({ "a.remit": text }), config, {});
  const errors = checked.problems.filter((problem) => problem.severity === "error");
  expect(errors.map((problem) => `${problem.code}: ${problem.message}`)).toEqual([]);
  const [policy] = checked.policies;
  if (policy === undefined) throw new Error("no policy");
  return policy;
}

/** Every edit has to find its place, or the case would test nothing. */
function edited(text: string, edits: readonly (readonly [string | RegExp, string])[]): string {
  return edits.reduce((before, [from, to]) => {
    const after = typeof from === "string" ? before.replace(from, () => to) : before.replace(from, () => to);
    if (typeof from === "string" ? !before.includes(from) : !from.test(before))
      throw new Error(`'${from}' is not there`);
    return after;
  }, text);
}

const at = Date.UTC(2026, 10, 15, 12) / 1000;

describe("refactorings are the same", () => {
  it.each(refactorings.map(([title, ...edits]): readonly [string, Change] => [title, [title, ...edits]]))(
    "%s",
    async (_title, [, ...edits]) => {
      const diffs = diffPolicies(await policyOf(base), await policyOf(edited(base, edits)), at);
      expect(
        diffs.map(({ agent, verdict, wider, narrower }) => ({ agent, verdict, wider, narrower })),
      ).toEqual(
        ["acme.archivist", "acme.clerk", "acme.reader", "acme.triage"].map((agent) => ({
          agent,
          verdict: "same",
          wider: [],
          narrower: [],
        })),
      );
    },
  );

  it("has at least 50 of them", () => expect(refactorings.length).toBeGreaterThanOrEqual(50));
});

describe("the least widening is seen, with a witness", () => {
  it.each(
    widenings.map(([title, says, ...edits]): readonly [string, Widening] => [title, [title, says, ...edits]]),
  )("%s", async (_title, [, says, ...edits]) => {
    const old = await policyOf(base);
    const fresh = await policyOf(edited(base, edits));
    const wider = diffPolicies(old, fresh, at).flatMap((one) =>
      one.wider.map((change) => ({ agent: one.agent, change })),
    );
    expect(wider.length).toBeGreaterThan(0);
    for (const { change } of wider) {
      expect(evaluate(old, change.witness, at).decision).toBe("deny");
      expect(evaluate(fresh, change.witness, at).decision).toBe("allow");
    }
    const sentences = wider.map(({ agent, change }) => sentence(agent, change, true, at));
    expect(sentences.join("\n")).toContain(says);
    // The other way round it is narrower, by the same requests.
    const back = diffPolicies(fresh, old, at);
    expect(back.flatMap((one) => one.narrower).length).toBeGreaterThan(0);
  });

  it("has at least 50 of them", () => expect(widenings.length).toBeGreaterThanOrEqual(50));
});

describe("an end that moves behind a review", () => {
  const policyText = (expires: string, review: string) =>
    `owner jane { email "jane@acme.example" }\nagent clerk { owner jane  starts 2026-11-01  expires ${expires}  ${review}  may tool:x }\n`;
  const ends = async (review: string) => {
    const [old, fresh] = [
      await policyOf(policyText("2027-03-31", review)),
      await policyOf(policyText("2027-06-30", review)),
    ];
    const diffs = diffPolicies(old, fresh, at);
    return [diffs.map(({ verdict }) => verdict), hiddenEnds(old, fresh, diffs).map(({ message }) => message)];
  };

  it("is told, since the next review makes it count", async () => {
    expect(await ends("review every 30d or suspend")).toEqual([
      ["same"],
      ["The end of clerk was 2027-03-31 and is 2027-06-30; something else stops it before."],
    ]);
  });

  it("is not told twice where access changes", async () => {
    expect(await ends("")).toEqual([["wider"], []]);
  });
});

describe("what changes beside the decisions", () => {
  const told = async (from: string, to: string) => {
    const text = (part: string) =>
      `owner jane { email "jane@acme.example" }
service files {
  ${part.includes("resource") ? part : 'resource "in/*"'}
  ${part.includes("action") ? part : "action wipe { risk admin  label danger }"}
}
${part.startsWith("classify") ? part : ""}
agent clerk {
  owner jane
  ${/^(audit|source|code)/.test(part) ? part : ""}
  expires 2027-03-31
  may files:wipe on "in/a"
}
`;
    const [old, fresh] = [await policyOf(text(from)), await policyOf(text(to))];
    expect(diffPolicies(old, fresh, at).map(({ verdict }) => verdict)).toEqual(["same"]);
    return otherChanges(old, fresh, new Map()).map(({ kind, message }) => `${kind}: ${message}`);
  };

  it.each([
    ["audit keep 90d", "audit keep 30d", "audit: The time that logs are kept of clerk was 90d and is 30d."],
    ["audit keep 90d", "", "audit: The time that logs are kept of clerk was 90d and is none."],
    [
      'source "clerk.py"',
      'source "other.py"',
      'source: The source of clerk was "clerk.py" and is "other.py".',
    ],
    ['code "clerk/**"', 'code "all/**"', 'code: The code of clerk was "clerk/**" and is "all/**".'],
    ['resource "in/*"', 'resource "*"', 'service: The resources of files were "in/*" and are "*".'],
    [
      "action wipe { risk admin  label danger }",
      "action wipe { risk read  label danger }",
      "risk: The risk of files:wipe was admin and is read.",
    ],
    [
      "action wipe { risk admin  label danger }",
      "action wipe { risk admin }",
      "label: The labels of files:wipe were danger and are none.",
    ],
    [
      "classify tool:x { risk admin }",
      "classify tool:x { risk read }",
      "risk: tool:x was risk admin and is risk read.",
    ],
    ["classify tool:x { risk admin }", "", "risk: tool:x was risk admin and is not classified."],
  ])("is told of %s → %s", async (from, to, message) => {
    expect(await told(from, to)).toEqual([message]);
    expect(await told(to, from)).toHaveLength(1);
  });
});

describe("the time of a witness", () => {
  const noon = Date.UTC(2026, 10, 24, 12) / 1000;
  const said = async (before: string, after: string) => {
    const text = (grant: string) =>
      `owner jane { email "jane@acme.example" }
service refunds { action list { risk read }  action issue { risk write  input amount decimal } }
window late { days mon..fri  hours 17:00..18:00  zone "UTC" }
agent refunder { owner jane  starts 2026-11-01  expires 2027-03-31  ${grant}  may refunds:issue where amount < 5.00 during late }
`;
    const [old, fresh] = [await policyOf(text(before)), await policyOf(text(after))];
    return diffPolicies(old, fresh, noon).flatMap(({ agent, wider }) =>
      wider.map((change) => [change.witness.time, sentence(agent, change, true, noon)]),
    );
  };

  it("is the clock's own where the gain holds then, so that it does not look as if it began later", async () => {
    expect(await said("may refunds:list", "may refunds:*")).toEqual([
      ["2026-11-24T12:00:00Z", expect.stringMatching(/^refunder may call refunds:issue/)],
    ]);
  });

  it("is the first instant of a gain that begins later, with the inputs that it needs", async () => {
    expect(
      await said(
        "may refunds:list",
        "may refunds:list  may refunds:issue where amount <= 900.00 from 2027-02-01",
      ),
    ).toEqual([
      [
        expect.stringMatching(/^2027-02-01T00:00:00Z$/),
        expect.stringMatching(
          /^From 2027-02-01, refunder may call refunds:issue with amount [\d.]+, with no approval\.$/,
        ),
      ],
    ]);
  });
});
