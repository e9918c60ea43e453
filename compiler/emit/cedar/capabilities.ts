/** What plain Cedar can enforce by itself. */
import type { ActionPattern, Deny, Dnf } from "../../model/policy.ts";
import { type Ability, type Capabilities, cannot, native } from "../capabilities.ts";

export const capabilities: Capabilities = {
  kind: "cedar",
  action: () => true,
  actions: actionsAbility,
  range: native,
  session: () => native,
  approval: () => cannot("Cedar cannot go through a request's approvals"),
  subject: (subjects) =>
    strings(subjects.flat().map((one) => (one.kind === "group" ? one.claim : one.email))),
  window: () => cannot("Cedar has no recurring windows"),
  condition: (condition) => patterns(condition),
  resource: (resources) => globs(resources.flat()),
  deny: (deny) => denyAbility(deny),
  lead: () => 0,
};

/** A `never` of literal actions is stated for the granted ones it matches; of tools by its patterns. */
function denyAbility(deny: Deny): Ability {
  const tools = deny.actions.filter((action) => action.text.startsWith("tool:"));
  const parts = [
    actionsAbility(tools),
    globs(deny.resources ?? []),
    ...(deny.unless === undefined ? [] : [patterns(deny.unless)]),
  ];
  return parts.find((part) => part.kind === "cannot") ?? native;
}

export function patterns(condition: Dnf): Ability {
  const atoms = condition.flat();
  const likes = atoms.flatMap((atom) => (atom.op === "like" || atom.op === "not-like" ? [atom.value] : []));
  const texts = atoms.flatMap((atom) =>
    atom.type !== "string" ? [] : "values" in atom ? atom.values : [atom.value],
  );
  const shape = globs(likes);
  return shape.kind === "native" ? strings(texts) : shape;
}

function globs(list: readonly string[]): Ability {
  if (list.some((glob) => glob.includes("?"))) return cannot("Cedar's patterns have no `?`");
  return strings(list);
}

/** Cedar's strict validation warns of strings that mix scripts or hold marks that reorder text. */
function strings(list: readonly string[]): Ability {
  return list.every(isPlain)
    ? native
    : cannot("Cedar's validation objects to text that mixes scripts or reorders it");
}

/** Latin letters and what all scripts share, without bidirectional marks. */
export const isPlain = (text: string): boolean =>
  /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u.test(text) &&
  !/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text);

/** Their names go into the schema, a tool's pattern into a condition. */
function actionsAbility(actions: readonly ActionPattern[]): Ability {
  if (actions.some((action) => action.wildcard && action.text.includes("?")))
    return cannot("Cedar's patterns have no `?`");
  if (actions.some((action) => action.wildcard && !action.text.startsWith("tool:")))
    return cannot("a wildcard has to be expanded against the catalog first");
  return strings(actions.map((action) => action.text));
}
