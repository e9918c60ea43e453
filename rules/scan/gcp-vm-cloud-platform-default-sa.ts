import { entriesOf, get, items, str, type Value, walk } from "../../scan/grants/value.ts";
import { defineScanRule, maps } from "./rule.ts";

const wide = /^(?:cloud-platform|https:\/\/www\.googleapis\.com\/auth\/cloud-platform)$/;

/** The scope `cloud-platform` where no account of its own is named; undefined if there is one. */
function wideScope(account: Value): Value | undefined {
  const email = get(account, "email", "service_account");
  const word = str(email);
  const own =
    email &&
    email.kind !== "null" &&
    !(email.kind === "name" && email.path.includes("google_compute_default_service_account")) &&
    !(word !== undefined && /(?:^|-)compute@developer\.gserviceaccount\.com$|^default$|^$/.test(word));
  return own
    ? undefined
    : items(get(account, "scopes", "oauth_scopes")).find((scope) => wide.test(str(scope) ?? ""));
}

export default defineScanRule({
  id: "gcp-vm-cloud-platform-default-sa",
  title: "A machine runs as the default service account with every scope",
  tier: "medium",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const resource of grants.of("infra-resource")) {
      if (
        /^google_(?:compute_instance|compute_instance_template|container_cluster|container_node_pool)$/.test(
          resource.type,
        )
      ) {
        const found: Value[] = [];
        walk(resource.body, (value, trail) => {
          const here = trail?.key === "service_account" || trail?.key === "node_config";
          const scope = here && value.kind === "dict" ? wideScope(value) : undefined;
          if (scope) found.push(scope);
          return undefined;
        });
        for (const scope of found) {
          const message = `'${resource.name}' runs as the default service account with cloud-platform, which in older projects is editor. Give it a service account of its own.`;
          yield {
            file: resource.file,
            extent: { at: scope.at, end: scope.end },
            subject: resource.name,
            message,
            proof: resource.proof,
          };
        }
      }
      if (/^gcloud (?:compute instances|container (?:clusters|node-pools)) create$/.test(resource.type)) {
        const words = entriesOf(resource.body)
          .map((entry) => entry.key)
          .join(" ");
        if (
          !/--scopes[= ](?:\S*,)?(?:cloud-platform|https:\S*cloud-platform)/.test(words) ||
          (/--service-account[= ]/.test(words) && !/compute@developer/.test(words))
        )
          continue;
        const what = resource.type.includes("container") ? "node" : "instance";
        const message = `The ${what} runs as the default service account with cloud-platform. Give it a service account of its own.`;
        yield {
          file: resource.file,
          extent: resource.extent,
          subject: resource.name,
          message,
          proof: resource.proof,
        };
      }
    }
  },
});
