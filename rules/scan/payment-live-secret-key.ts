import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

const names: Readonly<Record<string, string>> = {
  sk_live_: "a secret key of a live account",
  sk_test_: "a secret key of a test account",
};

export default defineScanRule({
  id: "payment-live-secret-key",
  title: "An unrestricted key of a payment provider",
  tier: "high",
  maps: maps("ASI02 ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const { file, extent, prefix, key, proof } of grants.of("inline-credential")) {
      const what = names[prefix];
      // Tests need keys that look like keys.
      if (!what || isRig(file)) continue;
      const message = `'${key}' holds ${what} (${prefix}…), which can refund and pay out. Use a restricted key (rk_) with the reads that are needed, from a secret store.`;
      yield {
        file,
        extent,
        subject: `${key} ${prefix}`,
        message,
        tier: prefix === "sk_test_" ? "medium" : "high",
        proof,
      };
    }
    for (const server of grants.of("mcp-server"))
      for (const word of server.args) {
        if (!/--tools=all\b/.test(word.value) || !server.args.some((other) => other.value.includes("stripe")))
          continue;
        const message = `The server '${server.name}' offers every tool of the payment account, refunds included. Name the tools that read.`;
        yield {
          file: server.file,
          extent: { at: word.at, end: word.end },
          subject: `${server.name} tools`,
          message,
          proof: server.proof,
        };
      }
  },
});
