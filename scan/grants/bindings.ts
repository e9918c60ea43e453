/** What a name in the same file stands for: constants, Terraform locals and defaults, policy documents by reference. */
import { type Entry, entriesOf, get, items, name, str, type Text, text, type Value, walk } from "./value.ts";

/** Names to values; a name that is bound twice is not in it, because nothing says which one holds. */
export type Bindings = ReadonlyMap<string, Value>;

const MAX_STEPS = 8;

function bind(found: Map<string, Value | undefined>, key: string, value: Value): void {
  if (key === "" || key === "return" || key === "..." || key === "**") return;
  found.set(key, found.has(key) && found.get(key) !== value ? undefined : value);
}

function bindBlock(found: Map<string, Value | undefined>, entry: Entry): void {
  const block = entry.value;
  if (entry.key === "locals")
    for (const local of entriesOf(block)) bind(found, `local.${local.key}`, local.value);
  if (block.kind !== "call") return;
  const [first, second] = block.args.map(str);
  if (entry.key === "variable") {
    const fallback = block.entries.find((candidate) => candidate.key === "default")?.value;
    if (fallback) bind(found, `var.${first}`, fallback);
  }
  if (entry.key === "data" && first === "aws_iam_policy_document")
    bind(found, `data.${first}.${second}.json`, block);
}

/** `hcl`: bindings are the module's locals and variables; else they are assignments anywhere in the file. */
export function bindingsOf(root: Value, hcl: boolean): Bindings {
  const found = new Map<string, Value | undefined>();
  if (hcl) for (const entry of entriesOf(root)) bindBlock(found, entry);
  else
    walk(root, (value) => {
      if (value.kind !== "scope") return value.kind !== "text";
      for (const entry of value.entries) bind(found, entry.key, entry.value);
      return true;
    });
  const certain = [...found].flatMap(([key, value]): [string, Value][] => (value ? [[key, value]] : []));
  return new Map(certain);
}

/** The value behind a name, through other names; the name itself where nothing in the file says. */
export function resolve(value: Value, bindings: Bindings): Value {
  let current = value;
  for (let step = 0; step < MAX_STEPS && current.kind === "name"; step++) {
    const path = current.path.replace(/^(?:this|self|cls)\./, "");
    const next = bindings.get(current.path) ?? bindings.get(path) ?? member(path, bindings);
    if (!next) break;
    current = next;
  }
  return current;
}

/** `roles.owner`, where `roles` is a dict with that key. */
function member(path: string, bindings: Bindings): Value | undefined {
  const [head = "", ...rest] = path.split(".");
  let current = rest.length > 0 ? bindings.get(head) : undefined;
  for (const key of rest) current = current?.kind === "dict" ? get(current, key) : undefined;
  return current;
}

/** A text with the constants of the file in place of the names in it: `"mysql://{USER}@…"`. */
export function withConstants(value: Value, bindings: Bindings): Value {
  if (value.kind !== "text" || !value.open || value.value.length > 2000) return value;
  const filled = value.value.replace(/\$\{([\w.]{1,100})\}/g, (whole, path: string) => {
    const found = resolve(name(path, value), bindings);
    return found.kind === "text" && !found.open ? found.value : whole;
  });
  return text(filled, value, filled.includes("${"));
}

/** Calls whose result is made of the elements of their arguments. */
const unions = new Set([
  "?:",
  "||",
  "&&",
  "??",
  "concat",
  "flatten",
  "compact",
  "distinct",
  "toset",
  "tolist",
  "for",
  "!If",
  "list",
  "set",
  "tuple",
  "sorted",
  "coalescelist",
  "...",
]);

function intrinsic(value: Value): Value | undefined {
  const [entry] = value.kind === "dict" && value.entries.length === 1 ? value.entries : [];
  if (!entry) return undefined;
  const inner = entry.value;
  switch (entry.key) {
    case "Ref":
      return name(str(inner) ?? "…", value);
    case "Fn::GetAtt":
      return name(
        items(inner)
          .map((part) => str(part) ?? "…")
          .join("."),
        value,
      );
    case "Fn::Sub": {
      const [first] = items(inner);
      return first?.kind === "text" ? text(first.value, value, first.value.includes("${")) : undefined;
    }
    case "Fn::Join":
      return { kind: "call", callee: "!Join", args: items(inner), entries: [], at: value.at, end: value.end };
    case "Fn::If":
      return {
        kind: "call",
        callee: "!If",
        args: items(inner).slice(1),
        entries: [],
        at: value.at,
        end: value.end,
      };
    default:
      return undefined;
  }
}

