/** Pinned `tools/list` answers of MCP servers (Model Context Protocol 2025-06-18, Tools). */
import { isObject } from "../model/json.ts";
import type { Risk, ServiceAction, ValueType } from "../model/policy.ts";
import type { Value } from "../syntax/ast-values.ts";
import { type Context, originOf, reportValue } from "./context.ts";
import type { EntryOf, FileScope } from "./entry.ts";
import { record } from "./record.ts";
import { readString } from "./values.ts";

export interface ToolList {
  readonly actions: readonly ServiceAction[];
  /** It could not be read, which was reported. */
  readonly broken: boolean;
}

/** Where a list may be, in the order in which it is looked for: beside the policy's file, then from the workspace. */
export function toolListPaths(file: FileScope, name: string): readonly string[] {
  const folder = file.file.path.split("/").slice(0, -1);
  return [...new Set([joined([...folder, name]), joined([name])])].filter((path) => path !== undefined);
}

/** A path within the workspace without `.` and `..`; `undefined` for one that leads out of it. */
function joined(parts: readonly string[]): string | undefined {
  const path: string[] = [];
  for (const segment of parts.join("/").split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") path.push(segment);
    else if (path.pop() === undefined) return undefined;
  }
  return path.join("/");
}

/** The tools of the list that a service names, as actions. */
export function readTools(context: Context, entry: EntryOf<"service">, value: Value | undefined): ToolList {
  if (value === undefined) return { actions: [], broken: false };
  const name = readString(context, entry, value, "'tools'");
  if (name === undefined) return { actions: [], broken: true };
  const path = toolListPaths(entry.file, name).find((candidate) => context.world.texts.has(candidate));
  const text = path === undefined ? undefined : context.world.texts.get(path);
  if (text === undefined) {
    const message = `There is no file '${name}' beside this one or in the workspace; save the server's tools/list answer there.`;
    reportValue(context, entry, value, "unknown-name", message);
    return { actions: [], broken: true };
  }
  const reading = parseTools(text);
  if ("wrong" in reading) {
    const message = `'${name}' is no tools/list answer: ${reading.wrong}; save the answer of the server anew.`;
    reportValue(context, entry, value, "bad-literal", message);
    return { actions: [], broken: true };
  }
  const origin = originOf(context, entry, value);
  return { actions: reading.tools.map((tool) => ({ ...tool, labels: [], origin })), broken: false };
}

type Tool = Omit<ServiceAction, "labels" | "origin">;

/** The tools in an answer, with or without its JSON-RPC envelope, or in one sentence what is wrong with it. */
export function parseTools(text: string): { readonly tools: readonly Tool[] } | { readonly wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: "it is no JSON" };
  }
  const answer = isObject(value) && isObject(value.result) ? value.result : value;
  const list = isObject(answer) ? answer.tools : answer;
  if (!Array.isArray(list)) return { wrong: "it holds no list of 'tools'" };
  const tools = new Map<string, Tool>();
  for (const [index, item] of list.entries()) {
    if (!isObject(item) || typeof item.name !== "string" || item.name === "")
      return { wrong: `its tool ${index + 1} has no name` };
    if (tools.has(item.name)) return { wrong: `it has the tool '${item.name}' twice` };
    const title = typeof item.title === "string" ? item.title : undefined;
    tools.set(item.name, {
      name: item.name,
      ...(title === undefined ? {} : { title }),
      risk: riskOf(item.annotations),
      inputs: inputsOf(item.inputSchema),
    });
  }
  return { tools: [...tools.values()] };
}

/** A server's hints about itself can only lower a tool to `read` where they do not contradict each other. */
function riskOf(annotations: unknown): Risk {
  if (!isObject(annotations)) return "write";
  return annotations.readOnlyHint === true && annotations.destructiveHint !== true ? "read" : "write";
}

const scalar: Readonly<Record<string, ValueType>> = {
  string: "string",
  integer: "int",
  number: "decimal",
  boolean: "bool",
};

/** The scalar parameters; `["string", "null"]` is a string, since one that is missing or null counts as absent. */
function inputsOf(schema: unknown): Readonly<Record<string, ValueType>> {
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  const found: [string, ValueType][] = [];
  for (const [name, property] of Object.entries(properties)) {
    const types = isObject(property) ? [property.type].flat().filter((type) => type !== "null") : [];
    const [type] = types;
    if (types.length !== 1 || typeof type !== "string" || name === "request" || name === "fact") continue;
    const known = Object.hasOwn(scalar, type) ? scalar[type] : undefined;
    if (known) found.push([name, known]);
  }
  return record(found);
}
