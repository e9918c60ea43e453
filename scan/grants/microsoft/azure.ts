/** Role assignments and custom roles of Azure in Bicep, ARM, Terraform, Pulumi, `az` and PowerShell. */
import { type Bindings, resolve, wordsOf } from "../bindings.ts";
import { type Command, option } from "../commands.ts";
import {
  entriesOf,
  get,
  items,
  keys,
  str,
  type Text,
  type Trail,
  under,
  type Value,
  walk,
} from "../value.ts";
import { azureRole } from "./azure-roles.ts";
import { bicepScope, scopeOfText } from "./azure-scopes.ts";
import type { AzureAssignment, AzureRoleDefinition, AzureScope, MicrosoftGrant } from "./fact.ts";

/** The role's words, at the place where the assignment names it. */
function roleWords(value: Value | undefined, bindings: Bindings, over?: Value): readonly Text[] {
  if (!value) return [];
  const words = spelledRoles(value, bindings);
  // An element of `for_each` stands where the list has it.
  if (over && words.some((word) => /\beach\.(?:value|key)\b/.test(word.value)))
    return wordsOf(over, bindings).filter((word) => !word.open);
  return words.map((word) => ({ ...word, at: value.at, end: value.end }));
}

/** Through the functions that build an identifier around it, and the names that a template gives it. */
function spelledRoles(value: Value, bindings: Bindings): readonly Text[] {
  const known = resolve(value, bindings);
  if (known.kind === "call" && /(?:[rR]esourceId|guid|format|concat)$/.test(known.callee))
    return known.args.flatMap((argument) => spelledRoles(argument, bindings));
  if (known.kind === "name") {
    const defined = bindings.get(`roleDefinitions ${known.path.replace(/\.(?:role_definition_)?id$/, "")}`);
    if (defined) return wordsOf(defined, bindings);
  }
  if (known.kind === "text") {
    const variable = /^\[(?:variables|parameters)\('([\w-]+)'\)\]$/.exec(known.value)?.[1];
    const held = variable ? bindings.get(`template ${variable}`) : undefined;
    if (held) return spelledRoles(held, new Map());
    const looked = /\$\{(data\.azurerm_role_definition\.[\w-]+)\.\w+\}/.exec(known.value)?.[1];
    const defined = looked ? bindings.get(`roleDefinitions ${looked}`) : undefined;
    if (defined) return wordsOf(defined, bindings);
    // `"[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3a…')]"` in ARM, `${…}/…/GUID` in Terraform.
    const id = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i.exec(known.value)?.[0];
    return [id ? { ...known, value: id } : known];
  }
  return wordsOf(known, bindings);
}

/** Every built-in assignment that `value` (a dict with the role in it) makes. */
function assignments(
  words: readonly Text[],
  scope: AzureScope,
  body: Value,
  holder: string,
  limited: boolean,
): readonly AzureAssignment[] {
  return words.flatMap((word): AzureAssignment[] => {
    const role = azureRole(word.value);
    if (!role) return [];
    const conditioned = get(body, "condition") !== undefined;
    return [
      {
        kind: "azure-assignment",
        extent: { at: word.at, end: word.end },
        role,
        scope,
        conditioned,
        limited,
        holder,
        proof: "proven",
      },
    ];
  });
}

function command(call: Value & { kind: "call" }, bindings: Bindings): readonly MicrosoftGrant[] {
  if (call.callee !== "az" && !/^New-AzRoleAssignment$/i.test(call.callee)) return [];
  const words = call.args.flatMap((argument) => (argument.kind === "text" ? [argument.value] : []));
  const az =
    call.callee === "az" && /^(?:role assignment create|ad sp create-for-rbac)\b/.test(words.join(" "));
  if (!az && !/^New-AzRoleAssignment$/i.test(call.callee)) return [];
  const role = option(call.args, "--role", "-RoleDefinitionName", "-RoleDefinitionId");
  const scope = option(call.args, "--scope", "--scopes", "-Scope");
  const group = option(call.args, "--resource-group", "-g", "-ResourceGroupName");
  if (!role) return [];
  const reached = scope
    ? scopeOfText(wordsOf(scope, bindings)[0]?.value ?? scope.value)
    : group
      ? "resource-group"
      : "subscription";
  const holder = option(call.args, "--assignee", "--assignee-object-id", "--name", "-ObjectId")?.value ?? "";
  return assignments([role], reached, call, holder, false);
}

