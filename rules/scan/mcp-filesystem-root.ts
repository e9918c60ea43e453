import { lineOf, serverOffence, servers, wordsOf } from "./mcp.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Folders with keys, credentials and browser profiles in them. */
const root =
  /^(?:\/|~\/?|\$HOME\/?|\$\{HOME\}\/?|\$\{env:HOME\}\/?|\$\{userHome\}\/?|%USERPROFILE%\\?|[A-Za-z]:[\\/]{0,2}|\/(?:Users|home)\/[^/\\]+\/?|\/(?:Users|home)\/?|[A-Za-z]:[\\/]{1,2}Users[\\/]{1,2}[^/\\]+[\\/]{0,2}|\/etc\/?|\/root\/?|\/var\/?|\.\.\/?|\.\.\/\.\.\/?|\/mnt\/[a-z]\/?|\/host\/?)$/;
/** `${process.env.HOME}` and the like, as code spells it. */
const home =
  /^\$\{(?:process\.env\.HOME|os\.homedir\(\)|homedir\(\)|Path\.home\(\)|os\.path\.expanduser\(["']~["']\)|os\.getenv\(["']HOME["']\)|os\.environ\.HOME|os\.environ\[["']HOME["']\])\}\/?$/;

const mounted = (word: string) =>
  /^(?:type=bind,)?(?:src|source)=([^,]+)/.exec(word)?.[1] ?? /^([^:]+):\//.exec(word)?.[1];

export default defineScanRule({
  id: "mcp-filesystem-root",
  title: "A file server over the home folder or the whole disk",
  tier: "high",
  maps: maps("ASI02 ASI03", "LLM06:2025", "732 668"),
  *check(grants) {
    for (const server of servers(grants)) {
      const files =
        /server-filesystem|filesystem-mcp|mcp-filesystem|mcp-server-filesystem|filesystem@|rust-mcp-filesystem|mcp\/filesystem/i.test(
          lineOf(server),
        );
      const docker = /^(?:docker|podman)$/.test(server.command?.value ?? "");
      for (const [index, word] of wordsOf(server).entries()) {
        const before = wordsOf(server)[index - 1]?.value ?? "";
        const folder =
          docker && /^(?:-v|--volume|--mount)$/.test(before)
            ? mounted(word.value)
            : files && index > 0 && !before.startsWith("--")
              ? word.value
              : undefined;
        if (folder === undefined || !(root.test(folder) || home.test(folder))) continue;
        const message = `The server '${server.name}' reaches '${folder}', where keys, credentials and profiles lie. Give it a folder of the project, for reading where that is enough.`;
        yield serverOffence(server, word, folder, message);
      }
    }
  },
});
