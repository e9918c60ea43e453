/** Declared services and their actions. */
import type { Service, ServiceAction, ValueType } from "../model/policy.ts";
import type { ActionDeclaration } from "../syntax/ast.ts";
import type { Setting } from "../syntax/ast-values.ts";
import { RISKS, VALUE_TYPES } from "../syntax/grammar.ts";
import { type Context, isDamaged, report } from "./context.ts";
import type { Entry, EntryOf } from "./entry.ts";
import { readGlob } from "./globs.ts";
import { headOf } from "./head.ts";
import { byKeyword, freeWord, valueIn, valuesOf, wordOf } from "./members.ts";
import { type Place, spanOf } from "./place.ts";
import { record } from "./record.ts";
import { readTools } from "./tools.ts";
import { readString } from "./values.ts";

export interface DeclaredService {
  readonly service: Service;
  /** Its list of actions could not be read whole, so that an unknown one is no second mistake. */
  readonly incomplete: boolean;
  /** Where the actions are declared; those of a tool list are not. */
  readonly declarations: ReadonlyMap<string, ActionDeclaration>;
}

const protocols = ["oauth", "mcp", "http"] as const;

export function readServices(context: Context): ReadonlyMap<Entry, DeclaredService> {
  const services = new Map<Entry, DeclaredService>();
  for (const entry of context.names.entries)
    if (entry.kind === "service") services.set(entry, readService(context, entry));
  return services;
}

function readService(context: Context, entry: EntryOf<"service">): DeclaredService {
  const { members } = entry.declaration;
  const settings = byKeyword(
    context,
    entry,
    members.filter((member) => member.kind === "setting"),
  );
  const text = (keyword: string): string | undefined =>
    readString(context, entry, valueIn(settings.get(keyword)), `'${keyword}'`);
  const protocol = wordOf(context, entry, valueIn(settings.get("protocol")), "'protocol'", protocols);
  const resource = readGlob(context, entry, valueIn(settings.get("resource")), "'resource'");
  const tools = readTools(context, entry, valueIn(settings.get("tools")));
  const actions = new Map<string, ServiceAction>(tools.actions.map((action) => [action.name, action]));
  const declarations = new Map<string, ActionDeclaration>();
  for (const member of members) {
    if (member.kind !== "action-declaration" || member.name === undefined) continue;
    const name = member.name.text;
    const before = declarations.get(name);
    const action = readAction(context, entry, member, actions.get(name));
    if (before) duplicateAction(context, entry, member, before);
    else {
      declarations.set(name, member);
      actions.set(name, action);
    }
  }
  const [audience, url] = [text("audience"), text("url")];
  const service: Service = {
    name: entry.qualified,
    ...headOf(context, entry, entry.declaration),
    ...(audience === undefined ? {} : { audience }),
    ...(url === undefined ? {} : { url }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(resource === undefined ? {} : { resource }),
    actions: record(actions),
  };
  const incomplete = tools.broken || entry.shadowed || isDamaged(context, entry.declaration);
  return { service, incomplete, declarations };
}

function duplicateAction(
  context: Context,
  entry: EntryOf<"service">,
  member: ActionDeclaration,
  before: ActionDeclaration,
): void {
  const message = `The service '${entry.name}' has an action '${member.name?.text}' already; give one of them another name.`;
  report(context, entry, member.name ?? member, "duplicate-name", message, {
    related: [{ message: "declared here first", span: spanOf(entry, before.name ?? before) }],
  });
}

/** An `action` block; what it adds to a tool of the list, or an action of its own. */
function readAction(
  context: Context,
  place: Place,
  declaration: ActionDeclaration,
  tool: ServiceAction | undefined,
): ServiceAction {
  const name = declaration.name?.text ?? "";
  const settings = byKeyword(context, place, declaration.members, ["label", "input"]);
  const risk = wordOf(context, place, valueIn(settings.get("risk")), "'risk'", RISKS);
  const oauth = readString(context, place, valueIn(settings.get("oauth")), "'oauth'");
  const inputs = new Map<string, ValueType>(Object.entries(tool?.inputs ?? {}));
  const given = new Map<string, Setting>();
  for (const setting of settings.get("input") ?? []) readInput(context, place, setting, inputs, given);
  const head = headOf(context, place, declaration);
  return {
    name,
    ...(tool?.title === undefined ? {} : { title: tool.title }),
    ...head,
    risk: risk ?? tool?.risk ?? "write",
    labels: [...new Set([...(tool?.labels ?? []), ...readLabels(context, place, settings.get("label"))])],
    inputs: record(inputs),
    ...(oauth === undefined ? {} : { oauth }),
  };
}

export function readLabels(
  context: Context,
  place: Place,
  settings: readonly Setting[] | undefined,
): readonly string[] {
  const words = (settings ?? []).flatMap(valuesOf);
  return words.flatMap((value) => freeWord(context, place, value, "'label'") ?? []);
}

function readInput(
  context: Context,
  place: Place,
  setting: Setting,
  inputs: Map<string, ValueType>,
  given: Map<string, Setting>,
): void {
  const [nameValue, typeValue] = setting.values;
  const name = freeWord(context, place, nameValue, "'input'");
  const type = wordOf(context, place, typeValue, "The type of an input", VALUE_TYPES);
  if (name === undefined || nameValue === undefined) return;
  const before = given.get(name);
  const related = before ? [{ message: "the first one", span: spanOf(place, before) }] : [];
  if (name === "request" || name === "fact")
    report(context, place, nameValue, "duplicate-name", reservedInput(name));
  else if (before)
    report(context, place, nameValue, "duplicate-member", `The input '${name}' is given already.`, {
      related,
    });
  if (before || name === "request" || name === "fact") return;
  given.set(name, setting);
  if (type) inputs.set(name, type);
  else inputs.delete(name);
}

function reservedInput(name: string): string {
  return `'${name}' is a name that the language keeps for itself; name the input otherwise.`;
}
