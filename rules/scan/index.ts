/** Every rule about grants; the one list. */
import awsAdminManagedPolicy from "./aws-admin-managed-policy.ts";
import awsAgentTokenVaultAny from "./aws-agent-token-vault-any.ts";
import awsAssumeRoleUnscoped from "./aws-assume-role-unscoped.ts";
import awsBedrockAnyModel from "./aws-bedrock-any-model.ts";
import awsBroadManagedPolicy from "./aws-broad-managed-policy.ts";
import awsCrossAccountTrustOpen from "./aws-cross-account-trust-open.ts";
import awsDataExfil from "./aws-data-exfil.ts";
import awsFullAdmin from "./aws-full-admin.ts";
import awsNotactionAllow from "./aws-notaction-allow.ts";
import awsOidcTrustUnscoped from "./aws-oidc-trust-unscoped.ts";
import awsPassroleUnscoped from "./aws-passrole-unscoped.ts";
import awsPrivescCombination from "./aws-privesc-combination.ts";
import awsPublicPrincipal from "./aws-public-principal.ts";
import awsResourceStarRestrictable from "./aws-resource-star-restrictable.ts";
import awsServiceWildcard from "./aws-service-wildcard.ts";
import awsUnknownAction from "./aws-unknown-action.ts";
import type { ScanRule } from "./rule.ts";

export const scanRules: readonly ScanRule[] = [
  awsFullAdmin,
  awsAdminManagedPolicy,
  awsServiceWildcard,
  awsResourceStarRestrictable,
  awsPassroleUnscoped,
  awsPrivescCombination,
  awsAssumeRoleUnscoped,
  awsPublicPrincipal,
  awsOidcTrustUnscoped,
  awsNotactionAllow,
  awsDataExfil,
  awsBroadManagedPolicy,
  awsCrossAccountTrustOpen,
  awsBedrockAnyModel,
  awsAgentTokenVaultAny,
  awsUnknownAction,
];
