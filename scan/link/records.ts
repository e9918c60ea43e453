/** Agents that are written as records: in a slot of another agent, or typed as one. */
import type { Value } from "../code.ts";
import type { Construct, Framework, Inner, Slots } from "../frameworks/framework.ts";
import { followed, within } from "./arguments.ts";
import { putInto } from "./growing.ts";
import { bare, constructs, type Entry, matches } from "./match.ts";
import { type CodeFile, looking, type Place, type Placed, type Program } from "./program.ts";
import { originOf } from "./resolve.ts";

/** A record that is an agent; `key` is where it stands in a record of them. */
export interface AgentRecord {
  readonly placed: Placed;
  readonly key?: string;
  readonly slots: Slots;
  readonly construct: Construct;
  readonly framework: Framework;
}

/** The records in the slot of a call that made an agent. */
export function innerRecords(
  program: Program,
  entry: Entry<Construct>,
  inner: Inner,
  given: Placed | undefined,
): readonly AgentRecord[] {
  const construct: Construct = { ...entry.item, ...inner, tier: "explicit", form: "record", id: inner.id };
  const { framework } = entry;
  const record = (placed: Placed, key?: string): readonly AgentRecord[] => {
    const target = recordOf(program, placed);
    if (target === undefined) return [];
    return [{ placed: target, slots: inner, construct, framework, ...(key === undefined ? {} : { key }) }];
  };
  const list = given === undefined ? undefined : listOf(program, given);
  if (list === undefined) return [];
  const { value, place } = list;
  if (value.kind === "record")
    return value.entries.flatMap((each) =>
      each.key === undefined ? [] : record({ value: each.value, place }, each.key),
    );
  if (value.kind !== "list") return [];
  const put = given === undefined ? [] : putInto(program, given.value, given.place);
  return [list, ...put].flatMap(({ value: part, place: there }) =>
    (part.kind === "list" ? part.items : []).flatMap((item) =>
      item.kind === "spread" ? [] : record({ value: item, place: there }),
    ),
  );
}

function listOf(program: Program, placed: Placed): Placed | undefined {
  return placed.value.kind === "record" || placed.value.kind === "list" ? placed : followed(program, placed);
}

function recordOf(program: Program, placed: Placed): Placed | undefined {
  const target = placed.value.kind === "record" ? placed : followed(program, placed);
  return target?.value.kind === "record" ? target : undefined;
}

/** The records of a file that an annotation makes an agent: `const x: SubAgent = {…}`, `def f() -> SubAgent: return {…}`. */
export function typedRecords(program: Program, file: CodeFile): readonly AgentRecord[] {
  return file.code.scopes.flatMap((scope, index) => {
    const place: Place = { file, scope: index };
    const outside: Place = { file, scope: Math.max(scope.parent, 0) };
    const returned = looking(program, () => typeEntry(program, scope.returns, outside));
    return scope.statements.flatMap((statement): AgentRecord[] => {
      if (statement.kind !== "bind" && statement.kind !== "run") return [];
      const entry =
        statement.kind === "bind"
          ? looking(program, () => typeEntry(program, statement.type, place))
          : statement.give === true
            ? returned
            : undefined;
      if (entry === undefined || statement.value.kind !== "record") return [];
      return [
        {
          placed: { value: statement.value, place },
          slots: entry.item,
          construct: entry.item,
          framework: entry.framework,
        },
      ];
    });
  });
}

function typeEntry(program: Program, type: Value | undefined, place: Place): Entry<Construct> | undefined {
  if (type === undefined || type.kind === "list") return undefined;
  const name = type.kind === "name" || type.kind === "member" ? type.name : "";
  // Types may be imported under another name, but a name that no import or alias gives cannot be one.
  if (name === "") return undefined;
  const origin = originOf(program, type, place);
  if (origin.kind !== "external") return undefined;
  return constructs
    .get(bare(origin.path.at(-1) ?? ""))
    ?.find((entry) => entry.item.form === "record" && matches(origin, entry, place.file.language, true));
}

/** What fills a slot of a record. */
export function field(program: Program, placed: Placed, slot: string | undefined): Placed | undefined {
  if (slot === undefined) return undefined;
  for (const way of slot.split("|")) {
    const found = within(program, placed, way.split("."), 0);
    if (found !== undefined && found.value.kind !== "nothing") return found;
  }
  return undefined;
}
