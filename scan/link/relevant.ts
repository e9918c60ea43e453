/** Which files offer something that others can make agents of: an agent, a base class, a factory, a client, a tool. */
import type { Value } from "../code.ts";
import { agentBase } from "./classes.ts";
import { isFrom } from "./match.ts";
import type { Origin } from "./origin.ts";
import { catalogued } from "./own.ts";
import { type CodeFile, classAround, type Place, type Program, scopeAt } from "./program.ts";
import { originOf } from "./resolve.ts";

/** Paths of the files whose exports can lead to a catalogued module. */
export function relevantFiles(program: Program): readonly string[] {
  return [...program.files.values()].filter((file) => offers(program, file)).map((file) => file.path);
}

function offers(program: Program, file: CodeFile): boolean {
  const module = scopeAt(file, 0);
  const place: Place = { file, scope: 0 };
  for (const statement of module.statements) {
    if (statement.kind === "bind" && leads(program, originOf(program, statement.value, place), 0))
      return true;
    if (
      statement.kind === "import" &&
      file.language === "python" &&
      leads(program, originOf(program, nameValue(statement.local), place), 0)
    )
      return true;
    if (statement.kind === "import-all" && file.language === "python") return true;
    if (statement.kind === "export" && statement.module !== undefined) {
      if (isFrom(statement.module, catalogued) || statement.module.startsWith(".")) return true;
    }
    if (
      statement.kind === "export" &&
      statement.local !== undefined &&
      leads(program, originOf(program, nameValue(statement.local), place), 0)
    )
      return true;
  }
  return false;
}

const end = Number.MAX_SAFE_INTEGER;
const nameValue = (name: string): Value => ({ kind: "name", name, at: end, end });

function leads(program: Program, origin: Origin, depth: number): boolean {
  if (depth > 4) return false;
  switch (origin.kind) {
    case "external":
      return isFrom(origin.module, catalogued);
    case "instance":
      return classLeads(program, origin.place, depth);
    case "scope":
      return scopeAt(origin.place.file, origin.place.scope).kind === "class"
        ? classLeads(program, origin.place, depth)
        : functionLeads(program, origin.place, depth);
    case "value": {
      const { value, place } = origin.placed;
      if (value.kind === "record")
        return value.entries.some((entry) =>
          leads(program, originOf(program, entry.value, place), depth + 1),
        );
      return (
        value.kind === "list" &&
        value.items.some((item) => leads(program, originOf(program, item, place), depth + 1))
      );
    }
    default:
      return false;
  }
}

function functionLeads(program: Program, place: Place, depth: number): boolean {
  return scopeAt(place.file, place.scope).statements.some(
    (statement) =>
      statement.kind === "run" &&
      statement.give === true &&
      leads(program, originOf(program, statement.value, place), depth + 1),
  );
}

/** Its bases, and whatever it or its methods bind or give. */
function classLeads(program: Program, place: Place, depth: number): boolean {
  const { file, scope: index } = place;
  if (agentBase(program, place) !== undefined) return true;
  const scope = scopeAt(file, index);
  for (const base of scope.bases)
    if (leads(program, originOf(program, base, { file, scope: Math.max(scope.parent, 0) }), depth + 1))
      return true;
  return file.code.scopes.some((inner, number) => {
    if (number !== index && (inner.kind !== "function" || classAround(file, number) !== index)) return false;
    const here: Place = { file, scope: number };
    return inner.statements.some(
      (statement) =>
        ((statement.kind === "bind" && (number === index || /^(?:self|this)\./.test(statement.target))) ||
          (statement.kind === "run" && statement.give === true)) &&
        leads(program, originOf(program, statement.value, here), depth + 1),
    );
  });
}
