/** Grants of an agent as a scope of their own. */

import { lookUp } from "../../compiler/semantics/names.ts";
import type { AgentDeclaration } from "../../compiler/syntax/ast.ts";
import type { Grant } from "../../compiler/syntax/ast-grants.ts";
import type { Action } from "../features/code-actions.ts";
import type { View } from "../view.ts";

/** The grants, which stand in a row in the agent, become `allow`s of a new scope before it, and one `may` of the scope. */
export function extractScope(
  view: View,
  agent: AgentDeclaration,
  grants: readonly Grant[],
): readonly Action[] {
  const [first] = grants;
  const last = grants.at(-1);
  // A scope's members name actions; grants of scopes would have to be included, which takes no modifiers.
  if (
    first === undefined ||
    last === undefined ||
    grants.some(({ scope, broken }) => scope !== undefined || broken)
  )
    return [];
  const between = agent.members.filter(({ start, end }) => start >= first.start && end <= last.end);
  if (between.length !== grants.length) return [];
  const name = freeName(view, `${agent.name?.text ?? "agent"}-scope`);
  const { ending } = view;
  const allows = grants.map(({ keyword, end }) => `  allow${view.text.slice(keyword.end, end)}`);
  const at = agent.docSpan?.start ?? agent.start;
  return [
    {
      title: `Extract ${grants.length === 1 ? "this grant" : `these ${grants.length} grants`} into a scope`,
      kind: "refactor.extract",
      edits: [
        {
          span: { file: view.path, start: at, end: at },
          text: [`scope ${name} {`, ...allows, "}", "", ""].join(ending),
        },
        { span: { file: view.path, start: first.start, end: last.end }, text: `may ${name}` },
      ],
    },
  ];
}

function freeName(view: View, wanted: string): string {
  let name = wanted;
  for (let count = 2; lookUp(view.names, view.scope, name).kind !== "missing"; count++)
    name = `${wanted}-${count}`;
  return name;
}
