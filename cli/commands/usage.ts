/** `remit usage`: what logs show of the access that a policy gives, and the narrower policy that they suggest. */
import { resolve } from "node:path";
import type { Checked } from "../../compiler/index.ts";
import { readDuration } from "../../compiler/literals.ts";
import { diffPolicies } from "../../compiler/model/diff.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import { isObject } from "../../compiler/model/json.ts";
import type { Policy } from "../../compiler/model/policy.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import { firstGap } from "../../compiler/usage/coverage.ts";
import type { LogReader, UsageEvent } from "../../compiler/usage/event.ts";
import { logReaders } from "../../compiler/usage/readers.ts";
import { suggest } from "../../compiler/usage/suggest.ts";
import { addEvent, newTally, type Tally } from "../../compiler/usage/tally.ts";
import { frontEnd } from "../checking.ts";
import { type Call, defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { policyFor } from "../deciding.ts";
import { failure, systemReason } from "../failure.ts";
import { flag, text } from "../option.ts";
import { plural } from "../report/finding.ts";
import { styleOf } from "../report/style.ts";
import { unifiedDiff } from "../usage/patch.ts";
import { type DamageLog, damageLog, readRecords } from "../usage/records.ts";
import { afterClockInWords, usageInWords, usageReport } from "../usage/report.ts";
import { sound } from "../usage/sound.ts";
import { openWorkspace, type Workspace } from "../workspace.ts";

const format = common.format(["pretty", "json"]);
const unusedFor = text("unused-for", "D", "a grant is unused when its last use is longer ago (default 90d)");
const suggestion = flag("suggest", "print the narrower policy as a diff of the source; nothing is changed");

export default defineCommand({
  arguments: [{ syntax: "<LOG...>", description: "log files, gzipped or not ('-': standard input)" }],
  options: [unusedFor, suggestion],
  common: [format, common.out, common.at, common.environment, common.config, common.color],
  examples: [
    {
      line: "remit usage decisions.jsonl.gz trail/*.json.gz",
      does: "last use of every grant, and what is outside of the policy",
    },
    { line: "remit usage decisions.jsonl --suggest > narrower.diff", does: "a patch to review" },
  ],
  notes:
    "Understood: decision logs of OPA, CloudTrail, the Okta System Log and Keycloak's events; JSON Lines, arrays or `Records`, in any mixture. Events after the clock (--at) are named and not counted. --suggest needs logs of the whole time of --unused-for before the clock: nowhere in it may more than 7 days (of UTC; in a time of less than 14 days, more than half of it) pass without an event of an agent of the policy. What it prints passes 'remit check', but for tests that ask for what nobody used: these are named beside it.",
  run: async (call) => {
    const workspace = await openWorkspace(call, []);
    const checked = await frontEnd(workspace, { environment: call.get(common.environment) });
    const policy = policyFor(checked, call.get(common.environment));
    const duration = readDuration(call.get(unusedFor) ?? "90d");
    if (duration === undefined)
      throw failure(`--unused-for takes a duration such as 90d, not '${call.get(unusedFor)}'.`);
    const damage = damageLog();
    const tally = newTally(checked.at, checked.at - duration);
    const empty = await eachEvent(call, policy, damage, (event) => addEvent(tally, policy, event));
    if (call.get(suggestion)) {
      for (const file of empty) call.note(`No event could be read in '${file}'.`);
      for (const sentence of afterClockInWords(tally)) call.note(sentence);
      assertTelling(tally, damage.result().count, call.get(unusedFor));
      await call.write(await narrower(call, workspace, checked, policy, tally));
      return 0;
    }
    const report = usageReport(policy, tally, damage.result(), empty);
    await call.write(
      call.get(format) === "json"
        ? `${JSON.stringify(report, null, 2)}\n`
        : usageInWords(report, styleOf(call)),
    );
    return 0;
  },
});

/**
 * A log that shows nothing, or not the whole time after which a grant counts as unused, would take away what is used
 * seldom: a `failure`. Saying a shorter time is saying that this is meant.
 */
function assertTelling(tally: Tally, damaged: number, written: string | undefined): void {
  if (tally.agents.size === 0)
    throw failure(
      `No suggestion: the logs show no use of any agent of this policy (${plural(tally.events, "event")}, ${plural(damaged, "damaged record")}${tally.afterClock.size > 0 ? ", and events after the clock" : ""}).`,
    );
  const gap = firstGap(tally.days, tally.since, tally.until);
  if (gap === undefined) return;
  throw failure(
    `No suggestion: the logs show nothing of an agent of this policy between ${instantInWords(gap.from)} and ${instantInWords(gap.until)}, and a grant counts as unused after ${written ?? "90d"}. Give logs of that whole time, with --at the day on which they end, or say a shorter time with --unused-for.`,
  );
}

/** Every event of every log, in order; the logs that hold none. A record that no reader knows is damage. */
async function eachEvent(
  call: Call,
  policy: Policy,
  damage: DamageLog,
  take: (event: UsageEvent) => void,
): Promise<readonly string[]> {
  const readers = logReaders(policy);
  const empty: string[] = [];
  for (const written of call.args) {
    const path = written === "-" ? "-" : resolve(call.io.cwd, written);
    let read = 0;
    try {
      await readRecords(path, written, damage, (record, place) => {
        const events = isObject(record) ? eventsOf(readers, record) : undefined;
        if (events === undefined) damage.add(place);
        else {
          read += events.length;
          events.forEach(take);
        }
      });
    } catch (error) {
      const reason = systemReason(error);
      throw reason === undefined ? error : failure(`Cannot read '${written}': ${reason}.`);
    }
    if (read === 0) empty.push(written);
  }
  return empty;
}

function eventsOf(
  readers: readonly LogReader[],
  record: Readonly<Record<string, unknown>>,
): readonly UsageEvent[] | undefined {
  for (const read of readers) {
    const events = read(record);
    if (events !== undefined) return events;
  }
  return undefined;
}

/** The suggestion as a diff, after it was proven: never wider, and everything that the log shows as used is still allowed. */
async function narrower(
  call: Call,
  workspace: Workspace,
  checked: Checked,
  policy: Policy,
  tally: Tally,
): Promise<string> {
  if (call.args.includes("-"))
    throw failure("--suggest reads the logs twice, so it cannot read standard input.");
  const suggested = suggest(policy, checked.files, (agent) => tally.agents.get(agent));
  for (const sentence of suggested.kept) call.note(sentence);
  const { edits, after, broken, told } = await sound(workspace, checked, suggested.edits);
  if (edits.length === 0) {
    call.note(
      suggested.edits.length === 0
        ? "Everything that the policy gives was used: nothing to narrow."
        : "What was not used cannot be taken away alone without an error: nothing to narrow.",
    );
    return "";
  }
  const fresh = after.policies.find((one) => one.environment === policy.environment);
  if (fresh === undefined || broken !== undefined)
    throw failure(
      `No suggestion: the narrower policy would not check (${broken?.message ?? "it is empty"}).`,
    );
  const wider = diffPolicies(policy, fresh, checked.at).find((one) => one.wider.length > 0 || one.incomplete);
  if (wider !== undefined)
    throw failure(`No suggestion: it could not be proven narrower for ${wider.agent}.`);
  const lost = new Set<string>();
  await eachEvent(call, policy, damageLog(), (event) => {
    if (event.denied || event.request === undefined || event.at > checked.at) return;
    if (
      evaluate(policy, event.request, event.at).decision === "allow" &&
      evaluate(fresh, event.request, event.at).decision === "deny"
    )
      lost.add(`${event.agent} ${event.actions.join(", ")}`);
  });
  const [first] = lost;
  if (first !== undefined)
    throw failure(`No suggestion: it would refuse what the log shows as used (${first}).`);
  if (told.length > 0) call.note("What 'remit check' says of the narrower policy, and not of today's:");
  for (const sentence of told) call.note(sentence);
  call.note(
    `Proven narrower, and all that the logs show is still allowed. Review it, then apply it with 'git apply' in ${workspace.shown(".") || "the workspace"}.`,
  );
  return unifiedDiff(checked.files, edits);
}
