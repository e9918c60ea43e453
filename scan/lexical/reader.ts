/**
 * Java, Kotlin, C#, Go and Rust: not parsed, but read by their words, strings and comments aside. Names are found where
 * they are literal; lists of tools as they are written.
 */
import { lineTable } from "../../compiler/source.ts";
import type { AgentFact, FileFacts, Language, ToolFact } from "../facts.ts";
import { kubebuilderGrants } from "../grants/kubernetes/rbac.ts";
import type { Reader } from "../reader.ts";
import { remarksIn } from "../remarks.ts";
import { type LexicalConstruct, lexicalConstructs } from "./construct.ts";
import { argumentsIn, closingOf, literalAt, type Masked, mask } from "./mask.ts";

function reader(language: Language, pattern: RegExp): Reader {
  return {
    language,
    takes: (path) => pattern.test(path),
    read: ({ path, text }) => readLexical(path, text, language),
  };
}

export const lexicalReaders: readonly Reader[] = [
  reader("java", /\.java$/),
  reader("kotlin", /\.kts?$/),
  reader("csharp", /\.cs$/),
  reader("go", /\.go$/),
  reader("rust", /\.rs$/),
];

/** Whether a file of one of these languages may use a framework. */
export function mayUseLexical(language: Language, text: string): boolean {
  if (language === "go" && text.includes("+kubebuilder:rbac")) return true;
  return lexicalConstructs.some(
    (construct) => construct.language === language && construct.imports.test(text),
  );
}

/** More agents of one kind are in no file that people write. */
const most = 500;

export function readLexical(path: string, text: string, language: Language): FileFacts {
  const masked = mask(text);
  const found = lexicalConstructs
    .filter((construct) => construct.language === language && construct.imports.test(text))
    .flatMap((construct) =>
      [...masked.code.matchAll(construct.pattern)]
        .slice(0, most)
        .map((match) => agentAt(masked, construct, match.index, match.index + match[0].length - 1)),
    );
  const unique = found.filter(
    (agent, index) => found.findIndex((other) => other.extent.at === agent.extent.at) === index,
  );
  return {
    path,
    language,
    lines: lineTable(text),
    agents: unique.sort((one, other) => one.extent.at - other.extent.at),
    mcpServers: [],
    grants: language === "go" ? kubebuilderGrants(text) : [],
    remarks: remarksIn(text, "//"),
    troubles: found.length < most ? [] : [{ message: `More than ${most} agents: not all are told.` }],
  };
}

/** `open` is the bracket of the construct's arguments. */
function agentAt(masked: Masked, construct: LexicalConstruct, start: number, open: number): AgentFact {
  const close = argumentsEnd(masked, open);
  const end =
    construct.name === "chain" || construct.toolWords !== undefined ? chainEnd(masked, close) : close;
  const at = start + (/^\s*\.?\s*/.exec(masked.code.slice(start))?.[0].length ?? 0);
  const bound = boundName(masked, at);
  const named = nameOf(masked, construct, open, end);
  const tools = toolsIn(masked, construct, open, end);
  return {
    framework: construct.framework,
    tier: construct.tier,
    construct: construct.id,
    name: named ?? bound ?? null,
    aliases: bound === undefined ? [] : [bound],
    extent: { at, end },
    tools: tools ?? [],
    toolsAll: false,
    toolsDynamic: tools === undefined,
    mcpServers: [],
  };
}

