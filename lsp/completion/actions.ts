/** Actions of every service, and resources of the actions that a statement names. */
import { type BuiltInService, builtInServices, type CatalogAction } from "../../compiler/catalog/catalog.ts";
import { splitAction } from "../../compiler/catalog/catalogs.ts";
import { loadCatalog } from "../../compiler/catalog/load.ts";
import type { EntryOf } from "../../compiler/semantics/entry.ts";
import { lookUp } from "../../compiler/semantics/names.ts";
import type { ActionDeclaration } from "../../compiler/syntax/ast.ts";
import type { Place } from "../place/place.ts";
import type { View } from "../view.ts";
import { reach, textOf } from "./names.ts";
import { escapeSnippet, type Suggestion, suggest } from "./suggestion.ts";

const services: Readonly<Record<BuiltInService, string>> = {
  aws: "Amazon Web Services",
  k8s: "Kubernetes",
  github: "GitHub",
  slack: "Slack",
  okta: "Okta",
  google: "Google Workspace",
  gcp: "Google Cloud",
  azure: "Microsoft Azure",
  graph: "Microsoft Graph",
};

/** What an action literal can be, given what is written of it. */
export async function actions(view: View, place: Place): Promise<readonly Suggestion[]> {
  const { partial } = place;
  const colon = partial.indexOf(":");
  if (colon < 0) return [...prefixes(view, place), ...declaredActions(view, place)];
  const service = partial.slice(0, colon);
  const builtIn = builtInServices.find((name) => name === service);
  if (builtIn !== undefined) return catalogActions(view, place, builtIn, partial.slice(colon + 1));
  if (service === "tool") return tools(view, place);
  const found = lookUp(view.names, view.scope, service);
  if (found.kind !== "found" || found.entry.kind !== "service") return [];
  return actionsOf(found.entry).map((action) => declaredAction(place, service, action, 1));
}

function prefixes(view: View, place: Place): readonly Suggestion[] {
  return [
    ...builtInServices.map((name) =>
      suggest(place, `${name}:`, "service", { detail: services[name], rank: 7, again: true }),
    ),
    suggest(place, "tool:", "service", { detail: "tools that agents call", rank: 6, again: true }),
    ...tools(view, place),
  ];
}

function declaredActions(view: View, place: Place): readonly Suggestion[] {
  return view.names.entries.flatMap((entry) => {
    if (entry.kind !== "service" || entry.shadowed) return [];
    const { name, edits, near } = reach(view, entry);
    return actionsOf(entry).map((action) => ({
      ...declaredAction(place, name, action, near ? 3 : 8),
      ...(edits.length > 0 ? { edits } : {}),
    }));
  });
}

export function actionsOf(entry: EntryOf<"service">): readonly ActionDeclaration[] {
  return entry.declaration.members.flatMap((member) =>
    member.kind === "action-declaration" ? [member] : [],
  );
}

function declaredAction(place: Place, service: string, action: ActionDeclaration, rank: number): Suggestion {
  const risk = action.members.find(({ keyword }) => keyword.text === "risk")?.values[0];
  return suggest(place, `${service}:${action.name?.text ?? ""}`, "action", {
    detail: [risk?.kind === "path" ? risk.text : "write", textOf(action.title)]
      .filter((part) => part)
      .join(" · "),
    doc: action.doc,
    rank,
  });
}

async function catalogActions(
  view: View,
  place: Place,
  service: BuiltInService,
  written: string,
): Promise<readonly Suggestion[]> {
  const colon = written.indexOf(":");
  if (service === "aws" && colon < 0) {
    const { parts } = await loadCatalog("aws", ["sts:*"], view.data);
    return parts.map(({ name, title }) =>
      suggest(place, `aws:${name}:`, "service", { detail: title, rank: 3, again: true }),
    );
  }
  const catalog = await loadCatalog(
    service,
    [service === "aws" ? `${written.slice(0, colon)}:*` : "*"],
    view.data,
  );
  const prefix = service === "aws" ? written.slice(0, colon + 1) : "";
  return catalog
    .matching("*")
    .filter(({ name }) => name.startsWith(prefix))
    .map((action) => catalogAction(place, service, action));
}

function catalogAction(place: Place, service: string, action: CatalogAction): Suggestion {
  const plain = /^[A-Za-z0-9_.:/*?-]+$/.test(action.name);
  const label = plain ? `${service}:${action.name}` : `${service}:${JSON.stringify(action.name)}`;
  return suggest(place, label, "action", {
    detail: [action.risk, ...action.resources.slice(0, 3).map(({ name }) => name)].join(" · "),
    ...(action.description === undefined ? {} : { doc: action.description }),
    rank: 3,
  });
}

/** Tools that the workspace speaks of. */
function tools(view: View, place: Place): readonly Suggestion[] {
  const found = new Set<string>();
  for (const { file } of view.names.files)
    for (const [, name] of file.text.matchAll(/\btool:([A-Za-z0-9_.-]+)/g)) if (name) found.add(name);
  const written = place.partial.slice(place.partial.indexOf(":") + 1);
  found.delete(written);
  return [...found]
    .sort()
    .map((name) => suggest(place, `tool:${name}`, "action", { detail: "tool", rank: 4 }));
}

/** Templates of the resources that the statement's actions take. */
export async function resources(view: View, place: Place): Promise<readonly Suggestion[]> {
  const named = place.statement.flatMap(({ image }) =>
    image.includes(":") && !image.startsWith('"') ? [image] : [],
  );
  const patterns = new Map<string, string>();
  for (const action of named) {
    const split = splitAction(action);
    if (split !== undefined) {
      const catalog = await loadCatalog(split.service, [split.name], view.data);
      for (const { resources: types } of catalog.matching(split.name))
        for (const { name, pattern } of types) patterns.set(pattern, name);
      continue;
    }
    const found = lookUp(view.names, view.scope, action.slice(0, action.indexOf(":")));
    if (found.kind !== "found" || found.entry.kind !== "service") continue;
    const resource = found.entry.declaration.members.find(
      (member) => member.kind === "setting" && member.keyword.text === "resource",
    );
    const value = resource?.kind === "setting" ? resource.values[0] : undefined;
    const text = value?.kind === "string" ? textOf(value) : undefined;
    if (text !== undefined) patterns.set(text, `resource of ${found.entry.name}`);
  }
  return [...patterns].map(([pattern, name]) => template(place, pattern, name));
}

function template(place: Place, pattern: string, name: string): Suggestion {
  let stops = 0;
  const pieces = pattern.split(/\$\{([^}]*)\}/);
  const quote = place.inside === "string" ? "" : '"';
  const plain = pieces.map((piece) => (piece === "Partition" ? "aws" : piece)).join("");
  const snippet = pieces
    .map((piece, index) => {
      if (index % 2 === 0) return escapeSnippet(piece);
      if (piece === "Partition") return "aws";
      stops++;
      return `\${${stops}:${piece}}`;
    })
    .join("");
  return suggest(place, plain, "resource", {
    insert: `${quote}${plain}${quote}`,
    snippet: `${quote}${snippet}${quote}`,
    detail: name,
    filter: `${quote}${plain}`,
    rank: 1,
  });
}
