/** Outline of a file, and names of the whole workspace. */
import { kindNames } from "../../compiler/semantics/entry.ts";
import type { Names } from "../../compiler/semantics/names.ts";
import type { Span } from "../../compiler/source.ts";
import type { Declaration, SourceFile } from "../../compiler/syntax/ast.ts";
import { textOf } from "../completion/names.ts";

export interface OutlineEntry {
  readonly name: string;
  readonly detail?: string;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly OutlineEntry[];
}

/** The declarations of a file with what they hold. */
export function documentSymbols(file: SourceFile): readonly OutlineEntry[] {
  return file.declarations.map((one) => ({ ...symbol(one), children: children(one, file.text) }));
}

function symbol(one: Declaration): Omit<OutlineEntry, "children"> {
  const title = textOf(one.title);
  const at = one.name ?? one.title ?? one.keyword;
  const name = one.name?.text ?? (one.kind === "target" ? one.targetKind?.text : title) ?? one.keyword.text;
  return {
    name: name === "" ? one.keyword.text : name,
    detail: one.name !== undefined && title !== undefined ? title : one.keyword.text,
    kind: one.kind,
    start: one.start,
    end: one.end,
    nameStart: at.start,
    nameEnd: at.end,
  };
}

function children(one: Declaration, text: string): readonly OutlineEntry[] {
  if (one.kind === "service")
    return one.members.flatMap((member) =>
      member.kind === "action-declaration" && member.name !== undefined
        ? [
            {
              name: member.name.text,
              kind: "action",
              start: member.start,
              end: member.end,
              nameStart: member.name.start,
              nameEnd: member.name.end,
              children: [],
            },
          ]
        : [],
    );
  if (one.kind !== "agent" && one.kind !== "profile" && one.kind !== "scope") return [];
  return one.members.flatMap((member) => {
    if (member.kind !== "grant" && member.kind !== "never" && member.kind !== "include") return [];
    const line = text.slice(member.start, member.end).replace(/\s+/g, " ");
    return [
      {
        name: line.length > 80 ? `${line.slice(0, 79)}…` : line,
        kind: member.kind,
        start: member.start,
        end: member.end,
        nameStart: member.keyword.start,
        nameEnd: member.keyword.end,
        children: [],
      },
    ];
  });
}

/** More are not listed; the editor asks again with more letters. */
const MOST = 500;

/** Declared names that hold the letters of a query in order, whatever their case. */
export function workspaceSymbols(
  names: Names,
  query: string,
): readonly {
  readonly name: string;
  readonly kind: string;
  readonly detail: string;
  readonly container: string;
  readonly span: Span;
}[] {
  const wanted = query.toLowerCase();
  const found = [];
  for (const entry of names.entries) {
    if (!isSubsequence(wanted, entry.qualified.toLowerCase())) continue;
    found.push({
      name: entry.name,
      kind: entry.kind,
      detail: kindNames[entry.kind],
      container: entry.file.namespace,
      span: { file: entry.file.file.path, start: entry.at.start, end: entry.at.end },
    });
    if (found.length >= MOST) break;
  }
  return found;
}

function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
