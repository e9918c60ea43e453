/**
 * Shown sessions in documents: a fence of language `console` holds lines `$ remit …`, each followed by what the
 * command prints (standard output, then standard error). `console examples/support` says in which folder; without one
 * it is `examples/finance`. A line `…` stands for any lines. The exit code is shown as a line `(exit code 1)` where it
 * is not 0. `UPDATE_DOCS=1` writes the real output into the documents.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { remit } from "../cli/run.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Session {
  readonly document: string;
  /** 1-based line of the fence. */
  readonly line: number;
  readonly folder: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly command: string;
  readonly shown: readonly string[];
}

/** Every Markdown file that shows sessions. */
export function documents(): readonly string[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return below(path);
      return path.endsWith(".md") ? [path] : [];
    });
  const top = readdirSync(root).filter((name) => name.endsWith(".md"));
  return [...top, ...below("docs"), ...below("examples")].sort();
}

const FENCE = /^```console(?: (\S+))?$/;

export function sessionsOf(document: string): readonly Session[] {
  const lines = readFileSync(join(root, document), "utf8").split("\n");
  const sessions: Session[] = [];
  lines.forEach((text, index) => {
    const match = FENCE.exec(text);
    if (match === null) return;
    const end = lines.indexOf("```", index + 1);
    const steps: { command: string; shown: string[] }[] = [];
    for (const line of lines.slice(index + 1, end)) {
      if (line.startsWith("$ ")) steps.push({ command: line.slice(2), shown: [] });
      else steps.at(-1)?.shown.push(line);
    }
    sessions.push({ document, line: index + 1, folder: match[1] ?? "examples/finance", steps });
  });
  return sessions;
}

/** What the commands of a session print, each in its turn, in a copy of the folder. */
export async function play(session: Session): Promise<readonly (readonly string[])[]> {
  const copy = join(realpathSync(mkdtempSync(join(tmpdir(), "remit-docs-"))), "world");
  cpSync(join(root, session.folder), copy, { recursive: true });
  const outputs: (readonly string[])[] = [];
  for (const { command } of session.steps) {
    const [program, ...words] = wordsOf(command);
    if (program !== "remit")
      throw new Error(`${session.document}:${session.line}: '${command}' is no remit command`);
    const { code, out, err } = await remit(words, { cwd: copy });
    const lines = `${out}${err}`.split("\n");
    while (lines.at(-1) === "") lines.pop();
    outputs.push(code === 0 ? lines : [...lines, `(exit code ${code})`]);
  }
  return outputs;
}

/** Words of a command line; quotes keep blanks together. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
}

/** Whether the real lines are those shown, blank lines at the end aside. */
export function agrees(shown: readonly string[], real: readonly string[]): boolean {
  const wanted = [...shown];
  while (wanted.at(-1) === "") wanted.pop();
  const [first, ...rest] = wanted;
  if (first === undefined) return real.length === 0;
  if (first !== "…") return real[0] === first && agrees(rest, real.slice(1));
  return Array.from({ length: real.length + 1 }, (_, index) => real.slice(index)).some((tail) =>
    agrees(rest, tail),
  );
}

/** The document's text with the real outputs; steps that show `…` are left as they are. */
export function rewritten(text: string, session: Session, outputs: readonly (readonly string[])[]): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line, index) => index + 1 === session.line && FENCE.test(line));
  const end = lines.indexOf("```", start + 1);
  const body = session.steps.flatMap((step, index) => {
    const blank = index + 1 < session.steps.length ? [""] : [];
    const real = outputs[index] ?? [];
    return [`$ ${step.command}`, ...(agrees(step.shown, real) ? trimmed(step.shown) : real), ...blank];
  });
  return [...lines.slice(0, start + 1), ...body, ...lines.slice(end)].join("\n");
}

function trimmed(lines: readonly string[]): readonly string[] {
  return lines.at(-1) === "" ? trimmed(lines.slice(0, -1)) : lines;
}
