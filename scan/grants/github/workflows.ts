/** GitHub workflows, composite actions, agentic workflows and App manifests. */

import { bounded } from "../agents/settings.ts";
import type { Format } from "../documents.ts";
import { entriesOf, get, isTrue, str, type Value, walk } from "../value.ts";
import type { AppManifest, Workflow } from "./fact.ts";

const workflowPath = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/i;
const actionPath = /(?:^|\/)action\.ya?ml$/i;

/** Trees this large are no workflow. */
export function workflows(root: Value, path: string, format: Format): readonly Workflow[] {
  if (root.kind !== "dict") return [];
  const extent = { at: root.at, end: root.end };
  const make = (form: Workflow["form"]): readonly Workflow[] => [
    { kind: "workflow", extent, form, root, proof: "proven" },
  ];
  if (format === "yaml" && workflowPath.test(path) && get(root, "jobs")) return make("workflow");
  // The same shape elsewhere is a template or an example of a workflow.
  if (
    format === "yaml" &&
    get(root, "on", "true") &&
    entriesOf(get(root, "jobs")).some(({ value }) => get(value, "runs-on", "uses"))
  )
    return make("workflow");
  if (format === "yaml" && actionPath.test(path) && get(root, "runs")) return make("action");
  return format === "markdown" && get(root, "on", "true") && /workflows\/[^/]+\.md$/.test(path)
    ? make("markdown")
    : [];
}

const levels = new Set(["read", "write", "admin", "none"]);

/** Manifests with `default_permissions`, in JSON, YAML and code. */
export function appManifests(root: Value): readonly AppManifest[] {
  const found: AppManifest[] = [];
  walk(root, (value) => {
    const permissions = get(value, "default_permissions");
    if (permissions?.kind !== "dict") return undefined;
    const list = entriesOf(permissions).flatMap((entry) => {
      const level = str(entry.value);
      return level && levels.has(level)
        ? [{ key: entry.key, level, extent: { at: entry.at, end: entry.value.end } }]
        : [];
    });
    if (list.length > 0)
      found.push({
        kind: "github-app",
        extent: { at: permissions.at, end: permissions.end },
        name: str(get(value, "name")) ?? "",
        public: isTrue(get(value, "public")),
        permissions: list,
        proof: "proven",
      });
    return undefined;
  });
  return found;
}

/** The front matter of sub-agents of coding agents, as one value. */
export const subagentPath =
  /(?:^|\/)(?:\.claude|\.opencode|\.github|\.gemini|\.cursor|\.codex|\.agents)\/(?:agents?|chatmodes)\/.+\.md$|\.agent\.md$|\.chatmode\.md$|(?:^|\/)(?<!\.continue\/)agents\/[^/]+\.md$/i;

/** A folder `agents` of a plugin may as well be one of a site's pages: only a page that says its name is an agent. */
const namedOnly = /^(?!.*(?:^|\/)\.\w+\/)(?!.*\.(?:agent|chatmode)\.md$)/i;

export function subagentRoot(root: Value, path: string): Value | undefined {
  if (!subagentPath.test(path) || root.kind !== "dict") return undefined;
  const told = get(root, "name") ?? (namedOnly.test(path) ? undefined : get(root, "description"));
  return told ? bounded(root) : undefined;
}
