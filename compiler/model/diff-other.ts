/** What a decision does not show: who answers, what is waived or accepted, where it is compiled to, what guards it. */

import type { AgentDiff } from "./diff.ts";
import { services } from "./diff-services.ts";
import { own } from "./json.ts";
import { inNew, inOld, type OtherChange, type OtherKind } from "./other-change.ts";
import type { Agent, Policy } from "./policy.ts";
import type { Target } from "./test-and-target.ts";
import { durationInWords, instantInWords } from "./time.ts";

/** All changes beside the decisions, agents in name order; `renamed` maps new names to old ones. */
export function otherChanges(
  old: Policy,
  fresh: Policy,
  renamed: ReadonlyMap<string, string>,
): readonly OtherChange[] {
  const changes: OtherChange[] = [];
  for (const name of Object.keys(fresh.agents).sort()) {
    const after = own(fresh.agents, name);
    const was = renamed.get(name) ?? name;
    const before = own(old.agents, was);
    if (after === undefined) continue;
    if (before !== undefined && was !== name)
      changes.push(inNew("renamed", after.origin, `Agent ${was} is now ${name}: it has the same identity.`));
    changes.push(...agentChanges(before, after));
  }
  changes.push(...targets(old, fresh), ...lost(old, fresh), ...people(old, fresh), ...services(old, fresh));
  return changes;
}

/**
 * Ends that moved without a change of access, since a review, a parent or a suspension stops the agent before both:
 * with the next review the new end counts. `diffs` is what the same comparison says of the decisions.
 */
export function hiddenEnds(old: Policy, fresh: Policy, diffs: readonly AgentDiff[]): readonly OtherChange[] {
  return diffs.flatMap(({ agent, was, verdict }) => {
    const [before, after] = [own(old.agents, was ?? agent), own(fresh.agents, agent)];
    if (verdict !== "same" || before === undefined || after === undefined) return [];
    if (before.expires === after.expires) return [];
    const [then, next] = [instantInWords(before.expires), instantInWords(after.expires)];
    return [
      inNew(
        "end",
        after.expiresOrigin,
        `The end of ${agent} was ${then} and is ${next}; something else stops it before.`,
      ),
    ];
  });
}

const inWords = (seconds: number | undefined): string | undefined =>
  seconds === undefined ? undefined : durationInWords(seconds);

/** Single values of an agent, as they are shown; `undefined` is "none". */
const values: readonly (readonly [OtherKind, string, (agent: Agent) => string | undefined])[] = [
  ["owner", "owner", (agent) => agent.owner],
  ["deputy", "deputy", (agent) => agent.deputy],
  ["team", "team", (agent) => agent.team],
  ["session", "longest session", (agent) => durationInWords(agent.session)],
  ["audit", "time that logs are kept", (agent) => inWords(agent.auditKeep)],
  ["source", "source", (agent) => agent.source.map((one) => JSON.stringify(one)).join(", ") || undefined],
  ["code", "code", (agent) => agent.code && JSON.stringify(agent.code)],
  ["environments", "environments", (agent) => agent.environments?.join(", ")],
  [
    "review",
    "review",
    (agent) =>
      agent.review &&
      `every ${durationInWords(agent.review.every)}${agent.review.suspend ? " or suspend" : ""}`,
  ],
];

function agentChanges(before: Agent | undefined, after: Agent): readonly OtherChange[] {
  const { name, origin } = after;
  const changes: OtherChange[] = [];
  if (before !== undefined)
    for (const [kind, label, read] of values)
      if (read(before) !== read(after))
        changes.push(
          inNew(
            kind,
            origin,
            `The ${label} of ${name} was ${read(before) ?? "none"} and is ${read(after) ?? "none"}.`,
          ),
        );
  const identities = (agent: Agent | undefined) =>
    (agent?.identities ?? []).map(({ origin: _, ...one }) => JSON.stringify(one)).sort();
  if (before !== undefined && identities(before).join() !== identities(after).join())
    changes.push(
      inNew(
        "identity",
        origin,
        `The identity of ${name} is another: ${identities(after).join(", ") || "none"}.`,
      ),
    );
  if (before !== undefined && before.suspended === undefined && after.suspended !== undefined)
    changes.push(
      inNew(
        "suspended",
        after.suspended.origin,
        `${name} is suspended since ${instantInWords(after.suspended.since)}: ${JSON.stringify(after.suspended.because)}.`,
      ),
    );
  if (before?.suspended !== undefined && after.suspended === undefined)
    changes.push(inNew("resumed", origin, `${name} is no longer suspended.`));
  return [...changes, ...exceptions(before, after)];
}

