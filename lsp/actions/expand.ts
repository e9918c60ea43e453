/** Each wildcard of a grant as the list of what it stands for, laid out as the formatter does. */
import { splitAction } from "../../compiler/catalog/catalogs.ts";
import { loadCatalog } from "../../compiler/catalog/load.ts";
import { resourceIntersects } from "../../compiler/catalog/resources.ts";
import { stringLiteral } from "../../compiler/edit/agent-edit.ts";
import { own } from "../../compiler/model/json.ts";
import { matches } from "../../compiler/model/pattern.ts";
import type { TextEdit } from "../../compiler/problem.ts";
import { lookUp } from "../../compiler/semantics/names.ts";
import type { Grant } from "../../compiler/syntax/ast-grants.ts";
import type { ActionRef } from "../../compiler/syntax/ast-values.ts";
import { parse } from "../../compiler/syntax/parser.ts";
import { print } from "../../compiler/syntax/printer.ts";
import type { Action } from "../features/code-actions.ts";
import type { View } from "../view.ts";

/** Longer lists nobody reads. */
const MOST_EXPANDED = 200;

/** One rewrite for each wildcard; what cannot take a resource of the grant's `on` is left out. */
export async function expandWildcards(view: View, grant: Grant): Promise<readonly Action[]> {
  const found: Action[] = [];
  for (const ref of grant.actions) {
    if (ref.quoted || !/[*?]/.test(ref.action)) continue;
    const all = await namesOf(view, grant, ref);
    if (all.length === 0 || all.length > MOST_EXPANDED) continue;
    const service = ref.service.text;
    const list = all.map(
      (name) => `${service}:${/^[A-Za-z0-9_.:/-]+$/.test(name) ? name : stringLiteral(name)}`,
    );
    found.push({
      title: `Write the ${all.length} action${all.length === 1 ? "" : "s"} that ${service}:${ref.action} stands for`,
      kind: "refactor.rewrite",
      edits: [laidOut(view, grant, ref, list.join(", "))],
    });
  }
  return found;
}

/** The names of a service's actions that a wildcard takes in; none where they are not all known. */
async function namesOf(view: View, grant: Grant, ref: ActionRef): Promise<readonly string[]> {
  const split = splitAction(`${ref.service.text}:${ref.action}`);
  if (split === undefined) return declaredNames(view, ref);
  const catalog = await loadCatalog(split.service, [split.name], view.data);
  if (!catalog.complete) return [];
  const all = catalog.matching(split.name);
  const limits = await resourcesOf(view, grant);
  if (limits.length === 0) return all.map(({ name }) => name);
  const languages = new Map();
  return all
    .filter(({ resources }) =>
      limits.some((lists) =>
        lists.every((globs) =>
          globs.some((glob) => resources.some((type) => resourceIntersects(glob, type, languages))),
        ),
      ),
    )
    .map(({ name }) => name);
}

async function declaredNames(view: View, ref: ActionRef): Promise<readonly string[]> {
  const found = lookUp(view.names, view.scope, ref.service.text);
  if (found.kind !== "found" || found.entry.kind !== "service") return [];
  const { qualified } = found.entry;
  const { policies } = await view.whole();
  const names = policies.flatMap(({ services }) => Object.keys(own(services, qualified)?.actions ?? {}));
  return [...new Set(names)].filter((name) => matches(ref.action, name)).sort();
}

/** What limits a grant's resources, for each agent that has it; none where one has it without a limit. */
async function resourcesOf(view: View, grant: Grant): Promise<readonly (readonly (readonly string[])[])[]> {
  const [first] = grant.actions;
  const { policies } = await view.whole();
  const found = policies.flatMap(({ agents }) =>
    Object.values(agents).flatMap(({ grants }) =>
      grants.flatMap(({ spans, resources }) =>
        spans.actions.file === view.path && spans.actions.start === first?.start ? [resources] : [],
      ),
    ),
  );
  return found.some((lists) => lists.length === 0) ? [] : found;
}

/** The statement with the list: in a canonical file the whole stays canonical, in another the statement's lines are. */
function laidOut(view: View, grant: Grant, ref: ActionRef, list: string): TextEdit {
  const replaced = (start: number, end: number): string =>
    view.text.slice(start, ref.start) + list + view.text.slice(ref.end, end);
  const printed = (text: string): string => print(parse(view.path, text).file);
  if (printed(view.text) === view.text)
    return difference(view, printed(replaced(0, view.text.length)), 0, view.text.length);
  const block = view.text.startsWith("may", grant.start) ? "agent a" : "scope a";
  const lines = printed(`${block} {\n${replaced(grant.start, grant.end)}\n}\n`)
    .trimEnd()
    .split("\n");
  return difference(view, lines.slice(1, -1).join(view.ending).trim(), grant.start, grant.end);
}

/** The one edit that makes a text of what stands between two offsets, without what both begin and end with. */
function difference(view: View, fresh: string, start: number, end: number): TextEdit {
  const old = view.text.slice(start, end);
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  return {
    span: { file: view.path, start: start + head, end: end - tail },
    text: fresh.slice(head, fresh.length - tail),
  };
}
