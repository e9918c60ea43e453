import { bindings, bound, isServiceAgent, predefined, where, whom } from "./gcp.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** The roles from before there were others: each holds thousands of permissions over all services. */
const basic: Readonly<Record<string, Tier>> = { owner: "critical", editor: "high", viewer: "low" };

export default defineScanRule({
  id: "gcp-basic-role",
  title: "Owner, editor or viewer of a whole project",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const binding of bindings(grants)) {
      const role = predefined(binding);
      const tier = role ? basic[role] : undefined;
      // People may own their projects; what is asked here is what programs may do.
      const human =
        binding.members.length > 0 &&
        binding.members.every((member) => /^(?:user|group|domain):/.test(member.value));
      if (!role || !tier || isServiceAgent(binding) || (human && tier === "low")) continue;
      const message = `roles/${role} on ${where(binding)}${whom(binding)} covers every service${role === "viewer" ? " for reading" : ", keys and accounts included"}. Bind a predefined or custom role on the resource that is used.`;
      yield { ...bound(binding, role, message), tier };
    }
  },
});
