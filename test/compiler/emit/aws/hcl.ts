/** Terraform's reading of its JSON syntax, by its own parser of templates. */
import { getExpressionAst, parse } from "@cdktf/hcl2json";

/** Every string of a JSON value, keys too. */
export function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsOf(item);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) {
      yield key;
      yield* stringsOf(item);
    }
}

/** As a quoted template, which is what a string of the JSON syntax is; HCL lacks JSON's `\b` and `\f`. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/\\(?:([bf])|.)/g, (sequence, short?: string) =>
    short === undefined ? sequence : short === "b" ? "\\u0008" : "\\u000c",
  );

/** The references in a string's template; a template directive or anything computed is told as `other`. */
export async function referencesIn(text: string): Promise<readonly string[]> {
  const tree: unknown = await getExpressionAst("main.tf", quoted(text));
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const type: unknown = Reflect.get(node, "type");
    const meta: unknown = Reflect.get(node, "meta");
    if (type === "scopeTraversal" && typeof meta === "object" && meta !== null)
      found.push(String(Reflect.get(meta, "fullAccessor")));
    else if (type !== "template" && type !== "templateWrap" && type !== "literalValue") found.push("other");
    const children: unknown = Reflect.get(node, "children");
    if (Array.isArray(children)) children.forEach(walk);
  };
  walk(tree);
  return found;
}

/** The text that a string without references stands for. */
export async function textOfString(text: string): Promise<string> {
  const read: unknown = await parse("main.tf", `locals {\n  x = ${quoted(text)}\n}\n`);
  const [value] = [...stringsOf(read)].filter((one) => one !== "locals" && one !== "x");
  return (value ?? "").replace(/([$%])\1\{/g, "$1{");
}
