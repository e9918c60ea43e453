/** Which entry of the table a resolved call, base class or decorator is. */
import type { CodeLanguage, Framework } from "../frameworks/framework.ts";
import { frameworks } from "../frameworks/table.ts";
import type { Origin } from "./origin.ts";

export interface Entry<Item> {
  readonly item: Item;
  readonly framework: Framework;
  /** The symbol as a path. */
  readonly symbol: readonly string[];
}

interface Matchable {
  readonly from: readonly string[];
  readonly symbols: readonly string[];
}

export type Index<Item> = ReadonlyMap<string, readonly Entry<Item>[]>;

/** Entries by the last step of their symbols, without `()`. */
function index<Item extends Matchable>(pick: (framework: Framework) => readonly Item[]): Index<Item> {
  const entries = new Map<string, Entry<Item>[]>();
  for (const framework of frameworks)
    for (const item of pick(framework))
      for (const text of item.symbols) {
        const symbol = text.split(".");
        const key = bare(symbol.at(-1) ?? "");
        const list = entries.get(key);
        const entry = { item, framework, symbol };
        if (list === undefined) entries.set(key, [entry]);
        else list.push(entry);
      }
  return entries;
}

export const constructs = index((framework) => framework.constructs);
export const toolConstructs = index((framework) => framework.tools ?? []);
export const mcpConstructs = index((framework) => framework.mcp ?? []);

export function bare(step: string): string {
  return step.endsWith("()") ? step.slice(0, -2) : step;
}

/** Whether a module is one of those, or lies below one. */
export function isFrom(module: string, from: readonly string[]): boolean {
  return from.some(
    (root) => module === root || module.startsWith(`${root}.`) || module.startsWith(`${root}/`),
  );
}

/**
 * Whether an origin is a symbol of these modules. In Python a path through submodules counts as the module's
 * (`google.adk.agents.Agent`), and a symbol may be found nearer to the package's root than where it is defined. A
 * method's symbol (`exact` false) is the end of a path.
 */
export function matches(
  origin: Origin & { readonly kind: "external" },
  entry: Entry<Matchable>,
  language: CodeLanguage,
  exact: boolean,
): boolean {
  const { path, module } = origin;
  const { symbol } = entry;
  const from = entry.item.from;
  const start = path.length - symbol.length;
  if (start < 0 || !symbol.every((step, offset) => step === path[start + offset])) return false;
  const before = path.slice(0, start);
  if (!exact)
    return isFrom(module, from) || (language === "python" && isFrom(pathName(module, before), from));
  if (before.some((step) => step.endsWith("()"))) return false;
  if (language === "javascript")
    return (before.length === 0 || before.join() === "default") && isFrom(module, from);
  const whole = pathName(module, before);
  return (
    isFrom(whole, from) ||
    from.some(
      (root) =>
        root.startsWith(`${whole}.`) &&
        root.split(".").length <= whole.split(".").length + 2 &&
        whole.includes("."),
    )
  );
}

function pathName(module: string, steps: readonly string[]): string {
  const named = steps.findIndex((step) => step.endsWith("()"));
  return [module, ...(named < 0 ? steps : steps.slice(0, named))].join(".");
}
