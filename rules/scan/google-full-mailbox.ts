import { asked, requested } from "./oauth.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "google-full-mailbox",
  title: "The whole mailbox, permanent deletion included",
  tier: "high",
  maps: maps("ASI03 ASI02", "LLM06:2025", "250"),
  *check(grants) {
    for (const scope of requested(grants, "google")) {
      // With anything after the slash it is an address of the web interface.
      if (scope.value !== "https://mail.google.com/") continue;
      yield asked(
        scope,
        "The scope https://mail.google.com/ reads, sends and deletes all mail for good. Ask for gmail.readonly and gmail.compose; only IMAP and SMTP need the full scope.",
      );
    }
  },
});
