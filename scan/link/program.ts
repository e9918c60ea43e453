/** All that was read, as one program: files, their scopes, and the names in them. */
import type { Code, Scope, Statement, Value } from "../code.ts";
import type { FileFacts } from "../facts.ts";
import type { Origin } from "./origin.ts";
import { bundled, type Noted, type Rest } from "./rests.ts";

export interface CodeFile {
  readonly path: string;
  readonly facts: FileFacts;
  readonly code: Code;
  readonly language: "python" | "javascript";
}

export interface Program {
  /** Files that were read, hold code, and were looked into. It only grows. */
  readonly files: Map<string, CodeFile>;
  /** The facts of those that were not looked into so far: of kept facts, the code is read only then. */
  readonly unopened: Map<string, FileFacts>;
  /** Every listed path, read or not. */
  readonly paths: ReadonlySet<string>;
  /** Every folder on the way to a listed path. */
  readonly folders: ReadonlySet<string>;
  /** What files and folders are called: the last part of every path, without the ending that a Python file has. */
  readonly names: ReadonlySet<string>;
  /** Every `package.json`. */
  readonly packageFiles: readonly string[];
  /** Texts of the project's own descriptions: `package.json`, `tsconfig.json`, `pyproject.toml`, `setup.py`. */
  readonly projects: Map<string, string>;
  /** Source files that linking wants to be read. */
  readonly wanted: Set<string>;
  /** Project files whose texts linking wants. */
  readonly wantedTexts: Set<string>;
  readonly memo: Memo;
}

export type Export = Statement & { readonly kind: "export" };

/** What was worked out before; it never changes a result. */
export interface Memo {
  readonly tables: Map<Scope, ReadonlyMap<string, readonly Statement[]>>;
  readonly modules: Map<string, unknown>;
  /** Modules by the importing file or its folder, and the name that stands in it. */
  readonly imported: Map<string, Map<string, ResolvedModule>>;
  /** What the configurations around a folder make of modules' names. */
  readonly mappings: Map<string, readonly Mapping[]>;
  readonly exports: Map<CodeFile, ReadonlyMap<string, readonly Export[]>>;
  readonly calls: Map<CodeFile, ReadonlyMap<number, PlacedCall>>;
  readonly everyCall: Map<CodeFile, readonly PlacedCall[]>;
  readonly origins: Map<Value, KnownOrigin>;
  /** Values whose origin is being looked for, by depth: meeting one again is a circle. */
  readonly open: Map<Value, number>;
  /** Statements by the path that they bind or call a method of. */
  readonly concerning: Map<Scope, ReadonlyMap<string, readonly Statement[]>>;
  /** What files offer, by path and name. */
  readonly offered: Map<string, KnownOrigin>;
  /** Names of files that are being looked for, and how many values were open then: meeting one again is a circle. */
  readonly passing: Map<string, number>;
  readonly attributes: Map<Scope, Map<string, KnownOrigin>>;
  readonly leads: Map<Scope, { readonly leads: boolean; readonly rests: Noted | undefined }>;
  readonly methods: Map<CodeFile, ReadonlyMap<number, readonly number[]>>;
  /** How deep the outermost circle began that was met; -1 for a limit, infinite for none. */
  lowest: number;
  /** Questions asked so far. */
  question: number;
  /** Steps of the question at hand. */
  spent: number;
  /** Missing files in the order in which they were met, repeated; what was worked out since a length depends on the rest. */
  missing: string[];
  /** What was looked at since the result at hand was begun; the notes of what it is made of are in it as one each. */
  readonly rests: Noted[];
  /** Whether what kept results rest on is as it was. */
  readonly held: Map<Rest, boolean>;
  /** What is noted when a file is looked into, by its path. */
  readonly fileRests: Map<string, Rest>;
  /** Grows when files arrive: what rested on a missing file is worked out anew. */
  round: number;
  /**
   * Only looking: what a missing file has is not asked for. Whatever it could offer towards an agent is found by the
   * search for files that offer something.
   */
  isLooking: boolean;
}

/** A file of the project, a folder of it that is a Python package without a file, or a module from elsewhere. */
export type Module =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "external"; readonly name: string };

/** What a module's name meant, and the note of it. */
export interface ResolvedModule {
  readonly module: Module;
  readonly rest: Rest;
}

/** A module as a text that tells it from every other. */
export function meaning(module: Module): string {
  return `${module.kind} ${module.kind === "external" ? module.name : module.path}`;
}

/** What a project's configuration makes of the names of modules. */
export interface Mapping {
  /** The folder that the targets are relative to. */
  readonly base: string;
  /** Patterns with one star at most, and what they stand for. */
  readonly paths: readonly (readonly [string, readonly string[]])[];
  /** Whether modules are looked for in that folder too. */
  readonly isBase: boolean;
}

