import { defineCompareRule } from "./rule.ts";
import { atAgent, groups, shownName } from "./view.ts";

export default defineCompareRule({
  id: "dynamic-tools",
  title: "An agent whose tools cannot all be known from the code",
  severity: "note",
  *check(comparison) {
    for (const group of groups(comparison)) {
      const site = group.sites.find((each) => each.toolsDynamic);
      if (site === undefined) continue;
      yield atAgent(
        site,
        `Some tools of '${shownName(site)}' are only known when it runs, so they are not compared with the policy. List them, or limit them where it runs.`,
        `${site.framework} ${shownName(site)}`,
      );
    }
  },
});
