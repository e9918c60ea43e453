/** The schedule's instants hold every one at which the output of a platform without dates changes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Checked } from "../../../compiler/checked.ts";
import { compileTargets } from "../../../compiler/emit/compile.ts";
import { targetName } from "../../../compiler/emit/enforcement.ts";
import { reapplies } from "../../../compiler/emit/reapply.ts";
import { checkWorkspace } from "../../../compiler/index.ts";
import { formatInstant } from "../../../compiler/model/time.ts";
import { memoryHost } from "../../compiler/memory-host.ts";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";

const DAY = 86_400;
const NOW = "2026-12-01";
const START = Date.parse(`${NOW}T00:00:00Z`) / 1000;
const date = (day: number): string => new Date((START + day * DAY) * 1000).toISOString().slice(0, 10);

const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };

async function checkedAt(text: string, at: number): Promise<Checked> {
  const host = memoryHost({ "a.remit": text }, { at: NOW });
  const checked = await checkWorkspace(host, config, { at });
  expect(checked.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return checked;
}

const { data } = memoryHost({}, { at: NOW });

/** Each target's files at an instant, in one text. */
async function outputs(text: string, at: number): Promise<ReadonlyMap<string, string>> {
  const { files, targets } = await compileTargets(await checkedAt(text, at), { version: "1" }, data);
  return new Map(
    targets.map(({ target }) => {
      const name = targetName(target);
      const mine = files.filter(({ path }) => path.startsWith(`${name}/`));
      return [name, mine.map(({ path, content }) => `${path}\n${content}`).join("\n")];
    }),
  );
}

interface Change {
  readonly at: string;
  readonly apply: readonly string[];
}

function changesIn(out: string): readonly Change[] {
  readJson("schedule", out);
  return JSON.parse(out).changes;
}

const day = fc.integer({ min: 1, max: 12 });
const maybe = <T>(value: fc.Arbitrary<T>, text: (value: T) => string): fc.Arbitrary<string> =>
  fc.option(value).map((one) => (one === null ? "" : text(one)));

const rangeArb = fc
  .tuple(fc.option(day), fc.option(day))
  .map(([from, long]) =>
    [
      from === null ? "" : `from ${date(from)}`,
      long === null ? "" : `until ${date((from ?? 0) + long)}`,
    ].join(" "),
  );

const grantArb = fc
  .tuple(
    fc.constantFrom("notes:read", "notes:write"),
    fc.constantFrom("", "with approval from ada for 15m"),
    rangeArb,
  )
  .map(([action, approval, range]) => `  may ${action} ${approval} ${range}\n`);

const waiveArb = fc
  .tuple(fc.constantFrom("keycloak", "okta"), day)
  .map(([target, end]) => `  waive approval on ${target} because "pilot" until ${date(end)}\n`);

const agentArb = (name: string, owners: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom("15m", "1h", "8h"),
      maybe(day, (at) => `starts ${date(at)}`),
      fc.integer({ min: 13, max: 20 }),
      maybe(fc.integer({ min: 1, max: 9 }), (days) => `review every ${days}d or suspend`),
      fc.constantFrom(...owners),
      maybe(day, (at) => `suspended since ${date(at)} because "x"`),
      fc.array(grantArb, { minLength: 1, maxLength: 3 }),
      fc.uniqueArray(waiveArb, { maxLength: 2 }),
    )
    .map(
      ([session, starts, end, review, owner, suspended, grants, waives]) =>
        `agent ${name} {\n  owner ${owner}  session ${session}  ${starts}  expires ${date(end)}\n` +
        `  identity { oidc issuer "https://id.acme.example" subject "${name}" }\n  ${suspended}\n` +
        (review === ""
          ? ""
          : `  ${review}${starts === "" ? `  reviewed 2026-11-30 by ${owner.slice(0, 3)}` : ""}\n`) +
        `${grants.join("")}${waives.join("")}}\n`,
    );

const policyArb = fc
  .tuple(
    maybe(day, (at) => ` left ${date(at)}`),
    agentArb("one", ["ada", "bob", "bob  deputy ada", "ada  deputy bob"]),
    agentArb("two", ["ada", "bob"]),
  )
  .map(
    ([left, one, two]) => `
owner ada { email "ada@acme.example" }
owner bob { email "bob@acme.example"${left} }
service notes { audience "https://notes.example" action read { risk read } action write { risk write } }
target keycloak { realm "acme" }
target okta { org "https://acme.okta.example"  server "agents" }
${one}${two}`,
  );

describe("the instants at which output changes", () => {
  test("are all named, with the target, for generated policies", async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(policyArb, async (text) => {
        const cwd = folder({ "a.remit": text });
        const { code, out, err } = await remit(["schedule", "--format", "json", "--at", NOW], { cwd });
        expect(code, err).toBe(0);
        const named = changesIn(out).flatMap(({ at, apply }) => apply.map((target) => `${target} at ${at}`));
        // Every day's beginning, and each length of a token and a second before it: all that these policies can change at.
        const steps = Array.from({ length: 33 }, (_, index) => START + (index + 1) * DAY).flatMap((at) => [
          at - 8 * 3600 - 1,
          at - 3600 - 1,
          at - 900 - 1,
          at,
        ]);
        let before = await outputs(text, START);
        for (const at of steps) {
          const after = await outputs(text, at);
          for (const [target, content] of after) {
            if (content === before.get(target)) continue;
            seen += 1;
            expect(named).toContain(`${target} at ${formatInstant(at)}`);
          }
          before = after;
        }
      }),
      { seed: 20261124, numRuns: 10 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  test("are none for a platform that knows the time", async () => {
    const text = `owner ada { email "ada@acme.example" }
service notes { audience "https://notes.example" action read { risk read } }
target opa {}
agent one { owner ada  expires 2027-01-01  may notes:read until 2026-12-10 }
`;
    const [policy] = (await checkedAt(text, START)).policies;
    const [opa] = policy?.targets ?? [];
    if (policy === undefined || opa === undefined) throw new Error("there is a target");
    expect(await reapplies(policy, opa, START)).toEqual([]);
  });
});
