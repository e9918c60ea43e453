/** Planned grants and denies as IAM statements, and their distribution over documents of limited size. */
import type { ActionPattern, Deny, IntervalSet } from "../../model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../../model/policy.ts";
import { iamString } from "../escape.ts";
import type { PlannedAgent, PlannedGrant } from "../plan.ts";
import { covers } from "../subtract.ts";
import { resourcesOf } from "./capabilities.ts";
import { before, conjunctionBlock, denyBlocks, onOrAfter, rangeBlock } from "./conditions.ts";
import {
  type ConditionBlock,
  document,
  joinConditions,
  type PolicyDocument,
  policySize,
  type Statement,
  statementSize,
} from "./statement.ts";

/** Non-blank characters of one managed policy. */
export const maxPolicySize = 6144;

/** What the catalog says of an action's resources. */
export interface ActionResources {
  /** Whether it can be limited to a resource. */
  readonly takes: (action: string) => boolean;
  /** Those of the patterns that some resource of the action can match. */
  readonly among: (action: string, patterns: readonly string[]) => readonly string[];
}

/**
 * The allow statements of one grant: for each conjunction of its condition one for the actions that share their
 * resources. A call of an action that takes no resource names `*`, which a grant with `on` does not cover, so such
 * actions are not in its statements.
 */
export function allowStatements(
  planned: PlannedGrant,
  sid: string,
  known: ActionResources,
): readonly Statement[] {
  const { grant } = planned;
  const blocks = (grant.condition ?? [[]]).flatMap((atoms) => {
    const block = conjunctionBlock(atoms);
    return block === undefined ? [] : [joinConditions([rangeBlock(grant.range), block])];
  });
  const statements = blocks.flatMap((condition) =>
    byResources(planned, known).map(
      ({ resources, actions }): Statement => ({
        Action: actions,
        ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
        Effect: "Allow",
        Resource: resources.map(iamString),
      }),
    ),
  );
  return statements.map((statement, index) => ({
    ...statement,
    Sid: statements.length === 1 ? sid : `${sid}n${index + 1}`,
  }));
}

/** Native actions by the resources that they are allowed on. */
function byResources(
  { grant }: PlannedGrant,
  known: ActionResources,
): readonly { readonly resources: readonly string[]; readonly actions: readonly string[] }[] {
  const all = resourcesOf(grant.resources) ?? [];
  const groups = new Map<string, { readonly resources: readonly string[]; readonly actions: string[] }>();
  for (const action of grant.actions) {
    const mine =
      grant.resources.length === 0 ? all : known.takes(action.text) ? known.among(action.text, all) : [];
    if (mine.length === 0) continue;
    const key = JSON.stringify(mine);
    const group = groups.get(key) ?? { resources: mine, actions: [] };
    group.actions.push(nativeAction(action));
    groups.set(key, group);
  }
  return [...groups.values()];
}

/**
 * The deny statements of an agent. A `never` with resources also covers a request that names none, so the granted
 * actions that take no resource are denied on `*` beside it.
 */
export function denyStatements(planned: PlannedAgent, known: ActionResources): readonly Statement[] {
  const granted = planned.grants.flatMap((grant) => grant.grant.actions);
  return planned.denies.flatMap((deny, index) => {
    const written = deny.actions.filter((action) => isNative(action)).map(nativeAction);
    const touched = granted.filter((action) => deny.actions.some((pattern) => covers(pattern, action.text)));
    const actions = unique([...written, ...touched.map(nativeAction)]);
    const bare = unique(touched.filter((action) => !known.takes(action.text)).map(nativeAction));
    const blocks = deny.unless === undefined ? [{}] : (denyBlocks(deny.unless) ?? []);
    return blocks.flatMap((block, part) => {
      const more = Object.keys(block).length > 0 ? { Condition: block } : {};
      const sid = `Never${index + 1}${blocks.length > 1 ? `n${part + 1}` : ""}`;
      const resources = nativeResources(deny);
      const statements: Statement[] = [];
      if (actions.length > 0 && resources.length > 0)
        statements.push({ Action: actions, ...more, Effect: "Deny", Resource: resources, Sid: sid });
      if (bare.length > 0 && deny.resources !== undefined)
        statements.push({ Action: bare, ...more, Effect: "Deny", Resource: ["*"], Sid: `${sid}bare` });
      return statements;
    });
  });
}

