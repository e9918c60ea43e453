/** A data file read once, and shown to each format that may be in it. */
import { lineTable } from "../../compiler/source.ts";
import type { FileFacts, Language, Trouble } from "../facts.ts";
import { documentsOf, formatOf, type GrantParsers, type Format as TextFormat } from "../grants/documents.ts";
import { expand } from "../grants/embedded.ts";
import { grantsOfData } from "../grants/of.ts";
import { readYaml } from "../grants/read-yaml.ts";
import { entriesOf, MAX_DEPTH, type Value } from "../grants/value.ts";
import { TooHard } from "../parsers.ts";
import { type CommentStyle, remarksIn, remarksOfPage } from "../remarks.ts";
import type { Document, Format } from "./format.ts";

/** Which of the document readers' formats are data; the rest is code and has readers of its own. */
const languages: Readonly<Partial<Record<TextFormat, Language>>> = {
  json: "json",
  yaml: "yaml",
  toml: "toml",
  hcl: "hcl",
  bicep: "bicep",
  markdown: "markdown",
  shell: "shell",
  dockerfile: "shell",
  env: "shell",
};

/** Endings of formats that have no document reader: their format looks at the text. */
const textLanguages: readonly (readonly [RegExp, Language])[] = [
  [/\.xml$/, "xml"],
  [/\.agent$/, "agentscript"],
  [/\.tsp$/, "typespec"],
  [/\.prompt$/, "markdown"],
  // Templates and policies of which only the text says what they are: a JSON document, where anything is read from it.
  [/\.(?:tpl|tmpl|tftpl|j2|policy)$/i, "json"],
];

/** The language of a data file; `undefined` for code and for what nothing here reads. */
export function dataLanguage(path: string): Language | undefined {
  const format = formatOf(path, "");
  return (
    (format === undefined ? undefined : languages[format]) ??
    textLanguages.find(([pattern]) => pattern.test(path))?.[1]
  );
}

export function readData(
  path: string,
  text: string,
  language: Language,
  formats: readonly Format[],
  parsers: GrantParsers,
): FileFacts {
  const { roots, troubles } = rootsOf(path, text, parsers);
  const document: Document = { path, text, language, roots };
  const found = formats.map((format) => format.find(document));
  return {
    path,
    language,
    lines: lineTable(text),
    agents: found.flatMap(({ agents = [] }) => agents),
    mcpServers: found.flatMap(({ mcpServers = [] }) => mcpServers),
    grants: grantsOfData(path, text, roots),
    remarks: language === "markdown" ? remarksOfPage(text) : remarksIn(text, commentStyle(language)),
    troubles,
  };
}

function commentStyle(language: Language): CommentStyle {
  if (language === "xml") return "<!--";
  if (language === "hcl") return "#//";
  return language === "json" || language === "typespec" || language === "bicep" ? "//" : "#";
}

function rootsOf(
  path: string,
  text: string,
  parsers: GrantParsers,
): { readonly roots: readonly Value[]; readonly troubles: readonly Trouble[] } {
  const format = formatOf(path, text);
  if (format === undefined) return { roots: [], troubles: [] };
  try {
    const troubles: Trouble[] = [];
    const roots =
      format === "yaml"
        ? readYaml(text, 0, troubles).map((root) => expand(root, text))
        : documentsOf(path, text, format, parsers, troubles);
    if (roots === undefined)
      return { roots: [], troubles: [{ message: `It could not be read as ${format}.` }] };
    if (troubles.length === 0 && isCut(roots))
      troubles.push({ message: "Nested too deeply to be read whole." });
    // The first says enough: what follows is often its consequence.
    return { roots, troubles: troubles.slice(0, 1) };
  } catch (error) {
    // A trap of the parser, and its end, are for whoever loaded it.
    if (!(error instanceof Error) || error.name === "RuntimeError" || error instanceof TooHard) throw error;
    const said =
      error instanceof RangeError ? "It is nested too deeply." : (error.message.split("\n")[0] ?? "");
    return { roots: [], troubles: [{ message: `It could not be read as ${format}: ${said}` }] };
  }
}

/** Whether a tree reaches the depth at which the readers stop. */
function isCut(roots: readonly Value[]): boolean {
  let level: readonly Value[] = roots;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= MAX_DEPTH - 1) return true;
    level = level.flatMap(insideOf);
  }
  return false;
}

function insideOf(value: Value): readonly Value[] {
  const entries = entriesOf(value).map((entry) => entry.value);
  if (value.kind === "list") return value.items;
  return value.kind === "call" ? [...value.args, ...entries] : entries;
}
