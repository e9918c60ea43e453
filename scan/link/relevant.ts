/** Which files offer something that others can make agents of: an agent, a base class, a factory, a client, a tool. */
import type { Value } from "../code.ts";
import { agentBase } from "./classes.ts";
import type { Origin } from "./origin.ts";
import { isCatalogued } from "./own.ts";
import type { CodeFile, Place, Program } from "./program.ts";
import { originOf } from "./resolve.ts";
import { bundled } from "./rests.ts";
import { methodsOf, scopeAt } from "./scopes.ts";

const end = Number.MAX_SAFE_INTEGER;
const nameValue = (name: string): Value => ({ kind: "name", name, at: end, end });

/** Whether something that a file exports can lead to a catalogued module. */
export function isRelevant(program: Program, file: CodeFile): boolean {
  const place: Place = { file, scope: 0 };
  const isPython = file.language === "python";
  return scopeAt(file, 0).statements.some((statement) => {
    switch (statement.kind) {
      case "bind":
        return (
          (isPython || statement.target.includes("exports")) &&
          leads(program, originOf(program, statement.value, place), 0)
        );
      case "import":
        return (
          isPython &&
          statement.local !== "" &&
          leads(program, originOf(program, nameValue(statement.local), place), 0)
        );
      case "import-all":
        return isPython && (isCatalogued(statement.module) || statement.module.startsWith("."));
      case "export":
        if (statement.module !== undefined)
          return isCatalogued(statement.module) || statement.module.startsWith(".");
        return (
          statement.local !== undefined &&
          leads(program, originOf(program, nameValue(statement.local), place), 0)
        );
      default:
        return false;
    }
  });
}

function leads(program: Program, origin: Origin, depth: number): boolean {
  if (depth > 4) return false;
  switch (origin.kind) {
    case "external":
      return isCatalogued(origin.module);
    case "instance":
    case "scope":
      return scopeLeads(program, origin.place, depth);
    case "value": {
      const { value, place } = origin.placed;
      const inside =
        value.kind === "record"
          ? value.entries.map((entry) => entry.value)
          : value.kind === "list"
            ? value.items
            : [];
      return inside.some((each) => leads(program, originOf(program, each, place), depth + 1));
    }
    default:
      return false;
  }
}

/** Whether a function gives, or a class extends, binds or gives, something that leads there. */
function scopeLeads(program: Program, place: Place, depth: number): boolean {
  const { memo } = program;
  const scope = scopeAt(place.file, place.scope);
  const known = memo.leads.get(scope);
  if (known !== undefined) {
    if (known.rests !== undefined) memo.rests.push(known.rests);
    return known.leads;
  }
  const outer = memo.lowest;
  memo.lowest = Number.POSITIVE_INFINITY;
  const since = memo.missing.length;
  const noted = memo.rests.length;
  memo.leads.set(scope, { leads: false, rests: undefined });
  const found = scope.kind === "class" ? classLeads(program, place, depth) : gives(program, place, depth);
  const rests = bundled(memo.rests, noted);
  if (found || (memo.lowest >= 0 && depth === 0 && memo.missing.length === since))
    memo.leads.set(scope, { leads: found, rests });
  else memo.leads.delete(scope);
  memo.lowest = Math.min(outer, memo.lowest);
  return found;
}

function gives(program: Program, place: Place, depth: number): boolean {
  return scopeAt(place.file, place.scope).statements.some(
    (statement) =>
      statement.kind === "run" &&
      statement.give === true &&
      leads(program, originOf(program, statement.value, { file: place.file, scope: place.scope }), depth + 1),
  );
}

function classLeads(program: Program, { file, scope: index }: Place, depth: number): boolean {
  const place: Place = { file, scope: index };
  if (agentBase(program, place) !== undefined) return true;
  const scope = scopeAt(file, index);
  const outside: Place = { file, scope: Math.max(scope.parent, 0) };
  if (scope.bases.some((base) => leads(program, originOf(program, base, outside), depth + 1))) return true;
  return [index, ...methodsOf(program, file, index)].some((number) => {
    const here: Place = { file, scope: number };
    return scopeAt(file, number).statements.some(
      (statement) =>
        ((statement.kind === "bind" && (number === index || /^(?:self|this)\./.test(statement.target))) ||
          (statement.kind === "run" && statement.give === true)) &&
        leads(program, originOf(program, statement.value, here), depth + 1),
    );
  });
}
