/**
 * What a file's bytes must hold before it is worth parsing, made from the framework table, so that the two cannot
 * drift. Code is looked at in two ways: what it may make by itself (a catalogued import and a construct's words), and
 * what it may make of things that another file of the project offers.
 */
import type { Language } from "./facts.ts";
import type { Format } from "./formats/format.ts";
import { formats } from "./formats.ts";
import type { CodeLanguage, Construct, McpConstruct } from "./frameworks/framework.ts";
import { frameworks } from "./frameworks/table.ts";
import { importsIn } from "./imports.ts";
import { mayUseLexical } from "./lexical/reader.ts";
import { bareSpecifier, builtCopy, packageOf } from "./link/own.ts";

/** What the bytes of a code file say. */
export interface Signs {
  /** It imports a catalogued module and holds the words of one of its constructs: it is parsed. */
  readonly isCandidate: boolean;
  /** It imports a catalogued module, so that others may get it from here. */
  readonly isProvider: boolean;
  /** It holds words of a construct, or extends a class: with an import from the project it may make an agent. */
  readonly isUser: boolean;
  /** It passes on what it imports. */
  readonly isBarrel: boolean;
  readonly imports: readonly string[];
}

/** One construct as words: the file must hold one of `words`, and one of each list in `needs`. */
interface Needles {
  readonly words: readonly string[];
  readonly needs: readonly (readonly string[])[];
}

/** Of each language: the constructs by the root of the modules that they come from, and every word. */
interface Table {
  readonly byRoot: ReadonlyMap<string, readonly Needles[]>;
  readonly all: readonly Needles[];
  readonly words: RegExp;
  /** A word that is called, or that is brought in under another name. */
  readonly used: RegExp;
}

const isScriptModule = (module: string): boolean => /[@/-]/.test(module) || !/[._]/.test(module);
const isPythonModule = (module: string): boolean => !/[@/-]/.test(module);

/** The first part of a module's name, by which an import is looked up: `google`, `@openai/agents`. */
function rootOf(module: string, language: CodeLanguage): string {
  return language === "python" ? (module.split(".")[0] ?? module) : packageOf(module);
}

function tableOf(language: CodeLanguage): Table {
  const byRoot = new Map<string, Needles[]>();
  const all: Needles[] = [];
  const accepts = language === "python" ? isPythonModule : isScriptModule;
  for (const framework of frameworks) {
    const constructs: readonly (Construct | McpConstruct)[] = [
      ...framework.constructs,
      ...(framework.mcp ?? []),
    ];
    for (const construct of constructs) {
      if ("language" in construct && construct.language !== undefined && construct.language !== language)
        continue;
      const needles = needlesOf(construct);
      all.push(needles);
      for (const module of construct.from) {
        if (!accepts(module)) continue;
        const root = rootOf(module, language);
        const list = byRoot.get(root);
        if (list === undefined) byRoot.set(root, [needles]);
        else list.push(needles);
      }
    }
  }
  const words = [...new Set(all.flatMap((needles) => needles.words))].sort();
  const any = `(?<![\\w$])(?:${words.join("|")})(?![\\w$])`;
  return { byRoot, all, words: new RegExp(any, "g"), used: new RegExp(`${any}(?=\\s*(?:[(<[]|as\\b))`, "g") };
}

function needlesOf(construct: Construct | McpConstruct): Needles {
  const needs = "needs" in construct ? (construct.needs ?? []) : [];
  return {
    words: construct.symbols.map((symbol) => (symbol.split(".").at(-1) ?? symbol).replace("()", "")),
    needs: needs.map((slot) => slot.split("|").map((way) => way.split(/[.@]/)[0] ?? way)),
  };
}

const tables: Readonly<Record<CodeLanguage, Table>> = {
  python: tableOf("python"),
  javascript: tableOf("javascript"),
};

const extending: Readonly<Record<CodeLanguage, RegExp>> = {
  python: /(?:^|[\n\r;:])[ \t\f]*class[ \t]+\w+[ \t]*\(/,
  javascript: /\bclass\b[^{};]{0,200}?\bextends\b/,
};

/** `text` is the file's bytes, one character each. */
export function signsOf(path: string, language: "python" | "typescript" | "javascript", text: string): Signs {
  const family: CodeLanguage = language === "python" ? "python" : "javascript";
  const table = tables[family];
  const imports = importsIn(path, text);
  const roots = new Set(
    imports.flatMap((module) => rootsOf(module, family)).filter((root) => table.byRoot.has(root)),
  );
  const found = new Set(text.match(roots.size > 0 ? table.words : table.used) ?? []);
  const holds = ({ words, needs }: Needles): boolean =>
    words.some((word) => found.has(word)) && needs.every((any) => any.some((word) => text.includes(word)));
  return {
    isCandidate: [...roots].some((root) => table.byRoot.get(root)?.some(holds) === true),
    isProvider: roots.size > 0,
    isUser: (found.size > 0 && table.all.some(holds)) || extending[family].test(text),
    isBarrel:
      family === "python"
        ? /__init__\.pyi?$/.test(path)
        : /\bexport\s*(?:\*|\{|type\b)[^;]{0,4000}?\bfrom\b/.test(text),
    imports,
  };
}

/** The roots under which an import may be catalogued; a copy of a package counts as the package. */
function rootsOf(module: string, language: CodeLanguage): readonly string[] {
  if (language === "python") return module.startsWith(".") ? [] : [rootOf(module, language)];
  if (module.startsWith(".")) {
    const copy = builtCopy(module);
    return copy === undefined ? [] : [copy];
  }
  return [packageOf(bareSpecifier(module))];
}

/** Whether a file of a language that is read by its words may use a framework. */
export function mayUseByWords(language: Language, text: string): boolean {
  return mayUseLexical(language, text);
}

/** The formats that a data file may be of. */
export function formatsFor(path: string, text: string): readonly Format[] {
  return formats.filter(
    (format) =>
      (format.path === undefined || format.path.test(path)) &&
      format.needles.every((any) => any.some((word) => text.includes(word))),
  );
}
