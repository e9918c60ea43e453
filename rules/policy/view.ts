/** What the rules see, made from a checked policy. */
import type { Catalogs } from "../../compiler/catalog/catalogs.ts";
import { intersect, interval } from "../../compiler/model/intervals.ts";
import { type Grant, type Instant, MAX_INSTANT, type Policy } from "../../compiler/model/policy.ts";
import type { Span } from "../../compiler/source.ts";
import type { SourceFile } from "../../compiler/syntax/ast.ts";
import type { AgentView, PolicyView } from "../rule.ts";
import { actionsOf } from "./facts.ts";
import { heldBy } from "./held.ts";
import { livesOf } from "./lifetime.ts";
import { type Wildcard, wildcardsOf } from "./wildcards.ts";

/** `files` are the sources, for edits; without them a removal is the span alone. */
export function viewOf(
  policy: Policy,
  at: Instant,
  catalogs: Catalogs,
  files: readonly SourceFile[],
): PolicyView {
  const actions = actionsOf(policy, catalogs);
  const wildcards = new Map<Grant, readonly Wildcard[]>();
  const later = interval(at, MAX_INSTANT);
  const lives = livesOf(policy);
  const byName = new Map<string, Entry>();
  for (const agent of Object.values(policy.agents)) {
    const life = intersect(lives(agent.name), later);
    const children: Entry[] = [];
    const held = once(() => heldBy(policy, agent, life));
    const permissions = once(() =>
      held().flatMap(({ grant, actions: left }) =>
        left.map((action) => ({ action, facts: actions.of(action, grant.resources), grant })),
      ),
    );
    const entry: Entry = { agent, life, children, held, permissions };
    byName.set(agent.name, entry);
  }
  for (const view of byName.values())
    if (view.agent.parent !== undefined) byName.get(view.agent.parent)?.children.push(view);
  const heads = new Map<string, Span>();
  for (const { path, declarations } of files)
    for (const { keyword, start, end } of declarations)
      heads.set(`${path}\n${keyword.start}`, { file: path, start, end });
  const texts = new Map(files.map((file) => [file.path, file.text]));
  return {
    policy,
    at,
    catalogs,
    actions,
    agents: [...byName.values()],
    byName,
    wildcards(grant) {
      const known = wildcards.get(grant) ?? wildcardsOf(actions, grant);
      wildcards.set(grant, known);
      return known;
    },
    declaration: ({ span }) => heads.get(`${span.file}\n${span.start}`),
    removal: (span) => wholeLines(span, texts.get(span.file)),
  };
}

interface Entry extends AgentView {
  readonly children: Entry[];
}

export const parentOf = ({ byName }: PolicyView, { agent }: AgentView): AgentView | undefined =>
  agent.parent === undefined ? undefined : byName.get(agent.parent);

/** Computes a value when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** The span with its lines where it stands alone on them, else with the blanks that set it off. */
function wholeLines(span: Span, text: string | undefined): Span {
  if (text === undefined) return span;
  let start = span.start;
  while (start > 0 && /[ \t]/.test(text[start - 1] ?? "")) start--;
  let end = span.end;
  while (/[ \t]/.test(text[end] ?? "")) end++;
  const opens = start === 0 || text[start - 1] === "\n";
  const closes = end === text.length || text[end] === "\n" || text[end] === "\r";
  if (opens && closes) {
    if (text[end] === "\r") end++;
    if (text[end] === "\n") end++;
    return { file: span.file, start, end };
  }
  return opens ? { file: span.file, start: span.start, end } : { file: span.file, start, end: span.end };
}
