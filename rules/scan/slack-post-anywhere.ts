import { asked, requested } from "./oauth.ts";
import { defineScanRule, maps } from "./rule.ts";

const wide: Readonly<Record<string, string>> = {
  "chat:write.public": "posts to channels that it was never invited to",
  "chat:write.customize": "posts under a name and picture of its choice",
};

export default defineScanRule({
  id: "slack-post-anywhere",
  title: "Posting anywhere or under any name",
  tier: "low",
  maps: maps("ASI09", "LLM06:2025", "290"),
  *check(grants) {
    for (const scope of requested(grants, "slack")) {
      const what = wide[scope.value];
      if (what)
        yield asked(
          scope,
          `With ${scope.value} the bot ${what}. Ask for chat:write, and invite it where it should write.`,
        );
    }
  },
});