/** A value where it stands. `env` binds parameters of the functions whose bodies are being looked into. */
export interface Place {
  readonly file: CodeFile;
  readonly scope: number;
  readonly env?: Environment;
}

export interface Environment {
  readonly file: string;
  readonly scope: number;
  readonly args: ReadonlyMap<string, Placed>;
  readonly outer?: Environment;
}

export interface Placed {
  readonly value: Value;
  readonly place: Place;
}

export interface PlacedCall {
  readonly value: Value & { readonly kind: "call" };
  readonly place: Place;
}

export function newProgram(paths: readonly string[]): Program {
  const folders = new Set<string>();
  for (const path of paths) {
    let end = path.lastIndexOf("/");
    while (end > 0) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
      end = folder.lastIndexOf("/");
    }
  }
  const names = new Set<string>();
  for (const path of [...paths, ...folders])
    names.add(path.slice(path.lastIndexOf("/") + 1).replace(/\.pyi?$/, ""));
  return {
    files: new Map(),
    unopened: new Map(),
    paths: new Set(paths),
    folders,
    names,
    packageFiles: paths.filter((path) => path === "package.json" || path.endsWith("/package.json")),
    projects: new Map(),
    wanted: new Set(),
    wantedTexts: new Set(),
    memo: {
      tables: new Map(),
      modules: new Map(),
      imported: new Map(),
      mappings: new Map(),
      exports: new Map(),
      calls: new Map(),
      everyCall: new Map(),
      origins: new Map(),
      open: new Map(),
      concerning: new Map(),
      offered: new Map(),
      passing: new Map(),
      attributes: new Map(),
      leads: new Map(),
      methods: new Map(),
      lowest: Number.POSITIVE_INFINITY,
      question: 0,
      missing: [],
      rests: [],
      held: new Map(),
      fileRests: new Map(),
      round: 0,
      isLooking: false,
      spent: 0,
    },
  };
}

/** What a value is, and the missing files on which that rests; then it holds for one round only. */
export interface KnownOrigin {
  readonly origin: Origin;
  readonly missing: readonly string[];
  readonly rests: Noted | undefined;
  readonly round: number;
  /** Not final: how deep the circle began that it met, and for which question it was worked out. */
  readonly lowest: number | undefined;
  readonly question: number;
}

/** The file of a path, which is noted as looked into; `undefined` where it was not read. */
export function fileOf(program: Program, path: string): CodeFile | undefined {
  const { fileRests, rests } = program.memo;
  let rest = fileRests.get(path);
  if (rest === undefined) {
    rest = { kind: "file", path };
    fileRests.set(path, rest);
  }
  rests.push(rest);
  return program.files.get(path) ?? opened(program, path);
}

/** Looks into a file that was read; `undefined` where it was not, or holds no code. */
export function opened(program: Program, path: string): CodeFile | undefined {
  const facts = program.unopened.get(path);
  const file = facts === undefined ? undefined : codeFile(facts);
  if (file !== undefined) program.files.set(path, file);
  program.unopened.delete(path);
  return file;
}

/** Whether there is a file or folder of that path, which is noted. */
export function isThere(program: Program, path: string): boolean {
  const is = program.paths.has(path) || program.folders.has(path);
  program.memo.rests.push({ kind: "path", path, is });
  return is;
}

/** Notes that a file is missing. */
export function want(program: Program, path: string): void {
  program.memo.missing.push(path);
  if (!program.memo.isLooking && !program.wantedTexts.has(path)) program.wanted.add(path);
}

/** Notes that a project file is missing. They are few and decide what names mean: they are always asked for. */
export function wantText(program: Program, path: string): void {
  program.memo.missing.push(path);
  program.wantedTexts.add(path);
}

/** The files that were missing since the log had this length, each once. */
export function missingSince(program: Program, length: number): readonly string[] {
  const { missing } = program.memo;
  return missing.length === length ? none : [...new Set(missing.slice(length))];
}

const none: readonly string[] = [];

/** Works something out without asking for files that are missing. */
export function looking<Found>(program: Program, work: () => Found): Found {
  const { memo } = program;
  const before = memo.isLooking;
  const since = memo.rests.length;
  memo.isLooking = true;
  const found = work();
  memo.isLooking = before;
  bundled(memo.rests, since, true);
  return found;
}

/** The family of a file of code, by its ending. */
export function languageOf(path: string): "python" | "javascript" {
  return /\.(?:pyi?|ipynb)$/.test(path) ? "python" : "javascript";
}

/** A file as the program has it; `undefined` where it holds no code. */
function codeFile(facts: FileFacts): CodeFile | undefined {
  if (facts.code === undefined) return undefined;
  const language = facts.language === "python" ? "python" : "javascript";
  return { path: facts.path, facts, code: facts.code, language };
}
