/** Python's import statements. */
import { add, type Place } from "../builder.ts";
import { child, type Reading, textOf } from "./expressions.ts";
import type { PyNode } from "./tree.ts";

/** `import a.b` brings `a`; `import a.b as c` brings the module `a.b` as `c`. */
export function importModules(reading: Reading, node: PyNode, place: Place): void {
  for (const each of node.children) {
    const alias = each.type === "aliased_import" ? child(each, "alias") : undefined;
    const name = each.type === "aliased_import" ? child(each, "name") : each;
    if (name === undefined) continue;
    const module = textOf(reading, name);
    const top = module.split(".")[0] ?? module;
    add(reading.builder, place, {
      kind: "import",
      local: alias === undefined ? top : textOf(reading, alias),
      module: alias === undefined ? top : module,
      symbol: "*",
      at: each.at,
      end: each.end,
    });
    // The submodule is loaded all the same: what looks for imports sees it under a name that nothing can have.
    if (alias === undefined && top !== module)
      add(reading.builder, place, {
        kind: "import",
        local: "",
        module,
        symbol: "*",
        at: each.at,
        end: each.end,
      });
  }
}

/** `from m import a, b as c`, `from .m import *`; relative modules keep their dots. */
export function importFrom(reading: Reading, node: PyNode, place: Place): void {
  const from = child(node, "module_name");
  if (from === undefined) return;
  const module = textOf(reading, from).replace(/\s+/g, "");
  for (const each of node.children) {
    if (each === from) continue;
    if (each.type === "wildcard_import") {
      add(reading.builder, place, { kind: "import-all", module, at: each.at, end: each.end });
      continue;
    }
    const alias = each.type === "aliased_import" ? child(each, "alias") : undefined;
    const name = each.type === "aliased_import" ? child(each, "name") : each;
    if (name === undefined || each.field !== "name") continue;
    add(reading.builder, place, {
      kind: "import",
      local: textOf(reading, alias ?? name),
      module,
      symbol: textOf(reading, name),
      at: each.at,
      end: each.end,
    });
  }
}
