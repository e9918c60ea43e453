import { asked, googleScope, requested } from "./oauth.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "google-drive-full",
  title: "All files of a Google Drive",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const scope of requested(grants, "google")) {
      const name = googleScope(scope.value);
      if (name === "drive")
        yield asked(
          scope,
          "The scope auth/drive reads, changes, shares and deletes every file. Ask for drive.file with a picker, or drive.readonly with folders that are shared with the agent.",
        );
      if (name === "drive.readonly")
        yield {
          ...asked(
            scope,
            "The scope auth/drive.readonly reads every file of the user. Ask for drive.file with a picker where the agent works on chosen files.",
          ),
          tier: "medium",
        };
    }
  },
});
