/** By which name people know an MCP server. */

/** The package that `npx -y @scope/server` and the like start; `null` where the command starts none. */
export function packageIn(command: readonly string[]): string | null {
  const [program = "", ...args] = command;
  if (!/(?:^|\/)(?:npx|uvx|bunx|pnpx|pipx|npm|pnpm)(?:\.cmd)?$/.test(program)) return null;
  const named = args.find((arg) => !arg.startsWith("-") && !["exec", "dlx", "run", "tool"].includes(arg));
  return named === undefined ? null : named.replace(/(?<=.)@[^/@]+$/, "");
}

/** The name that it is given; else the package that is started; else its command line, or its address. */
export function serverName(
  given: string | null | undefined,
  command: readonly string[],
  url: string | undefined,
): string {
  return given || packageIn(command) || command.join(" ") || url || "without a name";
}
