/**
 * Shell scripts, the RUN lines of Dockerfiles and the `run:` blocks of workflows, as commands with their words.
 * A command becomes a call whose callee is the program; comments are skipped, here-documents become a last argument
 * with the callee `<<`.
 */
import { type Call, type Entry, type Text, text, type Value } from "./value.ts";

interface Cursor {
  readonly source: string;
  readonly end: number;
  index: number;
  /** Places of commands inside of words. */
  readonly inner: [number, number][];
}

const isSpace = (unit: string | undefined) => unit === " " || unit === "\t" || unit === "\r";

/**
 * The end of `$(…)`, `${…}` or a quoted text that begins at `index`, past its last character. Quotes inside of it
 * count; an unclosed one ends with the script.
 */
function closing(cursor: Cursor, index: number, depth = 0): number {
  const { source, end } = cursor;
  const open = source[index];
  if (open === "'") {
    const close = source.indexOf("'", index + 1);
    return close < 0 || close >= end ? end : close + 1;
  }
  const pair = open === "$" ? source[index + 1] : open;
  const close = pair === "(" ? ")" : pair === "{" ? "}" : (pair ?? "");
  let at = index + (open === "$" ? 2 : 1);
  let level = 1;
  while (at < end) {
    const unit = source[at];
    if (unit === "\\") at += 2;
    else if (unit === close && --level === 0) return at + 1;
    else if (depth < 10 && (startsNested(source, at) || (close === ")" && (unit === "'" || unit === '"'))))
      at = closing(cursor, at, depth + 1);
    else {
      if (unit === pair && close !== pair) level++;
      at++;
    }
  }
  return end;
}

const startsNested = (source: string, at: number) =>
  source[at] === "$" && (source[at + 1] === "(" || source[at + 1] === "{");