/** The end of the arguments whose bracket should stand at an offset; of an annotation without any, the offset. */
function argumentsEnd(masked: Masked, open: number): number {
  return /[([{]/.test(masked.code[open] ?? "") ? closingOf(masked, open) : open + 1;
}

/** Where the chain `.a(…).b(…)` that follows an offset ends. */
function chainEnd(masked: Masked, from: number): number {
  let end = from;
  for (;;) {
    const link = /^\s*\??\.\s*\w+\s*(?:<[^<>()]{0,80}>\s*)?\(/.exec(masked.code.slice(end, end + 4000));
    if (link === null) return end;
    end = closingOf(masked, end + link[0].length - 1);
  }
}

/** The literal after one of the words, used as a method, a named argument or a property. `null`: it is given, but no literal. */
function nameOf(
  masked: Masked,
  construct: LexicalConstruct,
  open: number,
  end: number,
): string | null | undefined {
  if (construct.name === "type") {
    const inner = wordValue(masked, construct.nameWords ?? [], open, argumentsEnd(masked, open));
    return (
      inner ?? /\b(?:class|interface|record|object)\s+(\w+)/.exec(masked.code.slice(end, end + 2000))?.[1]
    );
  }
  if (construct.name === "first" || construct.name === "second") {
    const argument = argumentsIn(masked, open)[construct.name === "first" ? 0 : 1];
    if (argument === undefined) return undefined;
    const type = /^\s*(\w+)(?:\.class|::class)/.exec(masked.code.slice(argument.at, argument.end))?.[1];
    return type ?? literalAt(masked, argument.at) ?? undefined;
  }
  return (
    wordValue(masked, construct.nameWords ?? [], open, end) ??
    wordInConfiguration(masked, construct.nameWords ?? [], open)
  );
}

/** The literal in a record that is bound before and given by its name: `cfg := Config{Name: "…"}`, `New(cfg)`. */
function wordInConfiguration(masked: Masked, words: readonly string[], open: number): string | undefined {
  const [only, second] = argumentsIn(masked, open);
  if (only === undefined || second !== undefined) return undefined;
  const variable = masked.code.slice(only.at, only.end).trim();
  if (!/^\w+$/.test(variable)) return undefined;
  const bound = new RegExp(`\\b${variable}\\s*:?=\\s*&?[\\w.]+\\s*\\{`, "g");
  const before = [...masked.code.slice(0, open).matchAll(bound)].at(-1);
  if (before === undefined) return undefined;
  const brace = before.index + before[0].length - 1;
  return wordValue(masked, words, brace, closingOf(masked, brace));
}

function wordValue(masked: Masked, words: readonly string[], from: number, end: number): string | undefined {
  for (const word of words) {
    const use = new RegExp(`(?:\\.\\s*${word}\\s*\\(|\\b${word}\\s*[:=](?!=))`, "g");
    use.lastIndex = from;
    const match = use.exec(masked.code);
    if (match === null || match.index >= end) continue;
    return literalAt(masked, match.index + match[0].length);
  }
  return undefined;
}

/** The variable or field that a statement binds: `LlmAgent x = …`, `val x = …`, `x := …`, `let x = …`. */
function boundName(masked: Masked, at: number): string | undefined {
  const before = masked.code.slice(Math.max(0, at - 200), at);
  // Go binds the error beside it: `agent, err := …`.
  return /(\w+)\s*(?:,\s*\w+\s*)?(?::=|(?<![=!<>])=(?!=))\s*(?:await\s+|new\s+|&)?(?:[\w.]+\s*(?:\([^()]*\)\s*)?\.?\s*)?$/.exec(
    before,
  )?.[1];
}

/** What each call of a tool word is given; `undefined` where a part of it is no plain reference. */
function toolsIn(
  masked: Masked,
  construct: LexicalConstruct,
  from: number,
  end: number,
): readonly ToolFact[] | undefined {
  const found: ToolFact[] = [];
  for (const word of construct.toolWords ?? []) {
    const type = new RegExp(`\\b${word}\\s*=\\s*([\\w.]+?)(?:\\.class|::class)`).exec(
      masked.code.slice(from, end),
    );
    if (type?.[1] !== undefined)
      found.push({
        name: type[1],
        extent: { at: from + type.index, end: from + type.index + type[0].length },
      });
    const use = new RegExp(
      `(?:\\.\\s*${word}\\s*\\(|\\b${word}\\s*[:=](?!=)\\s*(?:new\\s*)?(?:[\\w.<>\\[\\]]*\\s*)?[\\[{(])`,
      "g",
    );
    use.lastIndex = from;
    for (
      let match = use.exec(masked.code);
      match !== null && match.index < end;
      match = use.exec(masked.code)
    )
      for (const argument of argumentsIn(masked, match.index + match[0].length - 1)) {
        const name = toolName(masked, argument);
        if (name === undefined) return undefined;
        if (!found.some((tool) => tool.name === name)) found.push({ name, extent: argument });
      }
  }
  return found;
}

/** `new GoogleSearchTool()`, `FunctionTool.create(X.class, "method")`, `searchTool`, `AIFunctionFactory.Create(GetWeather)`. */
function toolName(
  masked: Masked,
  { at, end }: { readonly at: number; readonly end: number },
): string | undefined {
  const code = masked.code.slice(at, end).trim();
  const start = at + (masked.code.slice(at, end).length - masked.code.slice(at, end).trimStart().length);
  const made = /^new\s+([\w.]+)/.exec(code)?.[1];
  if (made !== undefined) return made;
  const factory = /^\w*(?:FunctionTool|AIFunctionFactory)\s*\.\s*\w+\s*\(/.exec(code);
  if (factory !== null) {
    const inner = argumentsIn(masked, start + factory[0].length - 1);
    for (const argument of [...inner].reverse()) {
      const text = literalAt(masked, argument.at);
      if (text !== undefined) return text;
    }
    const first = inner[0];
    return first === undefined ? undefined : masked.source.slice(first.at, first.end).trim();
  }
  return /^&?[\w.]+$/.test(code)
    ? code.replace(/^&|(?<=\w)\.class$/g, "")
    : /^([\w.:]+)\s*[({]/.exec(code)?.[1];
}
