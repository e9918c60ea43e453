import type { HostAccess } from "../../scan/grants/kubernetes/fact.ts";
import { lineOf, serverOffence, servers, wordsOf } from "./mcp.ts";
import { defineScanRule, maps } from "./rule.ts";

const opens: Readonly<Record<HostAccess["access"], string>> = {
  "docker-socket": "the Docker socket",
  privileged: "privileged mode",
  "host-namespace": "a namespace of the host",
  "host-path": "the host's whole file system",
  capability: "a capability that amounts to root",
};

/** Infrastructure that exists to manage machines or containers, and runs no model's output. */
const infrastructure =
  /traefik|portainer|watchtower|promtail|fluent|datadog|newrelic|cadvisor|node-exporter|node_exporter|csi|dind|docker:\S*dind|runner|buildkit|buildah|kaniko|falco|cilium|calico|kube-proxy|nvidia|gpu|device-plugin|vector|filebeat|metricbeat|autoheal|dozzle|localstack|registrator|nginx-proxy|docker-gen|netdata|sysdig|telegraf|logspout|ofelia|diun|ouroboros|lazydocker|jenkins|gitlab|drone|woodpecker|act_runner|socket-proxy|otel|opentelemetry|alloy|loki|binfmt|qemu-user|rook|longhorn|metallb|istio|multus|storage/i;
const agent =
  /agent|mcp|\bai\b|llm|claude|codex|gemini|openhands|opendevin|copilot|assistant|bot\b|interpreter|sandbox|langchain|autogen|crew|ollama|open-?webui|flowise|n8n|dify|executor/i;

export default defineScanRule({
  id: "mcp-docker-socket-privileged",
  title: "A container with a way into its machine",
  tier: "critical",
  maps: maps("ASI05 ASI03", "LLM06:2025", "250 269"),
  *check(grants) {
    for (const { file, extent, access, about, proof } of grants.of("host-access")) {
      if (infrastructure.test(about)) continue;
      const runsAgent = agent.test(about) || agent.test(file);
      const name = about.trim().split(/\s+/)[0] ?? "";
      const message = `The container '${name}' has ${opens[access]}, which is as good as root on the machine. Use a rootless runtime or a micro-VM, or a proxy that allows single calls.`;
      yield {
        file,
        extent,
        subject: `${name} ${access}`,
        message,
        tier: runsAgent ? "critical" : "medium",
        proof,
      };
    }
    for (const server of servers(grants)) {
      if (!/(?:^|\s|\/)(?:docker|podman)\s/.test(lineOf(server))) continue;
      const word = wordsOf(server).find(({ value }) =>
        /^--privileged(?:=true)?$|docker\.sock|^--pid=host$|^--cap-add=(?:SYS_ADMIN|ALL)$/.test(value),
      );
      if (word)
        yield serverOffence(
          server,
          word,
          word.value,
          `The server '${server.name}' runs in a container with '${word.value}', which is as good as root on the machine. Run it without.`,
        );
    }
  },
});
