/** Command lines that run a coding agent without a person: in CI steps and scripts. */

interface CommandLine {
  readonly program: string;
  readonly pattern: RegExp;
}

/** Up to the end of the command: no line break that is not escaped, no separator. */
const rest = "(?:[^\\n;&|]|\\\\\\n)*?";
const flag = (names: string): string => `${rest}\\s(?:${names})(?=[\\s=]|$)`;

/** Between two words of a command. */
const gap = "(?:[ \\t]|\\\\\\r?\\n)+";
/** Options before a subcommand, each with a value or without. */
const options = `(?:${gap}-[^\\s;&|]+(?:${gap}[^-\\s;&|][^\\s;&|]*)?)*?`;

/** What runs the command that follows. */
const runners =
  "npx|bunx|uvx|pipx run|pnpm dlx|pnpm exec|yarn dlx|exec|sudo|time|then|do|timeout\\s+\\S+|env";

const commandLines: readonly CommandLine[] = [
  line("claude", flag("-p|--print|--dangerously-skip-permissions")),
  line("codex", `${options}${gap}exec\\b`),
  line("gemini", flag("-p|--prompt|--yolo|-y|--approval-mode")),
  line("copilot", flag("-p|--prompt|--allow-all-tools")),
  line("cursor-agent", "\\s+\\S"),
  line("opencode", `${options}${gap}run\\b`),
  line("aider", flag("--message|-m|--message-file|--yes-always|--yes")),
  line("goose", "\\s+run\\b"),
  line("amp", flag("-x|--execute")),
  line("qwen", flag("-p|--prompt|--yolo|-y")),
  line("crush", "\\s+run\\b"),
];

function line(program: string, tail: string): CommandLine {
  const start = `(?:^|[\\n;&|(\`]|\\b(?:${runners})(?:\\s+--from [^-\\s]\\S*|\\s+-\\S+)*\\s)[ \\t]*(?:[A-Z_][A-Z0-9_]*=\\S*[ \\t]+)*`;
  return {
    program,
    pattern: new RegExp(`${start}(?:@[\\w-]+/)?${program}(?:-code|-cli|-ai)?(?:@[\\w.-]+)?${tail}`),
  };
}

/** The agent that a script starts, and where; `undefined` for scripts that start none. */
export function agentCommand(script: string): { readonly program: string; readonly at: number } | undefined {
  let first: { readonly program: string; readonly at: number } | undefined;
  for (const { program, pattern } of commandLines) {
    if (!script.includes(program)) continue;
    const match = pattern.exec(script);
    if (match === null) continue;
    const at = match.index + match[0].indexOf(program);
    if (first === undefined || at < first.at) first = { program, at };
  }
  return first;
}

/** Words of which one stands in every file with such a command line. */
export const agentPrograms: readonly string[] = commandLines.map(({ program }) => program);
