/**
 * The narrower policy that a log suggests, as edits of the source: statements that nothing used go, lists of actions
 * shrink to the used ones, and what a shared scope gives beyond that is taken back by a `never`.
 */
import { declaredAgent, statementsEnd } from "../edit/agent-edit.ts";
import { matchesAction } from "../model/evaluate.ts";
import { own } from "../model/json.ts";
import type { Agent, Grant, Policy } from "../model/policy.ts";
import type { TextEdit } from "../problem.ts";
import type { SourceFile } from "../syntax/ast.ts";
import type { Grant as GrantNode } from "../syntax/ast-grants.ts";
import type { AgentUse } from "./tally.ts";

/** An edit with the agent whose access it narrows. */
export interface AgentEdit extends TextEdit {
  readonly agent: string;
}

export interface Suggestion {
  readonly edits: readonly AgentEdit[];
  /** What could not be narrowed, as sentences. */
  readonly kept: readonly string[];
}

/**
 * `used` says what the log shows of an agent; an agent that it does not show at all used nothing. What a sub-agent
 * uses counts for the agents above it, too: it may do no more than they may.
 */
export function suggest(
  policy: Policy,
  files: readonly SourceFile[],
  used: (agent: string) => AgentUse | undefined,
): Suggestion {
  const edits: AgentEdit[] = [];
  const needed = withSubAgents(policy, used);
  const kept: string[] = [];
  for (const agent of Object.values(policy.agents)) {
    const declared = declaredAgent(files, agent.name);
    if (declared === undefined) continue;
    const use = needed(agent.name);
    const add = (edit: TextEdit): number => edits.push({ ...edit, agent: agent.name });
    const everything = new Set([...(use?.values() ?? [])].flatMap((actions) => [...actions]));
    const spare = new Set<string>();
    for (const [start, grants] of byStatement(agent)) {
      const node = declared.declaration.members.find(
        (member): member is GrantNode => member.kind === "grant" && member.start === start,
      );
      if (node === undefined) {
        // Written in a profile, which other agents share.
        for (const action of unusedActions(grants, use)) if (!everything.has(action)) spare.add(action);
        continue;
      }
      const mine = new Set(grants.flatMap((grant) => [...(use?.get(grant.id) ?? [])]));
      if (mine.size === 0) add(removal(declared.file, node));
      else if (node.scope !== undefined) {
        for (const action of unusedActions(grants, use)) if (!everything.has(action)) spare.add(action);
        if (unusedActions(grants, use).some((action) => everything.has(action)))
          kept.push(`${agent.name}: parts of '${node.scope.text}' that share actions with others are kept.`);
      } else {
        const edit = narrowed(declared.file, node, grants, mine);
        if (edit !== undefined) add(edit);
      }
    }
    if (spare.size > 0) {
      const list = [...spare].sort().map(actionText);
      add(statementsEnd(declared, `never ${list.join(", ")} because "not used"`));
    }
  }
  return { edits, kept };
}

/** Literal actions by the id of the grant that gives them. */
type Needed = ReadonlyMap<string, ReadonlySet<string>>;

/** What an agent needs: what the log shows of it, and of every grant what sub-agents use of its actions. */
function withSubAgents(
  policy: Policy,
  used: (agent: string) => AgentUse | undefined,
): (agent: string) => Needed | undefined {
  const needed = new Map<string, Map<string, Set<string>>>();
  const need = (agent: string, grant: string, action: string): void => {
    const grants = needed.get(agent) ?? new Map<string, Set<string>>();
    needed.set(agent, grants.set(grant, (grants.get(grant) ?? new Set<string>()).add(action)));
  };
  for (const agent of Object.values(policy.agents)) {
    const actions = new Set<string>();
    for (const [grant, use] of used(agent.name)?.grants ?? [])
      for (const action of use.actions) {
        need(agent.name, grant, action);
        actions.add(action);
      }
    // A chain of parents that comes back is an error of its own, and must not hold this up.
    const seen = new Set([agent.name]);
    for (let name = agent.parent; name !== undefined && !seen.has(name); ) {
      const above = own(policy.agents, name);
      for (const grant of above?.grants ?? [])
        for (const action of actions) if (matchesAction(grant.actions, action)) need(name, grant.id, action);
      seen.add(name);
      name = above?.parent;
    }
  }
  return (agent) => needed.get(agent);
}

