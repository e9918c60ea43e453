import { isTrue, items, str } from "../../scan/grants/value.ts";
import { beside, set } from "./agent.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "agent-network-wide",
  title: "The agent reaches every host",
  tier: "medium",
  maps: maps("ASI02", "LLM02:2025", "918 200"),
  *check(grants) {
    for (const { file, extent, value, list, proof } of grants.of("allowed-tool")) {
      if (
        !/^(?:WebFetch(?:\(\s*(?:domain:)?\*?\s*\))?|web_fetch|Fetch\(\*\)|url\(\*\))$/.test(value) ||
        isRig(file)
      )
        continue;
      const message = `'${value}' in ${list} fetches from any host without asking, and can carry data out in an address. Name the domains.`;
      yield { file, extent, subject: `${list} ${value}`, message, proof };
    }
    for (const { file, extent, flag, proof } of grants.of("agent-flag")) {
      if (flag !== "sandbox_workspace_write.network_access=true" || isRig(file)) continue;
      const message = `${flag} lets commands in the sandbox reach every host. List the domains that they need.`;
      yield { file, extent, subject: flag, message, tier: "low", proof };
    }
    for (const setting of grants.of("agent-setting")) {
      const { key, value, path, file } = setting;
      if (isRig(file)) continue;
      const codex =
        (key === "network_access" || key === "networkAccessEnabled") &&
        isTrue(value) &&
        !beside(setting, "network_proxy");
      const star =
        (key === "allowedDomains" || key === "allowed_domains") &&
        /sandbox|network/.test(path) &&
        items(value).some((item) => str(item) === "*");
      if (!codex && !star) continue;
      const message = `${key} lets commands in the sandbox reach every host. List the domains that they need.`;
      yield { ...set(setting, message), tier: codex ? "low" : "medium" };
    }
    for (const workflow of grants.of("workflow")) {
      if (workflow.form !== "markdown" || workflow.root.kind !== "dict") continue;
      const network = workflow.root.entries.find((entry) => entry.key === "network");
      const allowed =
        network?.value.kind === "dict"
          ? network.value.entries.find((entry) => entry.key === "allowed")
          : undefined;
      const star = items(allowed?.value).find((item) => str(item) === "*");
      if (star)
        yield {
          file: workflow.file,
          extent: { at: star.at, end: star.end },
          subject: "network *",
          message: "The agentic workflow reaches every host. List the domains that it needs.",
          proof: workflow.proof,
        };
    }
  },
});