/** Waives, accepts and outside enforcement that are new, or last longer. */
function exceptions(before: Agent | undefined, after: Agent): readonly OtherChange[] {
  const changes: OtherChange[] = [];
  for (const waive of after.waives)
    if (
      !(before?.waives ?? []).some(
        (one) =>
          one.constraint === waive.constraint && one.target === waive.target && one.until >= waive.until,
      )
    )
      changes.push(
        inNew(
          "waive",
          waive.origin,
          `${after.name} waives ${waive.constraint} on ${waive.target} until ${instantInWords(waive.until)}: ${JSON.stringify(waive.because)}.`,
        ),
      );
  for (const accept of after.accepts)
    if (!(before?.accepts ?? []).some((one) => one.code === accept.code && one.until >= accept.until))
      changes.push(
        inNew(
          "accept",
          accept.origin,
          `${after.name} accepts ${accept.code} until ${instantInWords(accept.until)}: ${JSON.stringify(accept.because)}.`,
        ),
      );
  const outside = after.enforcedOutside;
  if (outside !== undefined && (before?.enforcedOutside?.until ?? Number.NEGATIVE_INFINITY) < outside.until)
    changes.push(
      inNew(
        "enforced-outside",
        outside.origin,
        `${after.name} says it is enforced outside by ${JSON.stringify(outside.by)} until ${instantInWords(outside.until)}.`,
      ),
    );
  return changes;
}

const targetName = (target: Target): string =>
  target.name === undefined ? target.kind : `${target.kind} ${target.name}`;

function targets(old: Policy, fresh: Policy): readonly OtherChange[] {
  const byName = (policy: Policy) => new Map(policy.targets.map((target) => [targetName(target), target]));
  const [before, after] = [byName(old), byName(fresh)];
  const said = ({ settings, environment }: Target) =>
    JSON.stringify([Object.entries(settings).sort(), environment]);
  return [
    ...[...after].flatMap(([name, target]) => {
      const was = before.get(name);
      if (was === undefined) return [inNew("target", target.origin, `Target ${name} is new.`)];
      if (said(was) !== said(target))
        return [inNew("target", target.origin, `The settings of target ${name} changed.`)];
      const left = was.agents.filter(
        (agent) => own(fresh.agents, agent) !== undefined && !target.agents.includes(agent),
      );
      return left.length > 0
        ? [inNew("target", target.origin, `Target ${name} no longer covers ${left.join(", ")}.`)]
        : [];
    }),
    ...[...before]
      .filter(([name]) => !after.has(name))
      .map(([name, target]) => inOld("target", target.origin, `Target ${name} is gone.`)),
  ];
}

/** Guardrails and tests that went, or that say less than before in a way that cannot be compared. */
function lost(old: Policy, fresh: Policy): readonly OtherChange[] {
  const guardrails = new Map(fresh.guardrails.map((one) => [one.name, one]));
  const plain = (value: unknown): string =>
    JSON.stringify(value, (key, item) => (key === "origin" ? undefined : item));
  const tests = new Set(
    fresh.tests.flatMap((test) => test.cases.map((one) => plain([one.expect, one.request]))),
  );
  return [
    ...old.guardrails.flatMap((guardrail) => {
      const after = guardrails.get(guardrail.name);
      if (after === undefined)
        return [inOld("guardrail", guardrail.origin, `Guardrail ${guardrail.name} is gone.`)];
      return plain(after) === plain(guardrail)
        ? []
        : [inNew("guardrail", after.origin, `Guardrail ${guardrail.name} changed.`)];
    }),
    ...old.tests.flatMap((test) => {
      const gone = test.cases.filter((one) => !tests.has(plain([one.expect, one.request])));
      if (gone.length === 0) return [];
      const count = gone.length === test.cases.length ? "all" : String(gone.length);
      return [
        inOld(
          "test",
          test.origin,
          `Of test ${JSON.stringify(test.title)} ${count} cases are gone or changed.`,
        ),
      ];
    }),
  ];
}

function people(old: Policy, fresh: Policy): readonly OtherChange[] {
  return Object.values(fresh.owners).flatMap((owner) => {
    const before = own(old.owners, owner.name);
    if (before === undefined) return [];
    if (before.email !== owner.email)
      return [
        inNew("owner", owner.origin, `The email of ${owner.name} was ${before.email} and is ${owner.email}.`),
      ];
    if (before.left !== owner.left && owner.left !== undefined)
      return [inNew("owner-left", owner.origin, `${owner.name} leaves on ${instantInWords(owner.left)}.`)];
    return [];
  });
}
