/**
 * TypeScript and JavaScript, read by TypeScript's own parser, which always gives a tree: what it had to guess is
 * reported, and the rest of the file still counts.
 */
import type ts from "typescript";
import { lineTable } from "../../compiler/source.ts";
import { built, newBuilder } from "../builder.ts";
import type { Code } from "../code.ts";
import type { FileFacts, GrantFact, Language, Trouble } from "../facts.ts";
import { grantsOfScript } from "../grants/of.ts";
import type { Reader } from "../reader.ts";
import { remarksIn } from "../remarks.ts";
import type { Reading } from "./expressions.ts";
import { readScope, statements } from "./statements.ts";
import { type Syntax, syntaxOf } from "./syntax.ts";

function reader(language: Language & ("typescript" | "javascript"), pattern: RegExp): Reader {
  return {
    language,
    takes: (path) => pattern.test(path),
    read: async ({ path, text }) => readScript(await loadTypeScript(), path, text, language),
  };
}

export const typescriptReader = reader("typescript", /\.[cm]?tsx?$/);
export const javascriptReader = reader("javascript", /\.[cm]?jsx?$/);

/** The parser, and what is asked about its trees. */
export interface TypeScript {
  readonly parser: typeof ts;
  readonly syntax: Syntax;
}

let loading: Promise<TypeScript> | undefined;

/** TypeScript is large, and loaded when the first file needs it, once. */
function loadTypeScript(): Promise<TypeScript> {
  loading ??= import("typescript").then((module) => ({
    parser: module.default,
    syntax: syntaxOf(module.default),
  }));
  return loading;
}

export function readScript(
  typescript: TypeScript,
  path: string,
  text: string,
  language: "typescript" | "javascript",
): FileFacts {
  const { code, grants, troubles } = codeOf(typescript, path, text);
  return {
    path,
    language,
    lines: lineTable(text),
    ...(code === undefined ? {} : { code }),
    agents: [],
    mcpServers: [],
    grants,
    remarks: remarksIn(text, "//"),
    troubles,
  };
}

interface ScriptFacts {
  readonly code?: Code;
  readonly grants: readonly GrantFact[];
  readonly troubles: readonly Trouble[];
}

function codeOf({ parser, syntax }: TypeScript, path: string, text: string): ScriptFacts {
  try {
    const source = parser.createSourceFile(
      path,
      text,
      {
        languageVersion: parser.ScriptTarget.Latest,
        jsDocParsingMode: parser.JSDocParsingMode.ParseNone,
      },
      false,
      scriptKind(parser, path),
    );
    const builder = newBuilder(text.length);
    const reading: Reading = {
      ts: syntax,
      source,
      builder,
      scope: (node, parent, depth, name) => readScope(reading, node, parent, depth, name),
    };
    statements(reading, source.statements, { scope: 0, arms: [], depth: 0 });
    const deep = builder.tooDeep[0];
    const troubles: Trouble[] = syntaxErrors(source);
    if (deep !== undefined) troubles.push({ message: "Nested too deeply to be read whole.", at: deep });
    return { code: built(builder), grants: grantsOfScript(syntax, source, path), troubles };
  } catch (error) {
    // The parser is recursive: what no person writes can exhaust its stack. Anything else is a bug of ours.
    if (error instanceof RangeError)
      return { grants: [], troubles: [{ message: "Nested too deeply to be read." }] };
    throw error;
  }
}

/** The first syntax error; the parser keeps its errors in a property that its types leave out. */
function syntaxErrors(source: ts.SourceFile): Trouble[] {
  if (!("parseDiagnostics" in source) || !Array.isArray(source.parseDiagnostics)) return [];
  const first: unknown = source.parseDiagnostics[0];
  if (typeof first !== "object" || first === null || !("start" in first)) return [];
  const at = typeof first.start === "number" ? { at: first.start } : {};
  const said = "messageText" in first && typeof first.messageText === "string" ? ` ${first.messageText}` : "";
  return [{ message: `Syntax error:${said === "" ? " unreadable here." : said}`, ...at }];
}

/** JSX by extension; in `.js` files it is allowed, in `.ts` files `<T>x` is a type assertion. */
function scriptKind(parser: typeof ts, path: string): ts.ScriptKind {
  if (/\.[cm]?ts$/.test(path)) return parser.ScriptKind.TS;
  return path.endsWith(".tsx") ? parser.ScriptKind.TSX : parser.ScriptKind.JSX;
}
