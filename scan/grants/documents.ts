/** From a file's name and text to trees of values, whatever language it is written in. */
import type ts from "typescript";
import type { Trouble } from "../facts.ts";
import type { Parse } from "../parsers.ts";
import type { Grammar } from "../python/tree.ts";
import { expand } from "./embedded.ts";
import { readBicep } from "./read-bicep.ts";
import { readHcl } from "./read-hcl.ts";
import { readJson } from "./read-json.ts";
import { readFrontMatter } from "./read-markdown.ts";
import { readPython } from "./read-python.ts";
import { readDockerfile, readShell } from "./read-shell.ts";
import { terraformJson } from "./read-terraform-json.ts";
import { readToml } from "./read-toml.ts";
import { fromSourceFile } from "./read-typescript.ts";
import { readYaml, withoutTemplates } from "./read-yaml.ts";
import type { TypeScript } from "./typescript-names.ts";
import type { Value } from "./value.ts";

export type Format =
  | "json"
  | "yaml"
  | "toml"
  | "hcl"
  | "bicep"
  | "typescript"
  | "python"
  | "shell"
  | "dockerfile"
  | "markdown"
  | "env";

/** Parsers that need loading first; a language whose parser is absent is reported as not read. */
export interface GrantParsers {
  /** By the Terraform grammar. */
  readonly hcl?: Parse;
  readonly python?: Grammar;
  readonly typescript?: {
    readonly module: TypeScript;
    readonly parse: (path: string, source: string) => ts.SourceFile;
  };
}

const formats: readonly (readonly [RegExp, Format])[] = [
  [/\.(?:tf|tofu)\.json$/i, "hcl"],
  [
    /\.(?:json|jsonc|json5|code-workspace|template|mcpb|tftpl|json\.tpl)$|(?:^|\/)\.(?:clinerules|mcp|roomodes|kilocodemodes)$/i,
    "json",
  ],
  // Components of an unpacked solution of the Power Platform are YAML in files without an ending.
  [/\.ya?ml(?:\.(?:tpl|tmpl|j2|example|sample))?$|(?:^|\/)botcomponents\/[^/]+\/data$/i, "yaml"],
  [/\.toml$/i, "toml"],
  [/\.(?:tf|tofu|hcl|tfvars)$/i, "hcl"],
  [/\.(?:bicep|bicepparam)$/i, "bicep"],
  [/\.(?:[cm]?[jt]sx?)$/i, "typescript"],
  [/\.(?:py|pyi|ipynb)$/i, "python"],
  [/\.(?:sh|bash|zsh|ksh|ps1|command)$|(?:^|\/)(?:Makefile|Justfile|Procfile)$/i, "shell"],
  [/(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.dockerfile$/i, "dockerfile"],
  [/\.(?:md|mdc|mdx)$/i, "markdown"],
  [/(?:^|\/)\.env(?:\.[\w-]+)?$|\.env$/i, "env"],
];

/** `undefined` for files that no reader knows. A template of a JSON document (`.tpl`) is told by its first character. */
export function formatOf(path: string, source: string): Format | undefined {
  if (/\.(?:tpl|tmpl|j2|tftpl)$/i.test(path)) {
    const inner = path.replace(/\.(?:tpl|tmpl|j2|tftpl)$/i, "");
    if (/^\s*[[{]\s*"/.test(source.slice(0, 200))) return "json";
    return formats.find(([pattern]) => pattern.test(inner))?.[1];
  }
  if (/\.policy$/i.test(path) && /^\s*\{/.test(source.slice(0, 100))) return "json";
  const found = formats.find(([pattern]) => pattern.test(path))?.[1];
  if (found === undefined && source.startsWith("#!") && /^#!.*\b(?:ba|z|k|da)?sh\b/.test(source.slice(0, 80)))
    return "shell";
  // CloudFormation templates are called `.template` in either syntax, and so are modes of Roo Code `.roomodes`.
  return found === "json" &&
    /\.(?:template|roomodes|kilocodemodes)$/i.test(path) &&
    !/^\s*\{/.test(source.slice(0, 100))
    ? "yaml"
    : found;
}

const scope = (entries: readonly Value[], source: string): Value => ({
  kind: "scope",
  name: "",
  entries: entries.map((value) => ({ key: "", at: value.at, value })),
  at: 0,
  end: source.length,
});

function raw(
  path: string,
  source: string,
  format: Format,
  parsers: GrantParsers,
  troubles: Trouble[],
): readonly Value[] | undefined {
  const one = (value: Value | undefined) => value && [value];
  switch (format) {
    case "json":
      // Templates and JSON5 have a syntax of their own.
      return one(readJson(source, /\.(?:jsonc?|mcp)$/i.test(path) ? troubles : []));
    case "yaml":
      return readYaml(source);
    case "toml":
      return one(readToml(source));
    case "hcl":
      if (/\.json$/i.test(path)) {
        const document = readJson(source);
        return one(document && terraformJson(document));
      }
      return (
        parsers.hcl &&
        one(readHcl(source.includes("{%") ? withoutTemplates(source) : source, parsers.hcl, troubles))
      );
    case "bicep":
      return one(readBicep(source));
    case "typescript":
      return (
        parsers.typescript && [
          fromSourceFile(parsers.typescript.module, parsers.typescript.parse(path, source)),
        ]
      );
    case "python":
      return parsers.python && [readPython(source, parsers.python)];
    case "shell":
    case "env":
      return [scope(readShell(source), source)];
    case "dockerfile":
      return [scope(readDockerfile(source), source)];
    case "markdown":
      return readFrontMatter(source);
  }
}

/**
 * The documents of a file; `undefined` when it could not be read at all. What could not be read whole is added to
 * `troubles`. Throws only what the parsers throw.
 */
export function documentsOf(
  path: string,
  source: string,
  format: Format,
  parsers: GrantParsers,
  troubles: Trouble[] = [],
): readonly Value[] | undefined {
  return raw(path, source, format, parsers, troubles)?.map((value) => expand(value, source));
}
