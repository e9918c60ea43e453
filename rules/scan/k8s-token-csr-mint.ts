import { granted, inGroup, oneOf, roleName, roleOffence } from "./kubernetes.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "k8s-token-csr-mint",
  title: "Identities can be minted",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const one of granted(grants)) {
      const { rule } = one;
      if (rule.names.length > 0) continue;
      const token = oneOf(rule.resources, ["serviceaccounts/token"], false);
      const approval = oneOf(rule.resources, ["certificatesigningrequests/approval", "signers"], false);
      const mints = token && inGroup(rule, "") && oneOf(rule.verbs, ["create"]);
      const approves =
        approval &&
        inGroup(rule, "certificates.k8s.io") &&
        oneOf(rule.verbs, ["update", "patch", "approve", "sign"]);
      const place = mints ? token : approves ? approval : undefined;
      if (!place) continue;
      const message = `${roleName(one)} ${mints ? "makes tokens of any service account" : "approves certificates for any identity"}. Name the account in resourceNames.`;
      yield {
        ...roleOffence(one, place, place.value, message),
        tier: one.reach === "namespace" ? "medium" : "high",
      };
    }
  },
});
