/** Action literals: which actions they stand for, in a `may` expanded and elsewhere as patterns. */
import type { BuiltInService, CatalogAction, ResourceType } from "../catalog/catalog.ts";
import { builtInServices } from "../catalog/catalog.ts";
import { own } from "../model/json.ts";
import { matches } from "../model/pattern.ts";
import type { ActionPattern, Service, ValueType } from "../model/policy.ts";
import { nearest } from "../nearest.ts";
import type { ProblemCode } from "../problems.ts";
import type { ActionRef } from "../syntax/ast-values.ts";
import { type Context, note, report } from "./context.ts";
import type { Entry, EntryOf } from "./entry.ts";
import { outdated, settle } from "./expansion.ts";
import { hints, type More } from "./findings.ts";
import { lookUp } from "./names.ts";
import { type Place, spanOf } from "./place.ts";
import { hint, resolve } from "./resolve.ts";
import type { DeclaredService } from "./services.ts";

/** What an action literal stands for. */
export interface ActionSet {
  /** As the model has them: expanded for a `may`, else as written. */
  readonly patterns: readonly ActionPattern[];
  /** As written, qualified. */
  readonly written: string;
  /** The actions among them that something describes. */
  readonly known: readonly KnownAction[];
  /** Whether it may stand for others too, of which nothing is known. */
  readonly open: boolean;
  readonly service: BuiltInService | "tool" | "declared";
}

export interface KnownAction {
  /** Qualified. */
  readonly text: string;
  readonly inputs: Readonly<Record<string, ValueType>>;
  /** What a built-in action can be limited to. */
  readonly resources: readonly ResourceType[];
  readonly resourceRequired: boolean;
  /** The declared service. */
  readonly of?: Service;
}

/** `may` takes an expansion that the lock freezes; whatever else names actions keeps its patterns. */
export type Use = "may" | "pattern";

export interface ActionTables {
  readonly services: ReadonlyMap<Entry, DeclaredService>;
  /** Judgements by use and text, each made once. */
  readonly judged: Map<string, Judgement>;
  /** What each wildcard of a `may` means now, for the lock. */
  readonly expansions: Map<string, readonly string[]>;
}

interface Complaint {
  readonly code: ProblemCode;
  readonly message: string;
  /** Action parts to write instead. */
  readonly near?: readonly string[];
}

interface Judgement {
  readonly set?: ActionSet;
  readonly complaint?: Complaint;
}

/** The actions that a literal stands for; `undefined` when there are none, which was reported. */
export function readActions(
  context: Context,
  tables: ActionTables,
  place: Place,
  ref: ActionRef,
  use: Use,
): ActionSet | undefined {
  if (ref.broken || ref.action === "") return undefined;
  const service = serviceOf(context, tables, place, ref);
  if (service === undefined) return undefined;
  const name = typeof service === "string" ? service : service.qualified;
  // In quotes an action is itself to the letter.
  const wildcard = !ref.quoted && /[*?]/.test(ref.action);
  const key = `${use} ${wildcard ? "*" : "="} ${name}:${ref.action}`;
  let judgement = tables.judged.get(key);
  if (judgement === undefined) {
    judgement =
      typeof service === "string"
        ? builtIn(context, tables, service, ref.action, wildcard, use)
        : declared(context, tables, service, ref.action, wildcard, use);
    tables.judged.set(key, judgement);
  }
  if (typeof service !== "string") referToAction(context, tables, place, service, ref);
  const { complaint } = judgement;
  if (complaint) report(context, place, ref, complaint.code, complaint.message, fixes(place, ref, complaint));
  return judgement.set;
}

