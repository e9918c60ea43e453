/**
 * Application permissions of Microsoft Graph by their identifiers, which are the same in every tenant: those that give
 * a hold on the tenant and those that reach everybody's content. From Microsoft's permissions reference.
 */
export const graphApplication = "00000003-0000-0000-c000-000000000000";

const table = `
06b708a9-e830-4db3-a914-8e69da51d44f AppRoleAssignment.ReadWrite.All
1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9 Application.ReadWrite.All
18a4783c-866b-4cc7-a460-3d5e5662c884 Application.ReadWrite.OwnedBy
798ee544-9d2d-430c-a058-570e29e34338 Calendars.Read
ef54d2bf-783f-4e0f-bca1-3210c0444d99 Calendars.ReadWrite
7b2449af-6ccd-4f4d-9f78-e550c193f0d1 ChannelMessage.Read.All
6b7d71aa-70aa-4810-a8d9-5d9fb2830017 Chat.Read.All
294ce7c9-31ba-490a-ad7d-97a7d075e4ed Chat.ReadWrite.All
089fe4d0-434a-44c5-8827-41ba8a0b17f5 Contacts.Read
6918b873-d17a-4dc1-b314-35f528134491 Contacts.ReadWrite
8e8e4742-1d95-4f68-9d56-6ee75648c72a DelegatedPermissionGrant.ReadWrite.All
7ab1d382-f21e-4acd-a863-ba3e13f7da61 Directory.Read.All
19dbc75e-c2e2-444c-a770-ec69d8559fc7 Directory.ReadWrite.All
7e05723c-0bb0-42da-be95-ae9f08a6e53c Domain.ReadWrite.All
9acd699f-1e81-4958-b001-93b1d2506e19 EntitlementManagement.ReadWrite.All
01d4889c-1287-42c6-ac1f-5d1e02578ef6 Files.Read.All
75359482-378d-4052-8f01-80520e7db3cd Files.ReadWrite.All
5b567255-7703-4780-807c-7be8301ae99b Group.Read.All
62a82d76-70ea-41e2-9197-370581804d09 Group.ReadWrite.All
dbaae8cf-10b5-4b86-a4a1-f871c94c6695 GroupMember.ReadWrite.All
90db2b9a-d928-4d33-a4dd-8442ae3d41e4 IdentityProvider.ReadWrite.All
810c84a8-4a9e-49e6-bf7d-12d183f40d01 Mail.Read
693c5e45-0940-467d-9b8a-1022fb9d42ef Mail.ReadBasic.All
e2a3a72e-5f79-4c64-b1b1-878b674786c9 Mail.ReadWrite
b633e1c5-b582-4048-a93e-9f11b44c7e96 Mail.Send
6931bccd-447a-43d1-b442-00a195474933 MailboxSettings.ReadWrite
3aeca27b-ee3a-4c2b-8ded-80376e2134a4 Notes.Read.All
0c458cef-11f3-48c2-a568-c66751c238c0 Notes.ReadWrite.All
a4a80d8d-d283-4bd8-8504-555ec3870630 OnlineMeetingTranscript.Read.All
77c863fd-06c0-47ce-a7eb-49773e89d319 Policy.ReadWrite.AccessReview
be74164b-cff1-491c-8741-e671cb536e13 Policy.ReadWrite.ApplicationConfiguration
25f85f3c-f66c-4205-8cd5-de92dd7f0cec Policy.ReadWrite.AuthenticationFlows
29c18626-4985-4dcd-85c0-193eef327366 Policy.ReadWrite.AuthenticationMethod
fb221be6-99f2-473f-bd32-01c6a0e9ca3b Policy.ReadWrite.Authorization
01c0a623-fc9b-48e9-b794-0756f8e8f067 Policy.ReadWrite.ConditionalAccess
999f8c63-0a38-4f1b-91fd-ed1947bdd1a9 Policy.ReadWrite.ConsentRequest
338163d7-f101-4c92-94ba-ca46fe52447c Policy.ReadWrite.CrossTenantAccess
a6325ae7-2b73-4dbd-abed-fbeacfbf8696 Policy.ReadWrite.CrossTenantCapability
230fb2d5-aa21-49c1-bfa7-ae1be179d867 Policy.ReadWrite.DeviceConfiguration
03cc4f92-788e-4ede-b93f-199424d144a5 Policy.ReadWrite.ExternalIdentities
2044e4f1-e56c-435b-925c-44cd8f6ba89a Policy.ReadWrite.FeatureRollout
90bbca0b-227c-4cdc-8083-1c6cfb95bac6 Policy.ReadWrite.FedTokenValidation
2dcf8603-09eb-4078-b1ec-d30a1a76b873 Policy.ReadWrite.IdentityProtection
a402ca1c-2696-4531-972d-6e5ee4aa11ea Policy.ReadWrite.PermissionGrant
1c6e93a6-28e2-4cbb-9f64-1a46a821124d Policy.ReadWrite.SecurityDefaults
79a677f7-b79d-40d0-a36a-3e6f8688dd7a Policy.ReadWrite.TrustFramework
854d9ab1-6657-4ec8-be45-823027bcd009 PrivilegedAccess.ReadWrite.AzureAD
2f6817f8-7b12-4f0f-bc18-eeaf60705a9e PrivilegedAccess.ReadWrite.AzureADGroup
6f9d5abc-2db6-400b-a267-7de22a40fb87 PrivilegedAccess.ReadWrite.AzureResources
dd199f4a-f148-40a4-a2ec-f0069cc799ec RoleAssignmentSchedule.ReadWrite.Directory
fee28b28-e1f3-4841-818e-2704dc62245f RoleEligibilitySchedule.ReadWrite.Directory
9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8 RoleManagement.ReadWrite.Directory
a82116e5-55eb-4c41-a434-62fe8a61c773 Sites.FullControl.All
0c0bf378-bf22-4481-8f81-9e89a9b4960a Sites.Manage.All
332a536c-c7ef-4017-ab91-336970924f0d Sites.Read.All
9492366f-7969-46a4-8d15-ed1a20078fff Sites.ReadWrite.All
883ea226-0bf2-4a8f-9f9d-92c9162a727d Sites.Selected
9b50c33d-700f-43b1-b2eb-87e89b703581 Synchronization.ReadWrite.All
f10e1f91-74ed-437f-a6fd-d6ae88e26c1f Tasks.Read.All
44e666d1-d276-445b-a5fc-8815eeb81d55 Tasks.ReadWrite.All
cc117bb9-00cf-4eb8-b580-ea2a878fe8f7 User-PasswordProfile.ReadWrite.All
df021288-bdef-4463-88db-98f22de89214 User.Read.All
741f803b-c850-494e-b5df-cde7c675a1ca User.ReadWrite.All
50483e42-d915-4231-9639-7fdb7fd190e5 UserAuthenticationMethod.ReadWrite.All
`;

