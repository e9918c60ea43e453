import { isFalse, isTrue } from "../../scan/grants/value.ts";
import { onlyOnRequest, set } from "./agent.ts";
import { defineScanRule, maps } from "./rule.ts";

/** What each means where it is on. */
const flags: Readonly<Record<string, string>> = {
  trust_remote_code: "code of whoever owns the tool's repository runs in this process",
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
      // Of the Agent Framework: without its safe mode, expressions in YAML run and read the environment.
      const unsafe = setting.key === "safe_mode" && /AgentFactory$/.test(setting.callee);
      const what = unsafe ? "expressions in the agents' YAML are evaluated" : flags[setting.key];
      if (!what || !(unsafe ? isFalse(setting.value) : isTrue(setting.value)) || onlyOnRequest(setting))
        continue;
      const loading = /deserialization/i.test(setting.key);
      // An index that the program itself wrote is loaded so in every example.
      const own = loading && /FAISS|load_local/.test(setting.callee);
      const instead = unsafe
        ? "Leave it on, and pass values in."
        : setting.key === "trust_remote_code"
          ? "Pin a revision that somebody has read, or copy the tool."
          : `Use a tool for the task or a sandboxed interpreter${loading ? ", or a format without code" : ""}.`;
      const message = `${setting.key} = ${isTrue(setting.value)} means that ${what}. ${instead}`;
      yield { ...set(setting, message), tier: own ? "low" : loading || unsafe ? "medium" : "high" };
    }
  },
});