/** Reading a variable of the environment, where the second argument says what holds when it is not set. */
const environment = /(?:^|\.)(?:getenv|(?:environ|env)\.get)$/;
/** Calls that give back what they are given in another form. */
const transparent =
  /^(?:str|String|Path|pathlib\.Path|PurePath|os\.fspath|\.(?:as_posix|toString|strip|trim|resolve|absolute|expanduser))$|(?:^|\.)(?:expanduser|expandvars|abspath|realpath|normpath|path\.resolve|path\.normalize)$/;
const homeCall = /(?:^|\.)(?:homedir|Path\.home|userInfo)$/;
const homeName = /(?:^|\.)(?:process\.env|environ)\.(?:HOME|USERPROFILE)$/;

/** The default of a variable of the environment: `os.getenv("X", "…")`, `process.env.X ?? "…"`. */
export function fallbackOf(value: Value): Value | undefined {
  if (value.kind !== "call") return undefined;
  const [first, second] = value.args;
  if (environment.test(value.callee)) return second;
  const read =
    first?.kind === "name"
      ? /^(?:process|import\.meta|Deno|Bun)\.env\b|(?:^|\.)environ\b/.test(first.path)
      : first?.kind === "call" && environment.test(first.callee);
  return value.callee === "||" && read ? second : undefined;
}

/** Whether a value is the user's home folder, in the words of Node or Python. */
export function isHome(value: Value): boolean {
  if (value.kind === "name") return homeName.test(value.path);
  if (value.kind !== "call") return false;
  const [first] = value.args;
  if (homeCall.test(value.callee)) return true;
  if (value.callee === ".home" || !first) return false;
  if (environment.test(value.callee)) return /^(?:HOME|USERPROFILE)$/.test(str(first) ?? "");
  return transparent.test(value.callee) && (isHome(first) || /^~[\\/]?$/.test(str(first) ?? ""));
}

/**
 * The texts that a value can be: of a list all, of a choice each branch. What is not known stands as `${name}`, and
 * the text is open.
 */
export function wordsOf(value: Value | undefined, bindings: Bindings, depth = 0): readonly Text[] {
  if (!value || depth > 20) return [];
  const known = resolve(intrinsic(value) ?? value, bindings);
  switch (known.kind) {
    case "text":
      return [known];
    case "name":
      return [text(`\${${known.path}}`, known, true)];
    case "number":
      return [text(String(known.value), known)];
    case "list":
      return known.items.flatMap((item) => wordsOf(item, bindings, depth + 1));
    case "call": {
      const args = known.callee === "!If" && known.args.length === 3 ? known.args.slice(1) : known.args;
      if (unions.has(known.callee)) return args.flatMap((argument) => wordsOf(argument, bindings, depth + 1));
      if (known.callee === "!Join" || known.callee === "join" || known.callee === ".join") {
        const [glue, ...rest] = args;
        const parts = rest.flatMap((part) => wordsOf(part, bindings, depth + 1));
        const separator = str(glue) ?? "";
        return [
          text(
            parts.map((part) => part.value).join(separator),
            known,
            parts.some((part) => part.open),
          ),
        ];
      }
      const [first] = args;
      if ((known.callee === "!Sub" || known.callee === "format") && first?.kind === "text")
        return [text(first.value.replace(/%[sdv]/g, "${…}"), known, true)];
      if (isHome(known)) return [text("~", known)];
      const fallback = fallbackOf(known);
      if (fallback) return wordsOf(fallback, bindings, depth + 1);
      if (transparent.test(known.callee) && args.length === 1) return wordsOf(first, bindings, depth + 1);
      if (known.callee === ".split" && first) return wordsOf(first, bindings, depth + 1).flatMap(parts);
      return [text(`\${${known.callee}(…)}`, known, true)];
    }
    case "dict":
      return intrinsic(known) ? wordsOf(intrinsic(known), bindings, depth + 1) : [text("${…}", known, true)];
    default:
      return [];
  }
}

/** The words of a text that is split; all of them stand where the text does. */
const parts = (word: Text): readonly Text[] =>
  word.value
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map((part) => ({ ...word, value: part }));
