import { asked, googleScope, requested } from "./oauth.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "google-cloud-platform-user-consent",
  title: "A user hands over all of their Google Cloud access",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const scope of requested(grants, "google")) {
      // For service accounts and machines' own identities it is the scope to use: IAM says what they may do.
      if (googleScope(scope.value) !== "cloud-platform" || scope.flow !== "consent") continue;
      const message =
        "The scope auth/cloud-platform, asked of a user, gives the agent everything that the user may do in Google Cloud. Use a service account with roles, or the scope of the one product.";
      yield asked(scope, message);
    }
  },
});
