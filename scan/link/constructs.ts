/** Which construct of the table a call is. */
import type { Value } from "../code.ts";
import type { Construct } from "../frameworks/framework.ts";
import { argument, argumentsFor } from "./arguments.ts";
import { bare, constructs, type Entry, isFrom, matches } from "./match.ts";
import type { Origin } from "./origin.ts";
import type { CodeFile, PlacedCall, Program } from "./program.ts";
import { originOf } from "./resolve.ts";

/** The entry of the table by which a call makes an agent. */
export function constructOf(program: Program, call: PlacedCall): Entry<Construct> | undefined {
  const { value, place } = call;
  const origin = originOf(program, value.callee, place);
  const { language } = place.file;
  if (origin.kind !== "external") return methodOfUnknown(program, call, origin);
  const last = bare(origin.path.at(-1) ?? "");
  return constructs
    .get(last)
    ?.find(
      (entry) =>
        (entry.item.form === "call" || entry.item.form === "method") &&
        (entry.item.language === undefined || entry.item.language === language) &&
        matches(origin, entry, language, entry.item.form === "call") &&
        (entry.item.madeWith === undefined ||
          entry.item.madeWith.some((text) => origin.texts.includes(text))) &&
        hasNeeded(program, call, entry.item),
    );
}

function hasNeeded(program: Program, call: PlacedCall, construct: Construct): boolean {
  return (construct.needs ?? []).every((slot) =>
    argumentsFor(program, call.value, call.place, slot, construct.optionsAt).some(
      (given) => given.place.file === call.place.file,
    ),
  );
}

/**
 * A method that is called on something of unknown origin: it counts where the file imports the framework and the call
 * gives what only such a call is given.
 */
function methodOfUnknown(program: Program, call: PlacedCall, origin: Origin): Entry<Construct> | undefined {
  const { value, place } = call;
  if (origin.kind !== "unknown" && origin.kind !== "parameter") return undefined;
  if (value.callee.kind !== "member") return undefined;
  const receiver = originOf(program, value.callee.object, place);
  if (receiver.kind !== "unknown" && receiver.kind !== "parameter") return undefined;
  const path = memberPath(value.callee);
  return constructs.get(value.callee.name)?.find((entry) => {
    const { item, symbol } = entry;
    if (item.form !== "method" || item.unlessKnown === undefined) return false;
    if (item.language !== undefined && item.language !== place.file.language) return false;
    const start = path.length - symbol.length;
    if (start < 0 || !symbol.every((step, offset) => step === path[start + offset])) return false;
    return (
      imports(place.file, item.from) &&
      item.unlessKnown.some((slot) => argument(program, value, place, slot, item.optionsAt) !== undefined) &&
      hasNeeded(program, call, item)
    );
  });
}

function memberPath(value: Value): readonly string[] {
  if (value.kind === "member") return [...memberPath(value.object), value.name];
  if (value.kind === "call") return memberPath(value.callee);
  return value.kind === "name" ? [value.name] : [];
}

/** Whether a file imports one of these modules. */
function imports(file: CodeFile, from: readonly string[]): boolean {
  return file.code.scopes.some((scope) =>
    scope.statements.some(
      (statement) =>
        (statement.kind === "import" || statement.kind === "import-all") && isFrom(statement.module, from),
    ),
  );
}
