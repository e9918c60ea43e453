/** Python's annotations, as far as they are names. */
import type { Value } from "../code.ts";

const lists = new Set(["list", "List", "Sequence", "Iterable", "tuple", "Tuple", "set", "Set"]);
const transparent = new Set(["Optional", "Annotated", "ClassVar", "Final", "Awaitable", "Union", "Required"]);

/** `Agent`, `m.Agent`; `list[Agent]` as a list of it; the first name in a union; `Agent[Deps]` as `Agent`. */
export function typeValue(value: Value): Value | undefined {
  let here: Value | undefined = value;
  let wrapped = false;
  for (let step = 0; step < 8 && here !== undefined; step++) {
    const read: Value = here;
    if (read.kind === "name" || read.kind === "member")
      return wrapped ? { kind: "list", items: [read], at: read.at, end: read.end } : read;
    if (read.kind === "index") {
      const name = last(read.object);
      const first: Value | undefined = read.index.kind === "list" ? read.index.items[0] : read.index;
      if (name !== undefined && lists.has(name)) {
        wrapped = true;
        here = first;
      } else here = name !== undefined && transparent.has(name) ? first : read.object;
    } else if (read.kind === "other" || read.kind === "choice") {
      const parts: readonly Value[] = read.kind === "other" ? read.parts : read.options;
      here = parts.find((part) => part.kind !== "nothing");
    } else if (read.kind === "text" && /^[A-Za-z_][\w.]*$/.test(read.text)) {
      return { kind: "name", name: read.text.split(".").pop() ?? read.text, at: read.at, end: read.end };
    } else return undefined;
  }
  return undefined;
}

function last(value: Value): string | undefined {
  return value.kind === "name" || value.kind === "member" ? value.name : undefined;
}
