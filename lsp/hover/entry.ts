/** A declaration: its kind, title, doc and what its members say. */
import type { Meaning } from "../../compiler/semantics/context.ts";
import { type Entry, kindNames } from "../../compiler/semantics/entry.ts";
import type { ActionDeclaration } from "../../compiler/syntax/ast.ts";
import { textOf } from "../completion/names.ts";
import { code, plain } from "./text.ts";

/** Of what a name stands for. */
export function meaningHover(meaning: Meaning): string {
  switch (meaning.kind) {
    case "entry":
      return entryHover(meaning.entry);
    case "parameter":
      return `parameter ${code(meaning.name.text)} of the scope ${code(meaning.scope.name)}`;
    case "action":
      return actionHover(meaning.service.qualified, meaning.action);
  }
}

/** Longer sources are cut. */
const MOST_LINES = 14;

function entryHover(entry: Entry): string {
  const { declaration } = entry;
  const title = declaration.kind === "let" ? undefined : textOf(declaration.title);
  const head = `${kindNames[entry.kind].replace(/^an? /, "")} ${code(entry.qualified)}${title === undefined ? "" : ` — ${plain(title)}`}`;
  const source = entry.file.file.text.slice(declaration.keyword.start, declaration.end).split(/\r\n|\r|\n/);
  const shown = source.length > MOST_LINES ? [...source.slice(0, MOST_LINES), "  …"] : source;
  return [
    head,
    ...docOf(declaration.doc),
    ["```remit", ...shown.map((line) => line.replaceAll("```", "'''")), "```"].join("\n"),
  ].join("\n\n");
}

function actionHover(service: string, action: ActionDeclaration): string {
  const title = textOf(action.title);
  const head = `action ${code(`${service}:${action.name?.text ?? ""}`)}${title === undefined ? "" : ` — ${plain(title)}`}`;
  const said = action.members.map(({ keyword, values }) => {
    const words = values.map((value) =>
      value.kind === "path" ? value.text : value.kind === "string" ? (textOf(value) ?? "") : "",
    );
    return `- ${keyword.text} ${plain(words.join(keyword.text === "label" ? ", " : " "))}`;
  });
  const risk = action.members.some(({ keyword }) => keyword.text === "risk")
    ? []
    : ["- risk write (nothing is said)"];
  return [head, ...docOf(action.doc), [...said, ...risk].join("\n")].join("\n\n");
}

const docOf = (doc: string | undefined): readonly string[] => (doc === undefined ? [] : [plain(doc)]);
