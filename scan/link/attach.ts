/** Tools that are given to an agent outside of its constructor: by decorators, by registration, by methods of its class. */
import type { Value } from "../code.ts";
import type { ToolFact } from "../facts.ts";
import { argument, everyCall } from "./arguments.ts";
import { foldText } from "./fold.ts";
import { bare, matches, toolConstructs } from "./match.ts";
import type { Origin, Site } from "./origin.ts";
import { type CodeFile, looking, type Place, type Program } from "./program.ts";
import { originOf } from "./resolve.ts";
import { classAround, scopeAt } from "./scopes.ts";
import type { LinkedSite } from "./site.ts";
import { toolsOf } from "./tools.ts";

/** A tool, and where the call or class begins that makes its agent. */
export interface Attachment {
  readonly owner: Site;
  readonly tool: ToolFact;
}

export function attachmentsOf(program: Program, file: CodeFile): readonly Attachment[] {
  const found: Attachment[] = [];
  for (const [index, scope] of file.code.scopes.entries())
    for (const decorator of scope.decorators)
      found.push(...decorated(program, { file, scope: index }, decorator));
  for (const { value, place } of everyCall(program, file)) found.push(...registered(program, value, place));
  return found;
}

/** The agents, each with the tools that are given to it. */
export function attach(
  attachments: readonly Attachment[],
  sites: readonly LinkedSite[],
): readonly LinkedSite[] {
  const key = ({ file, at }: Site): string => `${at} ${file}`;
  const byPlace = new Map(sites.map((site) => [key({ file: site.file, at: site.callAt }), site]));
  const byHolder = new Map<string, LinkedSite[]>();
  for (const site of sites)
    for (const holder of site.holders) {
      const known = byHolder.get(key(holder));
      if (known === undefined) byHolder.set(key(holder), [site]);
      else known.push(site);
    }
  const given = new Map<LinkedSite, ToolFact[]>();
  for (const { owner, tool } of attachments) {
    const site = byPlace.get(key(owner));
    for (const each of site === undefined ? (byHolder.get(key(owner)) ?? []) : [site]) {
      const tools = given.get(each) ?? [...each.tools];
      if (!tools.some((known) => known.name === tool.name)) tools.push(tool);
      given.set(each, tools);
    }
  }
  return sites.map((site) => {
    const tools = given.get(site);
    return tools === undefined ? site : { ...site, tools };
  });
}

/** Where the call or class begins that makes what an origin is. */
function maker(origin: Origin): Site | undefined {
  if (origin.kind === "external") return origin.made;
  if (origin.kind !== "instance") return undefined;
  return { file: origin.place.file.path, at: scopeAt(origin.place.file, origin.place.scope).at };
}

function decorated(program: Program, place: Place, decorator: Value): readonly Attachment[] {
  const scope = scopeAt(place.file, place.scope);
  if (scope.name === undefined) return [];
  const outside: Place = { ...place, scope: Math.max(scope.parent, 0) };
  const callee = decorator.kind === "call" ? decorator.callee : decorator;
  const origin = looking(program, () => originOf(program, callee, outside));
  if (origin.kind !== "external") return [];
  const entry = toolConstructs
    .get(bare(origin.path.at(-1) ?? ""))
    ?.find((each) => matches(origin, each, place.file.language, false));
  if (entry === undefined) return [];
  const named =
    decorator.kind === "call" ? argument(program, decorator, outside, entry.item.name) : undefined;
  const called = named === undefined ? undefined : foldText(program, named.value, named.place);
  const tool: ToolFact = {
    name: scope.name,
    ...(called === undefined || called === scope.name ? {} : { called }),
    extent: { at: scope.at, end: scope.end },
  };
  if (entry.item.attaches === true) {
    const owner = maker(callee.kind === "member" ? originOf(program, callee.object, outside) : origin);
    return owner === undefined ? [] : [{ owner, tool }];
  }
  // A method of an agent's class that is marked as a tool is one of its tools.
  const around = scope.parent < 0 ? -1 : classAround(place.file, scope.parent);
  return around < 0 ? [] : [{ owner: { file: place.file.path, at: scopeAt(place.file, around).at }, tool }];
}

/** `agent.register_for_llm(…)(f)`, `register_function(f, caller=agent)`. */
function registered(
  program: Program,
  value: Value & { readonly kind: "call" },
  place: Place,
): readonly Attachment[] {
  const { callee } = value;
  const owned = ownedTool(program, value, place);
  if (owned !== undefined) return [owned];
  const first = value.args[0];
  // A tool that is an object is given to the agent by its own method: `tool.register_for_llm(agent)`.
  const itself =
    callee.kind === "member" && callee.name === "register_for_llm" && first?.name === undefined
      ? callee.object
      : undefined;
  // `agent.register_for_llm(description=text)` gives no tool yet.
  const isTool = first?.name === undefined || /^f$|func|tool/i.test(first.name);
  const tool = itself ?? (isTool ? first?.value : undefined);
  if (tool === undefined || !["name", "member", "call", "list"].includes(tool.kind)) return [];
  let receiver: Value | undefined = itself === undefined ? attachesTo(callee) : first?.value;
  if (callee.kind === "call" && callee.callee.kind === "member" && callee.callee.name === "register_for_llm")
    receiver = callee.callee.object;
  else if ((callee.kind === "name" || callee.kind === "member") && callee.name === "register_function")
    receiver = value.args.find((each) => each.name === "caller")?.value;
  const owner =
    receiver === undefined ? undefined : maker(looking(program, () => originOf(program, receiver, place)));
  if (owner === undefined) return [];
  const { at, end } = tool;
  return toolsOf(program, { value: { kind: "list", items: [tool], at, end }, place }).tools.map((given) => ({
    owner,
    tool: given,
  }));
}

/** What a decorator is called on that gives its function to an agent: `agent` of `agent.tool(f)`, `agent.tool(…)(f)`. */
function attachesTo(callee: Value): Value | undefined {
  const method = callee.kind === "call" ? callee.callee : callee;
  if (method.kind !== "member") return undefined;
  const found = toolConstructs
    .get(method.name)
    ?.some(({ item }) => (item.form === "decorator" || item.form === "method") && item.attaches);
  return found === true ? method.object : undefined;
}

/** A call that gives a tool to the agent in one of its arguments. */
function ownedTool(
  program: Program,
  value: Value & { readonly kind: "call" },
  place: Place,
): Attachment | undefined {
  const { callee } = value;
  if (callee.kind !== "member") return undefined;
  const entry = toolConstructs.get(callee.name)?.find(({ item }) => item.owner !== undefined);
  const owner = argument(program, value, place, entry?.item.owner);
  const named = argument(program, value, place, entry?.item.name);
  if (owner === undefined || named === undefined) return undefined;
  const site = maker(originOf(program, owner.value, owner.place));
  const name = foldText(program, named.value, named.place);
  return site === undefined || name === undefined ? undefined : { owner: site, tool: { name } };
}
