/** Functions that an agent asks before it uses a tool, and whether they ever say no. */
import { type Bindings, resolve } from "../bindings.ts";
import { get, str, type Value, walk } from "../value.ts";

/** Keys under which the Claude Agent SDK takes such a function. */
export const permissionCallbacks: ReadonlySet<string> = new Set(["canUseTool", "can_use_tool"]);

/** `{ behavior: "allow" }`, `PermissionResultAllow(…)`. */
const allows = (value: Value): boolean =>
  value.kind === "call"
    ? /(?:^|\.)PermissionResultAllow$/.test(value.callee)
    : str(get(value, "behavior")) === "allow";

/** The functions and classes of a file by name; one that is declared twice is not in it. */
function namedScopes(root: Value): ReadonlyMap<string, Value> {
  const found = new Map<string, Value | undefined>();
  walk(root, (part) => {
    if (part.kind === "scope" && part.name !== "")
      found.set(part.name, found.has(part.name) ? undefined : part);
    return undefined;
  });
  return new Map([...found].flatMap(([name, value]): [string, Value][] => (value ? [[name, value]] : [])));
}

/** Whether every end of the function allows. A function whose ends are not all written out may well refuse. */
function everyEndAllows(body: Value): boolean {
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

/** Tells of a value of this file whether it is a function that always allows; each function is looked at once. */
export function alwaysAllowing(root: Value, bindings: Bindings): (value: Value) => boolean {
  let scopes: ReadonlyMap<string, Value> | undefined;
  const known = new Map<Value, boolean>();
  const functionOf = (value: Value): Value | undefined => {
    const found = resolve(value, bindings);
    if (found.kind !== "name") return found.kind === "scope" ? found : undefined;
    scopes ??= namedScopes(root);
    return scopes.get(found.path.replace(/^(?:self|this|cls)\./, ""));
  };
  return (value) => {
    const body = functionOf(value);
    if (!body) return false;
    const answer = known.get(body) ?? everyEndAllows(body);
    known.set(body, answer);
    return answer;
  };
}