/** Denies everything outside of the agent's life; nothing where it has no bound. */
export function lifeStatements(life: IntervalSet): readonly Statement[] {
  const deny = (Sid: string, Condition?: ConditionBlock): Statement => ({
    Action: ["*"],
    ...(Condition === undefined ? {} : { Condition }),
    Effect: "Deny",
    Resource: ["*"],
    Sid,
  });
  if (life.length === 0) return [deny("NotInForce")];
  const statements: Statement[] = [];
  let end = MIN_INSTANT;
  for (const range of life) {
    if (range.from > MIN_INSTANT)
      statements.push(
        deny(
          `Gap${statements.length + 1}`,
          end === MIN_INSTANT ? before(range.from) : joinConditions([onOrAfter(end), before(range.from)]),
        ),
      );
    end = range.until;
  }
  if (end < MAX_INSTANT) statements.push(deny("AfterEnd", onOrAfter(end)));
  return statements;
}

/** The ceiling: the services that the agent's grants name, in its life only. */
export function boundary(planned: PlannedAgent): PolicyDocument {
  const services = unique(
    planned.grants.flatMap((grant) =>
      grant.grant.actions.map((action) => `${nativeAction(action).split(":")[0]}:*`),
    ),
  );
  const allow: readonly Statement[] =
    services.length === 0 ? [] : [{ Action: services, Effect: "Allow", Resource: ["*"], Sid: "Ceiling" }];
  return document([...allow, ...lifeStatements(planned.inForce)]);
}

/** As few documents as hold the statements in order; one that is too large alone is split by its actions, then by its resources. */
export function distribute(statements: readonly Statement[]): readonly PolicyDocument[] | undefined {
  const documents: Statement[][] = [];
  let room = 0;
  for (const statement of statements) {
    const parts = fitting(statement);
    if (parts === undefined) return undefined;
    for (const part of parts) {
      const size = statementSize(part);
      const last = documents.at(-1);
      if (last !== undefined && size <= room) last.push(part);
      else {
        documents.push([part]);
        // The first statement has no comma before it.
        room = maxPolicySize - emptySize + 1;
      }
      room -= size;
    }
  }
  return documents.map(document);
}

const emptySize = policySize(document([]));

function fitting(statement: Statement): readonly Statement[] | undefined {
  if (statementSize(statement) - 1 + emptySize <= maxPolicySize) return [statement];
  const resources = statement.Resource ?? [];
  const [list, put] =
    statement.Action.length > 1
      ? [statement.Action, (half: readonly string[]) => ({ ...statement, Action: half })]
      : [resources, (half: readonly string[]) => ({ ...statement, Resource: half })];
  if (list.length < 2) return undefined;
  const middle = list.length >> 1;
  const halves = [list.slice(0, middle), list.slice(middle)].map((half, index) =>
    fitting({ ...put(half), Sid: `${statement.Sid ?? "S"}p${index + 1}` }),
  );
  return halves.some((half) => half === undefined) ? undefined : halves.flatMap((half) => half ?? []);
}

const nativeAction = (action: ActionPattern): string => action.text.slice("aws:".length) || "*";

/** A pattern that IAM takes as written: `*`, or a service written out. */
function isNative(action: ActionPattern): boolean {
  if (!action.text.startsWith("aws:")) return false;
  const native = nativeAction(action);
  const colon = native.indexOf(":");
  return native === "*" || (colon > 0 && !/[*?]/.test(native.slice(0, colon)));
}

function nativeResources(deny: Deny): readonly string[] {
  return deny.resources === undefined ? ["*"] : deny.resources.map(iamString);
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
