import { entriesOf, get, isFalse, isTrue, str, under } from "../../scan/grants/value.ts";
import { bindings, bound, predefined } from "./gcp.ts";
import { defineScanRule, maps } from "./rule.ts";

const everybody = /^(?:allUsers|allAuthenticatedUsers)$/;

export default defineScanRule({
  id: "gcp-public-member",
  title: "Everybody on the internet has the role",
  tier: "critical",
  maps: maps("ASI03 ASI07", "LLM06:2025", "284"),
  *check(grants) {
    for (const binding of bindings(grants)) {
      const member = binding.members.find((word) => everybody.test(word.value));
      if (!member) continue;
      const role = predefined(binding) ?? binding.role.value;
      const calls = /^(?:run|cloudfunctions)\.invoker$/.test(role);
      const message = `${member.value} has ${binding.role.value}, so ${member.value === "allUsers" ? "anybody" : "anybody with a Google account"} can ${calls ? "call it" : "use it"}. Bind the calling service account, or put a gateway that checks identities in front.`;
      yield {
        ...bound(binding, `${member.value} ${role}`, message),
        extent: { at: member.at, end: member.end },
        tier: calls ? "high" : "critical",
      };
    }
    for (const resource of grants.of("infra-resource")) {
      if (!/^google_bigquery_dataset/.test(resource.type)) continue;
      const rows =
        resource.type === "google_bigquery_dataset"
          ? entriesOf(resource.body)
              .filter((entry) => entry.key === "access")
              .map((entry) => entry.value)
          : [resource.body];
      for (const row of rows) {
        const member = get(row, "special_group", "iam_member");
        if (!member || !everybody.test(str(member) ?? "")) continue;
        yield {
          file: resource.file,
          extent: { at: member.at, end: member.end },
          subject: `${resource.name} ${str(member)}`,
          message: `${str(member)} has ${str(get(row, "role")) ?? "access"} on the dataset '${resource.name}', so anybody with a Google account can use it. Name the accounts that read it.`,
          proof: resource.proof,
        };
      }
    }
    for (const resource of grants.of("infra-resource")) {
      const off = get(resource.body, "invoker_iam_disabled");
      if (!off || !isTrue(off) || isFalse(under(resource.body, "ingress"))) continue;
      const message = `invoker_iam_disabled lets anybody call '${resource.name}'. Leave the check on, and bind the calling service account.`;
      yield {
        file: resource.file,
        extent: { at: off.at, end: off.end },
        subject: `${resource.name} invoker_iam_disabled`,
        message,
        tier: "high",
        proof: resource.proof,
      };
    }
  },
});
