/** Permissions of Microsoft Graph by identifier or name: application manifests, Terraform, Bicep, `az` and PowerShell. */
import { type Bindings, resolve, wordsOf } from "../bindings.ts";
import { above, get, str, type Text, type Trail, type Value, walk } from "../value.ts";
import type { GraphPermission } from "./fact.ts";
import { graphRoles, graphScopes } from "./graph-roles.ts";

/** The permission that a word names: an identifier, or `…app_role_ids["Mail.Read"]`. */
function named(word: Text, type: GraphPermission["type"]): string | undefined {
  const quoted = /\[\s*["']([\w.-]+)["']\s*\]/.exec(word.value)?.[1];
  const id = word.value.toLowerCase();
  const byId = quoted ?? (type === "delegated" ? graphScopes.get(id) : undefined) ?? graphRoles.get(id);
  // Templates of Teams may name permissions.
  return byId ?? (/^[A-Z][\w-]*(?:\.[A-Z]\w*)+$/.test(word.value) ? word.value : undefined);
}

function holderOf(trail: Trail | undefined): string {
  const block = above(trail, (value) => value.kind === "call" && value.callee === "resource");
  if (block?.kind === "call") return block.args.map(str).at(-1) ?? "";
  const manifest = above(trail, (value) => get(value, "displayName") !== undefined);
  return str(get(manifest, "displayName")) ?? "";
}

function permission(
  word: Text,
  type: GraphPermission["type"],
  trail: Trail | undefined,
): GraphPermission | undefined {
  const name = named(word, type);
  if (!name) return undefined;
  const extent = { at: word.at, end: word.end };
  return { kind: "graph-permission", extent, name, type, holder: holderOf(trail), proof: "proven" };
}

export function graphPermissions(root: Value, bindings: Bindings): readonly GraphPermission[] {
  const found: GraphPermission[] = [];
  const add = (fact: GraphPermission | undefined) => {
    if (fact) found.push(fact);
  };
  // PowerShell looks a role up by its name first, and assigns what it found.
  const looked: Text[] = [];
  let assigns = false;
  walk(root, (value, trail) => {
    if (value.kind === "dict") {
      const [type] = wordsOf(get(value, "type"), bindings);
      const id = get(value, "id");
      if (id && (type?.value === "Role" || type?.value === "Scope"))
        for (const word of wordsOf(id, bindings))
          add(permission(word, type.value === "Role" ? "application" : "delegated", trail));
    }
    if (value.kind !== "call") return undefined;
    const [type] = value.args;
    const resource = value.callee === "resource" ? str(type) : undefined;
    if (resource === "azuread_app_role_assignment")
      for (const word of wordsOf(get(value, "app_role_id"), bindings))
        add(permission(word, "application", { value, key: "", up: trail }));
    if (resource === "azuread_application_api_access")
      for (const word of wordsOf(resolve(get(value, "role_ids") ?? value, bindings), bindings))
        add(permission(word, "application", { value, key: "", up: trail }));
    if (value.callee === "az")
      for (const word of value.args) if (word.kind === "text") add(commandWord(word));
    if (
      /^(?:New-MgServicePrincipalAppRoleAssignment|New-AzureADServiceAppRoleAssignment)$/i.test(value.callee)
    )
      for (const word of value.args)
        if (word.kind === "text") add(permission(word, "application", undefined));
    assigns ||= /^(?:New|Update)-Mg\w*AppRole/i.test(value.callee);
    if (/^(?:Where-Object|where|\?)$/i.test(value.callee))
      for (const word of value.args) if (word.kind === "text" && !word.open) looked.push(word);
    return undefined;
  });
  if (assigns) for (const word of looked) add(permission(word, "application", undefined));
  return found;
}

/** `--api-permissions 741f803b-…=Role`. */
function commandWord(word: Text): GraphPermission | undefined {
  const match = /^([0-9a-f-]{36})=(Role|Scope)$/i.exec(word.value);
  return match
    ? permission(
        { ...word, value: match[1] ?? "" },
        match[2] === "Role" ? "application" : "delegated",
        undefined,
      )
    : undefined;
}
