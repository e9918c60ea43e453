/** How wide the scopes of role assignments reach. */
import { type Bindings, resolve } from "../bindings.ts";
import type { Value } from "../value.ts";
import type { AzureScope } from "./fact.ts";

/** How wide a scope reaches, by the identifier or expression that names it. */
export function scopeOfText(scope: string): AzureScope {
  const path = scope.replace(/\$\{[^}]*\}|\$\([^)]*\)|\$\w+/g, "x").replace(/["']/g, "");
  if (/managementGroups\/|management_group/i.test(scope)) return "management-group";
  if (/\/providers\/(?!Microsoft\.Management)/i.test(path)) return "resource";
  if (
    /\/resourceGroups\/[^/]+\/?$/i.test(path) ||
    /resource_group\.[\w.[\]]+\.id|resourceGroup\(\)|RESOURCE_GROUP_ID|\brg_?id\b/i.test(scope)
  )
    return "resource-group";
  if (
    /^\/?subscriptions\/[^/]+\/?$/i.test(path) ||
    /azurerm_subscription|subscription\(\)|data\.azurerm_subscription|SUBSCRIPTION_ID|\bsubscription\.id/i.test(
      scope,
    )
  )
    return "subscription";
  if (path === "/") return "management-group";
  return /^x$/.test(path) ? "unknown" : "resource";
}

/** How wide a `scope` of Bicep reaches; without one, `target` (the file's `targetScope`) decides. */
export function bicepScope(value: Value | undefined, target: string, bindings: Bindings): AzureScope {
  if (!value)
    return target === "managementGroup" || target === "tenant"
      ? "management-group"
      : target === "subscription"
        ? "subscription"
        : "resource-group";
  const known = resolve(value, bindings);
  if (known.kind === "call") {
    if (/resourceGroup$/.test(known.callee)) return "resource-group";
    if (/subscription$/.test(known.callee)) return "subscription";
    return /managementGroup|tenant/.test(known.callee) ? "management-group" : "resource";
  }
  // A symbol is an existing or declared resource.
  if (known.kind === "name")
    return /^(?:rg|resourceGroup)\w*$/i.test(known.path) ? "resource-group" : "resource";
  return known.kind === "text" ? scopeOfText(known.value) : "unknown";
}
