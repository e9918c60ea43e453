/** Command line options that switch prompts or sandboxes off, wherever a command or a part of one is written. */
import { type Command, guards, isPage, spoken } from "../commands.ts";
import type { Format } from "../documents.ts";
import { locator } from "../place.ts";
import { readShell } from "../read-shell.ts";
import { type Text, type Trail, type Value, walk } from "../value.ts";
import type { AgentFlag } from "./fact.ts";

/** Each with what it means; `programs`: only behind one of these, because others use the word too. */
export const watchedFlags: readonly {
  readonly flag: string;
  /** A plain part of every spelling. */
  readonly word: string;
  readonly pattern: RegExp;
  readonly programs?: string;
}[] = [
  {
    flag: "--dangerously-skip-permissions",
    word: "dangerously-skip-permissions",
    pattern: /(?<!\w|(?<!:)-)--dangerously-skip-permissions(?![\w-])/,
  },
  {
    flag: "--allow-dangerously-skip-permissions",
    word: "dangerously-skip-permissions",
    pattern: /(?<!\w|(?<!:)-)--allow-dangerously-skip-permissions(?![\w-])/,
  },
  {
    flag: "--permission-mode bypassPermissions",
    word: "bypassPermissions",
    pattern: /--permission-mode[=\s,"']+bypassPermissions/,
  },
  {
    flag: "--dangerously-bypass-approvals-and-sandbox",
    word: "dangerously-bypass-approvals",
    pattern: /(?<!\w|(?<!:)-)--dangerously-bypass-approvals-and-sandbox(?![\w-])/,
  },
  { flag: "--yolo", word: "--yolo", pattern: /(?<!\w|(?<!:)-)--yolo(?![\w-])/ },
  { flag: "--approval-mode=yolo", word: "yolo", pattern: /--approval-mode[=\s,"']+yolo/ },
  {
    flag: "--sandbox danger-full-access",
    word: "danger-full-access",
    pattern: /(?:--sandbox|-s)[=\s,"']+danger-full-access/,
  },
  {
    flag: "sandbox_mode=danger-full-access",
    word: "danger-full-access",
    pattern: /sandbox_mode\s*=\s*\\?["']?danger-full-access/,
  },
  {
    flag: "--allow-all-tools",
    word: "--allow-all-tools",
    pattern: /(?<!\w|(?<!:)-)--allow-all-tools(?![\w-])/,
  },
  {
    flag: "--allow-all-paths",
    word: "--allow-all-paths",
    pattern: /(?<!\w|(?<!:)-)--allow-all-paths(?![\w-])/,
  },
  {
    flag: "--trust-all-tools",
    word: "--trust-all-tools",
    pattern: /(?<!\w|(?<!:)-)--trust-all-tools(?![\w-])/,
  },
  { flag: "--yes-always", word: "--yes-always", pattern: /(?<!\w|(?<!:)-)--yes-always(?![\w-])/ },
  {
    flag: "--dangerously-allow-all",
    word: "--dangerously-allow-all",
    pattern: /(?<!\w|(?<!:)-)--dangerously-allow-all(?![\w-])/,
  },
  {
    flag: "--force",
    word: "cursor-agent",
    pattern: /(?<!\w|(?<!:)-)--force(?![\w-])/,
    programs: "cursor-agent",
  },
  { flag: "-y", word: "-y", pattern: /(?<![\w-])-y(?![\w-])/, programs: "gemini|qwen" },
  { flag: "--approve-mcps", word: "--approve-mcps", pattern: /(?<!\w|(?<!:)-)--approve-mcps(?![\w-])/ },
  {
    flag: "--no-sandbox",
    word: "--no-sandbox",
    pattern: /(?<!\w|(?<!:)-)--no-sandbox(?![\w-])/,
    programs: "gemini|cursor-agent|agent|claude",
  },
  {
    flag: "sandbox_workspace_write.network_access=true",
    word: "network_access",
    pattern: /sandbox_workspace_write\.network_access\s*=\s*true/,
  },
  {
    flag: "--add-dir /",
    word: "--add-dir",
    pattern: /--add-dir[=\s,"']+(?:\/|~|\$HOME|\$\{HOME\})(?:["'\s,]|$)/,
  },
];

/** A program by its name, in a folder or not, or by the package that a runner like `npx` starts it from. */
const started = (names: string) =>
  new RegExp(`(?:^|[\\s;&|("'\`/])(${names})(?:-code|-cli|-ai)?(?:@[\\w.-]+)?(?=[\\s"'\`),]|$)`);
const agentPrograms = started(
  "claude|codex|gemini|copilot|cursor-agent|opencode|goose|aider|amp|cagent|qwen|crush",
);
const needed = new Map(
  watchedFlags.flatMap(({ programs }) => (programs === undefined ? [] : [[programs, started(programs)]])),
);

/** Files that a shell reads when it starts: what is written there runs. */
const startup = /(?:bashrc|zshrc|profile|bash_aliases|config\.fish)["']?$/;

/**
 * Flags in one piece of text, each with the offset in it. `apart`: only those that need a program; `single`: the text is
 * one command, whatever stands between its words.
 */
function inText(
  text: string,
  { apart = false, single = false } = {},
): readonly { flag: string; index: number; length: number }[] {
  if (!text.includes("-") && !text.includes("danger")) return [];
  return watchedFlags.flatMap(({ flag, word, pattern, programs }) => {
    const program = programs === undefined ? undefined : needed.get(programs);
    if (!text.includes(word) || (program ? !program.test(text) : apart)) return [];
    const all = [...text.matchAll(new RegExp(pattern.source, "g"))].slice(0, 50);
    return all
      .filter(
        ({ index }) =>
          program === undefined || program.test(single ? text.slice(0, index) : commandBefore(text, index)),
      )
      .map((match) => ({ flag, index: match.index, length: match[0].length }));
  });
}

/** What stands in front of an offset in the same command of a script, without what is quoted. */
function commandBefore(script: string, index: number): string {
  const before = script
    .slice(Math.max(0, index - 2000), index)
    .replace(/\\\r?\n/g, " ")
    .replace(/"[^"]*"|'[^']*'/g, '""');
  return before.split(/[;\n|]|&&|\s&\s/).at(-1) ?? "";
}

/** In YAML and code: texts. In scripts: the words of each command, joined. */
export function agentFlags(
  root: Value,
  format: Format,
  source: string,
  commands: readonly Command[],
): readonly AgentFlag[] {
  const found: AgentFlag[] = [];
  // Scripts in YAML have lines that look like headings.
  const showsPages = format === "typescript" || format === "python" || format === "json";
  if (format === "shell" || format === "dockerfile") {
    for (const command of commands) fromCommand(command);
    return found;
  }
  walk(root, (value, trail) => {
    if (value.kind === "list") fromList(value.items, value, trail);
    if (value.kind === "text") fromText(value, trail);
    return undefined;
  });
  // `spawn("cursor-agent", ["--force"])`: the option and its program are words apart.
  for (const command of commands) if (!spoken(command.trail)) fromCommand(command, true);
  return found;

  function add(flag: string, at: number, end: number, program: string, trail: Trail | undefined): void {
    if (found.some((fact) => fact.flag === flag && fact.extent.at <= at && at <= fact.extent.end)) return;
    found.push({
      kind: "agent-flag",
      extent: { at, end },
      flag,
      program,
      guards: guards(trail),
      format,
      proof: "proven",
    });
  }
  function fromText(word: Text, trail: Trail | undefined): void {
    const flagged = word.value.length > 200_000 ? [] : inText(word.value);
    if (flagged.length === 0 || spoken(trail) || (showsPages && isPage(word.value))) return;
    const locate = locator(word, source);
    for (const { flag, index, length } of flagged) {
      // Prose speaks of a flag; a command or a part of one is made of it.
      const line = lineAround(word.value, index);
      const whole =
        line.trim().startsWith("-") || agentPrograms.test(line) || line.trim().split(/\s+/).length <= 4;
      if (!whole || /^\s*(?:#|\/\/|\*|>)/.test(line) || shownLine(line, flag)) continue;
      const at = locate ? locate(index) : word.at;
      const program =
        agentPrograms.exec(commandBefore(word.value, index)) ??
        agentPrograms.exec(line) ??
        agentPrograms.exec(word.value);
      add(flag, at, at + length, program?.[1] ?? "", trail);
    }
  }
  function fromList(items: readonly Value[], list: Value, trail: Trail | undefined): void {
    // `["--permission-mode", "bypassPermissions"]`: two words, one option.
    const words = items.flatMap((item) => (item.kind === "text" ? [item] : []));
    if (words.length < 2 || spoken(trail)) return;
    for (let index = 0; index + 1 < words.length; index++) {
      const [one, two] = [words[index], words[index + 1]];
      if (!one || !two || !one.value.startsWith("-") || two.value.startsWith("-")) continue;
      for (const { flag } of inText(`${one.value} ${two.value}`))
        add(flag, one.at, two.end, "", { value: list, key: "", up: trail });
    }
  }
  function fromCommand(command: Command, apart = false): void {
    const words = command.args.flatMap((argument) => (argument.kind === "text" ? [argument] : []));
    if (
      /^(?:echo|printf|cat|grep|sed|print_\w+|log\w*|info|warn\w*|die|usage|case|\[\[?|test|read)$/.test(
        command.program,
      ) &&
      !words.some(({ value }) => startup.test(value))
    )
      return;
    const assigned = command.entries.flatMap((entry) =>
      entry.value.kind === "text"
        ? [entry.value]
        : entry.value.kind === "list"
          ? entry.value.items.filter((item): item is Text => item.kind === "text")
          : [],
    );
    for (const group of [words, assigned]) {
      const text = [command.program, ...group.map((word) => word.value)].join(" ");
      for (const { flag, index, length } of inText(text, { apart, single: true })) {
        let offset = command.program.length + 1;
        const word = group.find((candidate) => {
          const here = index >= offset - 1 && index < offset + candidate.value.length;
          offset += candidate.value.length + 1;
          return here;
        });
        const place = word ?? { at: command.at, end: command.at + length };
        add(flag, place.at, place.end, agentPrograms.exec(text)?.[1] ?? "", command.trail);
      }
    }
  }
}

/** A line of a script inside of a text that only prints. */
function shownLine(line: string, flag: string): boolean {
  // `echo "$PROMPT" | claude --flag`: the option is that of the command which has it.
  const calls = readShell(line.trim()).filter((value) => value.kind === "call");
  const own = calls.find((call) =>
    inText([call.callee, ...call.args.map((word) => (word.kind === "text" ? word.value : ""))].join(" "), {
      single: true,
    }).some((found) => found.flag === flag),
  );
  return /^(?:echo|printf|grep)$/.test((own ?? calls[0])?.callee ?? "") && !startup.test(line.trim());
}

function lineAround(text: string, index: number): string {
  const from = text.lastIndexOf("\n", index) + 1;
  const to = text.indexOf("\n", index);
  return text.slice(from, to < 0 ? text.length : to);
}
