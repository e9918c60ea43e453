/**
 * The checker: from the names of all files and the world outside to the policy of one environment. Pure and
 * synchronous; every environment is checked by a run of its own over shared findings.
 */
import type { Policy } from "../model/policy.ts";
import type { ActionTables } from "./actions.ts";
import { type Agents, readAgents } from "./agents.ts";
import { readClassifications } from "./classify.ts";
import type { Context } from "./context.ts";
import type { Entry } from "./entry.ts";
import { currentLabel } from "./environments.ts";
import { readGuardrails } from "./guardrails.ts";
import { checkShared } from "./identities.ts";
import { evaluateLets } from "./lets.ts";
import { readPeople } from "./people.ts";
import { record } from "./record.ts";
import { readScopes } from "./scopes.ts";
import { readServices } from "./services.ts";
import type { Tables } from "./tables.ts";
import { readTargets } from "./targets.ts";
import { readTests } from "./tests.ts";
import type { Typed } from "./typed.ts";
import { latestEnd, readFacts, readWindows } from "./windows.ts";

export interface CheckedEnvironment {
  readonly policy: Policy;
  readonly agents: Agents;
  /** What each wildcard of a `may` means now, for the lock. */
  readonly expansions: ReadonlyMap<string, readonly string[]>;
}

/** Everything of one environment. `context.lets` is filled here. */
export function check(context: Context, lets: Map<Entry, Typed>): CheckedEnvironment {
  evaluateLets(context, lets);
  const actions: ActionTables = {
    services: readServices(context),
    judged: new Map(),
    expansions: new Map(),
  };
  const tables: Tables = {
    ...actions,
    people: readPeople(context),
    facts: readFacts(context),
    windows: readWindows(context, latestEnd(context)),
    classifications: readClassifications(context, actions),
    described: new Map(),
    scopes: new Map(),
  };
  readScopes(context, tables);
  const agents = readAgents(context, tables);
  checkShared(context, agents.agents.values());
  const environment = currentLabel(context);
  const { people } = tables;
  const policy: Policy = {
    workspace: context.world.workspace,
    ...(environment === undefined ? {} : { environment }),
    owners: record(visible(people.owners)),
    teams: record(visible(people.teams)),
    services: record(visible(tables.services).map(([name, { service }]) => [name, service] as const)),
    facts: record([...tables.facts.values()].map((fact) => [fact.name, fact] as const)),
    agents: record(visible(agents.agents)),
    classifications: tables.classifications,
    guardrails: readGuardrails(context, tables),
    tests: readTests(context, tables, agents),
    targets: readTargets(context, agents),
  };
  return { policy, agents, expansions: tables.expansions };
}

/** By qualified name, without those that an earlier declaration shadows. */
function visible<T>(table: ReadonlyMap<Entry, T>): (readonly [string, T])[] {
  return [...table].flatMap(([entry, value]) => (entry.shadowed ? [] : [[entry.qualified, value] as const]));
}