function terraform(call: Value & { kind: "call" }, bindings: Bindings): readonly MicrosoftGrant[] {
  const [type, name = ""] = call.args.map(str);
  if (type === "azurerm_role_assignment" || type === "azurerm_pim_eligible_role_assignment") {
    const words = [
      ...roleWords(get(call, "role_definition_name"), bindings, get(call, "for_each")),
      ...roleWords(get(call, "role_definition_id"), bindings, get(call, "for_each")),
    ];
    const scope = get(call, "scope");
    const [spelled] = wordsOf(scope, bindings);
    return assignments(
      words,
      spelled ? scopeOfText(spelled.value) : "unknown",
      call,
      name,
      type.includes("pim"),
    );
  }
  if (
    type === "azapi_resource" &&
    /^Microsoft\.Authorization\/roleAssignments/i.test(str(get(call, "type")) ?? "")
  ) {
    const body = get(call, "body");
    const [parent] = wordsOf(get(call, "parent_id"), bindings);
    const words = roleWords(under(body, "properties", "roleDefinitionId"), bindings);
    return assignments(words, parent ? scopeOfText(parent.value) : "unknown", body ?? call, name, false);
  }
  if (type === "azurerm_role_definition")
    return definition(get(call, "permissions"), get(call, "assignable_scopes"), name, bindings);
  return [];
}

function definition(
  permissions: Value | undefined,
  scopes: Value | undefined,
  name: string,
  bindings: Bindings,
): readonly AzureRoleDefinition[] {
  const actions = items(permissions).flatMap((permission) => wordsOf(get(permission, "actions"), bindings));
  if (actions.length === 0) return [];
  const [first] = actions;
  const rootScope = wordsOf(scopes, bindings).some((word) => word.value === "/");
  const listed = actions.map((word) => ({ value: word.value, extent: { at: word.at, end: word.end } }));
  return [
    {
      kind: "azure-role-definition",
      extent: { at: first?.at ?? 0, end: first?.end ?? 0 },
      name,
      actions: listed,
      rootScope,
      proof: "proven",
    },
  ];
}

/** Names with those that a template gives to roles: existing definitions of Bicep, variables of ARM. */
function withDefinitions(root: Value, bindings: Bindings): Bindings {
  const all = new Map<string, Value>();
  for (const { value } of entriesOf(root)) {
    if (value.kind === "call" && value.callee === "data") {
      const [type, label] = value.args.map(str);
      const named = get(value, "name", "role_definition_id");
      if (type === "azurerm_role_definition" && named)
        all.set(`roleDefinitions data.${type}.${label}`, named);
    }
    if (value.kind !== "call" || value.callee !== "existing") continue;
    const [symbol, type] = value.args.map(str);
    const id = get(value, "name");
    if (symbol && id && /\/roleDefinitions\b/i.test(type ?? "")) all.set(`roleDefinitions ${symbol}`, id);
  }
  for (const entry of entriesOf(get(root, "variables"))) all.set(`template ${entry.key}`, entry.value);
  for (const entry of entriesOf(get(root, "parameters"))) {
    const fallback = get(entry.value, "defaultValue");
    if (fallback) all.set(`template ${entry.key}`, fallback);
  }
  return all.size === 0 ? bindings : new Map([...bindings, ...all]);
}

/** `target`: the scope that a deployment has where an assignment says none. */
function template(
  body: Value,
  type: string,
  symbol: string,
  target: string,
  bindings: Bindings,
): readonly MicrosoftGrant[] {
  if (/\/roleDefinitions\b/i.test(type))
    return definition(
      under(body, "properties", "permissions"),
      under(body, "properties", "assignableScopes"),
      symbol,
      bindings,
    );
  if (!/\/roleAssignments\b|roleAssignmentSchedule|roleEligibilityScheduleRequests/i.test(type)) return [];
  const properties = get(body, "properties") ?? body;
  const nested = /^(?!Microsoft\.Authorization)[\w.]+\/.+\/roleAssignments/i.test(type);
  const scope = nested ? "resource" : bicepScope(get(body, "scope"), target, bindings);
  const words = roleWords(get(properties, "roleDefinitionId"), bindings);
  return assignments(words, scope, properties, symbol, /eligib/i.test(type));
}

