/** What is known of an action: its risk and labels, from its service or catalog and from `classify`. */
import { type Catalogs, splitAction } from "../../compiler/catalog/catalogs.ts";
import { findText } from "../../compiler/model/language.ts";
import { asGlob, contains, intersects, matches } from "../../compiler/model/pattern.ts";
import type { ActionPattern, Classification, Grant, Policy, Risk } from "../../compiler/model/policy.ts";

export interface ActionFacts {
  readonly risk: Risk;
  /** Sorted. */
  readonly labels: readonly string[];
}

type Resources = Grant["resources"];

export interface Actions {
  /** The facts of an action as a grant on these resources gives it. Known once, asked often. */
  of(action: ActionPattern, resources: Resources): ActionFacts;
}

const order: readonly Risk[] = ["read", "write", "admin"];

/** The greater of two risks. */
export function higher(a: Risk, b: Risk): Risk {
  return order.indexOf(a) < order.indexOf(b) ? b : a;
}

/**
 * A `classify` that overlaps gives its labels and its risk; of several risks the highest counts. The catalog's own
 * risk counts too unless a `classify` with a risk covers all of the action and the resources: an unclassified part
 * is still what it was.
 */
export function actionsOf(policy: Policy, catalogs: Catalogs): Actions {
  const known = new Map<string, ActionFacts>();
  const bare = new Map<string, { base: ActionFacts; classes: readonly Classification[] }>();
  return {
    of(action, resources) {
      const key = `${action.wildcard ? "*" : "="}${action.text}`;
      let start = bare.get(key);
      if (!start) {
        const classes = policy.classifications.filter((one) =>
          one.actions.some((glob) => meets(action, glob)),
        );
        start = { base: baseOf(policy, catalogs, action), classes };
        bare.set(key, start);
      }
      if (start.classes.length === 0) return start.base;
      const full = `${key}\n${JSON.stringify(resources)}`;
      const found = known.get(full) ?? classified(action, resources, start.base, start.classes);
      known.set(full, found);
      return found;
    },
  };
}

function baseOf(policy: Policy, catalogs: Catalogs, { text }: ActionPattern): ActionFacts {
  const split = splitAction(text);
  if (split) {
    const catalog = catalogs.get(split.service);
    const found = catalog?.action(split.name) ?? catalog?.assumed(split.name);
    return found ? { risk: found.risk, labels: found.labels } : { risk: "write", labels: [] };
  }
  const colon = text.indexOf(":");
  const service = Object.hasOwn(policy.services, text.slice(0, colon))
    ? policy.services[text.slice(0, colon)]
    : undefined;
  const name = text.slice(colon + 1);
  const declared = service && Object.hasOwn(service.actions, name) ? service.actions[name] : undefined;
  return declared ? { risk: declared.risk, labels: declared.labels } : { risk: "write", labels: [] };
}

/** Whether an action pattern and a glob have an action in common. */
export function meets(action: ActionPattern, glob: string): boolean {
  return action.wildcard ? intersects(action.text, glob) : matches(glob, action.text);
}

/** Whether each action of the pattern is one of the globs'. */
export function isWithin(action: ActionPattern, globs: readonly string[]): boolean {
  return action.wildcard ? contains(globs, action.text) : globs.some((glob) => matches(glob, action.text));
}

function classified(
  action: ActionPattern,
  resources: Resources,
  base: ActionFacts,
  classes: readonly Classification[],
): ActionFacts {
  const labels = new Set(base.labels);
  let risk: Risk | undefined;
  let covered = false;
  for (const one of classes) {
    if (!resourcesMeet(resources, one.resources)) continue;
    for (const label of one.labels) labels.add(label);
    if (one.risk === undefined) continue;
    risk = risk === undefined ? one.risk : higher(risk, one.risk);
    covered ||= isWithin(action, one.actions) && liesWithin(resources, one.resources);
  }
  if (risk === undefined || !covered) risk = risk === undefined ? base.risk : higher(risk, base.risk);
  return { risk, labels: [...labels].sort() };
}

/** Whether a grant on these resources (each list of `on` must match) reaches any of the globs. */
export function resourcesMeet(resources: Resources, globs: readonly string[] | undefined): boolean {
  if (globs === undefined || resources.length === 0) return true;
  const [only] = resources;
  if (only && resources.length === 1) return only.some((one) => globs.some((glob) => intersects(one, glob)));
  const within = [...resources, globs].map((list) => list.map(asGlob));
  return findText({ within, outside: [], shape: "name" }).kind !== "empty";
}

/** Whether every resource of the grant is one of the globs': one `on` that lies within them is enough. */
export function liesWithin(resources: Resources, globs: readonly string[] | undefined): boolean {
  if (globs === undefined) return true;
  return resources.some((list) => list.every((one) => contains(globs, one)));
}
