/** Ways to look into documents that several formats share. */
import type { Extent } from "../code.ts";
import type { McpServerFact } from "../facts.ts";
import { type Entry, entriesOf, get, items, str, type Value } from "../grants/value.ts";
import { withoutCredentials } from "../mask.ts";

/** The entry of a key: its place is the key's. */
export function entry(value: Value | undefined, ...keys: readonly string[]): Entry | undefined {
  return entriesOf(value).find((each) => keys.includes(each.key));
}

/** From a key to the end of its value. */
export function entryExtent({ at, value }: Entry): Extent {
  return { at, end: Math.max(at, value.end) };
}

/** Only the key: what stands under it is long, and of others. */
export function keyExtent({ at, key }: Entry): Extent {
  return { at, end: at + key.length };
}

/**
 * Words of a list, of a list in one line (`[a, b]`, `a, b`), or of one text. Front matter that is no valid YAML gives
 * such lists as text.
 */
export function words(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  if (value.kind === "list")
    return items(value).flatMap((item) => {
      const word = str(item) ?? str(get(item, "name", "id"));
      return word === undefined ? [] : [word.trim()];
    });
  const text = str(value);
  if (text === undefined) return [];
  return text
    .replace(/^\s*\[|\]\s*$/g, "")
    .split(",")
    .map((word) => unquoted(word))
    .filter((word) => word !== "");
}

export function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/s, "$2");
}

/** Keys whose values are on: `true`, a configuration, nothing at all; not `false`. */
export function keysOn(value: Value | undefined): readonly string[] {
  return entriesOf(value)
    .filter((each) => !(each.value.kind === "boolean" && !each.value.value))
    .map((each) => each.key);
}

/** MCP servers by their keys, `{ name: { command, args } }`, `{ name: { url } }`, or in a list that names each. */
export function mcpEntries(value: Value | undefined): readonly McpServerFact[] {
  if (value?.kind === "list")
    return items(value).flatMap((item): McpServerFact[] => {
      const name = entry(item, "name");
      const server = name === undefined ? undefined : mcpServer(item);
      return name === undefined || server === undefined
        ? []
        : [{ name: str(name.value) ?? null, role: "client", extent: entryExtent(name), ...server }];
    });
  return entriesOf(value).flatMap((each): McpServerFact[] => {
    const server = mcpServer(each.value);
    return server === undefined
      ? []
      : [{ name: each.key, role: "client", extent: entryExtent(each), ...server }];
  });
}

/** The command line or URL of a server, credentials hidden: facts are kept. `undefined` where the value is none. */
export function mcpServer(value: Value): Pick<McpServerFact, "command" | "url"> | undefined {
  const url = str(get(value, "url", "httpUrl", "serverUrl", "server_url"));
  const command = get(value, "command");
  const parts = [...items(command), ...items(get(value, "args"))].flatMap((part) => str(part) ?? []);
  if (url === undefined && command === undefined) return undefined;
  return {
    ...(parts.length === 0 ? {} : { command: withoutCredentials(parts.join(" ")) }),
    ...(url === undefined ? {} : { url: withoutCredentials(url) }),
  };
}

/** A file's name without its folder. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