/** One word with quotes removed; `undefined` at an operator or the end of the command. */
function word(cursor: Cursor): Text | undefined {
  const { source, end } = cursor;
  const start = cursor.index;
  let value = "";
  let open = false;
  while (cursor.index < end) {
    const unit = source[cursor.index] ?? "";
    if (isSpace(unit) || unit === "\n" || ";|&()".includes(unit)) break;
    if (unit === "\\") {
      const next = source[cursor.index + 1] ?? "";
      if (next === "\n") break;
      value += next;
      cursor.index += 2;
    } else if (unit === "'" || unit === '"' || unit === "`") {
      const stop = closing(cursor, cursor.index);
      const inner = source.slice(cursor.index + 1, Math.max(cursor.index + 1, stop - 1));
      value += unit === '"' ? inner.replace(/\\(["\\$`])/g, "$1").replace(/\\\n/g, "") : inner;
      open ||= unit !== "'" && inner.includes("$");
      if (unit !== "'") substitutions(cursor, cursor.index, stop);
      cursor.index = stop;
    } else if (startsNested(source, cursor.index)) {
      const stop = closing(cursor, cursor.index);
      open = true;
      value += source.slice(cursor.index, stop);
      substitutions(cursor, cursor.index, stop);
      cursor.index = stop;
    } else {
      open ||= unit === "$";
      value += unit;
      cursor.index++;
    }
  }
  return cursor.index === start ? undefined : text(value, { at: start, end: cursor.index }, open);
}

/** Notes the commands of `$(…)` and backticks between two places, to be read after the rest. */
function substitutions(cursor: Cursor, from: number, to: number): void {
  if (cursor.source[from] === "`") cursor.inner.push([from + 1, to - 1]);
  for (let at = cursor.source.indexOf("$(", from); at >= 0 && at < to; at = cursor.source.indexOf("$(", at)) {
    const stop = closing(cursor, at);
    cursor.inner.push([at + 2, stop - 1]);
    at = Math.max(stop, at + 2);
  }
}

function skipBlank(cursor: Cursor): void {
  for (;;) {
    const unit = cursor.source[cursor.index];
    if (cursor.index < cursor.end && isSpace(unit)) cursor.index++;
    else if (unit === "\\" && /^\\\r?\n/.test(cursor.source.slice(cursor.index, cursor.index + 3)))
      cursor.index += cursor.source[cursor.index + 1] === "\r" ? 3 : 2;
    else return;
  }
}

/** The here-documents announced on the line that ends at `lineEnd`, and where the script goes on. */
function hereDocument(cursor: Cursor, marker: string): Text | undefined {
  const from = cursor.source.indexOf("\n", cursor.index) + 1;
  if (from === 0) return undefined;
  for (let line = from; line < cursor.end; ) {
    const stop = cursor.source.indexOf("\n", line);
    const lineEnd = stop < 0 || stop > cursor.end ? cursor.end : stop;
    if (cursor.source.slice(line, lineEnd).trim() === marker) {
      const value = cursor.source.slice(from, line);
      return text(value, { at: from, end: line }, value.includes("$"));
    }
    line = lineEnd + 1;
  }
  return undefined;
}

function command(
  words: readonly Text[],
  heredoc: Text | undefined,
  arrays: readonly Entry[],
): Call | undefined {
  const entries: Entry[] = [...arrays];
  let first = 0;
  for (; first < words.length; first++) {
    const here = words[first];
    if (!here) break;
    const assigned = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(here.value);
    if (assigned)
      entries.push({ key: assigned[1] ?? "", at: here.at, value: text(assigned[2] ?? "", here, here.open) });
    else if (!keywords.has(here.value)) break;
  }
  const rest = words.slice(first);
  const [program] = rest;
  const place = { at: words[0]?.at ?? entries[0]?.at ?? 0, end: words.at(-1)?.end ?? 0 };
  if (!program && entries.length === 0) return undefined;
  const args: Value[] = rest.slice(1);
  if (heredoc)
    args.push({
      kind: "call",
      callee: "<<",
      args: [heredoc],
      entries: [],
      at: heredoc.at,
      end: heredoc.end,
    });
  return { kind: "call", callee: program?.value ?? "", args, entries, ...place };
}

/** Words that stand before a command and are none themselves. */
const keywords = new Set([
  "if",
  "then",
  "else",
  "elif",
  "do",
  "while",
  "until",
  "!",
  "{",
  "time",
  "exec",
  "local",
  "export",
  "readonly",
  "declare",
  "command",
  "env",
  "sudo",
]);

/** `(a "b" # note` … `)`, from the opening parenthesis on. */
function array(cursor: Cursor): Value {
  const at = cursor.index++;
  const items: Value[] = [];
  while (cursor.index < cursor.end && cursor.source[cursor.index] !== ")") {
    const unit = cursor.source[cursor.index];
    const made = unit === "#" ? undefined : word(cursor);
    if (made) items.push(made);
    else if (unit === "#") {
      const stop = cursor.source.indexOf("\n", cursor.index);
      cursor.index = stop < 0 ? cursor.end : stop;
    } else cursor.index++;
  }
  cursor.index = Math.min(cursor.index + 1, cursor.end);
  return { kind: "list", items, at, end: cursor.index };
}

/** The commands of a script between two offsets, in order. */
export function readShell(source: string, from = 0, to = source.length, depth = 0): readonly Value[] {
  const commands: Value[] = [];
  const cursor: Cursor = { source, end: to, index: from, inner: [] };
  let words: Text[] = [];
  let heredoc: Text | undefined;
  let arrays: Entry[] = [];
  let resume: number | undefined;
  const finish = () => {
    const made = command(words, heredoc, arrays);
    arrays = [];
    if (made) commands.push(made);
    words = [];
    heredoc = undefined;
  };
  while (cursor.index < to) {
    skipBlank(cursor);
    const unit = source[cursor.index];
    if (unit === undefined || cursor.index >= to) break;
    if (unit === "#") {
      const stop = source.indexOf("\n", cursor.index);
      cursor.index = stop < 0 ? to : stop;
    } else if (unit === "\n") {
      finish();
      cursor.index = resume ?? cursor.index + 1;
      resume = undefined;
    } else if (unit === "(" && words.at(-1)?.value.endsWith("=") && words.at(-1)?.end === cursor.index) {
      const name = words.at(-1);
      words = words.slice(0, -1);
      if (name) arrays.push({ key: name.value.slice(0, -1), at: name.at, value: array(cursor) });
    } else if (";|&()".includes(unit)) {
      finish();
      cursor.index++;
    } else if (unit === "<" && source.startsWith("<<", cursor.index) && source[cursor.index + 2] !== "<") {
      cursor.index += source[cursor.index + 2] === "-" ? 3 : 2;
      skipBlank(cursor);
      const marker = word(cursor);
      const body = marker && hereDocument(cursor, marker.value);
      if (body) {
        heredoc = body;
        const stop = source.indexOf("\n", body.end);
        resume = stop < 0 ? to : stop + 1;
      }
    } else {
      const made = word(cursor);
      if (made) words.push(made);
      else cursor.index++;
    }
  }
  finish();
  if (depth < 5)
    for (const [start, end] of cursor.inner) commands.push(...readShell(source, start, end, depth + 1));
  return commands;
}

/** The commands of a Dockerfile's RUN, CMD and ENTRYPOINT lines; ENV and USER become assignments. */
export function readDockerfile(source: string): readonly Value[] {
  const commands: Value[] = [];
  const line = /^[ \t]*(RUN|CMD|ENTRYPOINT|ENV|USER)[ \t]+/gim;
  for (let match = line.exec(source); match; match = line.exec(source)) {
    let from = match.index + match[0].length;
    const keyword = (match[1] ?? "").toUpperCase();
    let end = from;
    // A line that ends in a backslash goes on; comments between continued lines belong to none.
    for (;;) {
      const stop = source.indexOf("\n", end);
      if (stop < 0) {
        end = source.length;
        break;
      }
      end = stop + 1;
      if (!/\\[ \t]*\r?$/.test(source.slice(Math.max(from, stop - 200), stop))) break;
    }
    const body = source.slice(from, end);
    if (keyword === "USER" || keyword === "ENV") {
      const value = text(body.trim(), { at: from, end }, body.includes("$"));
      commands.push({ kind: "call", callee: keyword, args: [value], entries: [], at: match.index, end });
    } else if (/^\[/.test(body)) {
      const words = [...body.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((found) => {
        const at = from + found.index;
        return text(found[1] ?? "", { at, end: at + found[0].length });
      });
      const [program, ...args] = words;
      commands.push({ kind: "call", callee: program?.value ?? "", args, entries: [], at: from, end });
    } else {
      while (/^--\w+=\S+[ \t]+/.test(source.slice(from, end)))
        from += /^--\w+=\S+[ \t]+/.exec(source.slice(from, end))?.[0].length ?? 1;
      commands.push(...readShell(source, from, end));
    }
    line.lastIndex = end;
  }
  return commands;
}
