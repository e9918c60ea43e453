/** Changes that a person asks for: of the agent, the grant or the scope at a place. */

import { statementEdit } from "../../compiler/edit/agent-edit.ts";
import { formatInstantShort } from "../../compiler/literals.ts";
import { DAY } from "../../compiler/model/time.ts";
import type { Problem, TextEdit } from "../../compiler/problem.ts";
import type { AgentDeclaration } from "../../compiler/syntax/ast.ts";
import type { Grant } from "../../compiler/syntax/ast-grants.ts";
import type { Action } from "../features/code-actions.ts";
import type { View } from "../view.ts";
import { declareMissing } from "./declare.ts";
import { expandWildcards } from "./expand.ts";
import { extractScope } from "./extract.ts";
import { giveMissing } from "./give.ts";
import { sortMembers } from "./sort.ts";

/** Days that a grant gets which has no end. */
const SHORT_LIFE = 90;

/** Everything that can be rewritten in a range; `problems` are those that it touches. */
export async function rewrites(
  view: View,
  problems: readonly Problem[],
  start: number,
  end: number,
): Promise<readonly Action[]> {
  const declaration = view.file.declarations.find((one) => one.start <= start && start <= one.end);
  const found: Action[] = problems.flatMap((problem) => declareMissing(view, problem));
  if (declaration?.kind !== "agent" && declaration?.kind !== "scope" && declaration?.kind !== "profile")
    return found;
  const grants = declaration.members.filter(
    (member): member is Grant => member.kind === "grant" && member.start <= end && member.end >= start,
  );
  const [grant] = grants;
  if (grant !== undefined) {
    found.push(...(await expandWildcards(view, grant)));
    found.push(...addEnd(view, grant));
  }
  if (declaration.kind === "agent") {
    found.push(...giveMissing(view, declaration, problems));
    if (grants.length > 0) found.push(...extractScope(view, declaration, grants));
    if (start <= (declaration.title ?? declaration.name ?? declaration.keyword).end)
      found.push(...suspend(view, declaration));
  }
  if (declaration.kind !== "scope") found.push(...sortMembers(view, declaration));
  return found;
}

/** `until` in some months, for a grant without an end. */
function addEnd(view: View, grant: Grant): readonly Action[] {
  if (grant.modifiers.some(({ kind }) => kind === "until" || kind === "through")) return [];
  const last = grant.modifiers.findLast(({ kind }) => kind !== "because") ?? grant.actions.at(-1);
  const at = Math.max(last?.end ?? 0, grant.scope === undefined ? 0 : endOfCall(view, grant));
  if (at === 0 || grant.broken) return [];
  const date = formatInstantShort(Math.floor(view.at / DAY) * DAY + SHORT_LIFE * DAY);
  return [
    {
      title: `End this grant in ${SHORT_LIFE} days (until ${date})`,
      kind: "refactor.rewrite",
      edits: [insert(view, at, ` until ${date}`)],
    },
  ];
}

function endOfCall(view: View, { scope, arguments: given, modifiers, end }: Grant): number {
  if (scope === undefined) return 0;
  const [first] = modifiers;
  if (given === undefined) return scope.end;
  const close = view.text.lastIndexOf(")", (first?.start ?? end + 1) - 1);
  return close < scope.end ? scope.end : close + 1;
}

function suspend(view: View, declaration: AgentDeclaration): readonly Action[] {
  if (declaration.members.some(({ kind }) => kind === "suspended")) return [];
  const now = `${new Date(view.at * 1000).toISOString().slice(0, 16)}Z`;
  const edit = statementEdit(
    { file: view.file, declaration },
    "suspended",
    `suspended since ${now} because "Suspended from the editor"`,
  );
  return [{ title: "Suspend this agent", kind: "refactor.rewrite", edits: [edit] }];
}

const insert = (view: View, at: number, text: string): TextEdit => ({
  span: { file: view.path, start: at, end: at },
  text,
});
