import { defineScanRule, maps } from "./rule.ts";

const everybody = /^system:(?:anonymous|unauthenticated|authenticated|masters|serviceaccounts(?::.+)?)$/;
/** What Kubernetes itself lets everybody see. */
const harmless = /^system:(?:public-info-viewer|discovery|basic-user|service-account-issuer-discovery)$/;

export default defineScanRule({
  id: "k8s-public-subject",
  title: "A role bound to everybody",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "284"),
  *check(grants) {
    for (const binding of grants.of("kubernetes-binding")) {
      if (harmless.test(binding.role.value)) continue;
      const subject = binding.subjects.find(({ name }) => everybody.test(name.value));
      if (!subject) continue;
      const one = /^system:serviceaccounts:/.test(subject.name.value);
      const message = `'${subject.name.value}' has ${binding.role.value.replace(/«+/g, "…")}: ${one ? "every service account of the namespace" : "everybody who reaches the API"} holds it. Bind the one service account.`;
      yield {
        file: binding.file,
        extent: { at: subject.name.at, end: subject.name.end },
        subject: `${binding.name} ${subject.name.value}`,
        message,
        tier: one ? "high" : "critical",
        proof: binding.proof,
      };
    }
  },
});
