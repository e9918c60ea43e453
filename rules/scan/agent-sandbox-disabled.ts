import { isFalse, isTrue, items, str } from "../../scan/grants/value.ts";
import { onlyOnRequest, type Setting, set } from "./agent.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Whether a setting switches a sandbox off or opens a hole in it. */
function off({ key, path, value, file }: Setting): boolean {
  switch (key) {
    case "enabled":
      return /(?:^|\.)sandbox\.enabled$/.test(path) && isFalse(value);
    case "allowUnsandboxedCommands":
    case "enableWeakerNestedSandbox":
    case "dangerouslyDisableSandbox":
      return isTrue(value);
    case "excludedCommands":
      return /sandbox/.test(path) && items(value).some((item) => str(item) === "*");
    case "GEMINI_SANDBOX":
      return isFalse(value);
    case "sandbox":
      return (
        isFalse(value) &&
        (/(?:^|\.)tools\.sandbox$/.test(path) || /\.gemini\/|gemini|workflows\/[^/]+\.md$/.test(file))
      );
    default:
      return false;
  }
}

export default defineScanRule({
  id: "agent-sandbox-disabled",
  title: "The sandbox of an agent is off",
  tier: "medium",
  maps: maps("ASI05", "LLM06:2025", "693"),
  *check(grants) {
    for (const setting of grants.of("agent-setting")) {
      if (isRig(setting.file) || onlyOnRequest(setting) || !off(setting)) continue;
      yield set(
        setting,
        `${setting.path} leaves prompts as the only control. Switch the sandbox on, and let it fail closed where it is not available.`,
      );
    }
    for (const { file, extent, flag, guards, proof } of grants.of("agent-flag")) {
      if (flag !== "--no-sandbox" || isRig(file) || onlyOnRequest({ guards })) continue;
      yield {
        file,
        extent,
        subject: flag,
        message: "--no-sandbox leaves prompts as the only control. Run the agent in its sandbox.",
        proof,
      };
    }
  },
});
