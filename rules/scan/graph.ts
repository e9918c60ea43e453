/** Which permissions of Microsoft Graph give a hold on the tenant, and which reach everybody's content. */

/** With one of these an application can make itself, or whom it likes, an administrator. */
export const takesOver =
  /^(?:RoleManagement\.ReadWrite\.(?:Directory|All)|AppRoleAssignment\.ReadWrite\.All|Application\.ReadWrite\.All|Directory\.(?:ReadWrite\.All|AccessAsUser\.All)|Group\.ReadWrite\.All|GroupMember\.ReadWrite\.All|User\.ReadWrite\.All|UserAuthenticationMethod\.ReadWrite\.All|User-PasswordProfile\.ReadWrite\.All|Policy\.ReadWrite\.\w+|Domain\.ReadWrite\.All|DelegatedPermissionGrant\.ReadWrite\.All|Synchronization\.ReadWrite\.All|EntitlementManagement\.ReadWrite\.All|IdentityProvider\.ReadWrite\.All|AgentIdentity\.Create\w*(?:\.\w+)?|AgentIdentityBlueprint\w*\.(?:Create|ReadWrite|AddRemoveCreds|UpdateAuthProperties)\w*(?:\.\w+)*|PrivilegedAccess\.ReadWrite\.\w+|Role(?:Assignment|Eligibility)Schedule\.ReadWrite\.Directory)$/;

/** As an application permission, each reaches the content of all users or sites. */
export const everybodys =
  /^(?:Mail\.(?:Read|ReadWrite|Send|ReadBasic\.All)|Calendars\.(?:Read|ReadWrite)|Contacts\.(?:Read|ReadWrite)|Files\.(?:Read|ReadWrite)\.All|Sites\.(?:Read|ReadWrite|Manage|FullControl)\.All|Chat\.(?:Read|ReadWrite)\.All|ChannelMessage\.Read\.All|Notes\.(?:Read|ReadWrite)\.All|Tasks\.(?:Read|ReadWrite)\.All|MailboxSettings\.ReadWrite|OnlineMeetingTranscript\.Read\.All|User\.Read\.All|Directory\.Read\.All|Group\.Read\.All)$/;

/** Writes to `.All` that a user can consent to alone, because they stay within what the user can reach. */
const withoutAdministrator = new Set([
  "Chat.ReadWrite.All",
  "Files.ReadWrite.All",
  "Notes.ReadWrite.All",
  "Sites.ReadWrite.All",
  "Bookings.ReadWrite.All",
  "BookingsAppointment.ReadWrite.All",
  "Financials.ReadWrite.All",
]);

/** The permission without the resource in front of it: `https://graph.microsoft.com/Mail.Read`. */
export const bare = (scope: string) => scope.replace(/^https:\/\/graph\.microsoft\.com\//, "");

/** Delegated writes over the directory, for which an administrator has to consent. */
export function writesDirectory(permission: string): boolean {
  if (takesOver.test(permission) || /^User\.(?:EnableDisableAccount|DeleteRestore)\.All$/.test(permission))
    return true;
  return /\.ReadWrite\.All$/.test(permission) && !withoutAdministrator.has(permission);
}
