import type { InfraResource } from "../../scan/grants/resources/fact.ts";
import { entriesOf, get, items, str, text, type Value } from "../../scan/grants/value.ts";
import { bindings, bound, isServiceAgent, isWide, predefined, where, whom } from "./gcp.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Predefined roles that can set policies, act as accounts, make keys or change roles, so that they can grow. */
const growing = new Set([
  "resourcemanager.projectIamAdmin",
  "resourcemanager.folderIamAdmin",
  "resourcemanager.folderAdmin",
  "resourcemanager.organizationAdmin",
  "resourcemanager.projectCreator",
  "iam.securityAdmin",
  "iam.admin",
  "iam.serviceAccountAdmin",
  "iam.serviceAccountKeyAdmin",
  "iam.roleAdmin",
  "iam.organizationRoleAdmin",
  "iam.workloadIdentityPoolAdmin",
  "iam.denyAdmin",
  "deploymentmanager.editor",
  "deploymentmanager.typeEditor",
  "cloudbuild.builds.editor",
  "cloudfunctions.admin",
  "composer.admin",
  "dataflow.admin",
  "dataproc.admin",
  "orgpolicy.policyAdmin",
  "accesscontextmanager.policyAdmin",
  "servicemanagement.admin",
]);
/** Permissions of custom roles that mean the same. */
const permissions =
  /(?:^|\.)setIamPolicy$|^iam\.(?:serviceAccountKeys\.create|serviceAccounts\.(?:actAs|getAccessToken|implicitDelegation|signBlob|signJwt)|roles\.(?:update|create))$|^deploymentmanager\.deployments\.create$|^orgpolicy\.policy\.set$/;

/** The permissions of a custom role, one by one. */
function permissionsIn({ type, body }: InfraResource): readonly Value[] {
  if (/^google_(?:project|organization)_iam_custom_role$/.test(type))
    return items(get(body, "permissions", "includedPermissions"));
  if (!/^gcloud iam roles/.test(type)) return [];
  const words = entriesOf(body).map((entry) => entry.value);
  return words.flatMap((word, index): readonly Value[] => {
    const before = str(words[index - 1]) ?? "";
    const given = /^--(?:permissions|add-permissions)=(.*)$/s.exec(str(word) ?? "")?.[1];
    const list = /^--(?:permissions|add-permissions)$/.test(before) ? (str(word) ?? "") : (given ?? "");
    return list === "" ? [] : list.split(",").map((name) => text(name, word));
  });
}

export default defineScanRule({
  id: "gcp-privesc-role",
  title: "A role that can give itself more",
  tier: "critical",
  maps: maps("ASI03 ASI10", "LLM06:2025", "269"),
  *check(grants) {
    for (const binding of bindings(grants)) {
      const role = predefined(binding);
      if (!role || !growing.has(role) || !isWide(binding) || isServiceAgent(binding)) continue;
      if (binding.condition?.includes("modifiedGrantsByRole")) continue;
      const message = `roles/${role} on ${where(binding)}${whom(binding)} can change who may do what, its holder included. Leave such bindings to the pipeline that applies them.`;
      yield bound(binding, role, message);
    }
    for (const resource of grants.of("infra-resource")) {
      const word = permissionsIn(resource).find((item) => permissions.test(str(item) ?? ""));
      if (!word) continue;
      const message = `The custom role '${resource.name}' includes ${str(word)}, with which its holder can reach more. Leave it out.`;
      yield {
        file: resource.file,
        extent: { at: word.at, end: word.end },
        subject: `${resource.name} ${str(word)}`,
        message,
        proof: resource.proof,
      };
    }
  },
});
