/** What a file of Python or TypeScript brings in, and its tree with the names that the modules themselves use. */
import { type Entry, type Value, walk } from "./value.ts";

export interface Imported {
  readonly module: string;
  /** The name in the module; absent for the module itself and for a default export. */
  readonly symbol?: string;
}

/** Local names to what they bring in, as far as import lines say. Of `import a.b` the key is the whole path. */
export function importedNames(source: string): ReadonlyMap<string, Imported> {
  const found = new Map<string, Imported>();
  const add = (module: string, part: string, separator: RegExp) => {
    const [symbol, alias] = part.trim().split(separator);
    if (symbol) found.set((alias ?? symbol).trim(), { module, symbol: symbol.trim() });
  };
  for (const match of source.matchAll(
    /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]{0,4000}\)|[^\n(]{1,2000})/gm,
  ))
    for (const part of (match[2] ?? "")
      .replace(/#.*$/gm, "")
      .replace(/[()\\]/g, "")
      .split(/[,;]/))
      add(match[1] ?? "", part, /\s+as\s+/);
  for (const match of source.matchAll(/^[ \t]*import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?[^\n;]{0,500})/gm))
    for (const part of (match[1] ?? "").split(",")) {
      const [, module, alias] = /^\s*([\w.]+)(?:[ \t]+as[ \t]+(\w+))?/.exec(part) ?? [];
      if (module !== undefined) found.set(alias ?? module, { module });
    }
  // Every repetition is bounded: a file of nothing but blanks must not cost more than its length.
  const imported =
    /\bimport\s{1,20}(?:type\s{1,20})?(?:(\w{1,100})\s{0,20},?\s{0,20})?(?:\{([^}]{0,4000})\})?(?:\*\s{1,20}as\s{1,20}(\w{1,100}))?\s{0,20}from\s{0,20}["']([^"']{1,200})["']/g;
  for (const match of source.matchAll(imported)) {
    const module = match[4] ?? "";
    for (const part of (match[2] ?? "").split(","))
      add(module, part.trim().replace(/^type\s+/, ""), /\s+as\s+/);
    for (const whole of [match[1], match[3]]) if (whole) found.set(whole, { module });
  }
  const required =
    /\{([^{}]{1,4000})\}\s{0,20}=\s{0,20}(?:await\s{1,20})?(?:require|import)\(\s{0,20}["']([^"']{1,200})["']/g;
  for (const match of source.matchAll(required))
    for (const part of (match[1] ?? "").split(",")) add(match[2] ?? "", part, /\s*:\s*/);
  return found;
}

/** Where each imported name comes from, under the name in the file and under the module's own. */
export function modulesOf(imported: ReadonlyMap<string, Imported>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [local, { module }] of imported) found.set(local, module);
  for (const { module, symbol } of imported.values())
    if (symbol !== undefined && !found.has(symbol)) found.set(symbol, module);
  return found;
}

/** The functions and classes that a file declares itself, and does not bring in. */
export function declaredNames(root: Value, imports: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set<string>();
  walk(root, (value) => {
    if (value.kind !== "scope") return undefined;
    const names = [
      value.name,
      ...value.entries.map(({ key, value: { kind } }) => (kind === "scope" ? key : "")),
    ];
    for (const name of names) if (name !== "" && !imports.has(name)) found.add(name);
    return undefined;
  });
  return found;
}

/**
 * The tree with the names that modules have for what a file brings in under others: `ShellTool()` for `ST()` after
 * `import ShellTool as ST`. What rules look for is then written once. An alias of a module stays: `iam.Role`.
 */
export function withImportedNames(root: Value, imported: ReadonlyMap<string, Imported>): Value {
  const aliases = new Map<string, string>();
  for (const [local, { symbol }] of imported)
    if (symbol !== undefined && symbol !== local && symbol !== "default") aliases.set(local, symbol);
  if (aliases.size === 0) return root;
  // What the file binds anew is no import there any more; and a name that it binds stands for something else.
  const bound = new Set<string>();
  walk(root, (value) => {
    if (value.kind !== "scope") return undefined;
    bound.add(value.name);
    for (const entry of value.entries) bound.add(entry.key);
    return undefined;
  });
  for (const local of aliases.keys()) if (bound.has(local)) aliases.delete(local);
  return aliases.size === 0 ? root : renamed(root, aliases, bound);
}

function renamed(root: Value, aliases: ReadonlyMap<string, string>, bound: ReadonlySet<string>): Value {
  const path = (written: string): string => {
    const dot = written.indexOf(".");
    const symbol = aliases.get(dot < 0 ? written : written.slice(0, dot));
    if (symbol === undefined) return written;
    return dot < 0 ? symbol : /^[A-Z]/.test(symbol) ? symbol + written.slice(dot) : written;
  };
  const entries = (list: readonly Entry[]): readonly Entry[] =>
    list.map((entry) => ({ ...entry, value: value(entry.value) }));
  const value = (given: Value): Value => {
    switch (given.kind) {
      case "name": {
        const written = path(given.path);
        return written === given.path || bound.has(written.split(".")[0] ?? "")
          ? given
          : { ...given, path: written };
      }
      case "list":
        return { ...given, items: given.items.map(value) };
      case "dict":
      case "scope":
        return { ...given, entries: entries(given.entries) };
      case "call": {
        const callee = path(given.callee);
        const written = callee === given.callee ? {} : { written: given.callee.length };
        return { ...given, ...written, callee, args: given.args.map(value), entries: entries(given.entries) };
      }
      default:
        return given;
    }
  };
  return value(root);
}

const agentic =
  /^\.|agent|claude|anthropic|codex|copilot|openai|lang(?:chain|graph)|llm|mcp|gpt|gemini|autogen|ag2|crew|strands|smol|adk|mastra|^ai$|cursor|opencode|sdk/i;

/** Whether a file brings in something that may be a framework for agents, or hand it on: a neighbour, an SDK. */
export function mayUseAgents(imports: ReadonlyMap<string, string>): boolean {
  for (const module of imports.values()) if (agentic.test(module)) return true;
  return false;
}
