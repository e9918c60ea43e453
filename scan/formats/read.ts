/** A data file read once, and shown to each format that may be in it. */
import { lineTable } from "../../compiler/source.ts";
import type { FileFacts, Language } from "../facts.ts";
import { documentsOf, formatOf, type GrantParsers, type Format as TextFormat } from "../grants/documents.ts";
import { expand } from "../grants/embedded.ts";
import { grantsOfData } from "../grants/of.ts";
import { readYaml } from "../grants/read-yaml.ts";
import { entriesOf, MAX_DEPTH, type Value } from "../grants/value.ts";
import { remarksIn } from "../remarks.ts";
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
  const { roots, trouble } = rootsOf(path, text, parsers);
  const document: Document = { path, text, language, roots };
  const found = formats.map((format) => format.find(document));
  return {
    path,
    language,
    lines: lineTable(text),
    agents: found.flatMap(({ agents = [] }) => agents),
    mcpServers: found.flatMap(({ mcpServers = [] }) => mcpServers),
    grants: grantsOfData(path, text, roots),
    remarks: remarksIn(
      text,
      language === "markdown" || language === "xml"
        ? "<!--"
        : language === "json" || language === "typespec"
          ? "//"
          : "#",
    ),
    troubles: trouble === undefined ? [] : [{ message: trouble }],
  };
}

function rootsOf(
  path: string,
  text: string,
  parsers: GrantParsers,
): { readonly roots: readonly Value[]; readonly trouble?: string } {
  const format = formatOf(path, text);
  if (format === undefined) return { roots: [] };
  try {
    const troubles: string[] = [];
    const roots =
      format === "yaml"
        ? readYaml(text, 0, troubles).map((root) => expand(root, text))
        : documentsOf(path, text, format, parsers);
    if (roots === undefined) return { roots: [], trouble: `It could not be read as ${format}.` };
    const trouble = troubles[0] ?? (isCut(roots) ? "Nested too deeply to be read whole." : undefined);
    return trouble === undefined ? { roots } : { roots, trouble };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { roots: [], trouble: `It could not be read as ${format}: ${error.message.split("\n")[0] ?? ""}` };
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
