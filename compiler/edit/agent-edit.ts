/** Edits of an agent's own statements: just the statement changes, with the layout of its neighbours. */
import type { TextEdit } from "../problem.ts";
import type { AgentDeclaration, SourceFile } from "../syntax/ast.ts";

export interface DeclaredAgent {
  readonly file: SourceFile;
  readonly declaration: AgentDeclaration;
}

type Member = AgentDeclaration["members"][number];

/** The declaration of an agent by its qualified name; `undefined` where no file declares it. */
export function declaredAgent(files: readonly SourceFile[], qualified: string): DeclaredAgent | undefined {
  for (const file of files) {
    const namespace = file.namespaces[0]?.path?.text;
    for (const declaration of file.declarations) {
      if (declaration.kind !== "agent" || declaration.name === undefined) continue;
      const name = declaration.name.text;
      if ((namespace === undefined ? name : `${namespace}.${name}`) === qualified)
        return { file, declaration };
    }
  }
  return undefined;
}

/** A string as the language writes it. */
export function stringLiteral(text: string): string {
  let out = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === "\\" || character === "$") out += `\\${character}`;
    else if (character === "\n") out += "\\n";
    else if (character === "\t") out += "\\t";
    else if (hidden.test(character) || isLoneSurrogate(code))
      out += `\\u{${(isLoneSurrogate(code) ? 0xfffd : code).toString(16)}}`;
    else out += character;
  }
  return `${out}"`;
}

/** Controls, and marks that change the order or the look of a line without being seen. */
const hidden = /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

const isLoneSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

/** Members after which a new one of the kind belongs, the last of the first kind that is there. */
const places = {
  suspended: ["reviewed", "review", "session", "expires", "starts", "deputy", "owner"],
  reviewed: ["reviewed", "review", "session", "expires", "starts", "deputy", "owner"],
} as const;

/** Adds a statement of the agent, or replaces the one it has where `replaces` says so. */
export function statementEdit(agent: DeclaredAgent, kind: keyof typeof places, statement: string): TextEdit {
  const { file, declaration } = agent;
  const own =
    kind === "suspended" ? declaration.members.find((member) => member.kind === "suspended") : undefined;
  if (own !== undefined) return edit(file, own.start, own.end, statement);
  const after = neighbour(declaration, places[kind]);
  if (after !== undefined)
    return edit(
      file,
      after.end,
      after.end,
      `${separator(file.text, after.start)}${aligned(file.text, after, statement)}`,
    );
  const open = file.text.indexOf("{", (declaration.name ?? declaration.keyword).end);
  const at = open < 0 || open >= declaration.end ? declaration.end : open + 1;
  const isOneLine = !/[\r\n]/.test(file.text.slice(at, declaration.end));
  return edit(file, at, at, isOneLine ? ` ${statement} ` : `\n  ${statement}`);
}

/** Adds a statement before the agent's closing brace: on a line of its own where the brace has one. */
export function statementsEnd({ file, declaration }: DeclaredAgent, statement: string): TextEdit {
  const brace = declaration.end - 1;
  const line = lineStart(file.text, brace);
  const indentation = file.text.slice(line, brace);
  if (!/^[ \t]*$/.test(indentation)) return edit(file, brace, brace, ` ${statement} `);
  return edit(file, line, line, `${indentation}  ${statement}\n`);
}

/** Takes away the agent's `suspended`, with its line where nothing else stands on it; `undefined` where it has none. */
export function resumeEdit({ file, declaration }: DeclaredAgent): TextEdit | undefined {
  const member = declaration.members.find((candidate) => candidate.kind === "suspended");
  if (member === undefined) return undefined;
  const { text } = file;
  let start = member.start;
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start--;
  let end = member.end;
  while (end < text.length && /[ \t]/.test(text.charAt(end))) end++;
  const startsLine = start === 0 || /[\r\n]/.test(text.charAt(start - 1));
  const endsLine = end === text.length || /[\r\n]/.test(text.charAt(end));
  if (startsLine && endsLine) return edit(file, start, afterLineEnd(text, end), "");
  return edit(file, start, member.end, "");
}

function neighbour(declaration: AgentDeclaration, words: readonly string[]): Member | undefined {
  for (const word of words) {
    const found = declaration.members.filter((member) => wordOf(member) === word);
    const last = found.at(-1);
    if (last !== undefined) return last;
  }
  return undefined;
}

const wordOf = (member: Member): string => (member.kind === "setting" ? member.keyword.text : member.kind);

/** The statement with its value in the column in which the neighbour's stands, where its keyword leaves room. */
function aligned(text: string, neighbour: Member, statement: string): string {
  const column = /^[\w-]+[ \t]+/.exec(text.slice(neighbour.start, neighbour.end))?.[0].length ?? 0;
  const keyword = /^\w+/.exec(statement)?.[0] ?? "";
  return keyword.length < column
    ? `${keyword.padEnd(column)}${statement.slice(keyword.length + 1)}`
    : statement;
}

/** What stands between two members: a line end with the indentation where the neighbour begins its line, else two blanks. */
function separator(text: string, start: number): string {
  const before = text.slice(lineStart(text, start), start);
  return /^[ \t]*$/.test(before) ? `\n${before}` : "  ";
}

function lineStart(text: string, at: number): number {
  let line = at;
  while (line > 0 && !/[\r\n]/.test(text.charAt(line - 1))) line--;
  return line;
}

function afterLineEnd(text: string, at: number): number {
  if (text.startsWith("\r\n", at)) return at + 2;
  return at < text.length ? at + 1 : at;
}

/** Line ends as the file has them. */
function edit(file: SourceFile, start: number, end: number, text: string): TextEdit {
  const ending = file.text.includes("\r\n")
    ? "\r\n"
    : file.text.includes("\n")
      ? "\n"
      : file.text.includes("\r")
        ? "\r"
        : "\n";
  return { span: { file: file.path, start, end }, text: text.replace(/\n/g, ending) };
}
