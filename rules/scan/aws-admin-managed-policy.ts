import { offence, whose } from "./aws.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Policies of AWS that make their holder an administrator, or let it become one. */
const admin: Readonly<Record<string, Tier>> = {
  AdministratorAccess: "critical",
  IAMFullAccess: "critical",
  AWSOrganizationsFullAccess: "critical",
  AWSControlTowerServiceRolePolicy: "high",
  AWSSSOMasterAccountAdministrator: "critical",
  PowerUserAccess: "high",
  SystemAdministrator: "high",
  "AdministratorAccess-Amplify": "high",
  "AdministratorAccess-AWSElasticBeanstalk": "high",
};

/** The rule about policies that are wide, but do not make an administrator, leaves these out. */
export const isAdminPolicy = (name: string) =>
  admin[name] !== undefined || name.startsWith("AWSControlTowerAccountFactory");

export default defineScanRule({
  id: "aws-admin-managed-policy",
  title: "A managed policy that makes an administrator",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "250 266"),
  *check(grants) {
    for (const policy of grants.of("aws-managed-policy")) {
      if (!isAdminPolicy(policy.name)) continue;
      const message = `The managed policy ${policy.name}${whose(policy)} gives administrator rights, and AWS widens it without notice. Attach a policy with the declared scope instead.`;
      yield { ...offence(policy, policy.extent, policy.name, message), tier: admin[policy.name] ?? "high" };
    }
  },
});
