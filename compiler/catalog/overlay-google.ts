/** Google scopes that decide over other people's access, or over everything at once; and what their data is. */

const prefix = "https://www.googleapis.com/auth/";

const admin: ReadonlySet<string> = new Set([
  "admin.datatransfer",
  "apps.alerts",
  "apps.groups.settings",
  "apps.order",
  "calendar.acls",
  "chat.admin.memberships",
  "chat.admin.spaces",
  "cloud-billing",
  "cloud-identity",
  "cloud-identity.devices",
  "cloud-identity.groups",
  "cloud-identity.inboundsso",
  "cloud-identity.policies",
  "cloud-identity.userinvitations",
  "cloud-platform",
  "cloudkms",
  "cloudplatformprojects",
  "cloudplatformorganizations",
  "cloudplatformfolders",
  "devstorage.full_control",
  "drive.admin.labels",
  "ediscovery",
  "gmail.settings.sharing",
  "iam",
  "manufacturercenter.admin",
  "service.management",
  "sqlservice.admin",
]);

/** Whether the scope counts as admin. */
export function googleAdmin(scope: string): boolean {
  if (!scope.startsWith(prefix) || /\.(readonly|read-only)$/.test(scope)) return false;
  const name = scope.slice(prefix.length);
  return admin.has(name) || /^admin\.(directory|chrome)\./.test(name) || /\.(admin|acls)$/.test(name);
}

/** Mail, files and chats are private; mail and shared files may come from anybody; mail and chat go out to others. */
export function googleLabels(scope: string): readonly string[] {
  if (scope === "https://mail.google.com/") return ["external-send", "private-data", "untrusted-content"];
  if (!scope.startsWith(prefix)) return [];
  const name = scope.slice(prefix.length);
  if (/^gmail\.(readonly|metadata)$/.test(name)) return ["private-data", "untrusted-content"];
  if (/^gmail\.modify$/.test(name)) return ["external-send", "private-data", "untrusted-content"];
  if (/^gmail\.(send|compose)$/.test(name)) return ["external-send"];
  if (
    /^(drive|drive\.readonly|documents|documents\.readonly|spreadsheets|spreadsheets\.readonly)$/.test(name)
  )
    return ["private-data"];
  if (/^(calendar|calendar\.readonly|contacts|contacts\.readonly)$/.test(name)) return ["private-data"];
  if (/^chat\.messages(\.readonly)?$/.test(name))
    return name.endsWith("readonly") ? ["private-data"] : ["external-send", "private-data"];
  return name === "chat.messages.create" ? ["external-send"] : [];
}