function fixes(place: Place, ref: ActionRef, { near = [] }: Complaint): More {
  return {
    fixes: near.map((name) => {
      const text = /^[A-Za-z0-9_.:/*?-]+$/.test(name) ? name : JSON.stringify(name);
      const edit = { span: { ...spanOf(place, ref), start: ref.service.end }, text: `:${text}` };
      return { title: `Write '${ref.service.text}:${text}'`, edits: [edit], safe: false };
    }),
  };
}

function referToAction(
  context: Context,
  tables: ActionTables,
  place: Place,
  service: EntryOf<"service">,
  ref: ActionRef,
): void {
  const action = tables.services.get(service)?.declarations.get(ref.action);
  const { references } = context;
  if (action === undefined || references === undefined) return;
  const span = { ...spanOf(place, ref), start: ref.actionStart };
  note(references, ref, span, { kind: "action", service, action });
}

type BuiltIn = BuiltInService | "tool";
const builtIns: ReadonlyMap<string, BuiltIn> = new Map(
  [...builtInServices, "tool" as const].map((name) => [name, name]),
);

function serviceOf(
  context: Context,
  tables: ActionTables,
  place: Place,
  ref: ActionRef,
): BuiltIn | EntryOf<"service"> | undefined {
  const builtIn = builtIns.get(ref.service.text);
  if (builtIn === undefined || isMisnamed(context, tables, place, ref))
    return resolve(context, place, ref.service, ["service"]);
  return builtIn;
}

/** Whether a service has a built-in one's name, which is reported there, and the action: that is the one mistake. */
function isMisnamed(context: Context, tables: ActionTables, place: Place, ref: ActionRef): boolean {
  const found = lookUp(context.names, place.file, ref.service.text);
  if (found.kind !== "found" || found.entry.kind !== "service") return false;
  const names = Object.keys(tables.services.get(found.entry)?.service.actions ?? {});
  return names.some((name) => (ref.quoted ? name === ref.action : matches(ref.action, name)));
}

function builtIn(
  context: Context,
  tables: ActionTables,
  service: BuiltIn,
  action: string,
  wildcard: boolean,
  use: Use,
): Judgement {
  const written = `${service}:${action}`;
  const pattern = { patterns: [{ text: written, wildcard }], written, service };
  if (service === "tool") return { set: { ...pattern, known: [], open: true } };
  const catalog = context.world.catalogs.get(service);
  if (catalog === undefined) return {};
  if (!wildcard) {
    const exact = catalog.action(action) ?? catalog.assumed(action);
    if (exact === undefined) {
      const near = hints(context.findings, () => catalog.nearest(action, 3));
      const message = `${service} has no action '${action}'${hint(near)}`;
      return { complaint: { code: "unknown-action", message, near } };
    }
    const set = { ...pattern, known: [described(service, exact)], open: false };
    if (catalog.action(action)) return { set };
    const message = `'${written}' is not in Remit's list of ${service} actions, which is not complete; make sure that it is spelled right.`;
    return { set, complaint: { code: "unverified-name", message } };
  }
  const matching = catalog.matching(action).map((found) => described(service, found));
  if (!catalog.complete && use === "may") {
    const message = `Remit has no complete list of ${service} actions, so '${written}' could come to mean more than it does today; list the actions one by one.`;
    return { complaint: { code: "wildcard-needs-catalog", message } };
  }
  if (matching.length === 0 && catalog.complete) return { complaint: empty(written, service) };
  if (use === "pattern") return { set: { ...pattern, known: matching, open: !catalog.complete } };
  return expanded(context, tables, { ...pattern, known: matching, open: false });
}

function described(service: BuiltInService, action: CatalogAction): KnownAction {
  const { name, inputs, resources, resourceRequired } = action;
  return { text: `${service}:${name}`, inputs, resources, resourceRequired };
}

function declared(
  context: Context,
  tables: ActionTables,
  entry: EntryOf<"service">,
  action: string,
  wildcard: boolean,
  use: Use,
): Judgement {
  const found = tables.services.get(entry);
  if (found === undefined) return {};
  const { service, incomplete } = found;
  const written = `${service.name}:${action}`;
  const known = (name: string, inputs: KnownAction["inputs"]): KnownAction => ({
    text: `${service.name}:${name}`,
    inputs,
    resources: [],
    resourceRequired: service.resource !== undefined,
    of: service,
  });
  const set = { written, service: "declared", open: incomplete } as const;
  const exact = wildcard ? undefined : own(service.actions, action);
  if (exact)
    return {
      set: { ...set, patterns: [{ text: written, wildcard: false }], known: [known(action, exact.inputs)] },
    };
  const matching = wildcard ? Object.values(service.actions).filter(({ name }) => matches(action, name)) : [];
  if (matching.length === 0 && incomplete) return {};
  if (!wildcard) {
    const near = hints(context.findings, () => nearest(action, Object.keys(service.actions)));
    const message = `The service '${service.name}' has no action '${action}'${hint(near)}`;
    return { complaint: { code: "unknown-action", message, near } };
  }
  if (matching.length === 0) return { complaint: empty(written, `the service '${service.name}'`) };
  const all = matching
    .map(({ name, inputs }) => known(name, inputs))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
  const whole = { ...set, patterns: [{ text: written, wildcard: true }], known: all };
  return use === "may" ? expanded(context, tables, whole) : { set: whole };
}

function empty(written: string, service: string): Complaint {
  return { code: "empty-wildcard", message: `'${written}' matches no action of ${service}.` };
}

function expanded(context: Context, tables: ActionTables, set: ActionSet): Judgement {
  const now = set.known.map(({ text }) => text);
  tables.expansions.set(set.written, now);
  const frozen = settle(context.world.lock, set.written, now);
  const known = set.known.filter(({ text }) => frozen.has(text));
  const patterns = known.map(({ text }) => ({ text, wildcard: false }));
  const message = outdated(context.world.lock, set.written, now);
  const complaint: Complaint | undefined =
    message === undefined ? undefined : { code: "lock-outdated", message };
  return { set: { ...set, known, patterns }, complaint };
}
