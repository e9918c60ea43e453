/** The two sides of a comparison: files, folders or git revisions, checked for each environment. */
import type { ParseCache } from "../compiler/checked.ts";
import { type Checked, type CheckOptions, checkWorkspace } from "../compiler/index.ts";
import {
  type AgentDiff,
  type Change,
  diffPolicies,
  renamings,
  type Verdict,
} from "../compiler/model/diff.ts";
import { hiddenEnds, otherChanges } from "../compiler/model/diff-other.ts";
import { sentence } from "../compiler/model/diff-words.ts";
import type { OtherChange } from "../compiler/model/other-change.ts";
import type { Instant, Origin, Policy } from "../compiler/model/policy.ts";
import type { Request } from "../compiler/model/request.ts";
import { lineTable, positionAt } from "../compiler/source.ts";
import { frontEnd } from "./checking.ts";
import type { Call } from "./command.ts";
import { assertSound } from "./deciding.ts";
import { defaultConfig } from "./default-config.ts";
import { failure } from "./failure.ts";
import { gitHost } from "./git.ts";
import type { Place } from "./report/finding.ts";
import { commitOrPath } from "./revision-name.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

export interface Said {
  readonly sentence: string;
  readonly witness: Request;
}

export interface AgentChange extends Place {
  readonly agent: string;
  readonly verdict: Verdict;
  readonly wider: readonly Said[];
  readonly narrower: readonly Said[];
  readonly renewal: boolean;
  /** The comparison passed a limit: there may be more than is listed. */
  readonly incomplete: boolean;
}

export interface Noted extends Place {
  readonly kind: string;
  readonly message: string;
}

export interface Comparison {
  readonly at: Instant;
  readonly agents: readonly AgentChange[];
  readonly other: readonly Noted[];
}

export interface SideOfDiff {
  readonly written: string;
  readonly workspace: Workspace;
  readonly checked: Checked;
}

interface Side extends Workspace {
  readonly revision?: true;
}

/** Opens and checks one side: a path, or a revision of the repository around the current folder. */
export async function openSide(
  call: Call,
  written: string,
  environment: string | undefined,
  cache: ParseCache = new Map(),
): Promise<SideOfDiff> {
  return openNamed(call, written, commitOrPath(call.io.cwd, written), environment, cache);
}

/** As `openSide`, of a commit (or, without one, a path) that `written` is known to name. */
export async function openNamed(
  call: Call,
  written: string,
  commit: string | undefined,
  environment: string | undefined,
  cache: ParseCache = new Map(),
): Promise<SideOfDiff> {
  const workspace: Side =
    commit === undefined ? await openWorkspace(call, [written]) : await revision(call, written, commit);
  const checked = await checkedSide(workspace, { environment, cache });
  try {
    assertSound(checked);
  } catch (error) {
    throw failure(`'${written}' cannot be compared. ${error instanceof Error ? error.message : ""}`);
  }
  return { written, workspace, checked };
}

/** A revision from before there was a policy is one in which no agent may do anything. */
async function checkedSide(workspace: Side, options: CheckOptions): Promise<Checked> {
  const { host, config } = workspace;
  const paths = await host.list(config.policies);
  if (paths.length > 0 || workspace.revision !== true) return frontEnd(workspace, options);
  return checkWorkspace(host, config, { at: host.now() });
}

async function revision(call: Call, written: string, commit: string): Promise<Side> {
  const here = await openWorkspace(call, []);
  const host = gitHost(here.root, commit, here.host.now(), here.host.data);
  const text = await host.read("remit.yaml");
  const { readConfig } = await import("./config.ts");
  const config =
    text === undefined ? defaultConfig(here.root) : readConfig(text, `${written}:remit.yaml`, here.root);
  return { ...here, host, config, revision: true };
}

