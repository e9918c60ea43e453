/** Tools that are given to an agent outside of its constructor: by decorators, by registration, by methods of its class. */
import type { Value } from "../code.ts";
import type { ToolFact } from "../facts.ts";
import { argument, everyCall } from "./arguments.ts";
import { foldText } from "./fold.ts";
import { bare, matches, toolConstructs } from "./match.ts";
import { type Origin, type Site, sameSite } from "./origin.ts";
import { type CodeFile, classAround, type Place, type Program, scopeAt } from "./program.ts";
import { originOf } from "./resolve.ts";
import { type AgentSite, addTools } from "./site.ts";

export function attachTools(program: Program, file: CodeFile, sites: readonly AgentSite[]): void {
  for (const [index, scope] of file.code.scopes.entries())
    for (const decorator of scope.decorators)
      attachDecorated(program, { file, scope: index }, decorator, sites);
  for (const { value, place } of everyCall(file)) attachCalled(program, value, place, sites);
}

/** The agent that an origin is an attribute of, by the call or class that made it. */
function ownerOf(origin: Origin, sites: readonly AgentSite[]): AgentSite | undefined {
  if (origin.kind === "external" && origin.made !== undefined) {
    const made: Site = origin.made;
    return sites.find((site) => siteIsAt(site, made));
  }
  if (origin.kind === "instance")
    return sites.find(
      (site) =>
        site.place.file === origin.place.file &&
        site.place.scope === origin.place.scope &&
        site.extent.at === scopeAt(origin.place.file, origin.place.scope).at,
    );
  return undefined;
}

/** A call's site may begin at its method's name, where the call itself begins before. */
function siteIsAt(site: AgentSite, made: Site): boolean {
  if (sameSite(site.site, made)) return true;
  return (
    site.site.file === made.file &&
    made.at <= site.extent.at &&
    site.construct.form === "method" &&
    site.callAt === made.at
  );
}

function attachDecorated(
  program: Program,
  place: Place,
  decorator: Value,
  sites: readonly AgentSite[],
): void {
  const scope = scopeAt(place.file, place.scope);
  if (scope.name === undefined) return;
  const outside: Place = { ...place, scope: Math.max(scope.parent, 0) };
  const callee = decorator.kind === "call" ? decorator.callee : decorator;
  const origin = originOf(program, callee, outside);
  if (origin.kind !== "external") return;
  const entry = toolConstructs
    .get(bare(origin.path.at(-1) ?? ""))
    ?.find((each) => matches(origin, each, place.file.language, false));
  if (entry === undefined) return;
  const named =
    decorator.kind === "call" ? argument(program, decorator, outside, entry.item.name) : undefined;
  const called = named === undefined ? undefined : foldText(program, named.value, named.place);
  const tool: ToolFact = {
    name: scope.name,
    ...(called === undefined || called === scope.name ? {} : { called }),
    extent: { at: scope.at, end: scope.end },
  };
  if (entry.item.attaches === true) {
    const receiver = callee.kind === "member" ? originOf(program, callee.object, outside) : origin;
    const owner = ownerOf(receiver, sites);
    if (owner !== undefined) addTools(owner, [tool]);
    return;
  }
  // A method of an agent's class that is marked as a tool is one of its tools.
  const around = scope.parent < 0 ? -1 : classAround(place.file, scope.parent);
  const owner = sites.find(
    (site) =>
      site.place.file === place.file &&
      site.place.scope === around &&
      site.construct.form !== "decorator" &&
      site.extent.at === scopeAt(place.file, Math.max(around, 0)).at,
  );
  if (owner !== undefined && around >= 0) addTools(owner, [tool]);
}

/** `agent.register_for_llm(…)(f)`, `register_function(f, caller=agent)`. */
function attachCalled(
  program: Program,
  value: Value & { kind: "call" },
  place: Place,
  sites: readonly AgentSite[],
): void {
  const { callee } = value;
  if (
    callee.kind === "call" &&
    callee.callee.kind === "member" &&
    callee.callee.name === "register_for_llm"
  ) {
    const owner = ownerOf(originOf(program, callee.callee.object, place), sites);
    const tool = value.args[0]?.value;
    if (owner !== undefined && tool?.kind === "name") addTools(owner, [{ name: tool.name }]);
    return;
  }
  const name = callee.kind === "name" || callee.kind === "member" ? callee.name : "";
  if (name !== "register_function") return;
  const caller = value.args.find((each) => each.name === "caller")?.value;
  const owner = caller === undefined ? undefined : ownerOf(originOf(program, caller, place), sites);
  const tool = value.args[0]?.value;
  if (owner !== undefined && (tool?.kind === "name" || tool?.kind === "member"))
    addTools(owner, [{ name: tool.name }]);
}
