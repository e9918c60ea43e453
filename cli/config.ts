/** Reads `remit.yaml` (docs/schemas/remit.yaml.schema.json): every mistake in it with its place; an unknown key is one. */
import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from "yaml";
import type { Config } from "../compiler/config.ts";
import { nearest } from "../compiler/nearest.ts";
import { defaultConfig } from "./default-config.ts";
import { failure } from "./failure.ts";

/** Says that something is wrong at an offset. */
type Say = (offset: number, message: string) => void;
/** A key's reader: the value, or `undefined` after it said what is wrong. */
type Read<Value> = (node: ParsedNode, say: Say) => Value | undefined;

/**
 * The configuration that a text says, defaults filled in; throws a `failure` that lists every mistake. `name` is the
 * file's, as messages show it.
 */
export function readConfig(text: string, name: string, root: string): Config {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const mistakes: string[] = [];
  const say: Say = (offset, message) => {
    const { line, col } = counter.linePos(offset);
    mistakes.push(`${name}:${line}:${col}: ${message}`);
  };
  for (const error of document.errors) say(error.pos[0], error.message.split(" at line ")[0] ?? "not YAML");
  const otherwise = defaultConfig(root);
  const { contents } = document;
  if (mistakes.length > 0 || contents === null || (isScalar(contents) && contents.value === null)) {
    if (mistakes.length > 0) throw failure(mistakes.join("\n"));
    return otherwise;
  }
  const top = keys(contents, "", ["workspace", "policies", "scan"], say);
  const scan = top.scan === undefined ? {} : keys(top.scan, "scan.", ["include", "exclude"], say);
  const config: Config = {
    workspace: read(top.workspace, workspaceName, say) ?? otherwise.workspace,
    policies: read(top.policies, globs, say) ?? otherwise.policies,
    ...(top.policies === undefined ? {} : { namesPolicies: true }),
    scan: {
      include: read(scan.include, globs, say) ?? otherwise.scan.include,
      exclude: read(scan.exclude, globs, say) ?? otherwise.scan.exclude,
    },
  };
  if (mistakes.length > 0) throw failure(mistakes.join("\n"));
  return config;
}

function read<Value>(node: ParsedNode | undefined, reader: Read<Value>, say: Say): Value | undefined {
  return node === undefined ? undefined : reader(node, say);
}

/** The values of a mapping's known keys; says what else there is. */
function keys<Key extends string>(
  node: ParsedNode,
  prefix: string,
  known: readonly Key[],
  say: Say,
): { readonly [key in Key]?: ParsedNode } {
  const found: { [key in Key]?: ParsedNode } = {};
  if (!isMap(node)) {
    say(node.range[0], `${prefix === "" ? "The file" : `'${prefix.slice(0, -1)}'`} must be a mapping.`);
    return found;
  }
  for (const { key, value } of node.items) {
    const offset = key.range[0];
    const written = isScalar(key) ? String(key.value) : "";
    const name = known.find((candidate) => candidate === written);
    if (name === undefined) {
      const [near] = nearest(written, known);
      const hint = near === undefined ? `; there are ${known.join(", ")}` : `; did you mean '${near}'?`;
      say(offset, `There is no setting '${prefix}${written}'${hint}`);
    } else if (value !== null && !(isScalar(value) && value.value === null)) found[name] = value;
  }
  return found;
}

const workspaceName: Read<string> = (node, say) => {
  const { value } = isScalar(node) ? node : { value: undefined };
  if (typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(value)) return value;
  say(node.range[0], "'workspace' is a name of at most 63 letters, digits, '.', '_' and '-'.");
  return undefined;
};

const globs: Read<readonly string[]> = (node, say) => {
  const items = isSeq(node) ? node.items : [node];
  const found: string[] = [];
  for (const item of items) {
    const value = isScalar(item) ? item.value : undefined;
    const offset = item === null ? node.range[0] : item.range[0];
    if (typeof value !== "string" || value === "")
      say(offset, "A glob is a text such as 'policy/**/*.remit'.");
    else if (value.startsWith("/") || value.split("/").includes(".."))
      say(
        offset,
        `The glob '${value}' leads out of the workspace; globs are relative to the folder of this file.`,
      );
    else found.push(value);
  }
  return found;
};