/** Compares two checked sides for each environment, and joins what the environments say. */
export function compare(old: SideOfDiff, fresh: SideOfDiff): Comparison {
  const { at } = fresh.checked;
  const agents = new Map<string, AgentChange>();
  const others = new Map<string, Noted>();
  for (const [before, after] of environments(old.checked, fresh.checked)) {
    const label = after.environment === undefined ? "" : `In ${after.environment}: `;
    const diffs = diffPolicies(before, after, at);
    for (const one of diffs) {
      const made = agentChange(old, fresh, before, after, one, at, label);
      const earlier = agents.get(one.agent);
      agents.set(one.agent, earlier === undefined ? made : joined(earlier, made));
    }
    const beside = otherChanges(before, after, renamings(before, after));
    for (const change of [...hiddenEnds(before, after, diffs), ...beside])
      others.set(`${change.kind} ${change.message}`, noted(old, fresh, change));
  }
  return { at, agents: [...agents.values()], other: [...others.values()] };
}

/** Policies of the same environment; one that only one side declares is compared with that side's nothing, or its only policy. */
function environments(old: Checked, fresh: Checked): readonly (readonly [Policy, Policy])[] {
  const names = new Set([...old.policies, ...fresh.policies].map((policy) => policy.environment));
  if (names.size > 1) names.delete(undefined);
  return [...names].flatMap((name) => {
    const [before, after] = [old, fresh].map((side) => sideFor(side, name));
    return before !== undefined && after !== undefined ? [[before, after] as const] : [];
  });
}

function sideFor(checked: Checked, environment: string | undefined): Policy | undefined {
  const found = checked.policies.find((policy) => policy.environment === environment);
  if (found !== undefined) return found;
  const [only] = checked.policies;
  if (only === undefined) return undefined;
  return only.environment === undefined ? { ...only, environment } : { ...only, environment, agents: {} };
}

function agentChange(
  old: SideOfDiff,
  fresh: SideOfDiff,
  before: Policy,
  after: Policy,
  one: AgentDiff,
  at: Instant,
  label: string,
): AgentChange {
  const origin = after.agents[one.agent]?.origin;
  const gone = before.agents[one.was ?? one.agent]?.origin;
  const said =
    (gives: boolean) =>
    (change: Change): Said => ({
      sentence: `${label}${sentence(one.agent, change, gives, at)}`,
      witness: change.witness,
    });
  return {
    agent: one.agent,
    verdict: one.verdict,
    wider: one.wider.map(said(true)),
    narrower: one.narrower.map(said(false)),
    renewal: one.renewal,
    incomplete: one.incomplete,
    ...(origin !== undefined ? placeOf(fresh, origin) : gone !== undefined ? placeOf(old, gone) : nowhere),
  };
}

const nowhere: Place = { file: "", range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } } };

function placeOf({ checked }: SideOfDiff, { span }: Origin): Place {
  const text = checked.files.find((file) => file.path === span.file)?.text ?? "";
  const lines = lineTable(text);
  return {
    file: span.file,
    range: { start: positionAt(lines, span.start), end: positionAt(lines, span.end) },
  };
}

const noted = (old: SideOfDiff, fresh: SideOfDiff, { kind, message, origin, side }: OtherChange): Noted => ({
  kind,
  message,
  ...placeOf(side === "new" ? fresh : old, origin),
});

/** The same agent in two environments. */
function joined(one: AgentChange, other: AgentChange): AgentChange {
  const wider = [...one.wider, ...other.wider];
  const narrower = [...one.narrower, ...other.narrower];
  const verdict: Verdict =
    one.verdict === other.verdict
      ? one.verdict
      : wider.length > 0
        ? narrower.length > 0
          ? "both"
          : "wider"
        : narrower.length > 0
          ? "narrower"
          : "same";
  return {
    ...one,
    verdict,
    wider,
    narrower,
    renewal: one.renewal && other.renewal,
    incomplete: one.incomplete || other.incomplete,
  };
}