/** The same for permissions that a signed-in user delegates; each has another identifier there. */
const delegated = `
204e0828-b5ca-4ad8-b9f3-f32a958e7cc4 User.ReadWrite.All
4e46008b-f24c-477d-8fff-7bb4ec7aafe0 Group.ReadWrite.All
f81125ac-d3b7-4573-a3b2-7099cc39df9e GroupMember.ReadWrite.All
c5366453-9fb0-48a5-a156-24f0c49a4b84 Directory.ReadWrite.All
0e263e50-5827-48a4-b97c-d940288653c7 Directory.AccessAsUser.All
bdfbf15f-ee85-4955-8675-146e8e5296b5 Application.ReadWrite.All
84bccea3-f856-4a8a-967b-dbe0a3d53a64 AppRoleAssignment.ReadWrite.All
d01b97e9-cbc0-49fe-810a-750afd5527a3 RoleManagement.ReadWrite.Directory
`;

const byIdentifier = (rows: string): ReadonlyMap<string, string> =>
  new Map(
    rows
      .trim()
      .split("\n")
      .map((row): [string, string] => {
        const [id = "", name = ""] = row.split(" ");
        return [id, name];
      }),
  );

/** Identifier in lower case to name. */
export const graphRoles = byIdentifier(table);
export const graphScopes = byIdentifier(delegated);
