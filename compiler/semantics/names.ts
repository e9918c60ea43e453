/** Which names there are, and what a path means at a place (language reference, Workspace, files and names). */
import { builtInServices } from "../catalog/catalog.ts";
import type { Declaration, SourceFile } from "../syntax/ast.ts";
import type { Name, Node } from "../syntax/ast-values.ts";
import { type Entry, type EntryOf, type FileScope, kindNames } from "./entry.ts";
import { type Findings, reportAt } from "./findings.ts";

export interface Names {
  readonly files: readonly FileScope[];
  /** In file order, the shadowed ones too. */
  readonly entries: readonly Entry[];
  readonly namespaces: ReadonlyMap<string, ReadonlyMap<string, Entry>>;
  /** The declared environments, in file order, without shadowed ones. */
  readonly environments: readonly EntryOf<"environment">[];
  /** Kinds and names of the declared targets: `aws`, `aws.prod`. */
  readonly targets: ReadonlySet<string>;
  /** Declarations with a syntax error: what they lack may be what could not be read. */
  readonly damaged: ReadonlySet<Declaration>;
  /** Text between declarations that could not be read: what it may have declared is no second mistake. */
  readonly lost: readonly string[];
}

export type Found =
  | { readonly kind: "found"; readonly entry: Entry }
  | { readonly kind: "ambiguous"; readonly entries: readonly Entry[] }
  | { readonly kind: "missing" };

/** Words that cannot name a service nor begin a namespace, since `aws:…`, `request.ip` and `fact.x` would be unclear. */
const reserved: ReadonlySet<string> = new Set([...builtInServices, "tool", "agent", "request", "fact"]);

/** Whether a name is one that cannot name a service nor begin a namespace. */
export const isReserved = (name: string): boolean => reserved.has(name);

/** Reads the names of all files, which come in file order. */
export function bindNames(
  files: readonly SourceFile[],
  findings: Findings,
  { damaged, lost }: Pick<Names, "damaged" | "lost"> = { damaged: new Set(), lost: [] },
): Names {
  const scopes = files.map((file, order) => fileScope(file, order, findings));
  const namespaces = new Map<string, Map<string, Entry>>();
  const facts = new Map<string, Entry>();
  const entries: Entry[] = [];
  for (const scope of scopes) {
    const table = namespaces.get(scope.namespace) ?? new Map<string, Entry>();
    namespaces.set(scope.namespace, table);
    for (const declaration of scope.file.declarations) {
      const entry = bind(declaration, scope, table, facts, findings);
      if (entry === undefined) continue;
      entries.push(entry);
      if (entry.shadowed) continue;
      table.set(entry.name, entry);
      if (entry.kind === "fact") facts.set(entry.name, entry);
    }
  }
  const environments = entries
    .filter((entry) => entry.kind === "environment")
    .filter(({ shadowed }) => !shadowed);
  const targets = new Set(files.flatMap(targetsOf));
  const names = { files: scopes, entries, namespaces, environments, targets, damaged, lost };
  for (const scope of scopes) checkUses(names, scope, findings);
  return names;
}

function targetsOf({ declarations }: SourceFile): readonly string[] {
  return declarations.flatMap((declaration) => {
    if (declaration.kind !== "target" || declaration.targetKind === undefined) return [];
    const { targetKind, name } = declaration;
    return [name ? `${targetKind.text}.${name.text}` : targetKind.text];
  });
}

function fileScope(file: SourceFile, order: number, findings: Findings): FileScope {
  const [first, ...others] = file.namespaces;
  for (const other of others)
    reportAt(
      findings,
      inFile(file, other),
      "duplicate-member",
      "A file has one namespace; this is another.",
      {
        related: first ? [{ message: "the first one", span: inFile(file, first) }] : [],
      },
    );
  const begins = first?.path?.segments[0];
  if (begins && reserved.has(begins.text))
    reportAt(
      findings,
      inFile(file, begins),
      "duplicate-name",
      `'${begins.text}' is a name that the language keeps for itself; a namespace cannot begin with it.`,
    );
  const uses = new Set(file.uses.flatMap((use) => (use.path ? [use.path.text] : [])));
  const namespace = first?.path?.text ?? "";
  uses.delete(namespace);
  return { file, namespace, uses: [...uses], order };
}

