/** Lists of tools that an agent uses without asking. */
import { type Bindings, wordsOf } from "../bindings.ts";
import { guards, isPage } from "../commands.ts";
import type { Format } from "../documents.ts";
import { locator } from "../place.ts";
import { get, items, keys, type Text, type Trail, type Value, walk } from "../value.ts";
import type { AllowedTool } from "./fact.ts";

const listKey = /^(?:allowed[-_]?tools|allow_?list_?tools|core[-_]?tools|auto[-_]?allowed[-_]?tools)$/i;
/** The option in a line, with its list and the tools in quotes that go on from there. */
const flag =
  /--(?:allowed-?tools|allow-tool)(?:[=\s]+)((?:"[^"]*"|'[^']*'|\S+)(?:\s{1,20}(?:"[A-Z][A-Za-z]*(?:\([^)"]*\))?"|'[A-Z][A-Za-z]*(?:\([^)']*\))?'))*)/gi;
/** The option as a word of its own. */
const option = /^--(?:allowed-?tools|allow-tool)$/i;
/** A word that can be a tool, or several: a prompt in its place is none. */
const tools = /^[A-Za-z_][\w-]*(?:\([^)]*\))?(?:[,\s]\s*[A-Za-z_][\w-]*(?:\([^)]*\))?)*$/;

/** Splits `Bash(git log:*),Read Edit` at commas and blanks outside of parentheses; with the place of each part. */
export function splitTools(list: string): readonly { readonly value: string; readonly index: number }[] {
  const parts: { value: string; index: number }[] = [];
  let depth = 0;
  let from = 0;
  for (let index = 0; index <= list.length; index++) {
    const unit = list[index];
    if (unit === "(") depth++;
    else if (unit === ")") depth = Math.max(0, depth - 1);
    else if (unit === undefined || (depth === 0 && (unit === "," || /\s/.test(unit)))) {
      const value = list.slice(from, index).trim();
      if (value !== "") parts.push({ value, index: from });
      from = index + 1;
    }
  }
  return parts;
}

export function allowedTools(
  root: Value,
  bindings: Bindings,
  source: string,
  format: Format,
): readonly AllowedTool[] {
  const configuration = format !== "typescript" && format !== "python";
  const found: AllowedTool[] = [];
  const add = (words: readonly Text[], list: string, trail: Trail | undefined, limited: boolean) => {
    // Each is kept with its list, which is quadratic; no list that people write is as long.
    const beside = words.slice(0, 200).map((word) => word.value);
    for (const word of words)
      found.push({
        kind: "allowed-tool",
        extent: { at: word.at, end: word.end },
        value: word.value,
        list,
        beside,
        limited,
        guards: guards(trail),
        proof: word.open ? "inferred" : "proven",
      });
  };
  walk(root, (value, trail) => {
    if (value.kind === "text") {
      for (const match of /--allow/i.test(value.value) &&
      value.value.length < 100_000 &&
      ((configuration && format !== "json") || !isPage(value.value))
        ? value.value.matchAll(flag)
        : []) {
        // Quotes become blanks, so that places stay.
        const list = (match[1] ?? "").replace(/["']/g, " ");
        const from = match.index + match[0].length - list.length;
        add(placed(list, value, source, from), "--allowedTools", trail, false);
      }
      return undefined;
    }
    // `["--allowedTools", "Bash,Read"]`, `claude --allowedTools Bash Read`
    if (value.kind === "list") fromWords(value.items, trail);
    if (value.kind === "call" && value.args.length > 1) fromWords(value.args, trail);
    if (value.kind !== "dict" && value.kind !== "call" && value.kind !== "scope") return undefined;
    for (const entry of value.entries) {
      const own = entry.key.slice(entry.key.lastIndexOf(".") + 1);
      if (listKey.test(own)) {
        // The front matter of a skill lists what the skill uses.
        if (entry.value.kind === "text")
          add(
            placed(entry.value.value, entry.value, source),
            entry.key,
            { value, key: entry.key, up: trail },
            false,
          );
        else add(wordsOf(entry.value, bindings), entry.key, { value, key: entry.key, up: trail }, false);
      }
      if (own === "allow" && /permissions$/.test(keys(trail).at(-1) ?? "")) {
        const limited = items(get(value, "deny")).length > 0;
        add(
          wordsOf(entry.value, bindings),
          "permissions.allow",
          { value, key: entry.key, up: trail },
          limited,
        );
      }
      // Gemini CLI: `tools: {core: […], allowed: […]}`.
      if (configuration && (own === "allowed" || own === "core") && keys(trail).at(-1) === "tools")
        add(wordsOf(entry.value, bindings), `tools.${own}`, { value, key: entry.key, up: trail }, false);
    }
    return undefined;
  });
  return found;

  function fromWords(words: readonly Value[], trail: Trail | undefined): void {
    const at = words.findIndex((word) => word.kind === "text" && option.test(word.value));
    if (at < 0) return;
    const rest = words.slice(at + 1);
    const stop = rest.findIndex((word, index) => word.kind !== "text" && index > 0);
    const list = (stop < 0 ? rest : rest.slice(0, stop)).flatMap((word) => wordsOf(word, bindings));
    const end = list.findIndex((word) => !tools.test(word.value));
    for (const word of end < 0 ? list : list.slice(0, end))
      add(placed(word.value, word, source), "--allowedTools", trail, false);
  }
}

/** The parts of a written list as texts with places. `from`: where the list begins in the text. */
function placed(list: string, around: Text, source: string, from = 0): readonly Text[] {
  const locate = locator(around, source);
  return splitTools(list).map(({ value, index }) => {
    const at = locate ? locate(from + index) : around.at;
    const open = around.open && value.includes("$");
    return { kind: "text", value, open, at, end: locate ? at + value.length : around.end };
  });
}
