/**
 * Commands wherever they are written: lines of scripts, lists of words in code and configuration, whole command lines in
 * strings. A command inside of a branch keeps the branch's condition.
 */
import type { Format } from "./documents.ts";
import { readShell } from "./read-shell.ts";
import {
  type Call,
  type Entry,
  get,
  nearestKey,
  str,
  type Text,
  type Trail,
  type Value,
  walk,
} from "./value.ts";

export interface Command {
  readonly program: string;
  readonly args: readonly Value[];
  readonly at: number;
  readonly end: number;
  readonly trail: Trail | undefined;
  /** Assignments in front of it. */
  readonly entries: readonly Entry[];
}

/** Programs that grant rights or run agents; lists that begin with another word are no commands for us. */
const programs = new Set([
  "gcloud",
  "aws",
  "az",
  "kubectl",
  "oc",
  "docker",
  "podman",
  "claude",
  "codex",
  "gemini",
  "copilot",
  "cursor-agent",
  "opencode",
  "goose",
  "aider",
  "amp",
  "cagent",
  "q",
  "qwen",
  "crush",
  "npx",
  "uvx",
  "bunx",
  "pnpm",
  "uv",
  "bun",
  "gh",
  "node",
  "python",
  "python3",
  "bash",
  "sh",
]);
const line =
  /^\s*(?:sudo |exec |env |[A-Z_]+=\S* )*(gcloud|aws|az|kubectl|docker|claude|codex|gemini|copilot|cursor-agent|opencode|goose|aider|amp|cagent|q chat|npx|uvx)\s/m;

/** Keys of JSON under which a list of command lines runs; under others it speaks of commands. */
const runKeys =
  /command|cmd|script|run|exec|entrypoint|args|install|build|deploy|hook|setup|start|create|attach|task|step|phase/i;

/** The name of a program without its folder and, for runners, of what they run. */
export function programOf(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1).replace(/\.(?:exe|cmd)$/i, "");
}

function shellLines(word: Text, source: string): readonly Call[] {
  const [first = ""] = word.value.trimStart().split("\n", 1);
  const start = source.indexOf(first.slice(0, 40), word.at);
  // Where a line break is written as an escape, the source is no script.
  const isScript = source[start + first.length] !== "\\" || first.length > 40;
  const here = isScript && start >= word.at && start <= word.end ? start : -1;
  // A block scalar keeps its indentation in the source, so the source is what is read.
  const read = here >= 0 ? readShell(source, here, word.end) : [];
  return read.filter((value): value is Call => value.kind === "call");
}

/** Every command of a document, in order. */
export function commandsOf(root: Value, format: Format, source: string): readonly Command[] {
  const found: Command[] = [];
  const shell = format === "shell" || format === "dockerfile";
  const add = (
    program: string,
    args: readonly Value[],
    place: Value,
    trail: Trail | undefined,
    entries: readonly Entry[] = [],
  ) => found.push({ program: programOf(program), args, at: place.at, end: place.end, trail, entries });
  walk(root, (value, trail) => {
    if (value.kind === "call") {
      if (shell) add(value.callee, value.args, value, trail, value.entries);
      const [first, second] = value.args;
      // spawn("claude", ["-p", …])
      const program = str(first);
      if (!shell && program && programs.has(programOf(program)) && second?.kind === "list")
        add(program, second.items, value, trail);
    }
    if (value.kind === "list" && !shell) {
      const [first, ...rest] = value.items;
      const program = str(first);
      if (program && rest.length > 0 && programs.has(programOf(program))) add(program, rest, value, trail);
    }
    // A step of Cloud Build: `entrypoint: gcloud` or an image of that name, and `args`.
    const given = value.kind === "dict" ? get(value, "args") : undefined;
    if (value.kind === "dict" && given?.kind === "list") {
      const program = str(get(value, "entrypoint")) ?? programOf(str(get(value, "name")) ?? "");
      if (/^(?:gcloud|kubectl|docker)$/.test(program)) add(program, given.items, value, trail);
    }
    if (
      value.kind === "text" &&
      !shell &&
      value.value.length < 100_000 &&
      line.test(value.value) &&
      !(format === "json" && trail?.value.kind === "list" && !runKeys.test(nearestKey(trail))) &&
      spoken(trail) === false
    )
      for (const call of shellLines(value, source))
        add(call.callee, call.args, call, { value, key: nearestKey(trail), up: trail }, call.entries);
    return undefined;
  });
  return found;
}

/** Whether a text is shown to people or compared with, so that it is no command that runs. */
export function spoken(trail: Trail | undefined): boolean {
  for (let step = trail; step; step = step.up) {
    if (
      /^(?:description|help|usage|summary|message|label|title|text|example|examples|prompt|docs?|comment|instructions?|error|warning|hint|placeholder|name|system_?[pP]rompt|pattern)$/i.test(
        step.key,
      )
    )
      return true;
    if (
      /deny|forbid|forbidden|block(?:ed|list)?|disallow|banned|dangerous|unsafe|reject|risky|sensitive|suspicious/i.test(
        step.key,
      )
    )
      return true;
    const value = step.value;
    if (
      value.kind === "call" &&
      /(?:^|\.)(?:log|info|warn|error|debug|print|echo|printf|assert\w*|expect|toContain\w*|toBe|toEqual|includes|startsWith|endsWith|indexOf|has|test|match|replace|add_argument|option|describe|it|raise|Error|fail|write|writeln|write_text|dedent|markdown|print_\w+|cat)$/.test(
        value.callee,
      )
    )
      return true;
    if (value.kind === "scope" && value.name !== "") return false;
  }
  return false;
}

/** Whether a text is a page of Markdown, which shows commands to a reader. */
export const isPage = (text: string) =>
  /^[ \t]{0,40}(?:```|#{2,6} \S)/m.test(text) && !/^\s{0,40}#!/.test(text);

/** The conditions of the branches around a value, outermost first. */
export function guards(trail: Trail | undefined): readonly string[] {
  const tests: string[] = [];
  for (let step = trail; step; step = step.up)
    if (step.value.kind === "scope" && step.value.test) tests.push(step.value.test);
  return tests.reverse();
}

/** The value of an option of a command: `--role X`, `--role=X`, `-RoleDefinitionName X`. */
export function option(args: readonly Value[], ...names: readonly string[]): Text | undefined {
  for (let index = 0; index < args.length; index++) {
    const word = args[index];
    if (word?.kind !== "text") continue;
    for (const name of names) {
      if (word.value.toLowerCase() === name.toLowerCase()) {
        const next = args[index + 1];
        return next?.kind === "text" ? next : undefined;
      }
      if (word.value.toLowerCase().startsWith(`${name.toLowerCase()}=`))
        return { ...word, value: word.value.slice(name.length + 1) };
    }
  }
  return undefined;
}