function bind(
  declaration: Declaration,
  file: FileScope,
  table: ReadonlyMap<string, Entry>,
  facts: ReadonlyMap<string, Entry>,
  findings: Findings,
): Entry | undefined {
  const at = declaration.name;
  if (at === undefined) return undefined;
  const name = at.text;
  const span = inFile(file.file, at);
  if (declaration.kind === "service" && reserved.has(name)) {
    const message = `'${name}' is a name that the language keeps for itself; name the service otherwise.`;
    reportAt(findings, span, "duplicate-name", message);
  }
  const earlier = table.get(name) ?? (declaration.kind === "fact" ? facts.get(name) : undefined);
  const entry = entryOf(declaration, {
    name,
    qualified: file.namespace === "" ? name : `${file.namespace}.${name}`,
    file,
    at,
    shadowed: earlier !== undefined,
  });
  if (entry && earlier)
    reportAt(findings, span, "duplicate-name", duplicate(entry, earlier), {
      related: [{ message: "declared here first", span: inFile(earlier.file.file, earlier.at) }],
    });
  return entry;
}

function duplicate(entry: Entry, earlier: Entry): string {
  if (earlier.qualified !== entry.qualified)
    return `The fact '${entry.name}' is declared in another namespace; requests give facts by their simple name, so it must be unique.`;
  return `'${entry.name}' is declared before, as ${kindNames[earlier.kind]}; give one of them another name.`;
}

type Common = Omit<Entry, "kind" | "declaration">;

function entryOf(declaration: Declaration, common: Common): Entry | undefined {
  switch (declaration.kind) {
    case "owner":
    case "team":
    case "group":
    case "fact":
    case "environment":
    case "window":
      return { ...common, kind: declaration.kind, declaration };
    case "service":
      return { ...common, kind: "service", declaration };
    case "let":
      return { ...common, kind: "let", declaration };
    case "scope":
      return { ...common, kind: "scope", declaration };
    case "agent":
    case "profile":
      return { ...common, kind: declaration.kind, declaration };
    default:
      return undefined;
  }
}

function checkUses(names: Names, scope: FileScope, findings: Findings): void {
  for (const { path } of scope.file.uses) {
    if (path === undefined || path.broken || isNamespace(names, path.text)) continue;
    reportAt(
      findings,
      inFile(scope.file, path),
      "unknown-name",
      `There is no namespace '${path.text}' in this workspace.`,
    );
  }
}

/** Whether a file declares the namespace; one that only begins others holds no names to use. */
export function isNamespace(names: Names, text: string): boolean {
  return names.namespaces.has(text);
}

/** What a path means: in its own namespace, then in the used ones, then as a qualified name. */
export function lookUp(names: Names, file: FileScope, text: string): Found {
  const own = names.namespaces.get(file.namespace)?.get(text);
  if (own) return { kind: "found", entry: own };
  const used: Entry[] = [];
  for (const namespace of file.uses) {
    const entry = names.namespaces.get(namespace)?.get(text);
    if (entry) used.push(entry);
  }
  if (used.length > 1) return { kind: "ambiguous", entries: used };
  const entry = used[0] ?? qualified(names, text);
  return entry ? { kind: "found", entry } : { kind: "missing" };
}

/** The entry of a qualified name. */
export function qualified(names: Names, text: string): Entry | undefined {
  const dot = text.lastIndexOf(".");
  return names.namespaces.get(dot < 0 ? "" : text.slice(0, dot))?.get(text.slice(dot + 1));
}

/** Every name that a file can write for entries of a kind: simple where it sees them, else qualified. */
export function* visible(
  names: Names,
  file: FileScope,
  kinds: readonly Entry["kind"][],
): Generator<readonly [string, Entry]> {
  const near = new Set([file.namespace, ...file.uses, ""]);
  for (const [namespace, table] of names.namespaces)
    for (const entry of table.values())
      if (kinds.includes(entry.kind)) {
        if (near.has(namespace)) yield [entry.name, entry];
        if (namespace !== "") yield [entry.qualified, entry];
      }
}

function inFile(file: SourceFile, node: Node | Name) {
  return { file: file.path, start: node.start, end: node.end };
}
