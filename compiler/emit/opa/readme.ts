/** The page that lies beside the output. */
import type { Policy } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import { durationInWords, formatInstant } from "../../model/time.ts";
import { markdownText } from "../escape.ts";

/** How to run, sign, verify, test, stop and undo, in order. `name` is the Rego package, `at` the compile's clock. */
export function readme(policy: Policy, target: Target, name: string, at: number): string {
  const where = name.replaceAll(".", "/");
  const staleAfter = target.settings["stale-after"];
  const stale =
    typeof staleAfter === "number"
      ? [
          `This bundle is good until ${formatInstant(at + staleAfter)} (\`stale-after ${durationInWords(staleAfter)}\`): from then on it denies everything, until a newer one is loaded.`,
          "",
        ]
      : [];
  return `${[
    `# OPA policy of workspace ${markdownText(policy.workspace)}`,
    "",
    "Made by `remit compile` for OPA 1.x. Do not edit: change the policy and compile again.",
    "",
    ...stale,
    "| folder | holds |",
    "| --- | --- |",
    "| `bundle` | the module, the same for every policy, and the policy as data |",
    "| `stop` | the list of stopped agents: a bundle of its own, so that it can be replaced within seconds |",
    "| `schemas` | the JSON Schema of a request |",
    "| `tests` | the policy's own tests |",
    "| `log` | a bundle that keeps inputs, context, facts and users out of decision logs |",
    "",
    "## Check",
    "",
    "```sh",
    "opa check --strict --schema schemas bundle",
    "opa test bundle tests",
    "```",
    "",
    "## Sign and run",
    "",
    "Keep the private key where only the one who publishes has it.",
    "",
    "```sh",
    "opa build --bundle bundle --signing-alg RS256 --signing-key private.pem --output bundle.tar.gz",
    "opa build --bundle stop --signing-alg RS256 --signing-key private.pem --output stop.tar.gz",
    "opa build --bundle log --signing-alg RS256 --signing-key private.pem --output log.tar.gz",
    "opa run --server --watch --addr localhost:8181 --verification-key public.pem --bundle bundle.tar.gz stop.tar.gz log.tar.gz",
    "```",
    "",
    "A bundle that was changed after it was signed is refused. Without `--verification-key`, OPA loads it unchecked. With `--watch` a bundle that is built again is loaded at once; without it, OPA reads these files at its start alone. To poll a bundle server instead, name the bundles in OPA's configuration, with the public key under `keys` and `signing.keyid` at each.",
    "",
    "## Ask",
    "",
    "```sh",
    `curl --silent localhost:8181/v1/data/${where}/decision --json '{"input": {"agent": "…", "action": "…"}}'`,
    "```",
    "",
    `\`data.${name}.decision\` is \`{"allow": …, "reasons": […]}\`, \`data.${name}.allow\` the bare answer, both at OPA's own clock. Enforce these two. \`data.${name}.at.decision\` and \`data.${name}.at.allow\` answer for the request's \`time\`: for tests and explanations only, since whoever asks chooses it. An answer without \`result\` means that the bundle is not loaded: treat it as a deny.`,
    "",
    "The caller vouches for what the request says: who the agent is, on whose behalf it acts, its approvals and facts. Fill them in where they are authenticated, never from the agent's own words.",
    "",
    "## Stop",
    "",
    `\`stop\` denies everything to the agents in \`stop/${where}_stop/data.json\` and to those under them, at once: add \`"agent name": epoch seconds\`, and build \`stop.tar.gz\` again, signed. OPA loads it by itself where it runs with \`--watch\`, or, from a bundle server, at its next poll; otherwise it has to be started again. \`remit compile\` writes the list anew from the policy, so suspend the agent there as well. A list that is not of this form stops every agent.`,
    "",
    "## Undo",
    "",
    "Load the previous bundle again; its revision is in `.manifest`. Without any bundle there is no decision, and callers that treat that as a deny stop every agent.",
    "",
  ].join("\n")}`;
}
