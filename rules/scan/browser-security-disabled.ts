import { isFalse, isTrue } from "../../scan/grants/value.ts";
import { beside, onlyOnRequest, set } from "./agent.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

/** The profile in which somebody is logged in everywhere. */
const realProfile =
  /(?:Google[/\\]+Chrome|Chromium|google-chrome|BraveSoftware|Microsoft[/\\]+Edge|Firefox)(?:[/\\]+(?:User Data|Default|Profile \d|Profiles))?[/\\]*$|User Data[/\\]*(?:Default)?$/i;

export default defineScanRule({
  id: "browser-security-disabled",
  title: "A browser agent without the browser's protections",
  tier: "high",
  maps: maps("ASI02 ASI05", "LLM06:2025", "693"),
  *check(grants) {
    const settings = grants.of("agent-setting");
    const limited = new Set(
      settings.flatMap((setting) =>
        setting.key === "allowed_domains" || setting.key === "allowedDomains" ? [setting.file] : [],
      ),
    );
    for (const setting of settings) {
      if (isRig(setting.file) || onlyOnRequest(setting)) continue;
      const { key, value, file } = setting;
      if (key === "disable_security" && isTrue(value))
        yield set(
          setting,
          "disable_security switches off what keeps sites apart, so one page can read another's session. Leave it on.",
        );
      if (key === "user_data_dir" && value.kind === "text" && realProfile.test(value.value))
        yield set(
          setting,
          "The agent drives the browser profile in which somebody is logged in. Give it a profile of its own.",
        );
      if (key === "chromium_sandbox" && isFalse(value) && beside(setting, "user_data_dir"))
        yield set(setting, "The browser runs without its sandbox on a kept profile. Leave the sandbox on.");
      if (
        key === "sensitive_data" &&
        value.kind !== "null" &&
        !limited.has(file) &&
        /(?:^|\.)Agent$/.test(setting.callee)
      )
        yield {
          ...set(setting, "The agent holds sensitive data and may visit any site. Set allowed_domains."),
          tier: "medium" as const,
        };
    }
  },
});
