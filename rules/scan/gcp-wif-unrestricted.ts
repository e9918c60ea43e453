import { type Entry, entriesOf, get, str } from "../../scan/grants/value.ts";
import { bindings, bound } from "./gcp.ts";
import { defineScanRule, maps } from "./rule.ts";

const shared =
  /token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|oidc\.circleci\.com|vstoken\.|agent\.buildkite\.com|api\.bitbucket\.org/;

/** A condition that only tests the organisation lets each of its repositories in. */
function organizationOnly(condition: string): boolean {
  // What stands in for a variable says nothing about what is tested.
  const tested = condition.replace(/\$\{[^}]*\}/g, "x");
  const owner = /repository_owner|namespace_id|namespace_path/.test(tested);
  return owner && !/\brepository\b(?!_owner)|project_path|\.sub\b|google\.subject|repository_id/.test(tested);
}

export default defineScanRule({
  id: "gcp-wif-unrestricted",
  title: "Workload identity federation accepts any project of a shared issuer",
  tier: "high",
  maps: maps("ASI03 ASI04", "LLM06:2025", "284"),
  *check(grants) {
    const pinned = new Set(
      grants
        .of("gcp-binding")
        .flatMap((binding) =>
          binding.members.some((member) => /attribute\.(?:repository|project_path)\//.test(member.value))
            ? [binding.file]
            : [],
        ),
    );
    for (const resource of grants.of("infra-resource")) {
      if (/^google_iam_workload_identity_pool_provider$|WorkloadIdentityPoolProvider$/.test(resource.type)) {
        const issuer = str(get(get(resource.body, "oidc"), "issuer_uri", "issuerUri")) ?? "";
        if (!shared.test(issuer)) continue;
        const condition = get(resource.body, "attribute_condition", "attributeCondition");
        const spelled = condition?.kind === "text" ? condition.value : condition?.kind === "name" ? "…" : "";
        if (spelled !== "" && !organizationOnly(spelled)) continue;
        const place = condition ?? resource.extent;
        const message =
          spelled === ""
            ? `The provider '${resource.name}' has no attribute_condition, so tokens of any project of ${issuer} are accepted. Pin the repository.`
            : `The provider '${resource.name}' tests the organisation only, so each of its repositories is accepted. Pin the repository and its branch.`;
        const medium = spelled !== "" || pinned.has(resource.file);
        yield {
          file: resource.file,
          extent: { at: place.at, end: place.end },
          subject: resource.name,
          message,
          tier: medium ? "medium" : "high",
          proof: resource.proof,
        };
      }
      if (resource.type.startsWith("gcloud iam workload-identity-pools providers")) {
        const words = entriesOf(resource.body).map((entry: Entry) => entry.key);
        const issuer = words.find((word) => shared.test(word));
        if (!issuer || words.some((word) => word.startsWith("--attribute-condition"))) continue;
        const message = `The provider is created without --attribute-condition, so tokens of any project of the issuer are accepted. Pin the repository.`;
        yield {
          file: resource.file,
          extent: resource.extent,
          subject: resource.name,
          message,
          proof: resource.proof,
        };
      }
    }
    for (const binding of bindings(grants)) {
      const member = binding.members.find((word) =>
        /^principalSet:\/\/.*(?:\/workloadIdentityPools\/[^/]+|\$\{[^}]*workload_identity_pool[^}]*\})\/\*$/.test(
          word.value,
        ),
      );
      if (!member) continue;
      const message = `'${member.value}' is every identity of the pool. Bind attribute.repository, or the one subject.`;
      yield { ...bound(binding, member.value, message), extent: { at: member.at, end: member.end } };
    }
  },
});