/** Grants by where their `may` begins. */
function byStatement(agent: Agent): ReadonlyMap<number, readonly Grant[]> {
  const groups = new Map<number, Grant[]>();
  for (const grant of agent.grants)
    groups.set(grant.origin.span.start, [...(groups.get(grant.origin.span.start) ?? []), grant]);
  return groups;
}

/** The literal actions and patterns of grants that were not used. */
function unusedActions(grants: readonly Grant[], use: Needed | undefined): readonly string[] {
  return grants.flatMap((grant) => {
    const mine = use?.get(grant.id) ?? new Set<string>();
    return grant.actions
      .filter((action) => !action.wildcard && !mine.has(action.text))
      .map((action) => action.text);
  });
}

/** The list of actions cut to the used ones; `undefined` where all are used. */
function narrowed(
  file: SourceFile,
  node: GrantNode,
  grants: readonly Grant[],
  used: ReadonlySet<string>,
): TextEdit | undefined {
  const [first] = node.actions;
  const last = node.actions.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const given = new Set(grants.flatMap((grant) => grant.actions.map((action) => action.text)));
  const wild = grants.some((grant) => grant.actions.some((action) => action.wildcard));
  if (!wild && given.size === used.size) return undefined;
  // Names as the source has them where an action is written out; else qualified, which holds everywhere.
  const written = new Map(
    node.actions.map((action) => [action.action, file.text.slice(action.start, action.end)]),
  );
  const list = [...used]
    .sort()
    .map((action) => written.get(action.slice(action.indexOf(":") + 1)) ?? actionText(action));
  return { span: { file: file.path, start: first.start, end: last.end }, text: list.join(", ") };
}

/** The whole statement, with its line where nothing else stands on it. */
function removal(file: SourceFile, node: GrantNode): TextEdit {
  const { text } = file;
  let start = node.start;
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start--;
  let end = node.end;
  while (end < text.length && /[ \t]/.test(text.charAt(end))) end++;
  const alone =
    (start === 0 || text.charAt(start - 1) === "\n") &&
    (end === text.length || /[\r\n]/.test(text.charAt(end)));
  if (!alone) return { span: { file: file.path, start, end: node.end }, text: "" };
  return {
    span: {
      file: file.path,
      start,
      end: text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length),
    },
    text: "",
  };
}

/** An action as the language writes it: quoted where its name holds other characters. */
function actionText(action: string): string {
  const colon = action.indexOf(":");
  const name = action.slice(colon + 1);
  return /^[A-Za-z0-9_.:/*?-]+$/.test(name) && !/[*?]/.test(name)
    ? action
    : `${action.slice(0, colon)}:${JSON.stringify(name)}`;
}

/**
 * The edits without those in whose new text an error stands; all of them where no error stands in one. What is
 * narrower can be wrong by itself: of a pattern only an action may be left that takes no such resource.
 */
export function withoutBroken<Edit extends TextEdit>(
  edits: readonly Edit[],
  errors: readonly { readonly span: { readonly file: string; readonly start: number } }[],
): readonly Edit[] {
  return edits.filter((edit) => {
    const before = edits.filter(({ span }) => span.file === edit.span.file && span.start < edit.span.start);
    const shift = before.reduce((sum, { span, text }) => sum + text.length - (span.end - span.start), 0);
    const [start, end] = [edit.span.start + shift, edit.span.start + shift + edit.text.length];
    // An error of a statement stands anywhere in it, the list of actions in its first lines.
    return !errors.some(
      ({ span }) => span.file === edit.span.file && span.start >= start && span.start <= end + 200,
    );
  });
}
