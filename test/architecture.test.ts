/** The house's rules that a machine can see. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "generated" || entry.name === "fixtures") return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

const LAYERS = ["cli", "lsp", "rules", "scan", "compiler"];
const sources = LAYERS.flatMap(filesBelow).filter((path) => path.endsWith(".ts"));
const others = ["bench", "editors", "test", "scripts"]
  .flatMap(filesBelow)
  .filter((path) => path.endsWith(".ts"));

interface Import {
  readonly from: string;
  /** A path in the project, or a package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const parsed = new Map(
  [...sources, ...others].map((path) => [
    path,
    ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.ES2023, true),
  ]),
);

const imports: readonly Import[] = sources.flatMap((from) => {
  const file = parsed.get(from);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined
    ) {
      const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
      const typeOnly = ts.isImportDeclaration(node)
        ? clause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : node.isTypeOnly;
      if (ts.isStringLiteral(node.moduleSpecifier))
        found.push(resolved(from, node.moduleSpecifier.text, typeOnly));
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      if (name !== undefined && ts.isStringLiteral(name)) found.push(resolved(from, name.text, false));
    }
    ts.forEachChild(node, visit);
  };
  if (file !== undefined) visit(file);
  return found;
});

function resolved(from: string, name: string, typeOnly: boolean): Import {
  const to = name.startsWith(".") ? normalize(join(dirname(from), name)).replaceAll("\\", "/") : name;
  return { from, to, typeOnly };
}

const layer = (path: string): number => LAYERS.indexOf(path.split("/")[0] ?? "");

describe("imports", () => {
  test("go from cli to lsp, rules, scan and compiler, and never back", () => {
    const back = imports.filter(({ from, to }) => layer(to) >= 0 && layer(to) < layer(from));
    expect(back.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("inside of the compiler: model and catalog know no syntax, emit knows no syntax and no semantics, syntax knows neither", () => {
    const forbidden: Readonly<Record<string, readonly string[]>> = {
      model: ["syntax", "semantics", "emit"],
      catalog: ["syntax", "semantics", "emit"],
      emit: ["syntax", "semantics"],
      syntax: ["semantics", "emit", "model", "catalog"],
      semantics: ["emit"],
    };
    const wrong = imports.filter(({ from, to }) => {
      const [, part = ""] = from.split("/");
      return (
        from.startsWith("compiler/") && forbidden[part]?.some((other) => to.startsWith(`compiler/${other}/`))
      );
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("are acyclic", () => {
    const edges = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports)
      if (!typeOnly && parsed.has(to)) edges.set(from, [...(edges.get(from) ?? []), to]);
    const state = new Map<string, "open" | "done">();
    const cycles: string[] = [];
    const walk = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === "done") return;
      if (state.get(path) === "open") {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
        return;
      }
      state.set(path, "open");
      for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
      state.set(path, "done");
    };
    for (const path of sources) walk(path, []);
    expect(cycles).toEqual([]);
  });

  test("name files with their ending, and only declared packages", () => {
    const manifest: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    );
    const declared = Object.keys(manifest.dependencies);
    const wrong = imports.filter(({ from, to, typeOnly }) => {
      if (to.startsWith("node:")) return false;
      if (existsSync(join(root, to))) return false;
      const known = declared.some((name) => to === name || to.startsWith(`${name}/`));
      return !known && !typeOnly && !from.includes("/generate/");
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("keep compiler, rules and scan away from the machine", () => {
    const pure = (path: string): boolean =>
      /^(compiler|rules|scan)\//.test(path) && !path.includes("/generate/");
    // A digest is a pure function, wherever it comes from.
    const outside = imports.filter(
      ({ from, to }) => pure(from) && to.startsWith("node:") && to !== "node:crypto",
    );
    expect(outside.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
    const impure = sources.filter(
      (path) =>
        pure(path) &&
        /\bDate\.now\(|\bnew Date\(\)|\bprocess\.(?!env\.NODE)|\bMath\.random\(/.test(code(path)),
    );
    expect(impure).toEqual([]);
  });
});

/** A file's text without comments and strings. */
function code(path: string): string {
  const scanner = ts.createScanner(
    ts.ScriptTarget.ES2023,
    true,
    ts.LanguageVariant.Standard,
    readFileSync(join(root, path), "utf8"),
  );
  let text = "";
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan())
    if (kind !== ts.SyntaxKind.StringLiteral) text += `${scanner.getTokenText()} `;
  return text.replaceAll(" . ", ".").replaceAll(" (", "(");
}

describe("files", () => {
  const PARSER = "compiler/syntax/parser.ts";

  /** Data alone: what creates an agent, by framework. */
  const tables = new Set(["javascript", "microsoft", "python"].map((name) => `scan/frameworks/${name}.ts`));

  /** The parser class, which the library wants whole, and tables that grow by rows; a suite may hold many cases. */
  const limitOf = (path: string): number => {
    if (path.startsWith("compiler/syntax/parser")) return 1000;
    return path.startsWith("test/") || tables.has(path) ? 500 : 300;
  };

  test("have at most 300 lines", () => {
    const long = [...sources, ...others]
      .map((path) => ({ path, lines: readFileSync(join(root, path), "utf8").split("\n").length - 1 }))
      .filter(({ path, lines }) => lines > limitOf(path));
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test("hold no assertion that the compiler cannot check, but at a validated edge", () => {
    const found: string[] = [];
    for (const [path, file] of parsed) {
      if (path === PARSER || path === "compiler/syntax/parser-support.ts") continue;
      const visit = (node: ts.Node): void => {
        const asserted = ts.isAsExpression(node) && node.type.getText() !== "const";
        if (asserted || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node)) {
          const { line } = file.getLineAndCharacterOfPosition(node.getStart());
          found.push(`${path}:${line + 1}`);
        }
        if (node.kind === ts.SyntaxKind.AnyKeyword || ts.isEnumDeclaration(node)) found.push(path);
        ts.forEachChild(node, visit);
      };
      visit(file);
    }
    expect(found).toEqual([]);
  });

  test("name no place outside of the project", () => {
    const listed = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0");
    const text = /\.(ts|mjs|json|md|remit|ya?ml|rego)$/;
    const wrong = listed.filter((path) => {
      if (!text.test(path) || path === "test/architecture.test.ts" || path.includes("generated"))
        return false;
      if (!existsSync(join(root, path))) return false;
      return /\/work\/(main|shared)|registry\.npmjs\.org\/-\/|\/root\//.test(
        readFileSync(join(root, path), "utf8"),
      );
    });
    expect(wrong.map((path) => relative(".", path))).toEqual([]);
  });
});
