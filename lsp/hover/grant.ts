/** A `may`: when it holds, under which condition, and what each target does with it. */
import { compileTargets } from "../../compiler/emit/compile.ts";
import type { Enforcement } from "../../compiler/emit/emission.ts";
import { targetName } from "../../compiler/emit/enforcement.ts";
import { conditionInWords } from "../../compiler/model/condition-words.ts";
import { intersect, interval } from "../../compiler/model/intervals.ts";
import { inForce } from "../../compiler/model/life.ts";
import { type Agent, type Grant, MAX_INSTANT, type Policy } from "../../compiler/model/policy.ts";
import { approvalInWords, subjectsInWords } from "../../compiler/model/reason.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import type { Whole } from "../project.ts";
import type { View } from "../view.ts";
import { code, plain } from "./text.ts";

interface Held {
  readonly policy: Policy;
  readonly agent: Agent;
  readonly grant: Grant;
}

/** The grants that a statement, beginning at `start`, makes: of one agent, or of all that take its scope or profile. */
export function grantsAt(checked: Whole, file: string, start: number): readonly Held[] {
  return checked.policies.flatMap((policy) =>
    Object.values(policy.agents).flatMap((agent) =>
      agent.grants
        .filter(({ origin, scope }) =>
          [origin, scope?.origin].some((one) => one?.span.file === file && one.span.start === start),
        )
        .map((grant) => ({ policy, agent, grant })),
    ),
  );
}

export async function grantHover(view: View, checked: Whole, start: number): Promise<string | undefined> {
  const held = grantsAt(checked, view.path, start);
  const [first] = held;
  if (first === undefined) return undefined;
  const agents = [...new Set(held.map(({ agent }) => agent.name))];
  const lines =
    agents.length > 1
      ? [
          `Held by ${agents.length} agents: ${agents.slice(0, 8).map(plain).join(", ")}${agents.length > 8 ? ", …" : ""}`,
        ]
      : [when(first, checked.at)];
  const { condition, approvals, subjects, windows } = first.grant;
  if (condition !== undefined) lines.push(`where ${code(conditionInWords(condition))}`);
  for (const any of subjects) lines.push(`on behalf of ${plain(subjectsInWords(any))}`);
  for (const approval of approvals) lines.push(`with ${plain(approvalInWords(approval))}`);
  for (const { name, zone } of windows) lines.push(`during ${plain(name)} (${plain(zone)})`);
  const enforced = await enforcement(view, checked, held);
  return [...lines, ...enforced].join("\n\n");
}

/** When a grant is in force from `at` on, windows aside. */
export function timesOf({ policy, agent, grant }: Held, at: number) {
  return intersect(
    intersect(inForce(policy, agent.name), interval(at, MAX_INSTANT)),
    interval(grant.range.from, grant.range.until),
  );
}

function when(held: Held, at: number): string {
  const times = timesOf(held, at);
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined) return "**Never in force again.**";
  const until = last.until === MAX_INSTANT ? "without an end" : `until ${instantInWords(last.until)}`;
  const from = first.from <= at ? "In force" : `In force from ${instantInWords(first.from)}`;
  return `**${from}, ${until}**${times.length > 1 ? `, in ${times.length} parts` : ""}`;
}

async function enforcement(view: View, checked: Whole, held: readonly Held[]): Promise<readonly string[]> {
  if (checked.policies.every(({ targets }) => targets.length === 0))
    return ["No target is declared: nothing enforces it yet."];
  const { targets } = await compileTargets(checked, { version: "" }, view.data);
  const keys = new Set(held.map(({ agent, grant }) => `${agent.name}\n${grant.id}`));
  const lines = targets.flatMap(({ target, emission }) => {
    const found = emission.enforcement.find(({ agent, grant }) => keys.has(`${agent}\n${grant}`));
    return found === undefined ? [] : [`- ${code(targetName(target))}: ${inWords(found.enforcement)}`];
  });
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function inWords(enforcement: Enforcement): string {
  switch (enforcement.kind) {
    case "native":
      return "enforced natively";
    case "scheduled":
      return `scheduled: to be applied again by ${instantInWords(enforcement.next)}, since ${plain(enforcement.why)}`;
    case "left-out":
      return `left out: ${enforcement.lacks.map(({ why }) => plain(why)).join("; ")}`;
    case "waived":
      return `waived (${enforcement.constraints.join(", ")}) until ${instantInWords(enforcement.until)}`;
    case "not-applicable":
      return "not applicable";
  }
}
