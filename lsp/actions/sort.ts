/** An agent's members in the order of the grammar's table. */

import type { AgentDeclaration } from "../../compiler/syntax/ast.ts";
import { BLOCKS } from "../../compiler/syntax/grammar.ts";
import type { Action } from "../features/code-actions.ts";
import type { View } from "../view.ts";

const ORDER: readonly string[] = [
  ...["owner", "deputy", "team", "purpose", "source", "code", "profile", "environments", "identity"],
  ...["starts", "expires", "session", "review", "reviewed", "suspended", "retired", "audit"],
  ...["may", "never", "waive", "accept", "enforced"],
];
const ranks = new Map(
  [...new Set([...ORDER, ...Object.keys(BLOCKS.agent)])].map((word, index) => [word, index]),
);

/** Each member takes the place of another, so blank lines stay where they are; not where comments stand between. */
export function sortMembers(view: View, declaration: AgentDeclaration): readonly Action[] {
  const { members } = declaration;
  const first = members[0];
  const last = members.at(-1);
  if (first === undefined || last === undefined) return [];
  const inside = ({ start }: { readonly start: number }): boolean =>
    first.start <= start && start <= last.end;
  if (view.file.comments.some(inside) || members.some(({ broken }) => broken)) return [];
  const sorted = [...members].sort(
    (a, b) => (ranks.get(a.keyword.text) ?? 0) - (ranks.get(b.keyword.text) ?? 0),
  );
  if (sorted.every((member, index) => member === members[index])) return [];
  const edits = members.flatMap((member, index) => {
    const other = sorted[index];
    if (other === undefined || other === member) return [];
    return [
      {
        span: { file: view.path, start: member.start, end: member.end },
        text: view.text.slice(other.start, other.end),
      },
    ];
  });
  return [{ title: "Sort the members", kind: "source", edits }];
}
