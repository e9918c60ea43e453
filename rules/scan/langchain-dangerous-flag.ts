import { isTrue } from "../../scan/grants/value.ts";
import { onlyOnRequest, set } from "./agent.ts";
import { defineScanRule, maps } from "./rule.ts";

const flags: Readonly<Record<string, string>> = {
  allow_dangerous_code: "code that the model writes runs in this process",
  allowDangerousCode: "code that the model writes runs in this process",
  allow_dangerous_requests: "the model sends any request to any host",
  allowDangerousRequests: "the model sends any request to any host",
  allow_dangerous_tools: "tools that the library holds back are loaded",
  allowDangerousTools: "tools that the library holds back are loaded",
  allow_dangerous_deserialization: "a file that is loaded can run code",
  allowDangerousDeserialization: "a file that is loaded can run code",
};

export default defineScanRule({
  id: "langchain-dangerous-flag",
  title: "The library's own guard is off",
  tier: "high",
  maps: maps("ASI05", "LLM05:2025 LLM06:2025", "94 502"),
  *check(grants) {
    for (const setting of grants.of("agent-setting")) {
      const what = flags[setting.key];
      if (!what || !isTrue(setting.value) || onlyOnRequest(setting)) continue;
      const loading = /deserialization/i.test(setting.key);
      // An index that the program itself wrote is loaded so in every example.
      const own = loading && /FAISS|load_local/.test(setting.callee);
      const message = `${setting.key} means that ${what}. Use a tool for the task or a sandboxed interpreter${loading ? ", or a format without code" : ""}.`;
      yield { ...set(setting, message), tier: own ? "low" : loading ? "medium" : "high" };
    }
  },
});
