/** Functions that an agent asks before it uses a tool, and whether they ever say no. */
import type { Bindings } from "../bindings.ts";
import { resolve } from "../bindings.ts";
import { get, str, type Value, walk } from "../value.ts";

/** Keys under which the Claude Agent SDK takes such a function. */
export const permissionCallbacks: ReadonlySet<string> = new Set(["canUseTool", "can_use_tool"]);

/** `{ behavior: "allow" }`, `PermissionResultAllow(…)`; undefined for what is returned otherwise. */
const allows = (value: Value): boolean =>
  value.kind === "call"
    ? /(?:^|\.)PermissionResultAllow$/.test(value.callee)
    : str(get(value, "behavior")) === "allow";

/** The function behind a value: itself, or the only one of that name in the file. */
function functionOf(value: Value, root: Value, bindings: Bindings): Value | undefined {
  const known = resolve(value, bindings);
  if (known.kind === "scope") return known;
  if (known.kind !== "name") return undefined;
  const wanted = known.path.replace(/^(?:self|this|cls)\./, "");
  const found: Value[] = [];
  walk(root, (part) => {
    if (part.kind === "scope" && part.name === wanted) found.push(part);
    return undefined;
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Whether every end of the function allows. A function whose ends are not all written out may well refuse. */
export function alwaysAllows(value: Value, root: Value, bindings: Bindings): boolean {
  const body = functionOf(value, root, bindings);
  if (!body) return false;
  let ends = 0;
  let other = false;
  walk(body, (part) => {
    if (part.kind !== "scope") return false;
    for (const entry of part.entries) {
      if (entry.key !== "return") continue;
      if (allows(entry.value)) ends++;
      else other = true;
    }
    return undefined;
  });
  return ends > 0 && !other;
}
