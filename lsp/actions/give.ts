/** The members that an agent must have and does not: an owner, an end. */
import { formatInstantShort } from "../../compiler/literals.ts";
import { DAY } from "../../compiler/model/time.ts";
import type { Problem, TextEdit } from "../../compiler/problem.ts";
import type { AgentDeclaration } from "../../compiler/syntax/ast.ts";
import { reach } from "../completion/names.ts";
import type { Action } from "../features/code-actions.ts";
import type { View } from "../view.ts";

/** Days that an agent gets which has no end. */
const LIFE = 90;

/** More owners than this are better completed than chosen here. */
const MOST_OWNERS = 5;

/** `problems` are those at the place; without a `missing-member` among them nothing is offered. */
export function giveMissing(
  view: View,
  agent: AgentDeclaration,
  problems: readonly Problem[],
): readonly Action[] {
  const problem = problems.find(
    ({ code, span }) => code === "missing-member" && agent.start <= span.start && span.end <= agent.end,
  );
  if (problem === undefined) return [];
  const has = (word: string): boolean => agent.members.some(({ keyword }) => keyword.text === word);
  const action = (title: string, edits: readonly TextEdit[]): readonly Action[] =>
    edits.length === 0 ? [] : [{ title, kind: "quickfix", edits, problem }];
  const found: Action[] = [];
  if (!has("owner")) {
    const owners = view.names.entries.filter(({ kind, shadowed }) => kind === "owner" && !shadowed);
    for (const owner of owners.slice(0, MOST_OWNERS)) {
      const { name, edits } = reach(view, owner);
      found.push(
        ...action(`Name '${name}' as the owner`, [...member(view, agent, `owner ${name}`), ...edits]),
      );
    }
    if (owners.length === 0) found.push(...action("Declare an owner", newOwner(view, agent)));
  }
  if (!has("expires")) {
    const date = formatInstantShort(Math.floor(view.at / DAY) * DAY + LIFE * DAY);
    found.push(
      ...action(`End this agent in ${LIFE} days (expires ${date})`, member(view, agent, `expires ${date}`)),
    );
  }
  return found;
}

function newOwner(view: View, agent: AgentDeclaration): readonly TextEdit[] {
  const named = member(view, agent, "owner somebody");
  if (named.length === 0) return [];
  const at = agent.docSpan?.start ?? agent.start;
  const text = `owner somebody { email "somebody@example.com" }${view.ending}${view.ending}`;
  return [{ span: { file: view.path, start: at, end: at }, text }, ...named];
}

/** A member at the beginning of the block, behind the owner where there is one; none where the block is not opened. */
function member(view: View, agent: AgentDeclaration, text: string): readonly TextEdit[] {
  const insert = (at: number, inserted: string): readonly TextEdit[] => [
    { span: { file: view.path, start: at, end: at }, text: inserted },
  ];
  const owner = agent.members.find(({ keyword }) => keyword.text === "owner");
  const next = owner ?? agent.members[0];
  if (next === undefined) {
    const head = (agent.under ?? agent.title ?? agent.name ?? agent.keyword).end;
    const open = view.text.indexOf("{", head);
    return open < 0 || open >= agent.end ? [] : insert(open + 1, ` ${text} `);
  }
  const line = /[^\r\n]*$/.exec(view.text.slice(0, next.start))?.[0] ?? "";
  const between = line.trim() === "" ? `${view.ending}${line}` : "  ";
  return owner === undefined ? insert(next.start, text + between) : insert(owner.end, between + text);
}
