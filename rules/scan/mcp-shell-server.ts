import { lineOf, serverOffence, servers, wordsOf } from "./mcp.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Servers whose tool is any command on the machine. */
const shells =
  /desktop-?commander|wonderwhy-er\/|mcp-shell\b|shell-mcp|mcp-server-shell|iterm-mcp|mcp-server-commands|mcp-server-command|windows-mcp|super-shell|mcp-terminal|terminal-mcp|mcp-ssh|ssh-mcp|cli-mcp-server|mcp-shell-server|mcp-bash|bash-mcp|command-executor|applescript-mcp|osascript|mcp-remote-exec|computer-use-mcp|mcp-server-macos|exec-mcp/i;

/** What a download brings is run at once: `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`. */
const piped =
  /\b(?:curl|wget)\s[^|]{1,500}\|\s{0,9}(?:sudo\s{1,9})?(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh\b|\b(?:ba|z|da|k)?sh\s{1,9}<\(\s{0,9}(?:curl|wget)\s|(?:^|\beval\s{1,9}|\bsh\s{1,9}-c\s{1,9})"?\$\((?:curl|wget)\s/;

export default defineScanRule({
  id: "mcp-shell-server",
  title: "A server that runs any command",
  tier: "high",
  maps: maps("ASI05", "LLM06:2025", "78"),
  *check(grants) {
    for (const server of servers(grants)) {
      const fetched = wordsOf(server).find((candidate) => piped.test(candidate.value));
      if (fetched) {
        yield serverOffence(
          server,
          fetched,
          "fetched script",
          `The server '${server.name}' is a script that is fetched at each start and run as it comes, so whoever answers there runs any command here. Install the server, and start a fixed version of it.`,
        );
        continue;
      }
      const word = wordsOf(server).find((candidate) => shells.test(candidate.value));
      if (!word || !shells.test(lineOf(server))) continue;
      yield serverOffence(
        server,
        word,
        word.value,
        `The server '${server.name}' (${word.value}) runs whatever command the model writes. Use servers with tools for the tasks, or run it in a sandbox.`,
      );
    }
  },
});