/** A module that assigns a role: its parameter names the role, its scope the reach. */
function module_(
  call: Value & { kind: "call" },
  target: string,
  bindings: Bindings,
): readonly MicrosoftGrant[] {
  const found: MicrosoftGrant[] = [];
  walk(call, (value, trail) => {
    if (value.kind !== "dict") return undefined;
    const role = get(value, "roleDefinitionIdOrName", "roleDefinitionId", "roleDefinitionName", "roleName");
    if (!role || !/params|roleAssignments/i.test(keys(trail).join("."))) return undefined;
    // Inside a resource's own module an assignment is on that resource, which may be a resource group.
    const inside = keys(trail).includes("roleAssignments");
    const group = /\/resource-group[:@]/.test(str(call.args[1]) ?? "");
    const own = bicepScope(get(call, "scope"), target, bindings);
    found.push(
      ...assignments(
        roleWords(role, bindings),
        inside ? (group ? "resource-group" : "resource") : own,
        value,
        str(call.args[0]) ?? "",
        false,
      ),
    );
    return undefined;
  });
  return found;
}

export function azureGrants(
  root: Value,
  named: Bindings,
  commands: readonly Command[],
): readonly MicrosoftGrant[] {
  const found: MicrosoftGrant[] = [];
  const bindings = withDefinitions(root, named);
  const target =
    str(get(root, "targetScope")) ??
    (/subscriptionDeploymentTemplate/.test(str(get(root, "$schema")) ?? "")
      ? "subscription"
      : "resourceGroup");
  // Commands in strings, as the steps of a workflow have them.
  for (const { program, args, at, end, trail } of commands)
    if (program === "az" && trail?.value.kind === "text")
      found.push(...command({ kind: "call", callee: program, args, entries: [], at, end }, bindings));
  walk(root, (value, trail: Trail | undefined) => {
    if (value.kind === "call") {
      const [first, second] = value.callee === "resource" ? value.args.map(str) : [];
      if (value.callee === "resource" && /^az(?:urerm|api)_/.test(first ?? ""))
        found.push(...terraform(value, bindings));
      else if (value.callee === "resource" && second)
        found.push(...template(value, second, first ?? "", target, bindings));
      else if (value.callee === "module" && trail?.up === undefined)
        found.push(...module_(value, target, bindings));
      else found.push(...command(value, bindings));
      if (
        /authorization\.RoleAssignment$/.test(value.callee) ||
        /(?:^|\.)RoleAssignment$/.test(value.callee)
      ) {
        const words = roleWords(
          get(value, "roleDefinitionId", "role_definition_id", "roleDefinitionName", "role_definition_name"),
          bindings,
        );
        const [scope] = wordsOf(get(value, "scope"), bindings);
        found.push(
          ...assignments(
            words,
            scope ? scopeOfText(scope.value) : "unknown",
            value,
            str(value.args[0]) ?? "",
            false,
          ),
        );
      }
    }
    if (value.kind === "dict" && entriesOf(value).length > 1) {
      const type = str(get(value, "type"));
      if (type?.startsWith("Microsoft."))
        found.push(...template(value, type, str(get(value, "name")) ?? "", target, bindings));
      // A role definition for `az role definition create`.
      const actions = get(value, "Actions", "actions");
      if (actions && get(value, "AssignableScopes", "assignableScopes"))
        found.push(
          ...definition(
            {
              kind: "dict",
              entries: [{ key: "actions", at: value.at, value: actions }],
              at: value.at,
              end: value.end,
            },
            get(value, "AssignableScopes", "assignableScopes"),
            str(get(value, "Name", "name", "roleName")) ?? "",
            bindings,
          ),
        );
    }
    return undefined;
  });
  return found;
}
